"""Sheets in shapes that no template has: asked about once, and read as a clerk would read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.intake.cells.recognised import Recognised, which_columns
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.layouts.recognise import recognise
from lib.domain.places.villages import Village
from lib.domain.problems import Severity
from tests.support.own_forms import BY_VILLAGE, SHAPES, Office, as_sheets, told_by
from tests.support.pipeline import understand, understand_reading

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


def understood(shape: str, office: Office = OFFICE):
    sheets = as_sheets(SHAPES[shape](office))
    asked = recognise(sheets)
    assert isinstance(asked, Recognised), asked
    question = which_columns(asked)
    assert question, "nothing that no template has is taken unasked"
    assert [p.severity for p in asked.problems if p.severity] == [Severity.ASK]
    answer = asked.problems[0].options[0].value
    reading = recognise(sheets, {question: answer})
    assert isinstance(reading, Recognised)
    return understand_reading(reading, villages=REGISTER)


@pytest.mark.parametrize("shape", SHAPES)
def test_after_one_answer_it_says_what_a_clerk_reads_in_it(shape: str):
    told = understood(shape)

    assert [p for p in told.problems if p.severity >= Severity.ASK] == []
    assert figures_read(shape) == told_by(shape, OFFICE)


def figures_read(shape: str, office: Office = OFFICE):
    """What is read, by period, commune and village."""
    names = {code: name for name, code in CODE.items()}
    units = {v.code: v.name for v in REGISTER}
    return {
        (row["period"], names[row["commune_code"]], units.get(row["unit_key"], "")): {
            key: int(row[key]) for key in expected(shape)
        }
        for row in understood(shape, office).rows.to_dict("records")
    }


def expected(shape: str):
    return village(0) if shape in BY_VILLAGE else summary(0)


@pytest.mark.parametrize("shape", SHAPES)
def test_written_with_our_headings_the_same_sheet_says_the_same(shape: str):
    theirs = understood(shape)
    reading = theirs.cleaned.reading
    rows = [list(row) for row in reading.sheet.rows]
    header = rows[reading.header_row - 1]
    for key, at in reading.positions.items():
        header[at] = reading.template.by_key[key].header
    kept = Sheet(name="Sheet1", rows=rows, merges=())
    for row in rows[: reading.header_row - 1]:  # a line of headings over these would be another
        row[:] = [cell if len(list(filter(None, row))) < 3 else None for cell in row]

    ours = understand(kept, villages=REGISTER)

    assert ours.rows.reset_index(drop=True).equals(theirs.rows.reset_index(drop=True))


figures = st.integers(1, 5000)


@given(
    shape=st.sampled_from(sorted(SHAPES)),
    numbers=st.lists(st.tuples(*[figures] * 5), min_size=6, max_size=6),
)
def test_whatever_the_figures_are(shape: str, numbers: list[tuple[int, ...]]):
    told = [dict(zip(summary(0), line, strict=True)) for line in numbers]
    villages = [dict(zip(village(0), line, strict=True)) for line in numbers]
    office = Office(
        COMMUNE, month=8, year=2026, summary=told[0], before=told[1],
        villages=dict(zip(OFFICE.villages, villages, strict=False)),
        neighbours=dict(zip(OFFICE.neighbours, told[2:], strict=False)),
    )  # fmt: skip

    assert figures_read(shape, office) == told_by(shape, office)
