"""Sessions: begun at login, asked for at every run and request, ended for good."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row

from lib.domain.access.permissions import Person, Role
from lib.domain.audit.chain import Deed
from lib.domain.errors import StoreBusy
from lib.services.audit.tallies import record_or_count
from lib.services.health.succession import is_settled, settle
from lib.services.installation import Installation
from lib.store.access import sessions as store
from lib.store.access.accounts import Account
from lib.store.engine import asking, writing
from lib.store.patience import BY_THE_WAY, waiting

log = structlog.get_logger()

COOKIE = "bdhvs"
HOURS = 12
_SEEN_EVERY = timedelta(minutes=10)
_LONGEST_AGENT = 200
_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Visit:
    """Somebody who is logged in."""

    digest: str
    """Names the session; tells nothing that opens one."""
    person: Person
    stale: bool = False
    """Whether it is time to note that they are still there, see ``note_presence``."""


def begin(
    connection: Connection, account_id: int, *, at: datetime, agent: str = "", address: str = ""
) -> str:
    """A new session for an account; what its cookie holds, 256 bits of chance."""
    token = secrets.token_urlsafe(32)
    store.add_session(
        connection,
        digest_of(token),
        account_id=account_id,
        created_at=at,
        seen_at=at,
        expires_at=at + timedelta(hours=HOURS),
        agent=agent[:_LONGEST_AGENT],
        address=address,
    )
    return token


def visit_of(installation: Installation, token: str) -> Visit | None:
    """Who comes with this token; ``None`` where its session has ended or never was."""
    if not token:
        return None
    now = installation.clock()
    with asking(installation.engine) as connection:
        found = store.live_session(connection, digest_of(token), at=now)
    if installation.settled.epoch and not is_settled(installation, found.epoch if found else None):
        settle(installation)
        return visit_of(installation, token)
    if found is None:
        return None
    return Visit(found.digest, person_of(found), stale=now - found.seen_at > _SEEN_EVERY)


def person_of(account: Account | Row[Any]) -> Person:
    """Whoever an account belongs to."""
    return Person(account.name, Role(account.role), account.commune_code, account.id)


def still_in(installation: Installation, digests: Collection[str]) -> set[str]:
    """Those of the sessions that have not ended."""
    if installation.settled.epoch and not is_settled(installation):
        settle(installation)
    with asking(installation.engine) as connection:
        return store.still_live(connection, digests, at=installation.clock())


def note_presence(installation: Installation, visit: Visit) -> None:
    """Notes that they are still there; where others write, at a later request."""
    try:
        with waiting(BY_THE_WAY), writing(installation.engine) as connection:
            store.touch(connection, visit.digest, at=installation.clock())
    except StoreBusy as error:
        log.info("presence_not_noted", error=error.code)


def forget_old_sessions(installation: Installation) -> int:
    """Sessions that ran out a month ago are forgotten; how many."""
    with writing(installation.engine) as connection:
        return store.forget_sessions(connection, before=installation.clock() - _KEPT)


def log_out(installation: Installation, token: str) -> None:
    """Ends the session of this token, at once and for good."""
    now, digest = installation.clock(), digest_of(token)
    with writing(installation.engine) as connection:
        if found := store.live_session(connection, digest, at=now):
            record_or_count(installation, connection, person_of(found), deed=Deed.LOGOUT)
        store.end_sessions(connection, why="logout", at=now, digest=digest)


def digest_of(token: str) -> str:
    """The name of the session whose cookie holds ``token``."""
    return hashlib.sha256(token.encode()).hexdigest()
