"""How long whoever acts waits for the store, and how long the store may work for them.

One writer who never ends must not keep anybody else from being told so. The wait belongs to who
acts, as their standpoint does: a request is short of patience, somebody who publishes has more, and
what keeps the store itself goes on for as long as it takes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """Seconds. 0 is without end where a statement or a pause is meant."""

    turn_s: float
    """For one's turn to write, and for what somebody else holds."""
    statement_s: float
    """For one statement, also where nothing comes back at all."""
    pause_s: float
    """Within a transaction, between two statements: whoever is silent for longer is let go, with
    all they hold."""

    @property
    def reading_s(self) -> float:
        """For a store that somebody holds whole. A reader never waits for writers otherwise."""
        return min(self.turn_s, READING_S)


READING_S = 8.0
BY_THE_WAY = Patience(turn_s=0.3, statement_s=5, pause_s=30)
"""For what is noted beside something else, and is left out rather than waited for."""
VISIT = Patience(turn_s=4, statement_s=20, pause_s=60)
"""For one request: a login, an open file, a page without scripts."""
WORK = Patience(turn_s=30, statement_s=300, pause_s=600)
"""For what somebody does on a page or the command line: a publication of 200,000 rows."""
UPKEEP = Patience(turn_s=30, statement_s=0, pause_s=0)
"""For migrations, backups and a look through everything."""

_PATIENCE: ContextVar[Patience] = ContextVar("patience", default=WORK)


def patience() -> Patience:
    """Of whoever acts here."""
    return _PATIENCE.get()


@contextmanager
def waiting(how: Patience) -> Iterator[None]:
    """What is done within waits no longer than this."""
    before = _PATIENCE.set(how)
    try:
        yield
    finally:
        _PATIENCE.reset(before)


def left_until(deadline: float) -> float:
    """Seconds that are left until a moment of ``time.monotonic``; never none at all."""
    return max(0.05, deadline - time.monotonic())
