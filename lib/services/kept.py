"""A small memory for what is costly to make and asked for often."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

T = TypeVar("T")


class Kept:
    """The newest answers by key; the one not asked for longest is dropped first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._found: OrderedDict[Hashable, object] = OrderedDict()

    def peek(self, key: Hashable) -> object | None:
        """What is kept under ``key``, if anything."""
        with self._lock:
            return self._found.get(key)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under ``key``, made when it is not there."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return cast(T, self._found[key])
        # Made outside the lock: two may do it at once, and both come to the same.
        made = make()
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return made
