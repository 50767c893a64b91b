"""Guessing passwords made slow: a growing wait after refusals, never a door shut for good."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Connection

from lib.domain.errors import NotAllowed
from lib.store.refusals import Refusals, add_refusal, forget_refusals, refusals

_FORGOTTEN = timedelta(hours=24)
_FREE = {"login": 4, "address": 20}
"""Refusals in a row before anybody waits. A whole office may stand behind one address."""
_LONGEST_S = {"login": 60, "address": 300}


def keys_for(login: str, address: str) -> tuple[str, ...]:
    """What refusals are counted by. Digests: people type passwords into the field for names."""
    return tuple(
        f"{kind}:{hashlib.sha256(text.encode()).hexdigest()[:48]}"
        for kind, text in (("login", login), ("address", address))
        if text
    )


def wait_s(connection: Connection, keys: Sequence[str], *, at: datetime) -> int:
    """Seconds until the next attempt is looked at; 0 for now."""
    known = refusals(connection, keys)
    return max((_left(key, found, at) for key, found in known.items()), default=0)


def count_refusal(connection: Connection, keys: Sequence[str], *, at: datetime) -> None:
    """One more refusal for each key."""
    forget_refusals(connection, before=at - _FORGOTTEN)
    known = refusals(connection, keys)
    for key in keys:
        add_refusal(connection, key, count=known[key].count + 1 if key in known else 1, at=at)


def count_attempt(connection: Connection, keys: Sequence[str], *, at: datetime) -> None:
    """Counted before it is looked at: many attempts at once are no way around the wait.

    Raises ``NotAllowed("login_wait")`` with its seconds while it is not yet time.
    """
    if wait := wait_s(connection, keys, at=at):
        raise NotAllowed("login_wait", seconds=wait)
    count_refusal(connection, keys, at=at)


def forgive(connection: Connection, keys: Sequence[str]) -> None:
    """After a login that succeeded, its name starts anew; the address goes on as if it had not
    been tried, so that an office behind one address never waits for its own people.
    """
    forget_refusals(connection, keys=[key for key in keys if key.startswith("login:")])
    known = refusals(connection, [key for key in keys if not key.startswith("login:")])
    for key, found in known.items():
        add_refusal(connection, key, count=max(0, found.count - 1), at=found.last_at)


def _left(key: str, found: Refusals, at: datetime) -> int:
    kind = key.split(":", maxsplit=1)[0]
    beyond = found.count - _FREE[kind]
    if beyond <= 0:
        return 0
    delay = min(2 ** min(beyond, 10), _LONGEST_S[kind])
    return max(0, ceil((found.last_at + timedelta(seconds=delay) - at).total_seconds()))
