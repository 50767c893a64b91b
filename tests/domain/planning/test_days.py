"""Dates as people write them: stays of any length that begin on any day of the team's window."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.days import candidate_starts, common_starts, team_starts
from lib.domain.planning.question.instance import Instance, Rules, Team
from lib.domain.planning.question.reading import read_instance
from lib.domain.planning.solver.arrays import board
from lib.domain.planning.solver.choice import broken_rows, score
from lib.domain.planning.solver.fitting import in_commune
from lib.domain.planning.solver.optimiser import Optimiser
from lib.domain.planning.solver.placing import placed
from lib.domain.planning.solver.program import Program
from tests.planning.asking import asked
from tests.planning.second_opinion.joint import best
from tests.support.planning import province


def asking(instance: dict[str, Any]) -> Instance:
    return read_instance(json.dumps(instance))


JULY = {"code": "T1", "base": "A", "size": 10, "from_day": 8, "to_day": 38}


def commune(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "need": 500, **more}


def question(
    *teams: dict[str, Any], communes: tuple[Any, ...] = (), **rules: Any
) -> dict[str, Any]:
    places = communes or (commune("A"),)
    codes = [c["code"] for c in places]
    return {
        "communes": list(places),
        "teams": list(teams),
        "travel": {"minutes": {a: {b: 0 if a == b else 60 for b in codes} for a in codes}},
        "rules": {"weeks": 8, "start_every_days": 1, **rules},
    }


def test_a_team_from_15_june_to_15_july_loses_nothing_to_a_grid():
    on_the_grid = asked(question(JULY | {"from_day": 2, "to_day": 16}, start_every_days=None))
    any_day = asked(question(JULY | {"from_day": 2, "to_day": 16}))

    assert on_the_grid["assignments"] == []
    [stay] = any_day["assignments"]
    assert 2 <= stay["start_day"] <= 3
    assert (stay["start_week"], stay["end_week"]) == (1, 3)


def test_a_stay_may_last_ten_days_and_a_team_may_name_its_own_days():
    answer = asked(question(JULY | {"start_days": [12, 9]}, stay_days=10))

    [stay] = answer["assignments"]
    assert stay["start_day"] in (9, 12)
    assert stay["end_day"] == stay["start_day"] + 9
    assert stay["households"] == 142  # 10 people, 10 of 7 days, 10 households a week


def test_what_is_arranged_from_day_to_day_leaves_the_other_days_free():
    drive = {"commune": "A", "from_week": 1, "to_week": 1, "from_day": 1, "to_day": 10, "teams": 2}
    alone = question(JULY | {"from_day": 5, "to_day": 24}) | {"drives": [drive]}

    [stay] = asked(alone)["assignments"]
    assert stay["start_day"] == 11


def test_a_lock_may_name_its_day_and_one_that_no_stay_begins_on_is_refused():
    lock = {"team": "T1", "commune": "A", "start_day": 17}
    [stay] = asked(question(JULY) | {"locks": [lock]})["assignments"]
    assert (stay["start_day"], stay["locked"]) == (17, True)

    refused = asked(question(JULY) | {"locks": [lock | {"start_day": 30}]})
    assert [p["code"] for p in refused["problems"]] == ["lock_no_such_round"]
    assert "30" in refused["problems"][0]["say"]


def test_days_that_no_best_plan_needs_are_left_out_and_hands_may_still_use_them():
    open_ = asking(question({"code": "T", "base": "A", "size": 9}, weeks=4))

    assert candidate_starts(open_) == (1, 15)
    assert candidate_starts(open_, every=True) == tuple(range(1, 16))


@pytest.mark.parametrize("weeks", [4, 6])
def test_leaving_days_out_costs_nothing(weeks: int):
    """Two solvers, one that knows every day and one that knows those of events."""
    teams = [
        {"code": f"T{n}", "base": "A", "size": 9, "from_day": f, "to_day": t, "stays": s}
        for n, (f, t, s) in enumerate([(1, 21, 1), (4, 28, 2), (9, 27, 1), (2, 17, 1)])
    ]
    places = (commune("A", host_limit=1), commune("B", blackout_weeks=[2], host_limit=1))
    asked_ = question(*teams, communes=places, weeks=weeks, stay_days=7)

    truth = best(asked_)
    answer = asked(asked_, gap=0.0)
    assert truth is not None
    assert answer["objective"] == pytest.approx(truth[1])


def test_weeks_stay_weeks_where_nothing_is_stated_in_days():
    on = board(asking(province(12, seed=1, weeks=6, blackouts=True)))

    assert on.beds.shape[1] == 6
    assert on.starts == (1, 15, 29)
    assert common_starts(Rules(weeks=6)) == range(1, 30, 14)


def days_of_all_kinds(teams: int, *, weeks: int = 12) -> dict[str, Any]:
    made = province(teams, seed=5, weeks=weeks, blackouts=True, rules={"start_every_days": 1})
    for n, team in enumerate(made["teams"]):
        first = 1 + (n * 5) % 40
        team |= {"from_day": first, "to_day": first + 20 + n % 9, "stays": 1 + n % 2}
    return made


def test_a_question_too_large_for_rounds_keeps_a_true_bound_and_every_rule():
    instance = days_of_all_kinds(120)
    assert not Program(board(asking(instance))).dated, "small enough for rounds"

    # Every row, the value and the bound are gone over by ``asked``.
    assert len(asked(instance, seconds=20, gap=0.05)["assignments"]) > 100


def test_no_more_stays_fit_between_two_days_than_beds_let_in():
    team = {"code": "T", "base": "A", "size": 9, "from_day": 1, "to_day": 20}
    teams = [team | {"code": f"T{n}"} for n in range(4)]
    on = board(asking(question(*teams, communes=(commune("A", host_limit=1, max_teams=4),))))

    rows = in_commune(on, 0, range(len(on.classes)), open_beds=on.round_beds())
    assert {most for _, most in rows} == {1}
    choice = placed({(0, 0): 4}, on, seconds=60)
    assert sum(choice.values()) == 1
    assert broken_rows(choice, on) == []


def test_stays_without_days_that_find_them_are_worth_what_was_told():
    on = board(asking(days_of_all_kinds(30)))
    found = Optimiser(on).best(10, seconds=10, gap=1e-3)

    assert found.choice is not None
    assert broken_rows(found.choice, on) == []
    assert score(found.choice, on).merit <= found.bound + 1e-6


def test_the_plan_by_days_is_never_below_the_plan_by_rounds():
    """A grid is one choice of days among many."""
    instance = province(14, seed=3, weeks=6, blackouts=True)
    grid = solve(asking(instance), Effort(seconds=20))
    free = instance | {"rules": instance["rules"] | {"start_every_days": 1}}
    day = solve(asking(free), Effort(seconds=20))

    assert day.certificate.unmet <= grid.certificate.unmet
    if day.certificate.unmet == grid.certificate.unmet:
        assert day.certificate.objective >= grid.certificate.objective * 0.999


def test_starts_of_a_team_lie_in_its_window():
    team = Team(code="T", base="A", size=5, from_day=3, to_day=20, start_days=(1, 3, 9))

    assert team_starts(team, Rules(weeks=4)) == (3,)
