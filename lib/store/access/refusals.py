"""How often in a row somebody was refused, by what they are counted by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from lib.store.schema.accounts import refusal


@dataclass(frozen=True)
class Refusals:
    """In a row, and when the last one was (UTC)."""

    count: int
    last_at: datetime


def refusals(connection: Connection, keys: Collection[str]) -> dict[str, Refusals]:
    """What is known of these keys."""
    rows = connection.execute(select(refusal).where(refusal.c.key.in_(keys)))
    return {row.key: Refusals(row[1], row[2]) for row in rows}


def add_refusal(
    connection: Connection, key: str, *, count: int, at: datetime, known: bool = False
) -> None:
    """Writes that this was the ``count``-th in a row; ``known``: of an account that there is."""
    values = {"count": count, "last_at": at, "known": int(known)}
    if not connection.execute(update(refusal).where(refusal.c.key == key), values).rowcount:
        connection.execute(insert(refusal), {"key": key, **values})


def forget_refusals(
    connection: Connection, *, keys: Collection[str] = (), before: datetime | None = None
) -> None:
    """Forgets these keys, and everything older than a moment."""
    if keys:
        connection.execute(delete(refusal).where(refusal.c.key.in_(keys)))
    if before is not None:
        connection.execute(delete(refusal).where(refusal.c.last_at < before))


def keep_newest_refusals(connection: Connection, *, most: int) -> None:
    """Forgets the oldest beyond so many; first of all names that nobody has."""
    count = connection.execute(select(func.count()).select_from(refusal)).scalar_one()
    if count > most:
        oldest = select(refusal.c.key).order_by(refusal.c.known, refusal.c.last_at)
        gone = oldest.limit(count - most + most // 10).scalar_subquery()
        connection.execute(delete(refusal).where(refusal.c.key.in_(gone)))
