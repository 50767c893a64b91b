"""What is in force goes out as a file, and back in without a change."""

from __future__ import annotations

import pytest

from lib.domain.periods import Period
from lib.domain.templates import TEMPLATES
from lib.services.history.uploads import history
from lib.services.installation import House
from lib.services.intake.current_workbook import in_force_file
from tests.mess.truth import true_figures  # noqa: F401 - one place for what offices send
from tests.support.houses import put, see
from tests.support.people import staff
from tests.support.sheets import sample, summary, summary_row

AUGUST = Period(2026, 8)


def exported(house: House, template: str) -> bytes:
    (upload,) = history(house, who=staff())
    period = Period.parse(str(upload.summary["periods"][0]))
    made = in_force_file(house, template, period, who=staff())
    assert made is not None
    return made.content


def unchanged(house: House, content: bytes) -> bool:
    """Whether taking the file in would change no figure."""
    ready = see(house, content, name="a.xlsx")
    assert ready.publishable, [(p.code, p.row, p.column, p.given) for p in ready.problems]
    assert ready.changes is not None
    return ready.changes.cells.empty


@pytest.mark.parametrize("template", TEMPLATES)
def test_taken_in_again_it_changes_nothing(house: House, template: str):
    put(house, sample(template))

    assert unchanged(house, exported(house, template))


def test_earlier_units_go_out_by_their_own_names(house: House):
    put(
        house,
        summary(summary_row("Xã Lóng Sập"), summary_row("Chiềng Ân"), summary_row("Mường Trai")),
    )

    assert unchanged(house, exported(house, "00_tong_hop_xa"))


def test_where_nothing_is_in_force_there_is_no_file(house: House):
    assert in_force_file(house, "00_tong_hop_xa", AUGUST, who=staff()) is None
