"""Figures frozen for a meeting: keeping the moment under a name, and taking the name back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from lib.store.history.returns import last_turn, returns
from lib.store.schema.records import closing, freeze, freeze_withdrawal, report, upload, withdrawal


@dataclass(frozen=True, kw_only=True)
class Freeze:
    """A moment under a name. Times are UTC."""

    code: str
    """As addresses name it; "" for a moment without a name."""
    name: str
    as_of: datetime
    """What was published and withdrawn until then counts, nothing later."""
    period: str = ""
    """The one it opens with."""
    boundaries: str = ""
    """The outlines in force at the moment: ``<name>-<digest>``."""
    seal: str = ""
    """Digest of all that the period showed."""
    who: str = ""
    made_at: datetime | None = None
    note: str = ""
    id: int = 0
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    reason: str = ""

    @property
    def shown_as_of(self) -> datetime:
        """The moment that people read: of a plain moment the one they asked for."""
        return self.as_of if self.code else self.made_at or self.as_of


_WRITTEN = ("code", "name", "as_of", "period", "boundaries", "seal", "who", "made_at", "note")


def add_freeze(connection: Connection, new: Freeze) -> int:
    """Writes the freeze; raises ``IntegrityError`` where its code is taken."""
    values = {name: value for name, value in asdict(new).items() if name in _WRITTEN}
    return int(connection.execute(insert(freeze).returning(freeze.c.id), values).scalar_one())


def add_freeze_withdrawal(
    connection: Connection, freeze_id: int, *, who: str, at: datetime, reason: str
) -> None:
    """The compensating record; the freeze stays."""
    values = {"freeze_id": freeze_id, "who": who, "at": at, "reason": reason}
    connection.execute(insert(freeze_withdrawal), values)


def freezes(connection: Connection, *, code: str | None = None) -> list[Freeze]:
    """All freezes, newest first, the withdrawn ones too; optionally the one with this code."""
    gone = freeze_withdrawal
    query = (
        select(freeze, gone.c.who.label("gone_by"), gone.c.at, gone.c.reason)
        .join(gone, gone.c.freeze_id == freeze.c.id, isouter=True)
        .order_by(freeze.c.id.desc())
    )
    if code is not None:
        query = query.where(freeze.c.code == code)
    return [_freeze(row) for row in connection.execute(query)]


def _freeze(row: Row[Any]) -> Freeze:
    return Freeze(
        **{name: getattr(row, name) for name in (*_WRITTEN, "id")},
        withdrawn_at=row.at,
        withdrawn_by=row.gone_by or "",
        reason=row.reason or "",
    )


def after_freezes(connection: Connection, moment: datetime) -> datetime:
    """``moment``, or just behind the newest freeze where a clock was put back.

    What is written after a freeze, a closing or a return never falls before it, whatever the
    clock says.
    """
    held = (
        connection.execute(select(func.max(freeze.c.as_of))).scalar(),
        connection.execute(select(func.max(closing.c.at))).scalar(),
        last_turn(connection),
    )
    newest = max((m for m in held if m is not None), default=None)
    if newest is None or moment > newest:
        return moment
    return newest + timedelta(microseconds=1)


def changes_after(connection: Connection, moment: datetime, *, until: str) -> tuple[int, int, int]:
    """Uploads published, uploads withdrawn, and returns made or undone later than ``moment``.

    Those that speak for a period up to ``until``: figures never depend on later ones.
    """
    touching = select(report.c.upload_id).where(report.c.period <= until)
    published = select(func.count()).where(
        upload.c.published_at > moment, upload.c.id.in_(touching)
    )
    withdrawn = select(func.count()).where(
        withdrawal.c.at > moment, withdrawal.c.upload_id.in_(touching)
    )
    new, gone = (connection.execute(query).scalar_one() for query in (published, withdrawn))
    turns = [t for r in returns(connection) if r.period <= until for t in (r.at, r.undone_at)]
    return int(new), int(gone), sum(t is not None and t > moment for t in turns)
