"""Our optimum is the optimum: equal to what CP-SAT proved on twelve small questions.

The proofs were recorded, since OR-tools shares no environment with the product
(`python -m tests.bench plan_second_opinion` proves them anew).
"""

from __future__ import annotations

import json

import pytest

from tests.planning.asking import asked
from tests.planning.second_opinion import RECORDED, SEEDS
from tests.support.planning import corner

PROVEN = json.loads(RECORDED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plan_is_as_good_as_another_solver_proved_possible(seed):
    answer = asked(corner(seed), gap=0.0)

    assert PROVEN[seed]["proven"]
    assert answer["unmet_count"] == PROVEN[seed]["unmet"]
    assert answer["objective"] == pytest.approx(PROVEN[seed]["value"], abs=1e-3)
    assert answer["gap"] == 0
