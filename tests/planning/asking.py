"""Asking the planner as a file would, and having every answer checked."""

from __future__ import annotations

import json
import random
from typing import Any

from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.faults import Refused
from lib.domain.planning.question.reading import read_instance
from lib.services.planning.words import faults_as_json, plan_as_json
from lib.text import words
from tests.planning.checker import violations


def asked(instance: dict[str, Any], **effort: Any) -> dict[str, Any]:
    """The answer, verified rule by rule; problems when the instance is refused."""
    try:
        plan = solve(read_instance(json.dumps(instance)), Effort(**effort))
    except Refused as refused:
        return {"problems": faults_as_json(refused.faults, words())}
    answer = json.loads(json.dumps(plan_as_json(plan, words())))
    assert violations(instance, answer) == []
    return answer


def shuffled(instance: dict[str, Any], seed: int) -> dict[str, Any]:
    """The same instance with the rows of every list in another order."""
    rng = random.Random(seed)

    def mixed(value: Any) -> Any:
        if isinstance(value, dict):
            keys = list(value)
            rng.shuffle(keys)
            return {k: mixed(value[k]) if k != "diminishing" else value[k] for k in keys}
        if isinstance(value, list):
            return [mixed(v) for v in rng.sample(value, len(value))]
        return value

    return mixed(instance)
