"""Quarters: how people write them, what they hold, and which one a month shows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.intake.period_words.named import month_in, quarter_in
from lib.domain.periods import Cadence, Period, last_quarter

QUARTERS = st.builds(lambda y, q: Period(y, quarter=q), st.integers(2020, 2090), st.integers(1, 4))
MONTHS = st.builds(Period, st.integers(2020, 2090), st.integers(1, 12))
THIRD = Period(2026, quarter=3)


@pytest.mark.parametrize(
    "text",
    [
        "Quý III/2026", "Q3/2026", "III/2026", "quý 3 năm 2026", "2026-Q3", "Q3.2026",
        "Quí III-2026", "Qúy III/2026", "Kỳ báo cáo: Quý III năm 2026", "2026/Q3",
    ],
)  # fmt: skip
def test_a_quarter_is_read_however_people_write_it(text):
    assert quarter_in(text) == THIRD
    assert month_in(text) is None


@pytest.mark.parametrize(
    "text", ["3/2026", "08/2026", "Tháng 3/2026", "15/3/2026", "Quý I, II/2026", "I-II/2026",
             "Mục II/2026", "2026", "quý III", "Quý V/2026", ""],
)  # fmt: skip
def test_what_may_be_a_month_or_several_quarters_is_no_quarter(text):
    assert quarter_in(text) is None


@given(QUARTERS)
def test_a_quarter_is_its_three_months_and_follows_the_one_before(quarter):
    assert quarter.cadence is Cadence.QUARTERLY
    assert [m.month for m in quarter.months] == [3 * quarter.quarter - i for i in (2, 1, 0)]
    assert (quarter.start, quarter.end) == (quarter.months[0].start, quarter.months[-1].end)
    assert (quarter.start - quarter.previous.end).days == 1
    assert quarter.next.previous == quarter
    assert Period.parse(str(quarter)) == quarter
    assert quarter.previous < quarter < quarter.next


@given(MONTHS)
def test_a_month_shows_the_newest_quarter_that_has_wholly_ended(month):
    shown = last_quarter(month)

    assert shown.end <= month.end < shown.next.end
    assert shown < month


def test_the_third_quarter_runs_like_its_months():
    assert (THIRD.start, THIRD.end) == (date(2026, 6, 15), date(2026, 9, 14))
    assert last_quarter(Period(2026, 8)) == Period(2026, quarter=2)
    assert last_quarter(Period(2026, 9)) == THIRD
    assert last_quarter(Period(2026, 1)) == Period(2025, quarter=4)
