"""Periods closed and opened again. Rows are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from lib.store.schema.records import closing


@dataclass(frozen=True, kw_only=True)
class Closing:
    """A period closed, or opened again. ``at`` is UTC."""

    id: int = 0
    period: str
    closed: bool
    who: str
    at: datetime
    reason: str


_WRITTEN = ("period", "closed", "who", "at", "reason")


def add_closing(connection: Connection, new: Closing) -> int:
    """Writes it; from ``at`` on it holds."""
    values = {name: getattr(new, name) for name in _WRITTEN}
    return int(connection.execute(insert(closing).returning(closing.c.id), values).scalar_one())


def closings(connection: Connection) -> list[Closing]:
    """Everything that was closed and opened, newest first."""
    rows = connection.execute(select(closing).order_by(closing.c.id.desc()))
    return [Closing(**{name: getattr(row, name) for name in (*_WRITTEN, "id")}) for row in rows]


def closed(connection: Connection, *, at: datetime | None = None) -> dict[str, Closing]:
    """The periods that are closed now, or were at a moment, each with its closing."""
    newest: dict[str, Closing] = {}
    for one in closings(connection):
        if at is None or one.at <= at:
            newest.setdefault(one.period, one)
    return {period: one for period, one in newest.items() if one.closed}
