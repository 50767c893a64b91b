"""A closed period: corrected only with a reason, marked, and seen as it was closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.domain.problems import Code, Severity
from lib.services.figures.snapshots import measured, snapshot_of
from lib.services.history.moment import at
from lib.services.history.provenance import sources_of
from lib.services.history.returns import preview_return, return_to, undo_return
from lib.services.history.uploads import history, withdraw
from lib.services.history.words import closing_line
from lib.services.installation import Installation
from lib.services.intake.publishing import Published, publish
from lib.services.reporting.closings import (
    close_period,
    closed_periods,
    known_closings,
    reopen_period,
)
from lib.services.wording.figures import corrected
from lib.text import words
from tests.support.installations import NOON, facts, found, put, see
from tests.support.people import staff
from tests.support.sheets import summary, summary_row

SAY = words()
AUGUST = Period(2026, 8)
WHY = "xã gửi bổ sung biên bản"


@pytest.fixture
def closed(any_installation: Installation) -> Installation:
    """August was reported and closed; an hour has passed."""
    put(any_installation, summary(summary_row("Xã Lóng Sập", guided=100)))
    close_period(any_installation, AUGUST, who=staff("Lò Thị Mai"), reason="đủ báo cáo")
    return replace(any_installation, clock=lambda: NOON + timedelta(hours=1))


def refused(act) -> str:
    with pytest.raises(NotAllowed) as told:
        act()
    return told.value.code


def test_a_closed_period_takes_nothing_without_a_reason(closed: Installation):
    before = facts(closed)
    ready = see(closed, summary(summary_row("Xã Lóng Sập", guided=200)))

    assert refused(lambda: publish(closed, ready, who=staff("An"))) == "period_closed"
    assert refused(lambda: publish(closed, ready, who=staff("An"), reason="ờ")) == "period_closed"
    assert facts(closed) == before


def test_the_preview_tells_that_the_period_is_closed_by_whom_and_when(closed: Installation):
    ready = see(closed, summary(summary_row("Xã Lóng Sập", guided=200)))

    (problem,) = found(ready, Code.PERIOD_CLOSED)
    assert ready.closed == ("2026-08",)
    assert ready.publishable
    assert problem.severity is Severity.WARN
    assert (problem.given, problem.values["who"]) == ("08/2026", "Lò Thị Mai")


def test_a_correction_is_a_new_version_marked_with_its_reason(closed: Installation):
    ready = see(closed, summary(summary_row("Xã Lóng Sập", guided=200)))

    done = publish(closed, ready, who=staff("An"), reason=WHY)

    assert isinstance(done, Published)
    bc = measured(closed, "GD03", AUGUST)
    [source] = sources_of(
        closed, snapshot_of(closed, AUGUST), bc.indicator, commune="04045", who=staff()
    )
    assert bc.numerator == 200
    assert corrected(source.upload, SAY) == f"(sửa sau chốt kỳ, lý do: {WHY})"


def test_the_figures_as_closed_stay(closed: Installation):
    shut = closed_periods(closed)["2026-08"]
    ready = see(closed, summary(summary_row("Xã Lóng Sập", guided=200)))
    publish(closed, ready, who=staff("An"), reason=WHY)

    assert measured(at(closed, shut.at), "GD03", AUGUST).numerator == 100
    assert measured(closed, "GD03", AUGUST).numerator == 200


def test_other_periods_stay_open(closed: Installation):
    number = put(closed, summary(summary_row("Xã Lóng Sập", period="07/2026")))

    assert not history(closed, who=staff())[0].correction
    withdraw(closed, number, who=staff("An"), reason="gửi nhầm tệp")


def test_a_preview_made_before_the_closing_is_no_way_around_it(any_installation: Installation):
    put(any_installation, summary(summary_row("Xã Mường La")))
    ready = see(any_installation, summary(summary_row("Xã Lóng Sập")))
    close_period(any_installation, AUGUST, who=staff("Lò Thị Mai"))

    assert refused(lambda: publish(any_installation, ready, who=staff("An"))) == "period_closed"


def test_withdrawing_from_a_closed_period_must_be_meant(closed: Installation):
    number = history(closed, who=staff())[0].id

    told = refused(lambda: withdraw(closed, number, who=staff("An"), reason=WHY))
    assert told == "period_closed"

    assert withdraw(closed, number, who=staff("An"), reason=WHY, closed_too=True).withdrawn_at


def test_returning_in_a_closed_period_must_be_meant(closed: Installation):
    ready = preview_return(closed, AUGUST, NOON - timedelta(days=1), who=staff())

    told = refused(lambda: return_to(closed, ready, who=staff("An"), reason=WHY))
    assert told == "period_closed"

    made = return_to(closed, ready, who=staff("An"), reason=WHY, closed_too=True)
    told = refused(lambda: undo_return(closed, made.id, who=staff("An"), reason=WHY))
    assert told == "period_closed"
    undo_return(closed, made.id, who=staff("An"), reason=WHY, closed_too=True)


def test_a_period_opened_again_takes_uploads_as_before(closed: Installation):
    reopen_period(closed, AUGUST, who=staff("An"), reason="nhận báo cáo bổ sung")

    put(closed, summary(summary_row("Xã Lóng Sập", guided=200)))

    assert closed_periods(closed) == {}
    assert history(closed, who=staff())[0].correction == ""
    assert [c.closed for c in known_closings(closed)] == [False, True]


def test_who_when_and_why_stand_in_the_trail(closed: Installation):
    lines = [closing_line(c, SAY) for c in known_closings(closed)]

    assert lines == ["Chốt kỳ tháng 8/2026: Lò Thị Mai, 20/09/2026 12:00; lý do: đủ báo cáo"]


def test_what_makes_no_sense_is_refused(closed: Installation):
    coming = Period.of(closed.today).next

    assert refused(lambda: close_period(closed, AUGUST, who=staff("An"))) == "already_closed"
    assert refused(lambda: close_period(closed, coming, who=staff("An"))) == "period_not_over"
    assert refused(lambda: close_period(closed, Period(2026, 7), who=staff(" "))) == "who_needed"
    july = Period(2026, 7)
    assert refused(lambda: reopen_period(closed, july, who=staff("An"), reason=WHY)) == "not_closed"
    assert (
        refused(lambda: reopen_period(closed, AUGUST, who=staff("An"), reason="ờ")) == "why_needed"
    )
