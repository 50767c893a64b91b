"""Guessing passwords made slow, and nobody kept out by it who knows their own.

Wrong answers are counted in a row by device, by name and address, by name and network, by name,
by address and by network. What strangers do to a name never counts against a device on which its
owner has come in, nor against somebody who tries that name for the first time from where nobody
has tried it: those are looked at. All others wait; SECURITY.md does the sum of what is left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Connection

from lib.domain.access.networks import networks
from lib.domain.errors import NotAllowed
from lib.services.installation import Installation
from lib.services.rations import Lane
from lib.store.access.refusals import (
    Refusals,
    add_refusal,
    forget_refusals,
    keep_newest_refusals,
    refusals,
)
from lib.store.engine import asking

_FORGOTTEN = timedelta(hours=24)
_MOST_KEPT = 200_000


@dataclass(frozen=True)
class _Limit:
    free: int
    """Wrong answers in a row before anybody waits."""
    longest_s: int
    """The wait doubles up to this."""


_LIMITS = {
    "device": _Limit(4, 60),
    "own": _Limit(4, 60),
    "pair": _Limit(4, 60),
    "near": _Limit(8, 60),
    "wide": _Limit(16, 60),
    "login": _Limit(20, 60),
    # A whole office may stand behind one address: it is slowed, never shut out.
    "address": _Limit(23, 2),
    "network": _Limit(60, 2),
    "sso": _Limit(20, 2),
    "demo": _Limit(100, 10),
}
_NEW = {"pair": 3, "near": 6, "wide": 12}
"""Fewer wrong answers than these: somebody who has hardly tried this name from there."""
WAITS = ("login_wait", "demo_wait")
"""The codes under which a wait is told."""
FEW_S = 2
"""A wait that a request sits out by itself, see ``lib.web.request.patience``."""


@dataclass(frozen=True)
class Attempt:
    """One attempt, as it is counted."""

    keys: tuple[str, ...]
    lane: Lane = Lane.NEW
    person: str = ""
    """For whom it stands in line: a device, or a network."""
    known: bool = False
    """Whether it is about an account that there is: counted longer than what strangers invent."""


def at_the_door(login: str, address: str, *, known: bool = False) -> Attempt:
    """A stranger who says to be ``login``."""
    around = networks(address)
    nearby = zip(("near", "wide"), around, strict=False)
    named = [("pair", f"{login}\n{address}"), *((k, f"{login}\n{n}") for k, n in nearby)]
    kinds = [("login", login), *named, *_of_place(address)]
    return Attempt(_keys(kinds), person=around[0] if around else "", known=known)


def on_device(device: str) -> Attempt:
    """Somebody at a device on which this very account has come in before."""
    return Attempt(_keys([("device", device)]), Lane.KNOWN, f"device:{device}", known=True)


def at_own_page(account: int, session: str) -> Attempt:
    """Somebody who is in and gives their present password; counted by the session alone."""
    about = f"{account}\n{session}"
    return Attempt(_keys([("own", about)]), Lane.KNOWN, f"account:{account}", known=True)


def without_password(kind: str, address: str) -> Attempt:
    """A way in of another kind, "sso" or "demo", from an address."""
    return Attempt(_keys([(kind, next(iter(networks(address)), ""))]))


def _of_place(address: str) -> list[tuple[str, str]]:
    return [("address", address), *(("network", n) for n in networks(address))]


def _keys(kinds: Collection[tuple[str, str]]) -> tuple[str, ...]:
    """What is counted by. Digests: people type passwords into the field for names."""
    return tuple(
        f"{kind}:{hashlib.sha256(text.encode()).hexdigest()[:48]}" for kind, text in kinds if text
    )


def lane_of(installation: Installation, attempt: Attempt) -> Lane:
    """In which lane an attempt stands in line, if it is time for it.

    Asked before anything is written: whoever hammers at the door holds no writer up. Raises
    ``NotAllowed("login_wait")``, or "demo_wait", with its seconds while it is not yet time.
    """
    with asking(installation.engine) as connection:
        known = refusals(connection, attempt.keys)
    _must_not_wait(known, installation.clock())
    quiet = attempt.lane is Lane.KNOWN or all(_kind(key) == "login" for key in known)
    return attempt.lane if quiet else Lane.NOISY


def count_attempt(connection: Connection, attempt: Attempt, *, at: datetime) -> None:
    """Counted before it is looked at: many attempts at once are no way around the wait.

    Raises like ``lane_of``.
    """
    forget_refusals(connection, before=at - _FORGOTTEN)
    known = refusals(connection, attempt.keys)
    _must_not_wait(known, at)
    for key in attempt.keys:
        count = known[key].count + 1 if key in known else 1
        add_refusal(connection, key, count=count, at=at, known=attempt.known)
    keep_newest_refusals(connection, most=_MOST_KEPT)


def forgive(connection: Connection, attempt: Attempt) -> None:
    """After an attempt that succeeded: what this person got wrong before is taken off every count.

    What others did stays: a login neither opens the door for strangers nor makes an office behind
    one address wait for its own people.
    """
    known = refusals(connection, attempt.keys)
    own = [found.count for key, found in known.items() if _kind(key) in ("pair", "device", "own")]
    mine = max(own, default=1)
    gone = [key for key, found in known.items() if found.count <= mine]
    forget_refusals(connection, keys=gone)
    for key, found in known.items():
        if key not in gone:
            count = found.count - mine
            add_refusal(connection, key, count=count, at=found.last_at, known=attempt.known)


def wrong_in_a_row(connection: Connection, attempt: Attempt) -> int:
    """How often in a row it went wrong, at the highest of its counts."""
    return max((r.count for r in refusals(connection, attempt.keys).values()), default=0)


def _must_not_wait(known: Mapping[str, Refusals], at: datetime) -> None:
    counts = {_kind(key): found.count for key, found in known.items()}
    new = all(counts.get(kind, 0) < most for kind, most in _NEW.items())
    wait = max(
        (_left(key, r, at) for key, r in known.items() if not (new and _kind(key) == "login")),
        default=0,
    )
    if wait:
        # Whoever tries the demonstration has got nothing wrong: there were many, no more.
        raise NotAllowed("demo_wait" if "demo" in counts else "login_wait", seconds=wait)


def _kind(key: str) -> str:
    return key.partition(":")[0]


def _left(key: str, found: Refusals, at: datetime) -> int:
    limit = _LIMITS[_kind(key)]
    beyond = found.count - limit.free
    if beyond <= 0:
        return 0
    delay = min(2 ** min(beyond, 10), limit.longest_s)
    return max(0, ceil((found.last_at + timedelta(seconds=delay) - at).total_seconds()))
