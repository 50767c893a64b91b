"""Own people first: at home without a bed, staying on without a journey, earlier summers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.reading import read_instance
from lib.services.planning.explanations import explained
from lib.text import words
from tests.planning.asking import asked
from tests.planning.second_opinion.joint import best

TEAM = {"code": "T1", "base": "A", "size": 10, "home": "A"}


def question(*teams: dict[str, Any], a: Any = (), b: Any = (), **rules: Any) -> dict[str, Any]:
    return {
        "communes": [{"code": "A", "need": 500, **dict(a)}, {"code": "B", "need": 500, **dict(b)}],
        "teams": list(teams),
        "travel": {"minutes": {"A": {"A": 0, "B": 60}, "B": {"A": 60, "B": 0}}},
        "rules": rules,
    }


def places(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(s["team"], s["commune"]) for s in answer["assignments"]]


@pytest.mark.parametrize(("worth", "where"), [(0.0, "B"), (0.6, "A")])
def test_own_people_serve_at_home_unless_elsewhere_needs_them_more(worth: float, where: str):
    """In B a household counts half as much again."""
    answer = asked(question(TEAM, b={"weight": 1.5}, home_worth=worth))

    assert places(answer) == [("T1", where)]
    assert answer["figures"]["home_stays"] == int(where == "A")
    assert answer["figures"]["beside_points"] == pytest.approx(200 * worth if where == "A" else 0.0)


def test_a_border_commune_still_wins_where_its_households_count_for_more():
    answer = asked(question(TEAM, b={"flags": {"border": 3}}))

    assert places(answer) == [("T1", "B")]


def test_at_home_nobody_needs_a_bed_or_takes_the_turn_of_a_guest():
    guests = [{"code": f"G{n}", "base": "B", "size": 10} for n in range(2)]
    crowded = question(TEAM, *guests, a={"host_limit": 1, "max_teams": 1}, b={"max_teams": 1})
    answer = asked(crowded, gap=0.0)

    assert ("T1", "A") in places(answer)
    assert sorted(c for t, c in places(answer) if t != "T1") == ["A", "B"]
    truth = best(crowded)
    assert truth is not None
    assert answer["objective"] == pytest.approx(truth[1])


def test_a_guarantee_is_kept_by_the_commune_s_own_people_too():
    answer = asked(question(TEAM, a={"min_teams": 1}))

    assert answer["unmet_count"] == 0


def test_staying_on_costs_no_second_journey_and_going_to_and_fro_costs_three():
    """Two stays in B, one in C: B, B, C is two journeys, B, C, B would be three."""
    instance = {
        "communes": [
            {"code": "A", "need": None, "max_teams": 0},
            {"code": "B", "need": 400},
            {"code": "C", "need": 200},
        ],
        "teams": [{"code": "T1", "base": "A", "size": 10, "stays": 3}],
        "travel": {"minutes": {"A": {"A": 0, "B": 120, "C": 120}}},
        "rules": {
            "weeks": 6,
            "travel_cost_per_hour": 10.0,
            "diminishing": [{"share": 1.0, "value": 1.0}],
        },
    }
    answer = asked(instance, gap=0.0)

    by_time = sorted(answer["assignments"], key=lambda s: s["start_day"])
    assert [s["commune"] for s in by_time] in (["B", "B", "C"], ["C", "B", "B"])
    assert sum(s["stays_on"] for s in by_time) == 1
    assert answer["figures"]["travel_hours"] == 8.0
    assert answer["objective"] == 600 - 80


@pytest.mark.parametrize(("worth", "where"), [(-50.0, "B"), (0.0, "A"), (50.0, "A")])
def test_earlier_summers_count_as_it_is_set(worth: float, where: str):
    team = {"code": "T1", "base": "A", "size": 10, "earlier": ["A"]}
    answer = asked(question(team, return_worth=worth))

    assert places(answer) == [("T1", where)]


def test_a_home_that_nobody_knows_is_refused():
    told = asked(question(TEAM | {"home": "Z"}))

    assert [p["code"] for p in told["problems"]] == ["commune_unknown"]


def test_own_people_are_not_kept_at_home_where_nothing_is_left_to_do():
    answer = asked(question(TEAM, a={"need": 30}))

    assert places(answer) == [("T1", "B")]


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ({}, {}, "Đội của chính xã"),
        ({}, {"weight": 9.0}, "Xã nhà của đội là A: về đó thì −"),
        ({}, {"min_teams": 1}, "thêm 1 bảo đảm không giữ được"),
        ({"blackout_weeks": [1, 2]}, {}, "Xã nhà của đội là A: trong thời gian của đội"),
    ],
)
def test_why_own_people_serve_at_home_or_elsewhere_is_said(a, b, told):
    plan = solve(read_instance(json.dumps(question(TEAM, a=a, b=b))), Effort(gap=0.0))

    [reason] = explained(plan, words(), quick=True)["reasons"]
    assert told in reason["say"]
