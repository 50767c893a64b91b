"""What the map, the tables and the command line show: snapshots, indicators, flags."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache

import pandas as pd
from sqlalchemy import Connection

from lib.domain.figures import snapshot as parts
from lib.domain.figures.analysis.groups import priority_communes
from lib.domain.figures.indicators import CATALOGUE, Measured, measure
from lib.domain.figures.snapshot import Earlier, Making, Snapshot, take_snapshot
from lib.domain.figures.targets import Target, in_force_on, targets_from_rows
from lib.domain.periods import Period, last_quarter
from lib.domain.places.flags import flags_from_rows
from lib.domain.places.gazetteer import PriorityFlag
from lib.domain.templates import TEMPLATES, Feeds, Reporters, Template
from lib.files.reference import official_flags, targets
from lib.services.figures.readings import Readings
from lib.services.installation import Installation
from lib.store.engine import asking
from lib.store.figures import reports
from lib.store.figures.figures import in_force
from lib.store.figures.reports import first_reports
from lib.store.history.uploads import period_versions, reported_periods
from lib.text.formats import HANOI

PRIORITY_AREAS = "07_dia_ban_uu_tien"


def versions_by_period(installation: Installation) -> Mapping[str, str]:
    """For every period: changes only when its own figures may have changed.

    Of a frozen moment nothing does: its name alone keeps what is kept apart.
    """
    if installation.freeze:
        return {}
    with asking(installation.engine) as connection:
        return period_versions(connection)


def periods_reported(installation: Installation) -> list[Period]:
    """The months somebody reported for, newest first."""
    with asking(installation.engine) as connection:
        told = (parts.VILLAGES, parts.SUMMARY)
        months = reported_periods(connection, told, as_of=installation.as_of)
    return sorted((Period.parse(m) for m in months), reverse=True)


def months_open(reported: Iterable[Period], today: date) -> list[Period]:
    """The months somebody may look at, newest first: those reported and, from the first of them on,
    all that have ended, also where nobody has reported. None where nothing was ever reported.
    """
    found = set(reported)
    month = Period.of(today)
    while found and (month := month.previous) > min(found):
        if month.end < today:
            found.add(month)
    return sorted(found, reverse=True)


def last_received(installation: Installation, period: Period) -> dict[str, date]:
    """The day (of Hanoi) on which each commune's newest report up to the period came in."""
    with asking(installation.engine) as connection:
        told = (parts.VILLAGES, parts.SUMMARY)
        found = reports.last_received(connection, told, until=str(period), as_of=installation.as_of)
    return {code: day_of(moment) for code, moment in found.items()}


def day_of(moment: datetime) -> date:
    """The day in Vietnam of a moment (aware)."""
    return moment.astimezone(HANOI).date()


def snapshot_of(
    installation: Installation,
    period: Period,
    *,
    as_of: datetime | None = None,
    before: Callable[[Period], Snapshot] | None = None,
) -> Snapshot:
    """All measures of all communes in the period, as known now or at a moment before.

    ``before`` gives the snapshots of earlier periods, where they are kept already.
    """
    as_of = as_of or installation.as_of
    with asking(installation.engine) as connection:
        due, settled = installation.calendar.due(period, Reporters.COMMUNES), installation.in_force
        read = Readings(installation, connection, as_of)
        rows = {t.code: _telling(read, t, period) for t in TEMPLATES.values() if t.feeds}
        told = first_reports(connection, (parts.VILLAGES, parts.SUMMARY), str(period), as_of=as_of)
        sent = _senders(connection, period, as_of=as_of)
        taken = take_snapshot(
            period,
            list(installation.gazetteer.communes),
            rows,
            to_date=read.sums(parts.VILLAGES, parts.TO_DATE, until=str(period)),
            on_time={} if due is None else {c: day_of(m) <= due for c, m in told.items()},
            targets=in_force_on(
                period.end, targets_from_rows(read.every(parts.TARGETS)), targets()
            ),
            priority=priority_communes(
                _flags_on(period.end, read.every(PRIORITY_AREAS)),
                from_grade=settled.priority_from_grade,
            ),
            making=Making(settled.ambassadors_per_village, keep=read.part),
        )
    at = before or cache(lambda earlier: snapshot_of(installation, earlier, as_of=as_of))
    return replace(taken, earlier=Earlier(sent, at))


def _telling(read: Readings, template: Template, period: Period) -> pd.DataFrame:
    """The rows of a template that tell the period's figures."""
    match template.feeds:
        case Feeds.UP_TO_PERIOD:
            return read.every(template.code, until=str(period))
        case Feeds.NEWEST:
            return read.newest(template.code, until=str(period.year))
        case Feeds.LAST_QUARTER:
            return read.rows(template.code, {str(last_quarter(period))})
        case Feeds.YEAR:
            return read.rows(template.code, {str(period.year)})
        case _:
            return read.rows(template.code, {str(period)})


def _senders(
    connection: Connection, period: Period, *, as_of: datetime | None
) -> list[tuple[Period, Mapping[str, Collection[str]]]]:
    """For each period of the year before, the newest first, who sent which monthly report."""
    told = [t.code for t in TEMPLATES.values() if t.asked_each_month]
    since = Period(period.year - 1, period.month) if period.month else Period(period.year - 1)
    found = reports.senders(connection, told, since=str(since), before=str(period), as_of=as_of)
    return [(Period.parse(p), found[p]) for p in sorted(found, reverse=True)]


def measured(installation: Installation, indicator: str, period: Period) -> Measured:
    """One indicator in a period; raises ``KeyError`` for an unknown code."""
    known = {**CATALOGUE, **installation.indicators}
    return measure(known[indicator], snapshot_of(installation, period))


def targets_on(
    installation: Installation, day: date, *, as_of: datetime | None = None
) -> dict[str, Target]:
    """The targets in force on ``day`` by indicator code: published ones before our own."""
    with asking(installation.engine) as connection:
        rows = in_force(connection, parts.TARGETS, as_of=as_of or installation.as_of)
    published = targets_from_rows(rows)
    return in_force_on(day, published, targets())


def priority_flags(
    installation: Installation, day: date, *, as_of: datetime | None = None
) -> Mapping[str, list[PriorityFlag]]:
    """The flags in force on ``day`` by commune: what staff entered, then what is published."""
    with asking(installation.engine) as connection:
        entered = in_force(connection, PRIORITY_AREAS, as_of=as_of or installation.as_of)
    return _flags_on(day, entered)


def _flags_on(day: date, entered: pd.DataFrame) -> Mapping[str, list[PriorityFlag]]:
    found: dict[str, list[PriorityFlag]] = {}
    for flag in (*flags_from_rows(entered), *official_flags()):
        mine = found.setdefault(flag.commune_code, [])
        if flag.holds_on(day) and flag.flag not in {f.flag for f in mine}:
            mine.append(flag)
    return found
