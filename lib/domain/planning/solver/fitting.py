"""How many stays fit between two days: what every timetable has to respect.

A commune puts up its guests, a team makes its stays: either is a row of days with room for so many
at once, and each stay has the days between which it can be made there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from lib.domain.planning.solver.array_types import Bools, Ints
from lib.domain.planning.solver.arrays import Board

Fitting = tuple[list[int], int]
"""Positions in a list, and the most stays that those can make together."""


def in_commune(
    board: Board, commune: int, classes: Sequence[int], *, open_beds: Ints
) -> Iterator[Fitting]:
    """Of the guests of a commune; ``open_beds``: ``Board.round_beds``. Positions in ``classes``."""
    beds = np.where(board.closed[commune], 0, board.beds[commune])
    possible = board.allowed[list(classes)] & (open_beds[commune] > 0)[None]
    slots = np.array([board.classes[g].slots for g in classes])
    return _fitting(board, beds, possible, slots=slots, most_of_all=int(board.cap[commune]))


def of_team(
    board: Board, team: int, communes: Sequence[int], *, open_beds: Ints
) -> Iterator[Fitting]:
    """Of the stays of a team that makes several; positions in ``communes``."""
    free = np.ones(board.beds.shape[1], dtype=np.int64)
    there = np.where(
        board.home[team, communes][:, None], board.opened[communes], open_beds[communes] > 0
    )
    stays = board.classes[team].stays
    slots = np.full(len(communes), stays)
    return _fitting(board, free, board.allowed[team] & there, slots=slots, most_of_all=stays)


def _fitting(
    board: Board, room: Ints, possible: Bools, *, slots: Ints, most_of_all: int
) -> Iterator[Fitting]:
    """``possible``: rounds of each position. Only what says more than the numbers do."""
    first, length = board.steps
    at = np.flatnonzero(possible.any(axis=1))
    if not len(at):
        return
    begins = first[possible[at].argmax(axis=1)]
    ends = first[possible.shape[1] - 1 - possible[at][:, ::-1].argmax(axis=1)] + length
    told: dict[tuple[int, ...], int] = {}
    for begin in np.unique(begins):
        for end in np.unique(ends[begins >= begin]):
            most = _packed(room[begin:end], length)
            if most >= most_of_all:
                break  # a longer time holds no fewer
            inside = at[(begins >= begin) & (ends <= end)]
            if most < slots[inside].sum():
                key = tuple(map(int, inside))
                told[key] = min(most, told.get(key, most))
    for members, most in told.items():
        yield list(members), most


def _packed(room: Ints, length: int) -> int:
    """The most stays of one length: the earliest again and again, which leaves most room."""
    left, packed, start = room.copy(), 0, 0
    while start + length <= len(left):
        taken = int(left[start : start + length].min())
        if taken > 0:
            left[start : start + length] -= taken
            packed += taken
        start += 1
    return packed
