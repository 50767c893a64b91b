"""A bounded memory in which nobody's things push out those of others."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Shares(Generic[K, V]):
    """Values by key, each of somebody; over the limit, whoever has most loses their oldest.

    Not locked: whoever holds one in several threads locks around it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[K, tuple[Hashable, V]] = {}
        self._of: dict[Hashable, OrderedDict[K, None]] = {}

    def put(self, key: K, value: V, *, of: Hashable) -> None:
        """Keeps a value for somebody, as their newest."""
        self.pop(key)
        self._values[key] = (of, value)
        self._of.setdefault(of, OrderedDict())[key] = None
        while len(self._values) > self._most:
            self.pop(next(iter(self._of[self._fullest()])))

    def get(self, key: K) -> V | None:
        """The value of a key."""
        found = self._values.get(key)
        return found[1] if found else None

    def pop(self, key: K) -> V | None:
        """The value of a key, which is forgotten."""
        found = self._values.pop(key, None)
        if found is None:
            return None
        mine = self._of[found[0]]
        del mine[key]
        if not mine:
            del self._of[found[0]]
        return found[1]

    def of(self, somebody: Hashable) -> tuple[K, ...]:
        """The keys of somebody, oldest first."""
        return tuple(self._of.get(somebody, ()))

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[K]:
        return iter(self._values)

    def _fullest(self) -> Hashable:
        """Whoever has most; of several with as many, whoever came first."""
        return max(self._of, key=lambda somebody: len(self._of[somebody]))
