"""What a move by hand costs, told before it is accepted."""

from __future__ import annotations

import json

import pytest

from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.instance import Lock
from lib.domain.planning.question.reading import read_instance
from lib.domain.planning.why.pricing import price
from lib.text import words
from tests.support.planning import province
from tests.support.plans import moved


@pytest.fixture(scope="module")
def plan():
    return solve(read_instance(json.dumps(province(20, seed=1))), Effort(gap=0.0))


def as_locks(plan):
    return [Lock(team=s.team, commune=s.commune, start_day=s.start_day) for s in plan.stays]


def test_the_plan_itself_costs_nothing(plan):
    found = price(plan, as_locks(plan))

    assert (found.change, found.households, found.unmet, found.broken) == (0, 0, 0, ())


def test_nobody_sent_anywhere_loses_everything(plan):
    found = price(plan, [])

    assert found.change == pytest.approx(-plan.certificate.objective)
    assert found.households == -plan.figures.households


def test_no_allowed_move_of_one_team_betters_a_proven_plan(plan):
    team = plan.stays[0].team
    for commune in plan.instance.communes:
        found = price(plan, moved(plan, team, to=commune.code, start_day=1))
        assert found.broken or found.unmet > 0 or found.change <= 1e-6


def test_a_move_that_breaks_rules_names_them(plan):
    far = Lock(team=plan.stays[0].team, commune=plan.stays[1].commune, start_day=1)

    found = price(plan, [*as_locks(plan), far])

    assert "teams" in found.broken
    assert all(words().has(f"plan_broken.{name}") for name in found.broken)


@pytest.mark.parametrize("rule", ["reach", "host", "cap", "teams", "locks"])
def test_every_rule_has_words(rule):
    assert words("vi").has(f"plan_broken.{rule}")
    assert words("en").has(f"plan_broken.{rule}")
