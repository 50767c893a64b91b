"""The way to a target: only said where enough is known."""

from __future__ import annotations

import pytest

from lib.domain.figures.analysis.trends import outlook


def test_the_pace_of_late_tells_how_many_periods_are_needed():
    seen = outlook([10, 40, 50, 60, 70], 100)

    assert seen is not None
    assert (seen.gap, seen.pace, seen.periods_needed) == (30, 10, 3)


def test_gap_pace_and_periods_agree_as_they_are_read_and_name_where_they_start():
    seen = outlook([10, 60.04, 61.13, 62.21, 63.34], 95)

    assert seen is not None
    assert (seen.gap, seen.pace, seen.since) == (31.7, 1.1, 1)
    assert seen.periods_needed == 29  # 31.7 ÷ 1.1, as a reader divides it


def test_a_pace_that_is_read_as_nothing_leads_nowhere():
    seen = outlook([60.0, 60.01, 60.02, 60.04], 100)

    assert seen is not None
    assert (seen.pace, seen.periods_needed) == (0, None)


def test_a_reached_target_needs_no_more_periods():
    seen = outlook([90, 101], 100)

    assert seen is not None
    assert seen.periods_needed == 0


@pytest.mark.parametrize("values", [[60, 60, 60], [60, 58]])
def test_a_pace_that_leads_nowhere_is_not_turned_into_a_date(values):
    seen = outlook(values, 100)

    assert seen is not None
    assert seen.periods_needed is None


@pytest.mark.parametrize("values", [[], [50], [50, None], [None, 50], [None, None]])
def test_too_little_known_says_nothing(values):
    assert outlook(values, 100) is None


def test_a_gap_in_the_reports_does_not_double_the_pace():
    seen = outlook([40, None, 60], 100)

    assert seen is not None
    assert seen.pace == 10
