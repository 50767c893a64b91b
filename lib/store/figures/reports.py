"""When communes reported, first and last, and which upload speaks for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    Connection,
    func,
    select,
)

from lib.store.figures.figures import active
from lib.store.schema.records import report, upload


def first_reports(
    connection: Connection,
    templates: Collection[str],
    period: str,
    *,
    as_of: datetime | None = None,
) -> dict[str, datetime]:
    """When each commune's first report of the period, still in force, was published (UTC)."""
    query = (
        select(report.c.commune_code, func.min(upload.c.published_at))
        .join(upload, upload.c.id == report.c.upload_id)
        .where(
            report.c.template.in_(templates),
            report.c.period == period,
            active(connection, report, as_of),
        )
        .group_by(report.c.commune_code)
    )
    return {code: moment for code, moment in connection.execute(query)}  # noqa: C416 - rows are typed


def last_received(
    connection: Connection,
    templates: Collection[str],
    *,
    until: str,
    as_of: datetime | None = None,
) -> dict[str, datetime]:
    """When each commune's newest report for a period up to ``until`` was published (UTC)."""
    query = (
        select(report.c.commune_code, func.max(upload.c.published_at))
        .join(upload, upload.c.id == report.c.upload_id)
        .where(
            report.c.template.in_(templates),
            report.c.period <= until,
            active(connection, report, as_of),
        )
        .group_by(report.c.commune_code)
    )
    return {code: moment for code, moment in connection.execute(query)}  # noqa: C416 - rows are typed


def last_report_of(
    connection: Connection,
    templates: Collection[str],
    commune: str,
    *,
    until: str,
    as_of: datetime | None = None,
) -> tuple[str, datetime] | None:
    """The last period up to ``until`` that the commune reported for, and the moment (UTC) of the
    newest upload for it; ``None`` when it never reported."""
    query = (
        select(report.c.period, upload.c.published_at)
        .join(upload, upload.c.id == report.c.upload_id)
        .where(
            report.c.template.in_(templates),
            report.c.commune_code == commune,
            report.c.period <= until,
            active(connection, report, as_of),
        )
        .order_by(report.c.period.desc(), upload.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return (str(row.period), row.published_at) if row else None


def senders(
    connection: Connection,
    templates: Collection[str],
    *,
    since: str,
    before: str,
    as_of: datetime | None = None,
) -> dict[str, dict[str, set[str]]]:
    """The communes with a report that stands, by period and template, from ``since`` on.

    ``before`` itself is left out.
    """
    query = (
        select(report.c.period, report.c.template, report.c.commune_code)
        .join(upload, upload.c.id == report.c.upload_id)
        .where(
            report.c.template.in_(templates),
            report.c.period >= since,
            report.c.period < before,
            active(connection, report, as_of),
        )
        .distinct()
    )
    found: dict[str, dict[str, set[str]]] = {}
    for period, template, code in connection.execute(query):
        found.setdefault(period, {}).setdefault(template, set()).add(code)
    return found
