"""Greedy and local search over a layout: quick, good, without proof."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lib.domain.planning.board import Board, Floats
from lib.domain.planning.choice import Choice
from lib.domain.planning.layout import EPSILON, NOWHERE, Indices, Layout

Stop = Callable[[], bool]
_TEMPERATURE = 2e-4
"""How much worse, as a share of the value, a plan may be to go on from."""


def greedy(board: Board, start: Choice | None = None) -> Layout:
    """The stay that gains most, again and again, until none gains anything."""
    layout = Layout(board, start)
    fill(layout)
    return layout


def fill(layout: Layout, noise: Floats | None = None) -> None:
    """Sends idle slots one by one where they gain most; ``noise`` (slot × 1) shuffles near ties."""
    while True:
        idle = layout.at == NOWHERE
        if not idle.any():
            return
        gains = np.where(idle[:, None], layout.gain, -np.inf)
        if noise is not None:
            gains = gains * noise
        best = int(np.argmax(gains))
        slot, commune = divmod(best, gains.shape[1])
        if not layout.gain[slot, commune] > EPSILON:
            return
        layout.put(slot, commune)
        refresh(layout, slot, commune)


def refresh(layout: Layout, slot: int, *communes: int) -> None:
    """Brings the gains up to date after ``slot`` changed between these communes."""
    everywhere = slot in layout.siblings
    touched = np.arange(len(layout.held)) if everywhere else np.array(sorted(set(communes)))
    layout.refresh(touched)


def climb(layout: Layout, stop: Stop, *, swaps: bool = True) -> None:
    """Moves, recalls and exchanges while any gains; ends in a plan none of them betters."""
    while not stop():
        if _relocate(layout) or (swaps and _exchange(layout)):
            continue
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


def improve(layout: Layout, rng: np.random.Generator, stop: Stop, *, turns: int) -> Layout:
    """Recalls a few slots that are close to each other, fills anew, climbs; keeps the best."""
    best, current = layout.twin(), layout
    best_value = here = value(current)
    movable = np.flatnonzero(~layout.fixed)
    if len(movable) < 2:
        return best
    for _ in range(turns):
        if stop():
            break
        before = current.twin()
        _recall(current, rng, movable)
        fill(current, rng.uniform(0.9, 1.0, size=(len(current.at), 1)))
        climb(current, stop)
        found = value(current)
        if found > best_value + EPSILON:
            best.copy_from(current)
            best_value = found
        if found >= here - abs(best_value % current.penalty) * _TEMPERATURE * rng.random():
            here = found
        else:
            current.copy_from(before)
    return best


def _recall(layout: Layout, rng: np.random.Generator, movable: Indices) -> None:
    """Brings home between two and eight slots whose communes one slot could all reach."""
    centre = int(rng.choice(movable))
    count = int(rng.integers(2, 9))
    reachable = layout.usable[centre]
    near = [s for s in movable if layout.at[s] != NOWHERE and reachable[layout.at[s]]]
    if not near:
        return
    chosen = rng.choice(np.array(near), size=min(count, len(near)), replace=False)
    for slot in sorted(int(s) for s in chosen):
        refresh(layout, slot, layout.take(slot))


def value(layout: Layout) -> float:
    """One number that orders layouts as the two stages do."""
    board = layout.board
    there = np.flatnonzero(layout.at != NOWHERE)
    at = layout.at[there]
    worth = board.worth.of(layout.households).sum()
    worth += (layout.kept[there, at] - layout.cost[there, at]).sum()
    unmet = np.maximum(0, board.demand - layout.held).sum()
    unmet += (board.wanted & (layout.served == 0)).sum()
    return float(worth - layout.penalty * unmet)
