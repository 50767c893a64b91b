"""A choice of stays, and what it is worth: one place for the sums of solvers and reports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from lib.domain.planning.solver.array_types import Floats
from lib.domain.planning.solver.arrays import Board, Cell

Choice = Counter[Cell]
"""How many teams of class g stay in commune c from round r, by (g, c, r)."""


@dataclass(frozen=True)
class Score:
    """What a choice is worth. Compared by ``unmet`` first, then by ``merit``."""

    unmet: int
    """Teams and skills still missing to the guarantees."""
    value: float
    """``weighted - travel + points``: what a plan is worth in weighted households, everywhere."""
    weighted: float
    travel: float
    points: float
    """What stays at home, or where a team was in earlier summers, are worth beside their work."""
    kept: float
    """Points for stays kept from the plan in force: no households."""
    households: Floats
    """Households that can be reached, by commune, before the need caps them."""

    @property
    def merit(self) -> float:
        """``value + kept``: what the second stage maximises, told to nobody."""
        return self.value + self.kept

    @property
    def key(self) -> tuple[int, float]:
        """The larger, the better."""
        return (-self.unmet, self.merit)


def score(choice: Choice, board: Board) -> Score:
    """The worth of a choice, from nothing but the board."""
    counts = np.zeros_like(board.reach)
    for (g, c, _), n in choice.items():
        counts[g, c] += n
    households = (counts * board.reach).sum(axis=0).astype(np.float64)
    households = np.minimum(households, board.within_visits(counts.sum(axis=0)))
    weighted = float(board.worth.of(households).sum())
    travel = float((counts * board.cost).sum()) - saved_on_the_road(choice, board)
    points = float((counts * board.points).sum())
    kept = float(np.minimum(counts, board.previous).sum() * board.keep_bonus)
    served = counts.T @ board.skilled.astype(np.int64) > 0
    unmet = np.maximum(0, board.demand - counts.sum(axis=0)).sum()
    unmet += (board.wanted & ~served).sum()
    return Score(
        unmet=int(unmet),
        value=weighted - travel + points,
        weighted=weighted,
        travel=travel,
        points=points,
        kept=kept,
        households=households,
    )


def saved_on_the_road(choice: Choice, board: Board) -> float:
    """Weighted households saved by teams that stay on where they are: no journey between."""
    saved = 0.0
    for (g, c, r), n in choice.items():
        after = int(board.next_round[r])
        if n > 0 and board.several[g] and after >= 0 and choice.get((g, c, after), 0) > 0:
            saved += float(board.cost[g, c])
    return saved


def better(one: Choice | None, other: Choice | None, board: Board) -> Choice | None:
    """The better of two choices, the first when they are worth the same."""
    if one is None or other is None:
        return one if other is None else other
    return other if score(other, board).key > score(one, board).key else one


def broken_rows(choice: Choice, board: Board) -> list[str]:
    """Names of the rules a choice breaks; empty for every choice a solver may return."""
    broken = set()
    for (g, c, r), n in choice.items():
        if n and not (board.usable[g, c] and board.allowed[g, r] and board.opened[c, r]):
            broken.add("reach")
    weeks = np.zeros_like(board.beds)
    busy = np.zeros((len(board.classes), board.beds.shape[1]), dtype=np.int64)
    stays = np.zeros(len(board.classes), dtype=np.int64)
    held = np.zeros_like(board.cap)
    for (g, c, r), n in choice.items():
        guests = 0 if board.home[g, c] else n
        weeks[c] += guests * board.covers[r]
        busy[g] += n * board.covers[r]
        stays[g] += n
        held[c] += guests
    if (weeks > board.beds).any():
        broken.add("host")
    if (held > board.cap).any():
        broken.add("cap")
    for g, kind in enumerate(board.classes):
        if stays[g] > kind.slots or (busy[g] > len(kind.members)).any():
            broken.add("teams")
    for (g, c, r), n in board.locks.items():
        there = sum(m for (h, d, q), m in choice.items() if (h, d) == (g, c) and r in (-1, q))
        if there < n:
            broken.add("locks")
    return sorted(broken)
