"""Publishing an upload in one transaction, withdrawing it, and the history of both."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from lib.domain.periods import Period
from lib.store.history.returns import changes_of, last_turn
from lib.store.schema.records import correction, figure, file, mark, report, upload, withdrawal
from lib.store.soundness import DIGEST, rows_digest


@dataclass(frozen=True, kw_only=True)
class NewUpload:
    """All that one publish writes."""

    sha256: str
    content: bytes
    filename: str
    template: str
    mode: str
    who: str
    published_at: datetime
    sheet: str
    answers: Mapping[str, str]
    summary: Mapping[str, Any]
    scopes: Collection[tuple[str, str]]
    """(period, commune code) the upload speaks for."""
    figures: Sequence[Mapping[str, Any]]
    """Rows of the table ``figure`` without ``id``, ``upload_id`` and ``template``."""
    correction: str = ""
    """Why it touches a closed period; "" where it touches none."""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A published upload and whether it was withdrawn. Times are UTC."""

    id: int
    sha256: str
    filename: str
    template: str
    mode: str
    who: str
    published_at: datetime
    sheet: str
    answers: Mapping[str, str]
    summary: Mapping[str, Any]
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    reason: str = ""
    """Of the withdrawal."""
    correction: str = ""
    """Why it touches a period that was closed; "" where it touched none."""


def add_upload(connection: Connection, new: NewUpload) -> int:
    """Writes the upload and all its rows; the caller's transaction makes it all or nothing."""
    known = connection.execute(select(file.c.sha256).where(file.c.sha256 == new.sha256)).first()
    if not known:
        connection.execute(
            insert(file),
            {"sha256": new.sha256, "content": new.content, "size": len(new.content)},
        )
    plain = ("sha256", "filename", "template", "mode", "who", "published_at", "sheet")
    fields = {name: getattr(new, name) for name in plain}
    summary = {**new.summary, DIGEST: rows_digest(new.figures)}
    upload_id = connection.execute(
        insert(upload).returning(upload.c.id),
        fields | {"answers": dict(new.answers), "summary": summary},
    ).scalar_one()
    common = {"upload_id": upload_id, "template": new.template}
    scopes = [{**common, "period": p, "commune_code": c} for p, c in sorted(new.scopes)]
    connection.execute(insert(report), scopes)
    connection.execute(insert(figure), [{**common, **row} for row in new.figures])
    if new.correction:
        why = {"upload_id": upload_id, "reason": new.correction}
        connection.execute(insert(correction), why)
    return int(upload_id)


def add_withdrawal(
    connection: Connection, upload_id: int, *, who: str, at: datetime, reason: str
) -> None:
    """The compensating record; the upload and its rows stay."""
    values = {"upload_id": upload_id, "who": who, "at": at, "reason": reason}
    connection.execute(insert(withdrawal), values)


def uploads(
    connection: Connection,
    *,
    ids: Collection[int] | None = None,
    sha256: str | None = None,
    commune: str | None = None,
    as_of: datetime | None = None,
) -> list[Upload]:
    """Uploads, newest first; optionally only these, of these bytes, or touching a commune.

    With ``as_of`` as the history stood then: later uploads and withdrawals are not known yet.
    """
    gone = withdrawal.c.upload_id == upload.c.id
    if as_of is not None:
        gone &= withdrawal.c.at <= as_of
    query = (
        select(
            upload,
            withdrawal.c.who.label("gone_by"),
            withdrawal.c.at,
            withdrawal.c.reason,
            correction.c.reason.label("correction"),
        )
        .join(withdrawal, gone, isouter=True)
        .join(correction, correction.c.upload_id == upload.c.id, isouter=True)
        .order_by(upload.c.id.desc())
    )
    if as_of is not None:
        query = query.where(upload.c.published_at <= as_of)
    if ids is not None:
        query = query.where(upload.c.id.in_(ids))
    if sha256 is not None:
        query = query.where(upload.c.sha256 == sha256)
    if commune is not None:
        touched = select(report.c.upload_id).where(report.c.commune_code == commune)
        query = query.where(upload.c.id.in_(touched))
    return [_upload(row) for row in connection.execute(query)]


def _upload(row: Row[Any]) -> Upload:
    names = ("id", "sha256", "filename", "template", "mode", "who", "sheet", "answers", "summary")
    return Upload(
        **{name: getattr(row, name) for name in names},
        published_at=row.published_at,
        withdrawn_at=row.at,
        withdrawn_by=row.gone_by or "",
        reason=row.reason or "",
        correction=row.correction or "",
    )


def newest_upload(connection: Connection) -> int:
    """The greatest number given so far; 0 in an empty store."""
    return int(connection.execute(select(func.coalesce(func.max(upload.c.id), 0))).scalar_one())


