"""A plan that a person put together: the same figures, and a bound as honest as a solver's."""

from __future__ import annotations

import time
from collections.abc import Collection

from lib.domain.planning.plan.assembled import told_plan
from lib.domain.planning.plan.plan import Certificate, Plan, Stopped, proven_bound
from lib.domain.planning.question.instance import Instance, Lock, Previous
from lib.domain.planning.solver.arrays import board
from lib.domain.planning.solver.choice import score
from lib.domain.planning.solver.model import solver_name
from lib.domain.planning.why.pricing import choice_of_locks
from lib.domain.planning.why.relaxing import ceiling, fewest_unmet


def plan_by_hand(instance: Instance, stays: Collection[Lock], *, seed: int = 0) -> Plan:
    """Exactly these stays as a plan, with the linear relaxation of the question as its bound.

    The stays become those of the plan in force, so that every team keeps its name; they bring no
    bonus. Raises ``KeyError`` for a team, commune or day that the instance does not have.
    """
    began = time.monotonic()
    kept = Previous(assignments=tuple(stays), keep_bonus=0.0)
    asked = instance.model_copy(update={"previous": kept})
    on = board(asked)
    choice = choice_of_locks(stays, on)
    found = score(choice, on)
    return told_plan(
        choice,
        on,
        Certificate(
            objective=found.value,
            bound=proven_bound(ceiling(asked, found.unmet), found.value),
            gap=None,
            asked_gap=0.0,
            unmet=found.unmet,
            unmet_bound=min(fewest_unmet(asked).proven, found.unmet),
            stopped=Stopped.ASKED,
            seed=seed,
            digest="",
            data_version=instance.data_version,
            seconds=time.monotonic() - began,
            solver=solver_name(),
        ),
    )
