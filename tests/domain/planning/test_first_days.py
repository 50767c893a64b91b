"""The first day of a campaign: what each choice loses, and dates that stay dates when it moves."""

from __future__ import annotations

from datetime import date

from lib.domain.planning.question.first_days import (
    FirstDay,
    begun_on,
    days_around,
    lock_moved,
    lost,
    proposed,
)
from lib.domain.planning.question.instance import Lock, Rules, Team
from lib.domain.planning.question.params import Exceptions, PlanParams

MONDAY = date(2027, 6, 7)
NEW = PlanParams.new(MONDAY, weeks=8)


def test_mondays_around_are_weighed_and_the_first_team_s_own_day():
    days = days_around(MONDAY, [date(2027, 6, 2), date(2027, 6, 15), date(2030, 1, 1)])

    assert date(2027, 6, 2) in days
    assert date(2027, 6, 15) not in days
    assert len([d for d in days if d.weekday() == 0]) == 11


def test_the_day_that_loses_fewest_is_proposed_the_nearest_of_those():
    choices = [
        FirstDay(day=date(2027, 5, 31), lost=("A",), known=3),
        FirstDay(day=date(2027, 6, 14), lost=(), known=3),
        FirstDay(day=date(2027, 6, 21), lost=(), known=3),
    ]
    assert proposed(choices, MONDAY).day == date(2027, 6, 14)


def test_a_team_without_a_whole_stay_is_lost():
    short = Team(code="S", base="A", size=5, from_day=3, to_day=15)
    long = Team(code="L", base="A", size=5, from_day=3, to_day=16)

    assert lost([short, long], NEW.rules) == ("S",)


def test_what_was_said_of_dates_stays_with_its_dates():
    said = NEW.model_copy(
        update={
            "locks": (
                Lock(team="T1", commune="A", start_day=10),
                Lock(team="T2", commune="A", start_week=1),
                Lock(team="T3", commune="A"),
            ),
            "communes": {"A": Exceptions(blackout_weeks=(1, 3)), "B": Exceptions(min_teams=2)},
        }
    )
    later = begun_on(said, date(2027, 6, 9))  # Wednesday

    assert later.locks == (
        Lock(team="T1", commune="A", start_day=8),
        Lock(team="T3", commune="A"),
    )
    # Week 3 was 21 to 27 June: now the end of week 2 and the beginning of week 3.
    assert later.communes["A"].blackout_weeks == (1, 2, 3)
    assert later.communes["B"].min_teams == 2
    earlier = begun_on(said, date(2027, 5, 31))
    assert earlier.communes["A"].blackout_weeks == (2, 4)
    assert [k.start_day for k in earlier.locks] == [17, 8, None]


def test_a_lock_that_the_campaign_no_longer_holds_falls_away():
    rules = Rules(weeks=4)

    assert lock_moved(Lock(team="T", commune="A", start_day=15), 0, rules) is not None
    assert lock_moved(Lock(team="T", commune="A", start_day=15), 1, rules) is None
    assert lock_moved(Lock(team="T", commune="A", start_day=2), -2, rules) is None
