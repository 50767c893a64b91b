"""How many stays fit between two days of a commune: what every timetable has to respect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lib.domain.planning.solver.array_types import Ints
from lib.domain.planning.solver.arrays import Board


def fitting(
    board: Board, commune: int, classes: Sequence[int], *, open_beds: Ints
) -> dict[tuple[int, ...], int]:
    """Most stays that guests of some classes can make, by the classes whose days lie between.

    Only what says more than the commune's cap and the classes' own numbers. ``open_beds``:
    ``Board.round_beds``.
    """
    cap, length = int(board.cap[commune]), int(board.covers[0].sum())
    first = board.covers.argmax(axis=1)
    members = np.array(classes)
    possible = board.allowed[members] & (open_beds[commune] > 0)[None]
    members, possible = members[possible.any(axis=1)], possible[possible.any(axis=1)]
    begins = first[possible.argmax(axis=1)]
    ends = first[possible.shape[1] - 1 - possible[:, ::-1].argmax(axis=1)] + length
    slots = np.array([board.classes[g].slots for g in members])
    found: dict[tuple[int, ...], int] = {}
    for begin in np.unique(begins):
        for end in np.unique(ends[begins >= begin]):
            most = _packed(board.beds[commune, begin:end], length)
            if most >= cap:
                break  # a longer time holds no fewer
            inside = (begins >= begin) & (ends <= end)
            if most < slots[inside].sum():
                key = tuple(map(int, members[inside]))
                found[key] = min(most, found.get(key, most))
    return found


def _packed(beds: Ints, length: int) -> int:
    """The most stays of one length: the earliest again and again, which leaves most room."""
    left, packed, start = beds.copy(), 0, 0
    while start + length <= len(left):
        taken = int(left[start : start + length].min())
        if taken > 0:
            left[start : start + length] -= taken
            packed += taken
        start += 1
    return packed
