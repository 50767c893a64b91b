"""Sessions as rows, named by the digest of what the cookie holds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from lib.store.history.epoch import NAMED
from lib.store.schema.accounts import account, session


def add_session(connection: Connection, digest: str, **values: object) -> None:
    """Writes a session that begins."""
    connection.execute(insert(session), {"digest": digest, **values})


def live_session(connection: Connection, digest: str, *, at: datetime) -> Row[Any] | None:
    """Session and account, while both hold: one question to an index."""
    return connection.execute(_live(at).where(session.c.digest == digest)).first()


def still_live(connection: Connection, digests: Collection[str], *, at: datetime) -> set[str]:
    """Those of the sessions that hold."""
    asked = _live(at).where(session.c.digest.in_(digests))
    return {row.digest for row in connection.execute(asked)}


def touch(connection: Connection, digest: str, *, at: datetime) -> None:
    """Notes that somebody was there."""
    connection.execute(update(session).where(session.c.digest == digest).values(seen_at=at))


def end_sessions(
    connection: Connection,
    *,
    why: str,
    at: datetime,
    digest: str | None = None,
    account_id: int | None = None,
) -> int:
    """Ends one session, or all of an account; how many there were."""
    asked = update(session).where(session.c.ended_at.is_(None))
    if digest is not None:
        asked = asked.where(session.c.digest == digest)
    if account_id is not None:
        asked = asked.where(session.c.account_id == account_id)
    return connection.execute(asked.values(ended_at=at, ended_why=why)).rowcount


def forget_all_sessions(connection: Connection, *, at: datetime) -> int:
    """Ends every session by leaving nothing of any; how many there were that held."""
    live = select(func.count()).select_from(session)
    count = connection.execute(live.where(session.c.ended_at.is_(None), session.c.expires_at > at))
    held = int(count.scalar_one())
    connection.execute(delete(session))
    return held


def _live(at: datetime) -> Select[Any]:
    return (
        select(
            session.c.digest,
            session.c.seen_at,
            session.c.expires_at,
            NAMED.label("epoch"),
            account.c.id,
            account.c.name,
            account.c.role,
            account.c.commune_code,
        )
        .join(account, account.c.id == session.c.account_id)
        .where(
            session.c.ended_at.is_(None),
            session.c.expires_at > at,
            account.c.disabled_at.is_(None),
        )
    )


def forget_sessions(connection: Connection, *, before: datetime) -> int:
    """Forgets sessions that ran out before a moment; how many. The trail keeps who came in."""
    return connection.execute(delete(session).where(session.c.expires_at < before)).rowcount
