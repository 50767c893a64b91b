"""A plan under change: one slot for every stay a team can make, and what each change gains.

All gains are kept as arrays slot × commune; after a change only the columns it touched are
computed again.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from lib.domain.planning.solver.array_types import Bools, Floats, Ints
from lib.domain.planning.solver.arrays import Board
from lib.domain.planning.solver.choice import Choice

NOWHERE = -1
EPSILON = 1e-7
Indices = NDArray[np.intp]


class Layout:
    """Slots, where they are, and the gains of moving them.

    An unmet guarantee weighs more than everything else together (``penalty``), so that one
    number orders plans as the two stages do.
    """

    def __init__(self, board: Board, start: Choice | None = None) -> None:
        self.board = board
        sizes = [k.slots for k in board.classes]
        self.kind: Indices = np.repeat(np.arange(len(sizes)), sizes)
        self.member = np.concatenate(
            [np.arange(k.slots) % len(k.members) for k in board.classes] or [np.zeros(0, int)]
        )
        count, communes = len(self.kind), len(board.communes)
        self.siblings = _siblings(board, self.kind, self.member)
        self.reach = board.reach[self.kind].astype(np.float64)
        self.cost = board.cost[self.kind]
        self.home = board.home[self.kind]
        self.points = board.points[self.kind]
        self.usable = board.usable[self.kind]
        self.skilled = board.skilled[self.kind]
        self.kept = _kept(board, self.kind)
        total = float(board.worth.of(np.full(communes, np.inf)).sum())
        beside = np.abs(self.points).sum() + self.kept.sum()
        self.penalty = 1.0 + total + 2 * float(self.cost.sum()) + float(beside)
        self.at = np.full(count, NOWHERE)
        self.round = np.full(count, NOWHERE)
        self.fixed = np.zeros(count, dtype=bool)
        self.free_rounds = board.allowed[self.kind].copy()
        self.held = np.zeros(communes, dtype=np.int64)
        self.guests = np.zeros(communes, dtype=np.int64)
        """Stays that take a bed and a turn: all but those at home."""
        self.households = np.zeros(communes)
        self.served = np.zeros(board.wanted.shape, dtype=np.int64)
        self.load = np.zeros_like(board.beds)
        self.gain: Floats = np.full((count, communes), -np.inf)
        self.loss: Floats = np.zeros(count)
        if start is not None:
            self._settle(start)
        self.refresh(np.arange(communes))

    # -- what stands -----------------------------------------------------------------------

    def choice(self) -> Choice:
        """The stays as they stand."""
        there = self.at != NOWHERE
        cells = zip(self.kind[there], self.at[there], self.round[there], strict=True)
        return Counter((int(g), int(c), int(r)) for g, c, r in cells)

    # -- changes ---------------------------------------------------------------------------

    def put(self, slot: int, commune: int, round_: int | None = None) -> None:
        """Sends a slot that is nowhere to a commune; gains are refreshed by the caller."""
        chosen = self._round_for(slot, commune) if round_ is None else round_
        self._count(slot, commune, chosen, sign=1)

    def take(self, slot: int) -> int:
        """Calls a slot back; answers the commune it was in."""
        commune = int(self.at[slot])
        self._count(slot, commune, int(self.round[slot]), sign=-1)
        return commune

    def _count(self, slot: int, commune: int, round_: int, *, sign: int) -> None:
        self.at[slot] = commune if sign > 0 else NOWHERE
        self.round[slot] = round_ if sign > 0 else NOWHERE
        self.held[commune] += sign
        self.households[commune] += sign * self.reach[slot, commune]
        self.served[commune] += sign * self.skilled[slot]
        if not self.home[slot, commune]:
            self.guests[commune] += sign
            self.load[commune] += sign * self.board.covers[round_]
        for other in self.siblings.get(slot, ()):
            self.free_rounds[other] = self._open_rounds(other)

    def _open_rounds(self, slot: int) -> Bools:
        """Rounds of the window in which no other slot of the same team is on the way."""
        board = self.board
        busy = np.zeros(board.beds.shape[1], dtype=bool)
        for other in self.siblings.get(slot, ()):
            if self.at[other] != NOWHERE:
                busy |= board.covers[self.round[other]]
        clash = (board.covers & busy).any(axis=1)
        return np.asarray(board.allowed[self.kind[slot]] & ~clash)

    def _round_for(self, slot: int, commune: int) -> int:
        """The one that saves most of the road; else that with the most beds left, the earliest."""
        room = self._room(slot, commune, self._beds_left(np.array([commune]))[0])
        adjoining = self._adjoining(slot, commune, room)
        if adjoining:
            return max(sorted(adjoining), key=lambda r: adjoining[r])
        return int(np.argmax(np.where(self.free_rounds[slot], room, -1)))

    def _room(self, slot: int, commune: int, beds: Ints) -> Ints:
        """Beds left for this slot through each round; at home one wherever the commune is open."""
        at_home = self.home[slot, commune]
        return np.asarray(self.board.opened[commune], dtype=np.int64) if at_home else beds

    def _adjoining(self, slot: int, commune: int, room: Ints) -> dict[int, int]:
        """Free rounds right before or after stays of the same team there: journeys they spare."""
        spared: dict[int, int] = {}
        for other in self.siblings.get(slot, ()):
            if self.at[other] == commune:
                for r in self.board.beside_rounds[int(self.round[other])]:
                    spared[r] = spared.get(r, 0) + 1
        return {r: n for r, n in spared.items() if self.free_rounds[slot, r] and room[r] > 0}

    def _spared(self, slot: int) -> int:
        """Journeys that a slot spares where it is, by its team's stays right before and after."""
        near = self.board.beside_rounds[int(self.round[slot])]
        return sum(
            self.at[o] == self.at[slot] and int(self.round[o]) in near
            for o in self.siblings.get(slot, ())
        )

    def _beds_left(self, communes: Indices) -> NDArray[np.int64]:
        """Teams that can still come through a whole round, communes × rounds; 0 when closed."""
        return self.board.through(self.board.beds[communes] - self.load[communes], communes)

    # -- gains -----------------------------------------------------------------------------

    def refresh(self, communes: Indices) -> None:
        """Computes gains and losses again where these communes are concerned."""
        self._gains(np.arange(len(self.kind)), communes)
        self._refresh_losses(np.flatnonzero(np.isin(self.at, communes)))

    def refresh_team(self, slot: int) -> None:
        """The same where the other stays of this slot's team are concerned."""
        others: Indices = np.array(self.siblings.get(slot, ()), dtype=np.intp)
        if len(others):
            self._gains(others, np.arange(len(self.held)))
            self._refresh_losses(others[self.at[others] != NOWHERE])

    def _gains(self, slots: Indices, communes: Indices) -> None:
        board, here = self.board, self.households[communes]
        cells = np.ix_(slots, communes)
        now = board.worth.at(communes, here)
        after = board.worth.at(communes[None], here[None] + self.reach[cells])
        gain = after - now[None] - self.cost[cells] + self.kept[cells] + self.points[cells]
        missing = (self.held[communes] < board.demand[communes]).astype(np.float64)
        new_skills = self.skilled[slots].astype(np.float64) @ (
            board.wanted[communes] & (self.served[communes] == 0)
        ).T.astype(np.float64)
        gain += self.penalty * (missing[None] + new_skills)
        free = self.free_rounds[slots].astype(np.float32)
        left = self._beds_left(communes)
        has_round = (free @ (left > 0).T.astype(np.float32)) > 0
        room = has_round & (self.guests < board.cap)[communes]
        at_home = self.home[cells]
        if at_home.any():
            open_ = (free @ board.opened[communes].T.astype(np.float32)) > 0
            room = np.where(at_home, open_, room)
        self.gain[cells] = np.where(self.usable[cells] & room, gain, -np.inf)
        self._spare_journeys(set(map(int, slots)), communes, left)

    def _spare_journeys(self, slots: set[int], communes: Indices, left: Ints) -> None:
        """Staying on where a team is costs no second journey."""
        if not self.siblings:
            return
        row = {int(c): n for n, c in enumerate(communes)}
        for other in np.flatnonzero(np.isin(self.at, communes)):
            c = int(self.at[other])
            for slot in slots & set(self.siblings.get(int(other), ())):
                room = self._room(slot, c, left[row[c]])
                spared = max(self._adjoining(slot, c, room).values(), default=0)
                # Each stay of the team there comes by once: its share of what is spared.
                mine = sum(self.at[o] == c for o in self.siblings[slot])
                self.gain[slot, c] += spared * self.cost[slot, c] / mine

    def _refresh_losses(self, slots: Indices) -> None:
        board, at = self.board, self.at[slots]
        now = board.worth.at(at, self.households[at])
        without = board.worth.at(at, self.households[at] - self.reach[slots, at])
        loss = now - without - self.cost[slots, at] + self.kept[slots, at]
        loss += self.points[slots, at]
        for n, slot in enumerate(slots):
            if int(slot) in self.siblings:
                loss[n] += self._spared(int(slot)) * self.cost[slot, at[n]]
        broken = (self.held[at] <= board.demand[at]).astype(np.float64)
        alone = board.wanted[at] & (self.served[at] == 1) & self.skilled[slots]
        self.loss[slots] = loss + self.penalty * (broken + alone.sum(axis=1))

    def replacing(self) -> Floats:
        """What it gains when slot s leaves its commune and slot t takes its place, s × t."""
        board, at = self.board, self.at
        there = np.flatnonzero(at != NOWHERE)
        result = np.full((len(at), len(at)), -np.inf)
        if not len(there):
            return result
        place = at[there]
        arriving = self.reach[:, place].T
        leaving = self.reach[there, place][:, None]
        base = self.households[place][:, None]
        now = board.worth.at(place, self.households[place])[:, None]
        gain = board.worth.at(place[:, None], base - leaving + arriving) - now
        worth = self.kept + self.points - self.cost
        gain += worth[:, place].T - worth[there, place][:, None]
        gain += self.penalty * self._skill_change(there, place)
        can = self.usable[:, place].T & self.free_rounds[:, self.round[there]].T
        can &= ~self.fixed[there][:, None] & ~self.fixed[None]
        # Who sleeps at home leaves no bed to a guest.
        can &= ~self.home[there, place][:, None] | self.home[:, place].T
        result[there] = np.where(can, gain, -np.inf)
        return result

    def _skill_change(self, there: Indices, place: Indices) -> Floats:
        board = self.board
        change = np.zeros((len(there), len(self.at)))
        for k in range(len(board.skills)):
            wanted = board.wanted[place, k]
            if not wanted.any():
                continue
            without = self.served[place, k] - self.skilled[there, k]
            before = self.served[place, k] > 0
            after = (without[:, None] + self.skilled[None, :, k]) > 0
            change += wanted[:, None] * (after.astype(float) - before[:, None])
        return change

    # -- start -----------------------------------------------------------------------------

    def _settle(self, start: Choice) -> None:
        """Gives every stay of a choice to a slot, locked ones first."""
        left = Counter(start)
        # A lock on a round first: a lock on any round must not take its stay.
        for (g, c, r), n in sorted(self.board.locks.items(), key=lambda k: (-k[0][2], k[0])):
            for _ in range(n):
                cell = next(k for k in sorted(left) if k[:2] == (g, c) and r in (-1, k[2]))
                left[cell] -= 1
                left += Counter()
                self.fixed[self._settle_one(cell)] = True
        by_time = sorted(left.elements(), key=lambda k: (k[2], k))
        for cell in by_time:
            self._settle_one(cell)

    def _settle_one(self, cell: tuple[int, int, int]) -> int:
        g, c, r = cell
        free = (self.kind == g) & (self.at == NOWHERE) & self.free_rounds[:, r]
        slot = int(np.flatnonzero(free)[0])
        self.put(slot, c, r)
        return slot


def _siblings(board: Board, kind: Indices, member: NDArray[np.int64]) -> dict[int, tuple[int, ...]]:
    """The other slots of the same team, for teams that make several stays."""
    several = {g for g, k in enumerate(board.classes) if k.stays > 1}
    teams: dict[tuple[int, int], list[int]] = {}
    for slot, (g, m) in enumerate(zip(kind, member, strict=True)):
        if g in several:
            teams.setdefault((int(g), int(m)), []).append(slot)
    return {s: tuple(t for t in mine if t != s) for mine in teams.values() for s in mine}


def _kept(board: Board, kind: Indices) -> Floats:
    """The bonus of each slot for going where the plan in force sends it, slot × commune."""
    bonus = np.zeros((len(kind), len(board.communes)))
    for g in range(len(board.classes)):
        slots = np.flatnonzero(kind == g)
        places = np.repeat(np.arange(len(board.communes)), board.previous[g])
        for slot, c in zip(slots, places, strict=False):
            bonus[slot, c] = board.keep_bonus
    return bonus
