"""Writers of one process, one after the other in the order in which they came.

SQLite lets whoever asks first after a lock is free have it: somebody who writes all the time would
keep everybody else waiting until their patience is over.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from lib.domain.errors import StoreBusy

_STUCK_S, _A_LOOK_S = 5.0, 0.2


class Turns:
    """Hands the turn from each to the next who waits."""

    def __init__(self) -> None:
        self._waiting: deque[Event] = deque()
        self._lock = Lock()
        self._taken = False
        self._in_vain_at = -_STUCK_S

    def worth(self, patience_s: float) -> float:
        """How long it is worth waiting. Where somebody has just waited in vain, and nobody got a
        turn since, whoever has little patience hears of it at once: many who wait one after the
        other, each for as long as the first, would be told after minutes.
        """
        stuck = time.monotonic() - self._in_vain_at < _STUCK_S
        return min(patience_s, _A_LOOK_S) if stuck and patience_s < _STUCK_S else patience_s

    def came(self) -> None:
        """A turn has come."""
        self._in_vain_at = -_STUCK_S

    def never_came(self) -> None:
        """Somebody has waited in vain."""
        self._in_vain_at = time.monotonic()

    @contextmanager
    def mine(self, *, patience_s: float) -> Iterator[None]:
        """One's turn. Raises ``StoreBusy`` where it does not come within the patience."""
        self._take(patience_s)
        try:
            yield
        finally:
            self._pass_on()

    def _take(self, patience_s: float) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            called = Event()
            self._waiting.append(called)
        if called.wait(patience_s):
            return
        with self._lock:
            if not called.is_set():
                self._waiting.remove(called)
                raise StoreBusy

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


TURNS: defaultdict[str, Turns] = defaultdict(Turns)
"""By the address of the store."""
