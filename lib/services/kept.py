"""A small memory for what is costly to make and asked for often."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

T = TypeVar("T")


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
        self._places: OrderedDict[Hashable, _Place] = OrderedDict()

    def peek(self, key: Hashable) -> object | None:
        """What is kept under ``key``, if anything."""
        with self._lock:
            place = self._places.get(key)
        return place.answer if place and place.made else None

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under ``key``, made when it is not there.

        After a publish many ask for the same at once: one makes it, the others wait for it.
        """
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