def content_of(connection: Connection, sha256: str) -> bytes:
    """The original bytes of a file."""
    query = select(file.c.content).where(file.c.sha256 == sha256)
    return bytes(connection.execute(query).scalar_one())


def scopes_of(connection: Connection, upload_id: int) -> list[tuple[str, str]]:
    """The (period, commune code) pairs an upload speaks for."""
    query = select(report.c.period, report.c.commune_code).where(report.c.upload_id == upload_id)
    return [(p, c) for p, c in connection.execute(query.order_by(*query.selected_columns))]


def scopes_of_commune(connection: Connection, commune: str) -> list[tuple[int, str, str]]:
    """Every (upload, template, period) that ever spoke for the commune, oldest upload first."""
    columns = (report.c.upload_id, report.c.template, report.c.period)
    query = select(*columns).where(report.c.commune_code == commune).order_by(*columns)
    return [(i, template, period) for i, template, period in connection.execute(query)]


def reported_periods(
    connection: Connection, templates: Collection[str], *, as_of: datetime | None = None
) -> list[str]:
    """The periods that any of these templates speaks for, oldest first."""
    query = select(report.c.period).where(report.c.template.in_(templates)).distinct()
    if as_of is not None:
        query = query.join(upload, upload.c.id == report.c.upload_id)
        query = query.where(upload.c.published_at <= as_of)
    return sorted(connection.execute(query).scalars())


def data_version(connection: Connection, *, as_of: datetime | None = None) -> str:
    """Changes with every publish and withdrawal; the key of everything cached."""
    published = select(func.coalesce(func.max(upload.c.id), 0))
    withdrawn = select(func.count()).select_from(withdrawal)
    if as_of is not None:
        published = published.where(upload.c.published_at <= as_of)
        withdrawn = withdrawn.where(withdrawal.c.at <= as_of)
    a, b = connection.execute(
        select(published.scalar_subquery(), withdrawn.scalar_subquery())
    ).one()
    turns = sum(changes_of(connection, as_of=as_of).values())
    return f"{a}.{b}.{turns}" if turns else f"{a}.{b}"


def last_change(connection: Connection, *, as_of: datetime | None = None) -> datetime | None:
    """When something was last published, withdrawn or returned to an earlier state (UTC)."""
    published = select(func.max(upload.c.published_at))
    withdrawn = select(func.max(withdrawal.c.at))
    if as_of is not None:
        published = published.where(upload.c.published_at <= as_of)
        withdrawn = withdrawn.where(withdrawal.c.at <= as_of)
    moments = (
        connection.execute(published).scalar(),
        connection.execute(withdrawn).scalar(),
        last_turn(connection, as_of=as_of),
    )
    return max((m for m in moments if m is not None), default=None)


def scope_versions(connection: Connection) -> dict[tuple[str, str], tuple[int, int, int]]:
    """For every template and period: changes when an upload for just these comes or goes.

    The newest upload's number, how many there are, how many of them are withdrawn; returns of the
    period to an earlier state are counted with these.
    """
    query = (
        select(
            report.c.template,
            report.c.period,
            func.max(report.c.upload_id),
            func.count(func.distinct(report.c.upload_id)),
            func.count(func.distinct(withdrawal.c.upload_id)),
        )
        .join(withdrawal, withdrawal.c.upload_id == report.c.upload_id, isouter=True)
        .group_by(report.c.template, report.c.period)
        .order_by(report.c.period, report.c.template)
    )
    found = connection.execute(query)
    turns = changes_of(connection)
    return {(t, p): (newest, count, gone + turns[p]) for t, p, newest, count, gone in found}


def period_versions(connection: Connection) -> dict[str, str]:
    """For every period: changes when an upload for it, or for a period before it, comes or goes.

    Figures of a period never depend on later ones, so an old month stays cached for ever.
    """
    newest = published = withdrawn = 0
    versions = {}
    rows = sorted(scope_versions(connection).items(), key=lambda row: Period.parse(row[0][1]))
    for (_, period), (latest, more, gone) in rows:
        newest, published, withdrawn = max(newest, latest), published + more, withdrawn + gone
        versions[period] = f"{newest}.{published}.{withdrawn}"
    return versions


def read_mark(connection: Connection, name: str) -> str:
    """What is true of the store as a whole, "" when nothing was said."""
    return connection.execute(select(mark.c.value).where(mark.c.name == name)).scalar() or ""


def set_mark(connection: Connection, name: str, value: str) -> None:
    """Says once what is true of the store as a whole."""
    connection.execute(insert(mark), {"name": name, "value": value})
