"""A preview is kept from click to click, and made anew wherever it would say something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib.domain.errors import UnreadableFile
from lib.domain.periods import Period
from lib.services.caching.viewer import Viewer
from lib.services.intake import readings as intake
from lib.services.intake.kept_previews import kept_preview
from lib.services.intake.preview import receive
from lib.services.reporting.closings import close_period
from lib.services.settings.changing import change_setting
from lib.store.engine import writing
from lib.store.intake.remembered_answers import add_lessons
from tests.support.installations import NOON, put
from tests.support.people import administrator, staff
from tests.support.sheets import register, summary, summary_row

SENT = summary(summary_row("Xã Lóng Sập"))
OTHER = summary(summary_row("Phường Tô Hiệu"))


@pytest.fixture
def reads(monkeypatch) -> list[int]:
    """The size of each file that was read."""
    found: list[int] = []
    real = intake.read

    def reading(content, **asked):
        found.append(len(content))
        return real(content, **asked)

    monkeypatch.setattr(intake, "read", reading)
    return found


def looked_at(installation, content=SENT, answers=(), *, who=None):
    received = receive("t.csv", content, installation.settings)
    return kept_preview(Viewer(installation, who or staff(), "vi"), received, dict(answers))


def test_a_click_reads_nothing_again_and_gets_the_same(installation, reads):
    first = looked_at(installation)

    assert looked_at(installation) is first
    assert len(reads) == 1


def test_an_answer_makes_it_anew_without_reading_the_file_again(installation, reads):
    first = looked_at(installation)

    assert looked_at(installation, answers={"commune:x": "04045"}) is not first
    assert looked_at(installation) is first
    assert len(reads) == 1


def somebody_publishes(installation):
    put(installation, OTHER)


def the_period_is_closed(installation):
    close_period(installation, Period(2026, 7), who=administrator())


def an_answer_is_remembered(installation):
    with writing(installation.engine) as connection:
        add_lessons(
            connection, {"commune:x": "04045"}, sender=staff().name, template="00", who="x", at=NOON
        )


def a_threshold_is_changed(installation):
    change_setting(installation, "unusual_least", 7, who=administrator(), reason="thử xem sao")


@pytest.mark.parametrize(
    "change",
    [somebody_publishes, the_period_is_closed, an_answer_is_remembered, a_threshold_is_changed],
)
def test_it_is_made_anew_where_it_would_say_something_else(installation, reads, change):
    first = looked_at(installation)
    change(installation)
    reads.clear()

    assert looked_at(installation) is not first
    assert reads in ([], [len(SENT)])  # the file of an unchanged server is not read again


def test_each_has_a_preview_of_their_own(installation):
    mine = looked_at(installation)

    assert looked_at(installation, who=replace(staff(), name="Người khác")) is not mine


def test_what_was_refused_may_be_tried_again(installation, reads):
    for _ in range(2):
        with pytest.raises(UnreadableFile):
            looked_at(installation, register()[:0])

    assert len(reads) == 2
