"""Days for stays that were counted without them: commune after commune, the tightest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from lib.domain.planning.solver.array_types import Bools
from lib.domain.planning.solver.arrays import Board
from lib.domain.planning.solver.choice import Choice

_TRIES = 500
"""Rounds tried in one commune before what fits is taken as it comes."""


def placed(stays: Mapping[tuple[int, int], int], board: Board) -> Choice:
    """Stays by (g, c) with a round each; those that find none are left out."""
    table = _Table(board)
    left = Counter(stays)
    for (g, c, r), n in sorted(board.locks.items()):
        for _ in range(n if r >= 0 else 0):
            if table.fits(g, c, r):
                table.put(g, c, r)
                left[g, c] -= 1
    by_commune: dict[int, list[int]] = {}
    for (g, c), n in sorted(left.items()):
        by_commune.setdefault(c, []).extend([g] * n)
    room = board.round_beds().sum(axis=1)
    for c in sorted(by_commune, key=lambda c: (room[c] / max(1, len(by_commune[c])), c)):
        table.fill(c, by_commune[c])
    return +table.choice


@dataclass
class _Table:
    board: Board
    choice: Choice = field(default_factory=Counter)
    tries: int = 0

    def __post_init__(self) -> None:
        self.beds = self.board.beds.copy()
        self.busy: Bools = np.zeros((len(self.board.classes), self.beds.shape[1]), dtype=bool)

    def fits(self, g: int, c: int, r: int) -> bool:
        board = self.board
        if not (board.allowed[g, r] and board.opened[c, r]):
            return False
        if board.several[g] and self.busy[g, board.covers[r]].any():
            return False
        return bool(board.home[g, c] or self.beds[c, board.covers[r]].min() > 0)

    def put(self, g: int, c: int, r: int, *, sign: int = 1) -> None:
        self.choice[g, c, r] += sign
        self.busy[g, self.board.covers[r]] = sign > 0
        if not self.board.home[g, c]:
            self.beds[c, self.board.covers[r]] -= sign

    def fill(self, c: int, classes: list[int]) -> None:
        """Whoever has least choice first; all of them where that can be found, else who fits."""
        board = self.board
        possible = {g: np.flatnonzero(board.allowed[g] & board.opened[c]) for g in set(classes)}
        order = sorted(classes, key=lambda g: (possible[g][-1:].tolist(), len(possible[g]), g))
        self.tries = _TRIES
        if self._all(c, order, possible):
            return
        for g in order:
            r = next((int(r) for r in possible[g] if self.fits(g, c, int(r))), None)
            if r is not None:
                self.put(g, c, r)

    def _all(self, c: int, order: list[int], possible: Mapping[int, np.ndarray]) -> bool:
        if not order:
            return True
        g = order[0]
        for r in map(int, possible[g]):
            self.tries -= 1
            if self.tries < 0:
                return False
            if self.fits(g, c, r):
                self.put(g, c, r)
                if self._all(c, order[1:], possible):
                    return True
                self.put(g, c, r, sign=-1)
        return False
