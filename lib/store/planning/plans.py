"""Plans of volunteer teams as they were saved and published. Rows are only ever added."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from lib.store.schema.plans import plan_body, plan_publication, plan_version


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """One saved version; ``instance`` and ``result`` name bodies. ``at`` is UTC."""

    id: int = 0
    line: str
    version: int
    base_id: int | None
    season: str
    title: str
    who: str
    at: datetime
    params: Mapping[str, Any] = field(default_factory=dict)
    instance: str
    result: str | None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Publication:
    """From ``at`` on this version is the plan of the season; without one there is none."""

    id: int = 0
    season: str
    plan_id: int | None
    undoes: int | None = None
    who: str
    at: datetime
    reason: str = ""


_VERSION = tuple(PlanRow.__dataclass_fields__)
_PUBLICATION = tuple(Publication.__dataclass_fields__)


def keep_body(connection: Connection, text: str) -> str:
    """Keeps a text once, compressed; gives its SHA-256."""
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    known = select(plan_body.c.sha256).where(plan_body.c.sha256 == digest)
    if connection.execute(known).first() is None:
        content = zlib.compress(text.encode("utf-8"))
        connection.execute(insert(plan_body), {"sha256": digest, "content": content})
    return digest


def body(connection: Connection, sha256: str) -> str:
    """The text as it was kept."""
    found = connection.execute(select(plan_body.c.content).where(plan_body.c.sha256 == sha256))
    return zlib.decompress(found.scalar_one()).decode("utf-8")


def add_version(connection: Connection, new: PlanRow) -> int:
    """Writes it; raises ``IntegrityError`` where the line has this version already."""
    values = {name: getattr(new, name) for name in _VERSION if name != "id"}
    written = insert(plan_version).returning(plan_version.c.id)
    return int(connection.execute(written, values).scalar_one())


def version_of_plan(connection: Connection, plan_id: int) -> PlanRow | None:
    """One version by its number."""
    row = connection.execute(select(plan_version).where(plan_version.c.id == plan_id)).first()
    return _read(row) if row else None


def newest_of_line(connection: Connection, line: str) -> PlanRow | None:
    """The last version that was saved in a line."""
    asked = select(plan_version).where(plan_version.c.line == line)
    row = connection.execute(asked.order_by(plan_version.c.version.desc()).limit(1)).first()
    return _read(row) if row else None


def versions_of(connection: Connection, *, season: str = "", line: str = "") -> list[PlanRow]:
    """All versions, of a season or a line where named; the newest first."""
    asked = select(plan_version).order_by(plan_version.c.id.desc())
    if season:
        asked = asked.where(plan_version.c.season == season)
    if line:
        asked = asked.where(plan_version.c.line == line)
    return [_read(row) for row in connection.execute(asked)]


def newest_of_lines(connection: Connection) -> list[PlanRow]:
    """The last version of every line, the newest first."""
    last = select(func.max(plan_version.c.id)).group_by(plan_version.c.line)
    asked = select(plan_version).where(plan_version.c.id.in_(last))
    return [_read(row) for row in connection.execute(asked.order_by(plan_version.c.id.desc()))]


def add_publication(connection: Connection, new: Publication) -> int:
    """Writes it; from ``at`` on it holds."""
    values = {name: getattr(new, name) for name in _PUBLICATION if name != "id"}
    written = insert(plan_publication).returning(plan_publication.c.id)
    return int(connection.execute(written, values).scalar_one())


def publications(connection: Connection, season: str = "") -> list[Publication]:
    """Everything that was published, of a season where named; the newest first."""
    asked = select(plan_publication).order_by(plan_publication.c.id.desc())
    if season:
        asked = asked.where(plan_publication.c.season == season)
    rows = connection.execute(asked)
    return [Publication(**{n: getattr(row, n) for n in _PUBLICATION}) for row in rows]


def plans_in_force(connection: Connection) -> dict[str, int | None]:
    """The version in force of every season in which anything was published; ``None``: none is."""
    newest: dict[str, int | None] = {}
    for one in publications(connection):
        newest.setdefault(one.season, one.plan_id)
    return newest


def _read(row: Row[Any]) -> PlanRow:
    return PlanRow(**{name: getattr(row, name) for name in _VERSION})
