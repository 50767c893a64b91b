"""A good plan made better: a few teams are freed, with all their days, and the others stay put."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lib.domain.planning.solver.array_types import Ints
from lib.domain.planning.solver.arrays import Board
from lib.domain.planning.solver.choice import Choice, broken_rows, score
from lib.domain.planning.solver.optimiser import Optimiser

_FREED = 10
"""Classes at once: what is solved in a second or two."""
_NODES = 300
_IN_VAIN = 12
"""So many neighbourhoods without a gain, and the search is over."""


def improved(
    optimiser: Optimiser, best: Choice, *, seed: int, left: Callable[[], float]
) -> Iterator[Choice]:
    """Ever better plans around ``best``; ``optimiser`` is one with rounds.

    ``left``: seconds left, 0 once nothing more is wanted.
    """
    board, rng, vain = optimiser.board, np.random.default_rng(seed), 0
    while vain < _IN_VAIN and (seconds := left()) > 0:
        freed = _freed(best, board, rng)
        found = optimiser.around(best, freed, seconds=seconds, nodes=_NODES)
        sound = found is not None and not broken_rows(found, board)
        if found is not None and sound and score(found, board).key > score(best, board).key:
            best, vain = found, 0
            yield best
        else:
            vain += 1


def _freed(choice: Choice, board: Board, rng: np.random.Generator) -> Ints:
    """Teams with stays to spare, some chosen at random, and those who are where they could go."""
    made: Ints = np.zeros(len(board.classes), dtype=np.int64)
    at: dict[int, set[int]] = {}
    for (g, c, _), n in choice.items():
        made[g] += n
        at.setdefault(c, set()).add(g)
    slots = np.array([k.slots for k in board.classes])
    idle = np.flatnonzero((made < slots) & board.usable.any(axis=1))
    chosen = set(map(int, rng.permutation(idle)[: _FREED // 3]))
    while len(chosen) < min(_FREED, len(board.classes)):
        g = int(rng.choice(sorted(chosen))) if chosen and rng.random() < 0.7 else -1
        near = board.usable[g] if g >= 0 else np.zeros(0, dtype=bool)
        there = sorted({h for c in np.flatnonzero(near) for h in at.get(int(c), ())} - chosen)
        others = there or sorted(set(range(len(board.classes))) - chosen)
        chosen.add(int(rng.choice(others)))
    return np.array(sorted(chosen), dtype=np.int64)
