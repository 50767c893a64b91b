"""Which round each stay of a commune takes: a small matching between stays and beds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from lib.domain.planning.question.team_classes import class_of_team
from lib.domain.planning.solver.array_types import Ints
from lib.domain.planning.solver.arrays import Board, Cell
from lib.domain.planning.solver.choice import Choice


def timetable(stays: Mapping[tuple[int, int], int], fixed: Choice, board: Board) -> Choice | None:
    """Rounds for the counted stays (g, c); ``fixed`` stays have theirs already.

    ``None`` when some stay finds no bed. Rounds of the plan in force are kept where they can be.
    """
    beds = board.round_beds()
    result = Counter(fixed)
    used: Counter[tuple[int, int]] = Counter()
    for (g, c, r), n in fixed.items():
        used[c, r] += 0 if board.home[g, c] else n
    before = previous_rounds(board)
    by_commune: dict[int, list[int]] = {}
    for (g, c), n in sorted(stays.items()):
        by_commune.setdefault(c, []).extend([g] * n)
    for c, every in by_commune.items():
        result.update(
            (g, c, int(np.argmax(board.allowed[g] & board.opened[c])))
            for g in every
            if board.home[g, c]
        )
        mine = [g for g in every if not board.home[g, c]]
        left = np.array([beds[c, r] - used[c, r] for r in range(len(board.starts))])
        rounds = _matched(mine, left, board, before={g: before.get((g, c), []) for g in mine})
        if rounds is None:
            return None
        result.update((g, c, r) for g, r in zip(mine, rounds, strict=True))
    return result


def previous_rounds(board: Board) -> dict[tuple[int, int], list[int]]:
    """Rounds of the plan in force, by (g, c)."""
    row = class_of_team(board.classes)
    column = {c.code: n for n, c in enumerate(board.communes)}
    found: dict[tuple[int, int], list[int]] = {}
    for stay in board.instance.previous.assignments:
        known = stay.team in row and stay.commune in column
        if known and stay.begins in board.starts:
            cell = (row[stay.team], column[stay.commune])
            found.setdefault(cell, []).append(board.starts.index(stay.begins))
    return found


def _matched(
    mine: Sequence[int], beds: Ints, board: Board, *, before: Mapping[int, list[int]]
) -> list[int] | None:
    """A round for every stay: liked rounds first, then augmenting paths."""
    holder: list[list[int]] = [[] for _ in beds]
    options = []
    liked = {g: list(rounds) for g, rounds in before.items()}
    for g in mine:
        possible = [int(r) for r in np.flatnonzero(board.allowed[g] & (beds > 0))]
        wish = liked[g].pop(0) if liked.get(g) else None
        options.append(sorted(possible, key=lambda r: (r != wish, -int(beds[r]), r)))
    wished = [n for n, g in enumerate(mine) if before.get(g)]
    order = [*wished, *(n for n in range(len(mine)) if n not in wished)]
    for stay in order:
        if not _seat(stay, options, holder, beds=beds, tried=set()):
            return None
    seats = {stay: r for r, sitting in enumerate(holder) for stay in sitting}
    return [seats[n] for n in range(len(mine))]


def _seat(
    stay: int, options: list[list[int]], holder: list[list[int]], *, beds: Ints, tried: set[int]
) -> bool:
    for r in sorted(options[stay], key=lambda r: len(holder[r]) >= beds[r]):
        if r in tried:
            continue
        tried.add(r)
        if len(holder[r]) < beds[r]:
            holder[r].append(stay)
            return True
        for other in list(holder[r]):
            if _seat(other, options, holder, beds=beds, tried=tried):
                holder[r].remove(other)
                holder[r].append(stay)
                return True
    return False


def cells_of(choice: Choice) -> list[Cell]:
    """Every single stay, in order."""
    return sorted(choice.elements())
