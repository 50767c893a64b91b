"""Periods brought back to an earlier state, and such returns undone. Rows are only ever added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from lib.store.schema.records import period_return, period_return_undone, period_return_upload


@dataclass(frozen=True, kw_only=True)
class Return:
    """A period brought back to how it stood at ``as_of``. Times are UTC."""

    id: int = 0
    period: str
    as_of: datetime
    newest_upload: int
    """Uploads with a greater number came later and count as ever."""
    kept: frozenset[int]
    """The uploads before that which count for the period."""
    who: str
    at: datetime
    reason: str
    undone_at: datetime | None = None
    undone_by: str = ""
    undone_reason: str = ""


_WRITTEN = ("period", "as_of", "newest_upload", "who", "at", "reason")


def add_return(connection: Connection, new: Return) -> int:
    """Writes the return with all that counts again."""
    values = {name: getattr(new, name) for name in _WRITTEN}
    made = insert(period_return).returning(period_return.c.id)
    return_id = int(connection.execute(made, values).scalar_one())
    kept = [{"return_id": return_id, "upload_id": u} for u in sorted(new.kept)]
    if kept:
        connection.execute(insert(period_return_upload), kept)
    return return_id


def add_undoing(
    connection: Connection, return_id: int, *, who: str, at: datetime, reason: str
) -> None:
    """The compensating record: from now on as if the return had never been made."""
    values = {"return_id": return_id, "who": who, "at": at, "reason": reason}
    connection.execute(insert(period_return_undone), values)


def returns(
    connection: Connection, *, ids: Collection[int] | None = None, as_of: datetime | None = None
) -> list[Return]:
    """All returns, newest first, the undone ones too, as known at a moment."""
    undone = period_return_undone
    joined = undone.c.return_id == period_return.c.id
    query = select(
        period_return,
        undone.c.who.label("by"),
        undone.c.at.label("gone"),
        undone.c.reason.label("why"),
    ).order_by(period_return.c.id.desc())
    if as_of is not None:
        joined &= undone.c.at <= as_of
        query = query.where(period_return.c.at <= as_of)
    if ids is not None:
        query = query.where(period_return.c.id.in_(ids))
    rows = connection.execute(query.join(undone, joined, isouter=True)).all()
    return [_return(row, kept) for row, kept in zip(rows, _kept(connection, rows), strict=True)]


def _kept(connection: Connection, rows: Collection[Row[Any]]) -> list[frozenset[int]]:
    if not rows:
        return []
    told = period_return_upload
    pairs = connection.execute(select(told).where(told.c.return_id.in_([r.id for r in rows]))).all()
    return [frozenset(u for r, u in pairs if r == row.id) for row in rows]


def _return(row: Row[Any], kept: frozenset[int]) -> Return:
    return Return(
        **{name: getattr(row, name) for name in (*_WRITTEN, "id")},
        kept=kept,
        undone_at=row.gone,
        undone_by=row.by or "",
        undone_reason=row.why or "",
    )


def governing(connection: Connection, *, as_of: datetime | None = None) -> list[Return]:
    """For each period that stands returned, the newest return that was not undone."""
    found: dict[str, Return] = {}
    for one in returns(connection, as_of=as_of):
        if one.undone_at is None:
            found.setdefault(one.period, one)
    return list(found.values())


def changes_of(connection: Connection, *, as_of: datetime | None = None) -> Counter[str]:
    """How often each period was returned to an earlier state, or such a return undone."""
    found = Counter[str]()
    for one in returns(connection, as_of=as_of):
        found[one.period] += 1 + (one.undone_at is not None)
    return found


def last_turn(connection: Connection, *, as_of: datetime | None = None) -> datetime | None:
    """When a period was last returned, or a return undone."""
    moments = []
    for column in (period_return.c.at, period_return_undone.c.at):
        query = select(func.max(column))
        if as_of is not None:
            query = query.where(column <= as_of)
        moments.append(connection.execute(query).scalar())
    return max((m for m in moments if m is not None), default=None)
