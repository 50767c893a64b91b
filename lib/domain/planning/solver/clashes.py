"""Which locks cannot stand together: the smallest set found by leaving out one after the other."""

from __future__ import annotations

from lib.domain.planning.question.instance import Instance, Lock
from lib.domain.planning.solver.arrays import board
from lib.domain.planning.solver.optimiser import Optimiser

_SECONDS = 5.0


def clashing_locks(instance: Instance) -> tuple[Lock, ...]:
    """Locks of which any could be dropped to let the others stand."""
    kept = list(instance.locks)
    for lock in instance.locks:
        without = [k for k in kept if k is not lock]
        if not possible(instance, tuple(without)):
            kept = without
    return tuple(kept)


def possible(instance: Instance, locks: tuple[Lock, ...]) -> bool:
    """Whether these locks leave any plan at all."""
    if not locks:
        return True
    asked = board(instance.model_copy(update={"locks": locks}))
    return Optimiser(asked).fewest_unmet(_SECONDS)[3]
