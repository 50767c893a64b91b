"""What stands in the communes while hands try one change after the other: sums that only grow by
one stay, or lose one, and what they come to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lib.domain.planning.solver.array_types import Floats, Ints
from lib.domain.planning.solver.arrays import Board

Indices = NDArray[np.intp]


class Standing:
    """Stays counted by commune, as ``solver.choice.score`` counts a whole choice."""

    def __init__(self, on: Board) -> None:
        communes = len(on.communes)
        self._on = on
        self.raw: Floats = np.zeros(communes)
        """Households all stays can reach, before villages and need cap them."""
        self.held: Ints = np.zeros(communes, dtype=np.int64)
        self.guests: Ints = np.zeros(communes, dtype=np.int64)
        """Of those held, the ones that are not at home."""
        self.served: Ints = np.zeros(on.wanted.shape, dtype=np.int64)
        self.load: Ints = np.zeros_like(on.beds)
        self.spent = 0.0
        """Weighted households that all roads cost, there and back, less points."""

    def copy(self) -> Standing:
        """The same, to be changed apart."""
        made = Standing(self._on)
        for name in ("raw", "held", "guests", "served", "load"):
            setattr(made, name, getattr(self, name).copy())
        made.spent = self.spent
        return made

    def count(self, g: int, c: int, r: int, *, sign: int) -> None:
        """One stay more, or one less."""
        on = self._on
        self.raw[c] += sign * on.reach[g, c]
        self.held[c] += sign
        self.served[c] += sign * on.skilled[g]
        self.spent += sign * float(on.cost[g, c] - on.points[g, c])
        if not on.home[g, c]:
            self.guests[c] += sign
            self.load[c] += sign * on.covers[r]

    def told(self) -> tuple[float, int, int]:
        """Weighted households less roads, households, and guarantees that are missed."""
        every = np.arange(len(self._on.communes))
        weighted, reached = self.worth(every, self.raw, self.held)
        missing = self.missing(every, self.held, self.served)
        return float(weighted.sum()) - self.spent, int(reached.sum()), int(missing.sum())

    def worth(self, communes: Indices, raw: Floats, held: Ints) -> tuple[Floats, Floats]:
        """Weighted households, and households, of each commune with so much in it."""
        on = self._on
        within = on.visited[communes, np.minimum(held, on.visited.shape[1] - 1)]
        households = np.minimum(raw, within)
        need = on.worth.length[communes].sum(axis=1)
        return on.worth.at(communes, households), np.minimum(households, need)

    def missing(self, communes: Indices, held: Ints, served: Ints) -> Ints:
        """Guarantees that each commune with so much in it misses."""
        on = self._on
        teams = np.maximum(0, on.demand[communes] - held)
        return np.asarray(teams + (on.wanted[communes] & (served == 0)).sum(axis=1))
