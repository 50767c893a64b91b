"""How often in a row a login name or an address was refused."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from lib.store.account_tables import refusal


@dataclass(frozen=True)
class Refusals:
    """In a row, and when the last one was (UTC)."""

    count: int
    last_at: datetime


def refusals(connection: Connection, keys: Collection[str]) -> dict[str, Refusals]:
    """What is known of these keys."""
    rows = connection.execute(select(refusal).where(refusal.c.key.in_(keys)))
    return {row.key: Refusals(row[1], row[2]) for row in rows}


def add_refusal(connection: Connection, key: str, *, count: int, at: datetime) -> None:
    """Writes that this was the ``count``-th in a row."""
    values = {"count": count, "last_at": at}
    if not connection.execute(update(refusal).where(refusal.c.key == key), values).rowcount:
        connection.execute(insert(refusal), {"key": key, **values})


def forget_refusals(
    connection: Connection, *, keys: Collection[str] = (), before: datetime | None = None
) -> None:
    """Forgets these keys, and everything older than a moment."""
    connection.execute(delete(refusal).where(refusal.c.key.in_(keys)))
    if before is not None:
        connection.execute(delete(refusal).where(refusal.c.last_at < before))
