"""What people decided before: locks, and the plan in force; indices as in ``arrays``."""

from __future__ import annotations

from collections import Counter

import numpy as np

from lib.domain.planning.question.instance import Instance
from lib.domain.planning.question.team_classes import TeamClass, class_of_team
from lib.domain.planning.solver.array_types import Ints

DEFAULT_KEEP_BONUS = 40.0
"""Weighted households that keeping a stay of the plan in force is worth."""


def locks(
    instance: Instance, classes: tuple[TeamClass, ...], starts: tuple[int, ...]
) -> Counter[tuple[int, int, int]]:
    """Locked stays by (g, c, r), r = -1 for any round."""
    row = class_of_team(classes)
    column = {c.code: n for n, c in enumerate(instance.communes)}
    return Counter(
        (
            row[k.team],
            column[k.commune],
            -1 if k.begins is None else starts.index(k.begins),
        )
        for k in instance.locks
    )


def previous(instance: Instance, classes: tuple[TeamClass, ...]) -> Ints:
    """Stays of the plan in force, g × c."""
    row = class_of_team(classes)
    column = {c.code: n for n, c in enumerate(instance.communes)}
    stays = np.zeros((len(classes), len(instance.communes)), dtype=np.int64)
    for stay in instance.previous.assignments:
        if stay.team in row and stay.commune in column:
            stays[row[stay.team], column[stay.commune]] += 1
    return stays


def keep_bonus(instance: Instance) -> float:
    """Points for keeping one of them."""
    if not instance.previous.assignments:
        return 0.0
    stated = instance.previous.keep_bonus
    return DEFAULT_KEEP_BONUS if stated is None else stated
