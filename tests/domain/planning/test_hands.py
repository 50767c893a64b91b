"""Prices of everything a hand may do are those of pricing one change after the other."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.faults import Refused
from lib.domain.planning.question.instance import Forbidden, Lock
from lib.domain.planning.question.reading import accepted, read_instance
from lib.domain.planning.why.hands import Barred, Hands, Placed
from lib.domain.planning.why.pricing import price
from tests.support.planning import province
from tests.support.plans import QUESTION


def planned(*, own=False, **said):
    asked = province(**said)
    if own:  # teams of several stays, some of them at home where they set out
        for number, team in enumerate(asked["teams"]):
            team["stays"] = 1 + number % 2
            if number % 3 == 0:
                team["home"] = team["base"]
    return solve(read_instance(json.dumps(asked)), Effort(seconds=5.0, gap=0.01))


@pytest.fixture(
    scope="module",
    params=[
        {"teams": 20, "seed": 1, "weeks": 4},
        {"teams": 24, "seed": 2, "weeks": 6, "blackouts": True,
         "rules": {"host_limit": 1, "max_teams": 2, "start_every_weeks": 1}},
        {"teams": 12, "seed": 3, "weeks": 4, "villages": True},
        {"teams": 12, "seed": 4, "weeks": 6, "rules": {"stay_days": 10, "start_every_days": 3}},
        {"teams": 14, "seed": 5, "weeks": 6, "own": True},
    ],
    ids=["plain", "tight", "villages", "days", "own"],
)  # fmt: skip
def plan(request):
    return planned(**request.param)


def stays_with(plan, hands, *, taken=(), put=()):
    kept = [
        Lock(team=s.team, commune=s.commune, start_day=s.start_day)
        for n, s in enumerate(plan.stays)
        if n not in taken
    ]
    new = [Lock(team=p.team, commune=p.commune, start_day=hands.starts[p.start]) for p in put]
    return kept, new


def checked(plan, hands, row, *, taken, put, start=0):
    """The row says what the sums of the whole plan say, and bars just what breaks a rule."""
    kept, new = stays_with(plan, hands, taken=taken, put=put)
    told = price(plan, [*kept, *new])
    assert row.change_at(start) == pytest.approx(told.change, abs=1e-6)
    assert (row.households, row.unmet) == (told.households, told.unmet)
    asked = plan.instance.model_copy(update={"locks": tuple(new)})
    try:
        accepted(asked)
    except Refused:
        allowed = False
    else:
        allowed = not price(replace(plan, instance=asked), [*kept, *new]).broken
    assert (row.barred[start] is Barred.FREE) == allowed, (row, put)


def test_a_stay_may_go_to_any_commune_at_any_start_at_the_price_it_is_told(plan):
    hands = Hands(plan)
    for number in (0, len(plan.stays) // 2):
        stay = hands.placed[number]
        for row in hands.communes_for(stay.team, without=number)[::6]:
            for start in range(len(hands.starts)):
                put = Placed(team=stay.team, commune=row.code, start=start)
                checked(plan, hands, row, taken=(number,), put=(put,), start=start)


def test_a_stay_may_be_given_to_another_team(plan):
    hands, number = Hands(plan), 1
    stay = hands.placed[number]
    rows = hands.teams_for(stay.commune, without=number)

    assert [r.code for r in rows] == sorted(t.code for t in plan.instance.teams)
    for row in rows[::3]:
        for start in range(len(hands.starts)):
            put = Placed(team=row.code, commune=stay.commune, start=start)
            checked(plan, hands, row, taken=(number,), put=(put,), start=start)


def test_two_stays_change_places(plan):
    hands = Hands(plan)
    one = hands.placed[0]
    for number in range(1, len(plan.stays), 4):
        other = hands.placed[number]
        put = (
            Placed(team=one.team, commune=other.commune, start=other.start),
            Placed(team=other.team, commune=one.commune, start=one.start),
        )
        row = hands.exchanged((0, number), put, code=str(number))
        checked(plan, hands, row, taken=(0, number), put=put)


def test_a_stay_taken_away_costs_what_it_brought(plan):
    hands = Hands(plan)

    row = hands.exchanged((0,), (), code="home")

    checked(plan, hands, row, taken=(0,), put=())
    assert row.change <= 0
    assert row.unmet >= 0


def test_putting_a_stay_back_where_it_was_costs_nothing(plan):
    hands = Hands(plan)
    stay = hands.placed[0]

    rows = {r.code: r for r in hands.communes_for(stay.team, without=0)}
    here = rows[stay.commune]

    assert here.change == pytest.approx(0.0, abs=1e-9)
    assert (here.households, here.unmet, here.barred[stay.start]) == (0, 0, Barred.FREE)


def test_each_bar_is_told_by_its_own_name():
    instance = QUESTION.model_copy(
        update={
            "communes": tuple(
                c.model_copy(update={"blackout_weeks": (1,)} if c.code == "03679" else {})
                for c in QUESTION.communes
            ),
            "teams": (
                *(t.model_copy(update={"to_week": 2}) for t in QUESTION.teams[:1]),
                *QUESTION.teams[1:],
            ),
            "forbidden": (Forbidden(commune="04240", team="TN-02"),),
            "rules": QUESTION.rules.model_copy(update={"max_teams": 1, "host_limit": 1}),
        }
    )
    plan = solve(instance, Effort(seconds=5))
    hands = Hands(plan)
    first = next(n for n, s in enumerate(plan.stays) if s.team == "TN-01")
    second = next(n for n, s in enumerate(plan.stays) if s.team == "TN-02")

    mine = {r.code: r.barred for r in hands.communes_for("TN-01", without=first)}
    theirs = {r.code: r.barred for r in hands.communes_for("TN-02", without=second)}
    idle = hands.communes_for("TN-01")

    assert mine["03679"] == (Barred.CLOSED, Barred.WINDOW)
    assert set(theirs["04240"]) == {Barred.FORBIDDEN}
    assert theirs[plan.stays[first].commune][0] in (Barred.CAP, Barred.FORBIDDEN)
    assert {b for r in idle for b in r.barred} == {Barred.STAYS}


def test_a_road_beyond_the_limit_is_told_with_its_minutes():
    near = QUESTION.model_copy(
        update={"rules": QUESTION.rules.model_copy(update={"max_minutes": 60.0})}
    )
    plan = solve(near, Effort(seconds=5))
    rows = {r.code: r for r in Hands(plan).communes_for("TN-01")}

    far = rows["04240"].beyond_minutes
    assert far is not None
    assert far > 60
    assert rows["03646"].beyond_minutes is None
    assert not math.isnan(far)
