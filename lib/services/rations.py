"""What is costly is rationed: so much at once in all, so much for one person, the others in line.

Whoever asks for everything waits for themselves; somebody else is next when a place is free.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from threading import Condition

from lib.domain.access.permissions import Person
from lib.domain.errors import Busy

_SOON_S = 10


class Lane(IntEnum):
    """Who goes first when a place is free."""

    KNOWN = 0
    """Somebody who has shown who they are."""
    NEW = 1
    NOISY = 2
    """From where much has gone wrong lately."""


@dataclass(frozen=True)
class Limits:
    """How much of one thing there is."""

    at_once: int
    """In all."""
    each: int = 1
    """For one person at the same time."""
    reserved: int = 0
    """Of these, places that only the lane ``KNOWN`` gets."""
    in_line: int = 4
    """How many wishes of one person may wait."""
    all_in_line: int = 64
    patience_s: float = 20.0
    """How long a wish waits at most."""


@dataclass(eq=False)
class _Wish:
    person: Hashable
    lane: Lane
    number: int


class Ration:
    """Places for something costly, given fairly: to whoever was served longest ago."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._line: list[_Wish] = []
        self._busy: list[_Wish] = []
        self._served: dict[Hashable, int] = {}
        self._count = 0
        self._changed = Condition()

    @contextmanager
    def turn(self, person: Hashable, *, lane: Lane = Lane.NEW) -> Iterator[None]:
        """A place, once it is this person's turn.

        Raises ``Busy``: "busy_mine" while too many wishes of the same person wait, "busy_all"
        while too many wait in all, or where the turn does not come in time.
        """
        wish = self._queued(person, lane)
        try:
            yield
        finally:
            with self._changed:
                self._busy.remove(wish)
                self._forget_idle()
                self._changed.notify_all()

    def must_have_room(self, person: Hashable) -> None:
        """Raises ``Busy`` where another wish of this person would have to wait too long."""
        with self._changed:
            if sum(w.person == person for w in self._line) >= self._limits.in_line:
                raise Busy("busy_mine", seconds=_SOON_S)

    def _queued(self, person: Hashable, lane: Lane) -> _Wish:
        limits = self._limits
        self.must_have_room(person)
        with self._changed:
            same_lane = sum(w.lane == lane for w in self._line)
            if same_lane >= limits.all_in_line:
                raise Busy("busy_all", seconds=_SOON_S)
            self._count += 1
            wish = _Wish(person, lane, self._count)
            self._line.append(wish)
            self._wait(wish)
            return wish

    def _wait(self, wish: _Wish) -> None:
        until = time.monotonic() + self._limits.patience_s
        try:
            while self._next() is not wish:
                left = until - time.monotonic()
                if left <= 0:
                    raise Busy("busy_all", seconds=_SOON_S)
                self._changed.wait(left)
        finally:
            self._line.remove(wish)
            self._changed.notify_all()
        self._busy.append(wish)
        self._served[wish.person] = wish.number

    def _next(self) -> _Wish | None:
        """Whose turn it is, if a place is free for anybody who waits."""
        under_way = Counter(w.person for w in self._busy)
        free = self._limits.at_once - len(self._busy)
        ready = [
            w for w in self._line
            if under_way[w.person] < self._limits.each
            and free > (0 if w.lane is Lane.KNOWN else self._limits.reserved)
        ]  # fmt: skip
        order = lambda w: (w.lane, self._served.get(w.person, 0), w.number)  # noqa: E731
        return min(ready, key=order, default=None)

    def _forget_idle(self) -> None:
        """Keeps in mind only the newest served: the line knows nobody who left long ago."""
        while len(self._served) > 1_000:
            del self._served[min(self._served, key=self._served.__getitem__)]


PAPERS = Ration(Limits(at_once=2, in_line=4, patience_s=30.0))
"""Printed maps, workbooks, archives: each takes half a second of a core or more."""


def share_of(who: Person | str, *, session: str = "") -> str:
    """As whom somebody gets their share: an account, however many pages it has open.

    ``session``: where many people share the accounts, as on the demonstration.
    """
    account = who.account if isinstance(who, Person) else None
    named = f"account:{account}" if account is not None else f"name:{who}"
    return f"{named} {session}".rstrip()
