"""Days for stays that were counted without them: as many as find some, all together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

import numpy as np

from lib.domain.planning.solver.arrays import Board
from lib.domain.planning.solver.choice import Choice
from lib.domain.planning.solver.model import Columns, Rows, assembled, solver_of

_SAVED = 0.1
"""What staying on is worth at most, where one more stay is worth 1."""


def placed(stays: Mapping[tuple[int, int], int], board: Board, *, seconds: float) -> Choice:
    """Stays by (g, c) with a round each; those that find none are left out."""
    cols, rows = Columns(), Rows()
    when = _rounds(stays, board, cols, rows=rows)
    _room(when, board, rows)
    _staying_on(when, board, cols, rows=rows)
    solver = solver_of(assembled(cols, rows), seconds)
    solver.setOptionValue("mip_rel_gap", 1e-3)
    solver.run()
    values = np.array(solver.getSolution().col_value)
    if not len(values) or solver.getInfo().primal_solution_status != 2:
        return Counter()
    return Counter({cell: n for cell, i in when.items() if (n := round(values[i])) > 0})


def _rounds(
    stays: Mapping[tuple[int, int], int], board: Board, cols: Columns, *, rows: Rows
) -> dict[tuple[int, int, int], int]:
    """A column for every round in which a stay can be made; locked ones are made."""
    when: dict[tuple[int, int, int], int] = {}
    for (g, c), n in stays.items():
        mine = []
        for r in map(int, np.flatnonzero(board.allowed[g] & board.opened[c])):
            locked = board.locks.get((g, c, r), 0)
            i = cols.add(lower=min(locked, n), upper=n, cost=1.0, whole=True)
            when[g, c, r] = i
            mine.append((i, 1.0))
        rows.add(mine, upper=float(n))
    return when


def _room(when: Mapping[tuple[int, int, int], int], board: Board, rows: Rows) -> None:
    """Beds of every commune, and one place at a time for teams that make several stays."""
    first, length = board.steps
    guests: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
    busy: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
    for (g, c, r), i in when.items():
        for step in range(int(first[r]), int(first[r]) + length):
            if not board.home[g, c]:
                guests[c, step].append((i, 1.0))
            if board.several[g]:
                busy[g, step].append((i, 1.0))
    for (c, step), there in guests.items():
        rows.add(there, upper=float(board.beds[c, step]))
    for there in busy.values():
        rows.add(there, upper=1.0)


def _staying_on(
    when: Mapping[tuple[int, int, int], int], board: Board, cols: Columns, *, rows: Rows
) -> None:
    dearest = float(board.cost.max(initial=0.0)) or 1.0
    for (g, c, r), i in when.items():
        after = when.get((g, c, int(board.next_round[r])))
        if board.several[g] and after is not None:
            saved = _SAVED * float(board.cost[g, c]) / dearest
            z = cols.add(upper=1.0, cost=saved, whole=False)
            rows.add([(z, 1.0), (i, -1.0)], upper=0.0)
            rows.add([(z, 1.0), (after, -1.0)], upper=0.0)
