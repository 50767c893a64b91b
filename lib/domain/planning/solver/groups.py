"""Classes whose stays share one set of round variables."""

from __future__ import annotations

from dataclasses import dataclass

from lib.domain.planning.solver.array_types import Bools
from lib.domain.planning.solver.arrays import Board


@dataclass
class Group:
    """Classes whose stays share one set of round variables."""

    classes: list[int]
    rounds: Bools
    several: bool
    """Whether its teams make several stays, so that their own weeks bind too."""


def groups_of(board: Board) -> list[Group]:
    """Classes of one stay gathered by window; others, and those locked to a round, on their own."""
    gathered: dict[bytes, Group] = {}
    alone: list[Group] = []
    dated = {g for g, _, r in board.locks if r >= 0}
    for g, kind in enumerate(board.classes):
        several = kind.stays > 1
        if several or g in dated:
            alone.append(Group([g], board.allowed[g], several))
        else:
            key = board.allowed[g].tobytes()
            gathered.setdefault(key, Group([], board.allowed[g], several=False)).classes.append(g)
    return [*gathered.values(), *alone]
