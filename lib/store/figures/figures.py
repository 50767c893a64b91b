"""The figures in force: now, or as they were known at any moment before."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from itertools import chain
from typing import Any

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    Table,
    Text,
    and_,
    cast,
    func,
    or_,
    select,
)

from lib.store.history.returns import governing
from lib.store.schema.records import figure, report, upload, withdrawal

_KEYS = ["period", "commune_code", "unit_key", "unit_name", "reported_name", "former_code"]


def in_force(
    connection: Connection,
    template: str,
    *,
    periods: Collection[str] | None = None,
    communes: Collection[str] | None = None,
    as_of: datetime | None = None,
) -> pd.DataFrame:
    """The rows in force, one a unit: the latest upload wins, a replacing one clears its commune.

    Columns: ``upload_id``, ``row`` (Excel's), the keys, then the values that any row has, numbers
    as ``Float64`` and the rest as text. Missing means not reported.
    """
    placed = _placed(connection, template, periods, communes=communes, as_of=as_of)
    values = cast(placed.c["values"], Text)
    columns = [placed.c.upload_id, placed.c.row, *(placed.c[k] for k in _KEYS), values]
    query = (
        select(*columns)
        .where(placed.c.place == 1)
        .order_by(placed.c.period, placed.c.commune_code, placed.c.unit_key)
    )
    rows = connection.execute(query).all()
    names = ["upload_id", "row", *_KEYS]
    if not rows:
        return pd.DataFrame([], columns=names)
    *keys, texts = zip(*rows, strict=True)
    # One long text is decoded several times faster than thousands of short ones.
    decoded = json.loads(f"[{','.join(texts)}]")
    return pd.DataFrame(
        {name: list(cells) for name, cells in zip(names, keys, strict=True)} | _columns(decoded)
    )


def sums_in_force(
    connection: Connection,
    template: str,
    keys: Collection[str],
    *,
    period: str,
    as_of: datetime | None = None,
) -> pd.DataFrame:
    """Sums of these values in a period by commune code (the index).

    Missing where nobody reported the value. Added up by the database: the villages' rows need
    not travel.
    """
    placed = _placed(connection, template, [period], as_of=as_of)
    sums = [func.sum(placed.c["values"][key].as_float()).label(key) for key in keys]
    commune = placed.c.commune_code
    query = select(commune, *sums).where(placed.c.place == 1).group_by(commune)
    table = pd.DataFrame(connection.execute(query).all(), columns=["commune_code", *keys])
    return table.set_index("commune_code").astype("Float64")


def uploads_in_force(
    connection: Connection,
    template: str,
    periods: Collection[str],
    *,
    commune: str,
    as_of: datetime | None = None,
) -> set[int]:
    """The uploads that at least one row in force of the commune comes from."""
    placed = _placed(connection, template, periods, communes={commune}, as_of=as_of)
    query = select(placed.c.upload_id).where(placed.c.place == 1).distinct()
    return set(connection.execute(query).scalars())


def _columns(values: list[dict[str, Any]]) -> dict[str, Any]:
    """The values as columns by key: numbers ``Float64``, all else text."""
    columns = {}
    for key in dict.fromkeys(chain.from_iterable(values)):
        cells = [row.get(key) for row in values]
        numeric = str not in set(map(type, cells))
        columns[key] = pd.array(cells, dtype="Float64" if numeric else object)
    return columns


def keys_ever(connection: Connection, template: str) -> list[str]:
    """The keys of all units that any upload ever named, withdrawn or not."""
    query = select(figure.c.unit_key).where(figure.c.template == template).distinct()
    return list(connection.execute(query).scalars())


def keys_in_force(connection: Connection, template: str) -> list[str]:
    """The keys of all units of the template that some upload in force names."""
    query = (
        select(figure.c.unit_key)
        .join(upload, upload.c.id == figure.c.upload_id)
        .where(figure.c.template == template, active(connection, figure, None))
        .distinct()
    )
    return list(connection.execute(query).scalars())


def standing(
    connection: Connection, template: str, scopes: Collection[tuple[str, str]]
) -> dict[tuple[str, str], list[int]]:
    """The uploads in force for each (period, commune): what a preview was made against."""
    periods = {period for period, _ in scopes}
    rows = connection.execute(
        select(report.c.period, report.c.commune_code, report.c.upload_id)
        .where(
            report.c.template == template,
            report.c.period.in_(periods),
            active(connection, report, None),
        )
        .join(upload, upload.c.id == report.c.upload_id)
        .order_by(report.c.upload_id)
    ).all()
    found: dict[tuple[str, str], list[int]] = {scope: [] for scope in scopes}
    for period, commune, upload_id in rows:
        if (period, commune) in found:
            found[period, commune].append(upload_id)
    return found


def active_uploads(
    connection: Connection, period: str, *, as_of: datetime | None = None
) -> frozenset[int]:
    """The uploads that count for a period: published, and neither withdrawn nor returned from."""
    query = (
        select(report.c.upload_id)
        .join(upload, upload.c.id == report.c.upload_id)
        .where(report.c.period == period, active(connection, report, as_of))
        .distinct()
    )
    return frozenset(connection.execute(query).scalars())


def active(connection: Connection, spoken: Table, as_of: datetime | None) -> ColumnElement[bool]:
    """Published and not withdrawn, as known at ``as_of``; ``spoken`` is ``report`` or ``figure``.

    Of a period that was returned to an earlier state, what counted then and was not withdrawn
    since counts instead, beside all that came later.
    """
    gone = select(withdrawal.c.upload_id).where(withdrawal.c.upload_id == upload.c.id)
    if as_of is not None:
        gone = gone.where(withdrawal.c.at <= as_of)
    active: ColumnElement[bool] = ~gone.exists()
    for back in governing(connection, as_of=as_of):
        before = and_(spoken.c.period == back.period, upload.c.id <= back.newest_upload)
        kept = upload.c.id.in_(back.kept) & ~gone.where(withdrawal.c.at > back.at).exists()
        active = or_(and_(before, kept), and_(~before, active))
    return active if as_of is None else and_(upload.c.published_at <= as_of, active)


def _wanted(
    table: Table,
    template: str,
    periods: Collection[str] | None,
    *,
    communes: Collection[str] | None,
) -> list[ColumnElement[bool]]:
    wanted = [table.c.template == template]
    if periods is not None:
        wanted.append(table.c.period.in_(periods))
    if communes is not None:
        wanted.append(table.c.commune_code.in_(communes))
    return wanted


def _placed(
    connection: Connection,
    template: str,
    periods: Collection[str] | None = None,
    *,
    communes: Collection[str] | None = None,
    as_of: datetime | None,
) -> Subquery:
    """The wanted rows that no later replacing upload has cleared; ``place`` 1 is in force."""
    base = (
        select(
            report.c.template,
            report.c.period,
            report.c.commune_code,
            func.max(report.c.upload_id).label("first_id"),
        )
        .join(upload, upload.c.id == report.c.upload_id)
        .where(
            *_wanted(report, template, periods, communes=communes),
            upload.c.mode == "replace",
            active(connection, report, as_of),
        )
        .group_by(report.c.template, report.c.period, report.c.commune_code)
        .subquery()
    )
    latest = func.row_number().over(
        partition_by=[figure.c.period, figure.c.commune_code, figure.c.unit_key],
        order_by=figure.c.upload_id.desc(),
    )
    return (
        select(
            figure.c.upload_id,
            figure.c.row,
            *(figure.c[key] for key in _KEYS),
            figure.c["values"],
            latest.label("place"),
        )
        .join(upload, upload.c.id == figure.c.upload_id)
        .join(
            base,
            and_(
                base.c.template == figure.c.template,
                base.c.period == figure.c.period,
                base.c.commune_code == figure.c.commune_code,
            ),
            isouter=True,
        )
        .where(
            *_wanted(figure, template, periods, communes=communes),
            active(connection, figure, as_of),
            func.coalesce(base.c.first_id, 0) <= figure.c.upload_id,
        )
        .subquery()
    )
