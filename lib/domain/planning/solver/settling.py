"""The plan in force, kept where it costs nothing: what of it still stands, and its weeks.

A stay is worth the same in any week it may be made: solvers shuffle weeks at will, people do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from lib.domain.planning.question.team_classes import class_of_team
from lib.domain.planning.solver.arrays import Board, Cell
from lib.domain.planning.solver.choice import Choice, broken_rows
from lib.domain.planning.solver.layout import Layout
from lib.domain.planning.solver.search import fill, greedy

_Swap = tuple[tuple[Cell, Cell], ...]


def standing(board: Board) -> Choice | None:
    """The plan in force as far as its stays still stand together, idle teams sent out.

    Where all of it stands, only teams that are new to it are: the others know their summer.
    ``None`` without a plan in force, or where a lock must be placed first.
    """
    if whole(board):
        layout = Layout(board, in_force(board))
        known = np.flatnonzero(board.several & board.previous.any(axis=1))
        layout.usable[np.isin(layout.kind, known)] = False
        layout.refresh(np.arange(len(board.communes)))
        fill(layout)
        return layout.choice()
    left = _together(in_force(board), board)
    if not left or broken_rows(left, board):
        return None
    return greedy(board, left).choice()


def whole(board: Board) -> bool:
    """Whether every stay of the plan in force can be made as it was."""
    wanted, before = in_force(board), board.instance.previous.assignments
    return wanted.total() == len(before) > 0 and not broken_rows(wanted, board)


def _together(wanted: Choice, board: Board) -> Choice:
    """Stay after stay, whatever breaks no rule; a lock may find its place later."""
    kept: Choice = Counter()
    for cell in sorted(wanted.elements()):
        after = kept + Counter((cell,))
        if set(broken_rows(after, board)) <= {"locks"}:
            kept = after
    return kept


def settled(choice: Choice, board: Board) -> Choice:
    """The same communes for the same classes, in the former weeks as far as no rule breaks."""
    wanted = in_force(board)
    now = +choice
    for cell, count in sorted(wanted.items()):
        while now[cell] < count:
            nearer = next(_nearer(cell, now, wanted, board=board), None)
            if nearer is None:
                break
            now = nearer
    return now


def in_force(board: Board) -> Choice:
    """The stays of the plan in force, as far as their teams, communes and weeks still exist."""
    row = class_of_team(board.classes)
    column = {c.code: n for n, c in enumerate(board.communes)}
    return Counter(
        (row[s.team], column[s.commune], board.starts.index(s.begins))
        for s in board.instance.previous.assignments
        if s.team in row and s.commune in column and s.begins in board.starts
    )


def _nearer(cell: Cell, now: Choice, wanted: Choice, *, board: Board) -> Iterator[Choice]:
    """Choices with one more stay in its former week: moved alone, or with another of its class."""
    g, c, r = cell
    spare = [k for k in sorted(now) if now[k] > wanted[k] and k[0] == g]
    for old in (k for k in spare if k[1] == c):
        ways: list[_Swap] = [((old, cell),)]
        ways += [
            ((old, cell), (other, (g, other[1], old[2])))
            for other in spare
            if other[2] == r and other[1] != c
        ]
        for way in ways:
            after = _changed(now, way)
            if not broken_rows(after, board):
                yield after


def _changed(choice: Choice, way: _Swap) -> Choice:
    after = Counter(choice)
    for old, new in way:
        after[old] -= 1
        after[new] += 1
    return +after
