"""What the map, the tables and the command line show: snapshots, indicators, flags."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import pandas as pd
from sqlalchemy import Connection

from lib.domain import snapshot as parts
from lib.domain.flags import flags_from_rows
from lib.domain.indicators import CATALOGUE, Measured, Target, measure
from lib.domain.periods import STALE_AFTER, Period, last_quarter, stale_reports
from lib.domain.places import PriorityFlag
from lib.domain.snapshot import Snapshot, take_snapshot
from lib.domain.targets import in_force_on, targets_from_rows
from lib.files.reference import official_flags, targets
from lib.services.house import House
from lib.store.figures import first_reports, in_force, last_reports, sums_in_force
from lib.store.uploads import data_version, period_versions, reported_periods
from lib.text.formats import HANOI

PRIORITY_AREAS = "07_dia_ban_uu_tien"


def version_of_data(house: House) -> str:
    """Changes with every publish and withdrawal."""
    with house.engine.connect() as connection:
        return data_version(connection)


def versions_by_period(house: House) -> Mapping[str, str]:
    """For every period: changes only when its own figures may have changed."""
    with house.engine.connect() as connection:
        return period_versions(connection)


def periods_reported(house: House) -> list[Period]:
    """The months somebody reported for, newest first."""
    with house.engine.connect() as connection:
        months = reported_periods(connection, (parts.VILLAGES, parts.SUMMARY))
    return sorted((Period.parse(m) for m in months), reverse=True)


def silent_since(house: House, period: Period, *, after: int = STALE_AFTER) -> dict[str, Period]:
    """Communes whose last report is more than ``after`` periods old, and that report's period."""
    with house.engine.connect() as connection:
        last = last_reports(connection, (parts.VILLAGES, parts.SUMMARY), until=str(period))
    return stale_reports({c: Period.parse(p) for c, p in last.items()}, period, after=after)


def snapshot_of(house: House, period: Period, *, as_of: datetime | None = None) -> Snapshot:
    """All measures of all communes in the period, as known now or at a moment before."""
    wanted = {
        parts.VILLAGES: {str(period)},
        parts.SUMMARY: {str(period)},
        parts.COMMUNE_MONTH: _months_of_plans(period),
        parts.TEAMS: {str(period.year)},
        parts.DRIVES: {str(period.year)},
        parts.BANKING: {str(last_quarter(period))},
    }
    with house.engine.connect() as connection:
        rows = {
            template: in_force(connection, template, periods=periods, as_of=as_of)
            for template, periods in wanted.items()
        }
        rows[parts.REGISTER] = _register(house, connection, period, as_of)
        told = first_reports(connection, (parts.VILLAGES, parts.SUMMARY), str(period), as_of=as_of)
        return take_snapshot(
            period,
            list(house.gazetteer.communes),
            rows,
            to_date=_to_date(house, connection, period, as_of),
            first_reports={c: m.astimezone(HANOI).date() for c, m in told.items()},
            targets=targets_on(house, period.end, as_of=as_of),
        )


def _months_of_plans(period: Period) -> set[str]:
    """The year so far, and the first summer: a plan issued then stays a plan."""
    months = {str(Period(period.year, m)) for m in range(1, (period.month or 12) + 1)}
    first_summer = {str(Period(2025, m)) for m in range(7, 13)}
    return months | (first_summer if period.year > 2025 else set())


def _register(
    house: House, connection: Connection, period: Period, as_of: datetime | None
) -> pd.DataFrame:
    """The newest register of each commune that was counted by the period's year."""
    rows = house.kept.get(
        ("registers", data_version(connection), as_of),
        lambda: in_force(connection, parts.REGISTER, as_of=as_of),
    )
    if rows.empty:
        return rows
    rows = rows[rows["period"] <= str(period.year)]
    return rows[rows["period"] == rows.groupby("commune_code")["period"].transform("max")]


def _to_date(
    house: House, connection: Connection, period: Period, as_of: datetime | None
) -> pd.DataFrame:
    """The flows that indicators add up, from the start to the end of the period, by commune."""
    flows = house.kept.get(
        ("flows", data_version(connection), as_of),
        lambda: sums_in_force(connection, parts.VILLAGES, parts.TO_DATE, as_of=as_of),
    )
    until = flows[flows.index.get_level_values("period") <= str(period)]
    return until.groupby(level="commune_code").sum(min_count=1)


def measured(house: House, indicator: str, period: Period) -> Measured:
    """One indicator in a period; raises ``KeyError`` for an unknown code."""
    return measure(CATALOGUE[indicator], snapshot_of(house, period))


def targets_on(house: House, day: date, *, as_of: datetime | None = None) -> dict[str, Target]:
    """The targets in force on ``day`` by indicator code: published ones before our own."""
    with house.engine.connect() as connection:
        published = targets_from_rows(in_force(connection, parts.TARGETS, as_of=as_of))
    return in_force_on(day, published, targets())


def priority_flags(house: House, day: date) -> Mapping[str, list[PriorityFlag]]:
    """The flags in force on ``day`` by commune: what staff entered, then what is published."""
    with house.engine.connect() as connection:
        entered = flags_from_rows(in_force(connection, PRIORITY_AREAS))
    found: dict[str, list[PriorityFlag]] = {}
    for flag in (*entered, *official_flags()):
        mine = found.setdefault(flag.commune_code, [])
        if flag.holds_on(day) and flag.flag not in {f.flag for f in mine}:
            mine.append(flag)
    return found
