"""Writers of one process, one after the other in the order in which they came.

SQLite lets whoever asks first after a lock is free have it: somebody who writes all the time would
keep everybody else waiting until their patience is over.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from lib.domain.errors import StoreBusy


class Turns:
    """Hands the turn from each to the next who waits."""

    def __init__(self) -> None:
        self._waiting: deque[Event] = deque()
        self._lock = Lock()
        self._taken = False

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
