"""A small memory for what is costly to make and asked for often."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TypeVar, cast

T = TypeVar("T")


@dataclass(frozen=True)
class Key:
    """Under what an answer is kept. Made in ``caching`` alone, which forgets nobody who asks."""

    parts: Hashable


class _Place:
    """Where one answer will stand, or stands."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.made = False
        self.answer: object = None


class Kept:
    """The newest answers by key; the one not asked for longest is dropped first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._places: OrderedDict[Key, _Place] = OrderedDict()

    def peek(self, key: Key) -> object | None:
        """What is kept under ``key``, if anything."""
        with self._lock:
            place = self._places.get(key)
        return place.answer if place and place.made else None

    def get(self, key: Key, make: Callable[[], T]) -> T:
        """What is kept under ``key``, made when it is not there.

        After a publish many ask for the same at once: one makes it, the others wait for it.
        """
        if not isinstance(key, Key):
            raise TypeError(f"not a key: {key!r}")
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self._most:
                self._places.popitem(last=False)
        with place.lock:
            if not place.made:
                place.answer = make()
                place.made = True
        return cast(T, place.answer)


class Memory:
    """Everything that is kept, each kind of answer by itself: none drives another out."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kinds: dict[str, Kept] = {}

    def of(self, kind: str, most: int) -> Kept:
        """Where the answers of this kind stand, so many at the most."""
        with self._lock:
            return self._kinds.setdefault(kind, Kept(most))


@cache
def of_the_process() -> Memory:
    """The one memory that pages and routes of a server share."""
    return Memory()
