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
    Select,
    Text,
    and_,
    cast,
    func,
    select,
)

from lib.store.tables import figure, report, upload, withdrawal

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
    rows = connection.execute(_ranked(template, periods, communes, as_of)).all()
    names = ["upload_id", "row", *_KEYS]
    if not rows:
        return pd.DataFrame([], columns=names)
    *keys, texts = zip(*rows, strict=True)
    # One long text is decoded several times faster than thousands of short ones.
    values = json.loads(f"[{','.join(texts)}]")
    return pd.DataFrame(
        {name: list(cells) for name, cells in zip(names, keys, strict=True)} | _columns(values)
    )


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


def standing(
    connection: Connection, template: str, scopes: Collection[tuple[str, str]]
) -> dict[tuple[str, str], list[int]]:
    """The uploads in force for each (period, commune): what a preview was made against."""
    periods = {period for period, _ in scopes}
    rows = connection.execute(
        select(report.c.period, report.c.commune_code, report.c.upload_id)
        .where(report.c.template == template, report.c.period.in_(periods), _active(None))
        .join(upload, upload.c.id == report.c.upload_id)
        .order_by(report.c.upload_id)
    ).all()
    found: dict[tuple[str, str], list[int]] = {scope: [] for scope in scopes}
    for period, commune, upload_id in rows:
        if (period, commune) in found:
            found[period, commune].append(upload_id)
    return found


def _active(as_of: datetime | None) -> ColumnElement[bool]:
    """Published and not withdrawn, as known at ``as_of``."""
    gone = select(withdrawal.c.upload_id).where(withdrawal.c.upload_id == upload.c.id)
    if as_of is None:
        return ~gone.exists()
    return and_(upload.c.published_at <= as_of, ~gone.where(withdrawal.c.at <= as_of).exists())


def _ranked(
    template: str,
    periods: Collection[str] | None,
    communes: Collection[str] | None,
    as_of: datetime | None,
) -> Select[Any]:
    wanted = [figure.c.template == template]
    scoped = [report.c.template == template]
    for column, chosen in (("period", periods), ("commune_code", communes)):
        if chosen is not None:
            wanted.append(figure.c[column].in_(chosen))
            scoped.append(report.c[column].in_(chosen))
    base = (
        select(
            report.c.period,
            report.c.commune_code,
            func.max(report.c.upload_id).label("first_id"),
        )
        .join(upload, upload.c.id == report.c.upload_id)
        .where(*scoped, upload.c.mode == "replace", _active(as_of))
        .group_by(report.c.period, report.c.commune_code)
        .subquery()
    )
    latest = func.row_number().over(
        partition_by=[figure.c.period, figure.c.commune_code, figure.c.unit_key],
        order_by=figure.c.upload_id.desc(),
    )
    ranked = (
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
            and_(base.c.period == figure.c.period, base.c.commune_code == figure.c.commune_code),
            isouter=True,
        )
        .where(
            *wanted,
            _active(as_of),
            func.coalesce(base.c.first_id, 0) <= figure.c.upload_id,
        )
        .subquery()
    )
    values = cast(ranked.c["values"], Text)
    columns = [ranked.c.upload_id, ranked.c.row, *(ranked.c[k] for k in _KEYS), values]
    return (
        select(*columns)
        .where(ranked.c.place == 1)
        .order_by(ranked.c.period, ranked.c.commune_code, ranked.c.unit_key)
    )
