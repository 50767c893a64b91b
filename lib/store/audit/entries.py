"""The trail in the store: one entry more, reading, and the one way in which old ones leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
)

from lib.domain.audit.chain import GENESIS, Anchor, Entry, Head, sealed
from lib.store.schema.audit import trail, trail_anchor


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which entries are asked for; "" asks nothing."""

    name: str = ""
    deed: str = ""
    since: str = ""
    """From this instant on."""
    until: str = ""
    """Before this instant."""
    text: str = ""
    """Somewhere in name, subject, before, after or address."""


def head(connection: Connection) -> Head:
    """The newest entry; of a trail that never began, the place before its first."""
    query = select(trail.c.seq, trail.c.hash).order_by(trail.c.seq.desc()).limit(1)
    row = connection.execute(query).first()
    return Head(row.seq, row.hash) if row else Head(0, GENESIS)


def append(connection: Connection, entry: Entry, *, behind: Head | None = None) -> Entry:
    """The entry as it now stands at the end of the chain.

    Belongs into a transaction of ``lib.store.engine.writing``, under whose lock writers take
    turns; two that did not would claim one number, and the second is refused.
    ``behind`` is the head where the caller has asked for it already, in the same transaction.
    """
    new = sealed(entry, behind=behind or head(connection))
    connection.execute(insert(trail), asdict(new))
    return new


def raw_rows(connection: Connection) -> Iterator[dict[str, Any]]:
    """Every entry as it lies there, oldest first."""
    query = select(trail).order_by(trail.c.seq)
    for row in connection.execute(query).mappings().yield_per(1000):
        yield dict(row)


def entries(
    connection: Connection, wanted: Wanted, *, limit: int | None = None, skip: int = 0
) -> list[Entry]:
    """The entries asked for, newest first."""
    query = select(trail).where(_where(wanted)).order_by(trail.c.seq.desc())
    rows = connection.execute(query.limit(limit).offset(skip)).mappings()
    return [Entry(**row) for row in rows]


def count(connection: Connection, wanted: Wanted) -> int:
    """How many entries are asked for."""
    query = select(func.count()).select_from(trail).where(_where(wanted))
    return int(connection.execute(query).scalar_one())


def names(connection: Connection) -> list[str]:
    """Everybody in the trail, by name."""
    return sorted(connection.execute(select(trail.c.name).distinct()).scalars())


def _where(wanted: Wanted) -> ColumnElement[bool]:
    tests: list[Any] = [trail.c.seq > 0]
    if wanted.name:
        tests.append(trail.c.name == wanted.name)
    if wanted.deed:
        tests.append(trail.c.deed == wanted.deed)
    if wanted.since:
        tests.append(trail.c.at >= wanted.since)
    if wanted.until:
        tests.append(trail.c.at < wanted.until)
    if wanted.text:
        columns = (trail.c.name, trail.c.subject, trail.c.before, trail.c.after, trail.c.address)
        tests.append(or_(*(c.icontains(wanted.text, autoescape=True) for c in columns)))
    return and_(*tests)


def anchor(connection: Connection) -> Anchor | None:
    """Up to where the trail was removed; ``None`` where it never was."""
    row = connection.execute(
        select(trail_anchor).order_by(trail_anchor.c.seq.desc()).limit(1)
    ).mappings().first()  # fmt: skip
    return Anchor(**row) if row else None


def newest_before(connection: Connection, instant: str) -> Head | None:
    """The last entry such that it and all before it are older than ``instant``."""
    later = select(func.min(trail.c.seq)).where(trail.c.at >= instant).scalar_subquery()
    query = (
        select(trail.c.seq, trail.c.hash)
        .where(or_(later.is_(None), trail.c.seq < later))
        .order_by(trail.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return Head(row.seq, row.hash) if row else None


def remove_up_to(connection: Connection, new: Anchor) -> int:
    """Signs off and removes the entries up to the anchor; how many."""
    connection.execute(insert(trail_anchor), asdict(new))
    return connection.execute(delete(trail).where(trail.c.seq <= new.seq)).rowcount
