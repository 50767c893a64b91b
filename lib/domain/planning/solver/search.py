"""Greedy and local search over a layout: quick, good, without proof."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lib.domain.planning.solver.arrays import Board
from lib.domain.planning.solver.choice import Choice
from lib.domain.planning.solver.layout import EPSILON, NOWHERE, Layout

Stop = Callable[[], bool]
_EXCHANGES = 100
"""So many exchanges at most: beyond them the exact method is the better use of time."""
_MOST_SLOTS = 1_000
"""Pairs of more slots are more than a search has time and memory for."""


def greedy(board: Board, start: Choice | None = None, stop: Stop = lambda: False) -> Layout:
    """The stay that gains most, again and again, until none gains anything."""
    layout = Layout(board, start)
    fill(layout, stop)
    return layout


def fill(layout: Layout, stop: Stop = lambda: False) -> None:
    """Sends idle slots one by one where they gain most."""
    while not stop():
        idle = layout.at == NOWHERE
        if not idle.any():
            return
        gains = np.where(idle[:, None], layout.gain, -np.inf)
        best = int(np.argmax(gains))
        slot, commune = divmod(best, gains.shape[1])
        # Where no idle slot can go anywhere, the first of all slots is no idle one.
        if not gains[slot, commune] > EPSILON:
            return
        layout.put(slot, commune)
        refresh(layout, slot, commune)


def refresh(layout: Layout, slot: int, *communes: int) -> None:
    """Brings the gains up to date after ``slot`` changed between these communes."""
    layout.refresh(np.array(sorted(set(communes))))
    layout.refresh_team(slot)


def climb(layout: Layout, stop: Stop) -> None:
    """Moves, recalls and exchanges while any gains."""
    exchanges = 0
    while not stop():
        if _relocate(layout):
            continue
        exchanges += 1
        many = exchanges > _EXCHANGES or len(layout.at) > _MOST_SLOTS
        if many or stop() or not _exchange(layout):
            return


def _relocate(layout: Layout) -> bool:
    """The best single move: to another commune, out of idleness, or home."""
    if not len(layout.at):
        return False
    there = layout.at != NOWHERE
    loss = np.where(there, layout.loss, 0.0)
    change = layout.gain - loss[:, None]
    change[there, layout.at[there]] = -np.inf
    change[layout.fixed] = -np.inf
    best = int(np.argmax(change))
    slot, commune = divmod(best, change.shape[1])
    losses = np.where(there & ~layout.fixed, layout.loss, np.inf)
    home = int(np.argmin(losses))
    if -losses[home] > max(EPSILON, change[slot, commune]):
        refresh(layout, home, layout.take(home))
        return True
    if not change[slot, commune] > EPSILON:
        return False
    _move(layout, slot, commune)
    return True


def _move(layout: Layout, slot: int, commune: int) -> None:
    if layout.at[slot] != NOWHERE:
        refresh(layout, slot, layout.take(slot))
    layout.put(slot, commune)
    refresh(layout, slot, commune)


def _exchange(layout: Layout) -> bool:
    """The best exchange of two slots, or of one that steps in for another that moves on."""
    replacing = layout.replacing()
    there = layout.at != NOWHERE
    if not there.any():
        return False
    back = np.where(there[None, :], replacing.T, 0.0)
    swap = replacing + back
    same = layout.at[:, None] == layout.at[None, :]
    swap[same] = -np.inf
    gain = layout.gain.copy()
    gain[there, layout.at[there]] = -np.inf
    onward, where = gain.max(axis=1), gain.argmax(axis=1)
    loss = np.where(there, layout.loss, 0.0)
    chain = replacing - loss[None, :] + onward[:, None]
    chain[same] = -np.inf
    chain[where[:, None] == layout.at[None, :]] = -np.inf
    best_swap, best_chain = int(np.argmax(swap)), int(np.argmax(chain))
    if max(swap.flat[best_swap], chain.flat[best_chain]) <= EPSILON:
        return False
    if swap.flat[best_swap] >= chain.flat[best_chain]:
        return _swap(layout, *divmod(best_swap, len(there)))
    return _chain(layout, *divmod(best_chain, len(there)), to=int(where[best_chain // len(there)]))


def _swap(layout: Layout, one: int, other: int) -> bool:
    """``other`` takes the place of ``one``; ``one`` takes that of ``other``, if it had any."""
    place, when = int(layout.at[one]), int(layout.round[one])
    there, then = int(layout.at[other]), int(layout.round[other])
    layout.take(one)
    if there != NOWHERE:
        layout.take(other)
        layout.put(one, there, then)
    layout.put(other, place, when)
    communes = [c for c in (place, there) if c != NOWHERE]
    refresh(layout, one, *communes)
    refresh(layout, other, *communes)
    return True


def _chain(layout: Layout, moving: int, stepping_in: int, *, to: int) -> bool:
    """``stepping_in`` takes the place of ``moving``, which goes on to ``to``."""
    place, when = int(layout.at[moving]), int(layout.round[moving])
    origin = layout.at[stepping_in]
    layout.take(moving)
    if origin != NOWHERE:
        layout.take(stepping_in)
    layout.put(stepping_in, place, when)
    communes = [c for c in (place, int(origin)) if c != NOWHERE]
    refresh(layout, moving, *communes)
    refresh(layout, stepping_in, *communes)
    if layout.gain[moving, to] > -np.inf:
        _move(layout, moving, to)
    return True
