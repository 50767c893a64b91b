"""What is in force goes out as a file, and back in without a change."""

from __future__ import annotations

import pytest

from lib.domain.periods import Period
from lib.domain.templates import TEMPLATES
from lib.services.history.uploads import history
from lib.services.installation import Installation
from lib.services.intake.current_workbook import in_force_file
from tests.mess.truth import true_figures  # noqa: F401 - one place for what offices send
from tests.support.installations import put, see
from tests.support.people import staff
from tests.support.sheets import sample, summary, summary_row

AUGUST = Period(2026, 8)


def exported(installation: Installation, template: str) -> bytes:
    (upload,) = history(installation, who=staff())
    period = Period.parse(str(upload.summary["periods"][0]))
    made = in_force_file(installation, template, period, who=staff())
    assert made is not None
    return made.content


def unchanged(installation: Installation, content: bytes) -> bool:
    """Whether taking the file in would change no figure."""
    ready = see(installation, content, name="a.xlsx")
    assert ready.publishable, [(p.code, p.row, p.column, p.given) for p in ready.problems]
    assert ready.changes is not None
    return ready.changes.cells.empty


@pytest.mark.parametrize("template", TEMPLATES)
def test_taken_in_again_it_changes_nothing(installation: Installation, template: str):
    put(installation, sample(template))

    assert unchanged(installation, exported(installation, template))


def test_earlier_units_go_out_by_their_own_names(installation: Installation):
    put(
        installation,
        summary(summary_row("Xã Lóng Sập"), summary_row("Chiềng Ân"), summary_row("Mường Trai")),
    )

    assert unchanged(installation, exported(installation, "00_tong_hop_xa"))


def test_where_nothing_is_in_force_there_is_no_file(installation: Installation):
    assert in_force_file(installation, "00_tong_hop_xa", AUGUST, who=staff()) is None
