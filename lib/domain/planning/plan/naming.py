"""From stays of classes to stays of named teams, keeping locks and the plan in force."""

from __future__ import annotations

from collections import Counter

from lib.domain.planning.question.instance import Lock
from lib.domain.planning.question.team_classes import TeamClass
from lib.domain.planning.solver.arrays import Board, Cell
from lib.domain.planning.solver.choice import Choice


def named(choice: Choice, board: Board) -> list[tuple[str, int, int]]:
    """(team, commune, round) of every stay; the teams of a class are told apart only here."""
    result = []
    wanted = _previous_cells(board)
    for g, kind in enumerate(board.classes):
        mine = sorted((c for c in choice.elements() if c[0] == g), key=lambda c: (c[2], c[1]))
        named_cells = _one_each(kind, mine, wanted) if kind.stays == 1 else _several(kind, mine)
        result += [(team, c, r) for team, (_, c, r) in named_cells]
    return sorted(result)


def _one_each(
    kind: TeamClass, cells: list[Cell], wanted: dict[str, tuple[int, int]]
) -> list[tuple[str, Cell]]:
    """First who keeps commune and round, then who keeps the commune, then the others."""
    left = Counter(cells)
    free = [t.code for t in kind.members]
    result: list[tuple[str, Cell]] = []
    for exact in (True, False):
        for team in list(free):
            wish = wanted.get(team)
            if wish is None:
                continue
            fits = [k for k in sorted(left) if k[1] == wish[0] and (k[2] == wish[1] or not exact)]
            if fits:
                result.append((team, fits[0]))
                free.remove(team)
                left[fits[0]] -= 1
                left += Counter()
    # New places go first to teams that have to move anyway.
    free.sort(key=lambda t: (t not in wanted, t))
    others = sorted(left.elements(), key=lambda c: (c[2], c[1]))
    return [*result, *zip(free, others, strict=False)]


def _several(kind: TeamClass, cells: list[Cell]) -> list[tuple[str, Cell]]:
    """In turn by time: with stays of one length nobody is in two places at once."""
    codes = [t.code for t in kind.members]
    return [(codes[n % len(codes)], cell) for n, cell in enumerate(cells)]


def _previous_cells(board: Board) -> dict[str, tuple[int, int]]:
    """Commune and round of each team in the plan in force."""
    column = {c.code: n for n, c in enumerate(board.communes)}
    return {
        s.team: (column[s.commune], _round(board, s))
        for s in board.instance.previous.assignments
        if s.commune in column
    }


def _round(board: Board, stay: Lock) -> int:
    return board.starts.index(stay.begins) if stay.begins in board.starts else -1
