"""Weeks of a campaign: silence is told only when it is due, and clashes are told once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lib.domain.campaign.weeks import (
    ClashKind,
    State,
    clashes,
    span_of,
    team_weeks,
    week_totals,
)
from tests.support.visits import LATER, MONDAY, campaign, visit


@pytest.mark.parametrize(
    ("done", "today", "state"),
    [
        ((), LATER, State.SILENT),
        ((), MONDAY + timedelta(days=6), State.AHEAD),
        ((visit("A", "1"),), LATER, State.REPORTED),
        ((visit("A", "2"),), LATER, State.ELSEWHERE),
    ],
)
def test_a_planned_team_stands_as_its_reports_say(done, today, state):
    [line] = team_weeks(campaign([visit("A", "1")], done), 1, today=today)

    assert line.state is state


def test_a_team_without_a_plan_that_reports_is_not_lost():
    [line] = team_weeks(campaign(done=[visit("A", "1")]), 1, today=LATER)

    assert line.state is State.UNPLANNED


def test_silent_weeks_in_a_row_are_counted():
    planned = [visit("A", "1", week=w) for w in (1, 2, 3)]
    done = [visit("A", "1", week=1)]

    [line] = team_weeks(campaign(planned, done), 3, today=LATER)

    assert line.silent_weeks == 2


def test_figures_nobody_told_are_not_zero():
    [line] = team_weeks(campaign([visit("A", "1")], [visit("A", "1")]), 1, today=LATER)

    assert line.households is None
    assert week_totals(campaign(done=[visit("A", "1")]))[0].days is None


def test_a_team_in_two_communes_on_one_day_is_told_once():
    planned = [visit("A", "1"), visit("A", "2"), visit("A", "2")]

    found = clashes(campaign(planned), 1)

    assert [c.kind for c in found] == [ClashKind.TEAM]


def test_two_teams_in_one_village_clash_and_in_one_commune_do_not():
    together = [visit("A", "1", village="1-1"), visit("B", "1", village="1-1")]
    apart = [visit("A", "1", village="1-1"), visit("B", "1", village="1-2")]

    assert [c.kind for c in clashes(campaign(done=together), 1)] == [ClashKind.VILLAGE]
    assert clashes(campaign(done=apart), 1) == []


def test_more_teams_than_a_commune_can_put_up_are_told():
    [clash] = clashes(campaign([visit(t, "1") for t in "ABC"]), 1)

    assert clash.kind is ClashKind.COMMUNE
    assert clash.teams == ("A", "B", "C")


def test_weeks_begin_on_the_monday_before_the_first_visit():
    assert span_of([]) is None
    assert span_of([visit("A", "1", week=3)]) == (MONDAY + timedelta(days=14), 1)


def test_the_week_shown_is_the_running_one_or_the_nearest():
    mine = campaign([visit("A", "1")])

    assert [mine.week_on(d) for d in (date(2026, 1, 1), MONDAY + timedelta(8), LATER)] == [1, 2, 4]
