"""Sheets in shapes that no template has: asked about once, and read as a clerk would read them."""

from __future__ import annotations

import pytest

from lib.domain.intake.cells.recognised import Recognised, which_columns
from lib.domain.intake.layouts.recognise import recognise
from lib.domain.places.villages import Village
from lib.domain.problems import Severity
from tests.support.own_forms import BY_VILLAGE, SHAPES, Office, as_sheets, told_by
from tests.support.pipeline import understand_reading

COMMUNE = "Xã Lóng Sập"
CODE = {COMMUNE: "04045", "Xã Mường Bú": "03847", "Phường Tô Hiệu": "03646"}


def summary(n: int) -> dict[str, int]:
    return dict(zip(("villages", "villages_with_ambassador", "ambassadors", "households",
                     "households_guided"), (20 + n, 18 + n, 60 + n, 900 + n, 400 + n),
                    strict=True))  # fmt: skip


def village(n: int) -> dict[str, int]:
    return {"ambassadors": 3 + n, "households_reviewed": 80 + n, "households_guided": 40 + n,
            "sessions": 2 + n, "guided_turns": 30 + n}  # fmt: skip


OFFICE = Office(
    COMMUNE, month=8, year=2026, summary=summary(5), before=summary(2),
    villages={"Bản Buốc Pát": village(0), "Bản Phát": village(1), "Tiểu khu 2": village(2)},
    neighbours={"Xã Mường Bú": summary(7), "Phường Tô Hiệu": summary(9)},
)  # fmt: skip
REGISTER = [Village("04045", f"04045-{n:03d}", name) for n, name in enumerate(OFFICE.villages, 1)]


def understood(shape: str):
    sheets = as_sheets(SHAPES[shape](OFFICE))
    asked = recognise(sheets)
    assert isinstance(asked, Recognised), asked
    question = which_columns(asked)
    assert question, "nothing that no template has is taken unasked"
    assert [p.severity for p in asked.problems] == [Severity.ASK]
    answer = asked.problems[0].options[0].value
    reading = recognise(sheets, {question: answer})
    assert isinstance(reading, Recognised)
    return understand_reading(reading, villages=REGISTER)


@pytest.mark.parametrize("shape", SHAPES)
def test_after_one_answer_it_says_what_a_clerk_reads_in_it(shape: str):
    told = understood(shape)

    assert [p for p in told.problems if p.severity >= Severity.ASK] == []
    names = {code: name for name, code in CODE.items()}
    units = {v.code: v.name for v in REGISTER}
    found = {
        (row["period"], names[row["commune_code"]], units.get(row["unit_key"], "")): {
            key: int(row[key]) for key in expected(shape)
        }
        for row in told.rows.to_dict("records")
    }
    assert found == told_by(shape, OFFICE)


def expected(shape: str):
    return village(0) if shape in BY_VILLAGE else summary(0)
