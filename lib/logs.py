"""How the server's log is written: one place, called once at start."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog

_A_MINUTE = 300
"""Lines of one kind within a minute; who knocks without end fills no disk."""


class Seldom:
    """Drops what is said too often, and says how much that was when the minute is over."""

    def __init__(self, most: int = _A_MINUTE, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._minute = 0
        self._said: Counter[str] = Counter()
        self._before: Counter[str] = Counter()

    def __call__(
        self, _logger: object, _method: str, line: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        """The line, with the count of those left out before it."""
        kind = str(line.get("event", ""))[:80]
        with self._lock:
            minute = int(self._clock() // 60)
            if minute != self._minute:
                self._minute, self._before = minute, self._said
                self._said = Counter()
            self._said[kind] += 1
            if self._said[kind] > self._most:
                raise structlog.DropEvent
            left_out = self._before.pop(kind, 0) - self._most
        return {**line, "left_out": left_out} if left_out > 0 else line


def write_plainly() -> None:
    """Traces without the values of variables: those are people's figures, and take half a second
    each to lay out.
    """
    structlog.configure(
        processors=[
            Seldom(),
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        cache_logger_on_first_use=True,
    )


def only_for_people() -> None:
    """At a terminal somebody reads: what commands have to say, they say in sentences."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
