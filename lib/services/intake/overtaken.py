"""Somebody else was first: who changed the same commune and period after a preview, and how."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from lib.services.installation import Installation
from lib.store.engine import asking
from lib.store.history.returns import returns
from lib.store.history.uploads import uploads
from lib.text import say_moment

Scope = tuple[str, str]
Standing = Mapping[Scope, list[int]]
"""The uploads that count, by scope."""

PUBLISHED, WITHDRAWN, RETURNED, MOVED = "published", "withdrawn", "returned", "moved"


@dataclass(frozen=True)
class Overtaken:
    """Somebody changed the same commune and period after the preview was made."""

    by: str
    """"" where nobody did: only codes given out meanwhile stand in the way."""
    at: str
    filename: str
    communes: tuple[str, ...]
    turn: str = MOVED
    """What they did: published, withdrew, returned the period to an earlier state; or ``MOVED``."""
    upload_id: int = 0
    changed: int = 0
    """How many communes their upload changed."""


def overtaken_since(installation: Installation, seen: Standing, now: Standing) -> Overtaken | None:
    """What happened between what a person saw and what stands there now, if anything did."""
    moved = [scope for scope in now if scope in seen and list(seen[scope]) != list(now[scope])]
    if not moved:
        return None
    with asking(installation.engine) as connection:
        return overtaken(installation, connection, base=seen, now=now, moved=moved)


@dataclass(frozen=True)
class _Event:
    at: datetime
    by: str
    turn: str
    filename: str = ""
    upload_id: int = 0
    changed: int = 0


def overtaken(
    installation: Installation,
    connection: Connection,
    *,
    base: Standing,
    now: Standing,
    moved: Collection[Scope],
) -> Overtaken:
    """The newest thing that made these scopes stand otherwise than the preview saw them."""
    codes = sorted({code for _, code in moved})
    names = tuple(installation.gazetteer.communes[c].full_name for c in codes if c)
    came = {u for s in moved for u in now[s]} - {u for s in moved for u in base.get(s, ())}
    went = {u for s in moved for u in base.get(s, ())} - {u for s in moved for u in now[s]}
    found = [*_of_uploads(connection, came, went), *_of_returns(connection, moved, came, went=went)]
    if not found:
        return Overtaken("", "", "", names)
    last = max(found, key=lambda e: (e.at, e.upload_id))
    return Overtaken(
        last.by, say_moment(last.at), last.filename, names, last.turn, last.upload_id, last.changed
    )


def _of_uploads(connection: Connection, came: set[int], went: set[int]) -> list[_Event]:
    found = []
    for u in uploads(connection, ids=came | went):
        changed = int(u.summary["changed"])
        if u.id in came:
            found.append(_Event(u.published_at, u.who, PUBLISHED, u.filename, u.id, changed))
        elif u.withdrawn_at:
            found.append(_Event(u.withdrawn_at, u.withdrawn_by, WITHDRAWN, u.filename, u.id))
    return found


def _of_returns(
    connection: Connection, moved: Collection[Scope], came: set[int], *, went: set[int]
) -> list[_Event]:
    """Only where a return explains it: withdrawn uploads count again, or others count no more."""
    unexplained = [u for u in uploads(connection, ids=came) if u.withdrawn_at]
    unexplained += [u for u in uploads(connection, ids=went) if not u.withdrawn_at]
    if not unexplained:
        return []
    periods = {period for period, _ in moved}
    known = [r for r in returns(connection) if r.period in periods]
    made = [_Event(r.at, r.who, RETURNED) for r in known]
    return made + [_Event(r.undone_at, r.undone_by, RETURNED) for r in known if r.undone_at]
