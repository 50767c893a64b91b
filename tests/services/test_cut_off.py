"""The cut-off day: dated, changed for periods to come, and never of one that has begun."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.errors import NotAllowed
from lib.domain.periods import Cadence, Period, recent_periods, set_cut_offs
from lib.domain.reporting.calendar import CUT_OFF
from lib.files.reference import calendar
from lib.services.health.opening import open_installation
from lib.services.reporting.progress import progress_of
from lib.services.reporting.progress_words import dates
from lib.services.settings.changing import return_setting
from lib.services.settings.due_days import NewDay, due_days_standing, periods_to_come, set_due_day
from lib.services.settings.words import due_table
from lib.services.wording.figures import period_name
from lib.text import words
from tests.support.installations import open_test_installation
from tests.support.people import administrator

KEY, WHY, BASIS = "calendar.monthly.cut_off", "theo họp giao ban", "Quyết định 9/QĐ-UBND"
AN = administrator("An")
AUGUST, SEPTEMBER, OCTOBER = Period(2026, 8), Period(2026, 9), Period(2026, 10)


@pytest.fixture(autouse=True)
def as_shipped():
    set_cut_offs(calendar().cut_offs)
    yield
    set_cut_offs(calendar().cut_offs)


@pytest.fixture
def installation(tmp_path):
    """An installation on 10 August 2026, in the period of August."""
    opened = open_test_installation(tmp_path, clock=lambda: datetime(2026, 8, 10, 5, tzinfo=UTC))
    yield opened
    opened.engine.dispose()


def cut_off(installation, day, *, first=SEPTEMBER):
    wanted = NewDay(first=first, day=day, basis=BASIS)
    change = set_due_day(installation, KEY, wanted, who=AN, reason=WHY)
    assert installation.calendar  # whoever asks next follows the change
    return change


def refused(act):
    with pytest.raises(NotAllowed) as why:
        act()
    return why.value.code


def test_another_cut_off_holds_from_its_period_on_and_moves_none_before(installation):
    before = [p.end for p in recent_periods(Cadence.MONTHLY, installation.today, many=6)]

    cut_off(installation, 24, first=OCTOBER)

    assert [p.end for p in recent_periods(Cadence.MONTHLY, installation.today, many=6)] == before
    assert (SEPTEMBER.start, SEPTEMBER.end) == (date(2026, 8, 15), date(2026, 9, 14))
    assert (OCTOBER.start, OCTOBER.end) == (date(2026, 9, 15), date(2026, 10, 24))
    assert OCTOBER.next.start == date(2026, 10, 25)
    assert Period(2026, quarter=4).end == date(2026, 12, 24)


def test_all_that_speaks_of_the_period_follows(installation):
    cut_off(installation, 24)

    say = words()
    table = due_table(due_days_standing(installation, who=AN), say)
    assert "24/9" in period_name(SEPTEMBER, say)
    assert "24/09/2026" in dates(progress_of(installation, SEPTEMBER, who=AN), say)
    assert BASIS in table.rows[0][4]
    assert [installation.calendar.day(p, CUT_OFF) for p in (AUGUST, SEPTEMBER)] == [
        AUGUST.end,
        SEPTEMBER.end,
    ]
    assert installation.calendar.day(Period(2026, quarter=3), CUT_OFF) == date(2026, 9, 24)


def test_a_period_that_has_begun_keeps_its_last_day(installation):
    assert refused(lambda: cut_off(installation, 24, first=AUGUST)) == "period_begun"
    assert refused(lambda: cut_off(installation, 24, first=Period(2026, 7))) == "period_begun"
    assert (
        periods_to_come(installation, due_days_standing(installation, who=AN)[0].duty)[0]
        == SEPTEMBER
    )


def test_going_back_is_refused_once_the_rule_has_begun_to_hold(installation, tmp_path):
    cut_off(installation, 24)
    later = installation.__class__(
        installation.settings,
        installation.engine,
        clock=lambda: datetime(2026, 9, 20, 5, tzinfo=UTC),
    )

    assert refused(lambda: return_setting(later, KEY, None, who=AN, reason=WHY)) == "period_begun"

    return_setting(installation, KEY, None, who=AN, reason=WHY)
    assert installation.calendar.day(SEPTEMBER, CUT_OFF) == SEPTEMBER.end == date(2026, 9, 14)


@given(
    st.dictionaries(st.integers(1, 24), st.integers(1, 28), max_size=4),
    st.dates(date(2025, 8, 1), date(2027, 12, 31)),
)
def test_periods_lie_end_to_end_whatever_the_rules(changes, day):
    start = date(2025, 7, 1)
    set_cut_offs(
        [(start, 14)]
        + [(date(2025 + (6 + n) // 12, (6 + n) % 12 + 1, 1), d) for n, d in changes.items()]
    )

    period = Period.of(day)

    assert period.start <= day <= period.end
    assert period.previous.end + timedelta(days=1) == period.start
    assert period.end < period.next.start


def test_an_installation_that_is_opened_again_ends_its_periods_on_the_day_that_was_set(
    installation,
):
    cut_off(installation, 24)

    set_cut_offs(calendar().cut_offs)
    assert SEPTEMBER.end.day == 14
    again = open_installation(installation.settings)

    assert SEPTEMBER.end.day == 24
    again.engine.dispose()
