"""Teams that make several stays: one place at a time, and no journey where they stay on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lib.domain.planning.solver.groups import Group

if TYPE_CHECKING:
    from lib.domain.planning.solver.program import Program


def own_weeks(program: Program, group: Group) -> None:
    """A team that makes several stays is in one place at a time."""
    board, team = program.board, group.classes[0]
    mine = _when_of(program, group)
    at = np.array([r for _, r, _ in mine], dtype=np.int64)
    for week in range(board.beds.shape[1]):
        columns = [mine[n][2] for n in np.flatnonzero(board.covers[at, week])]
        if columns:
            row = program.rows.add([(i, 1.0) for i in columns], upper=1.0)
            program.week_rows.setdefault(team, []).append(row)


def staying_on(program: Program, group: Group) -> None:
    """A team that stays where it is makes no journey between two stays."""
    g, w = group.classes[0], program.groups.index(group)
    for c, r, i in _when_of(program, group):
        after = program.when.get((w, c, int(program.board.next_round[r])))
        if after is not None and program.board.cost[g, c] > 0:
            z = program.cols.add(upper=1.0, cost=float(program.board.cost[g, c]), whole=False)
            program.staying[g, c, r] = z
            program.rows.add([(z, 1.0), (i, -1.0)], upper=0.0)
            program.rows.add([(z, 1.0), (after, -1.0)], upper=0.0)


def journeys(program: Program) -> None:
    """Where rounds are left out: at least one journey to wherever several stays are made."""
    for (g, c), i in program.stay.items():
        cost, stays = float(program.board.cost[g, c]), program.board.classes[g].stays
        if stays > 1 and cost > 0:
            j = program.cols.add(upper=float(stays), cost=-cost, whole=True)
            program.cols.cost[i] += cost
            program.journeys[g, c] = j
            program.rows.add([(j, 1.0), (i, -1.0 / stays)], lower=0.0)


def _when_of(program: Program, group: Group) -> list[tuple[int, int, int]]:
    """Communes, rounds and columns of a team that makes several stays."""
    w, rounds = program.groups.index(group), range(len(program.board.starts))
    there = ((c, r) for c in program.by_class.get(group.classes[0], []) for r in rounds)
    return [(c, r, program.when[w, c, r]) for c, r in there if (w, c, r) in program.when]
