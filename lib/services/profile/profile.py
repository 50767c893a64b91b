"""All that is known about one commune in a period: the page and the printed sheet both read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import pandas as pd
from sqlalchemy import Connection

from lib.domain.access.permissions import Act, Person
from lib.domain.errors import NotAllowed
from lib.domain.figures import snapshot as parts
from lib.domain.figures.analysis.groups import Group, GroupFigure, Rank, figure_of, rank_of, similar
from lib.domain.figures.indicators import Measured
from lib.domain.figures.snapshot import Snapshot
from lib.domain.figures.targets import PLANS_ON_TIME, Target
from lib.domain.periods import Period
from lib.domain.places.gazetteer import Commune, FormerUnit, PriorityFlag
from lib.domain.places.village_lines import VillageLine, village_lines
from lib.domain.places.volunteers import DriveMonth, Team, drives_by_period, teams_of
from lib.domain.reporting.commune_plan import PlanDocument, plan_document
from lib.services.caching.answers import cached
from lib.services.caching.audience import Everybody
from lib.services.caching.viewer import Viewer
from lib.services.figures.figures import Figures
from lib.services.installation import Installation
from lib.store.engine import asking
from lib.store.figures.figures import in_force, uploads_in_force
from lib.store.figures.reports import last_report_of
from lib.store.history.uploads import Upload, scopes_of_commune, uploads


@dataclass(frozen=True, kw_only=True)
class Line:
    """One indicator of the commune beside the province and the communes like it."""

    measured: Measured
    before: Measured | None
    rank: Rank | None
    alike: GroupFigure
    target: Target | None


class UploadState(StrEnum):
    """Whether an upload still speaks for the commune."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Touching:
    """An upload that spoke for the commune, for these periods."""

    upload: Upload
    periods: tuple[str, ...]
    state: UploadState


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A commune in a period."""

    commune: Commune
    period: Period
    lines: tuple[Line, ...]
    alike: Group
    flags: Sequence[PriorityFlag]
    former: tuple[FormerUnit, ...]
    villages: tuple[VillageLine, ...]
    has_register: bool
    by_summary: bool
    """Whether the period is told by a summary sheet, without a figure for each village."""
    plan: PlanDocument | None
    plan_target: Target | None
    teams: tuple[Team, ...]
    drives: tuple[DriveMonth, ...]
    last_report: tuple[Period, datetime] | None
    """The last period reported up to this one, and when (UTC)."""
    uploads: tuple[Touching, ...]

    @property
    def reported(self) -> bool:
        """Whether the commune reported for this very period."""
        return self.last_report is not None and self.last_report[0] == self.period


@dataclass(frozen=True, kw_only=True)
class Known:
    """The province's figures that a profile is cut from; shared, never to be changed."""

    snapshot: Snapshot
    now: Mapping[str, Measured]
    before: Mapping[str, Measured]
    """Of the period before; empty where nobody reported then."""
    flags: Mapping[str, Sequence[PriorityFlag]]
    periods: Sequence[Period]


def profile_of(installation: Installation, code: str, known: Known, *, who: Person) -> Profile:
    """The commune ``code`` in the period of the snapshot; raises ``KeyError`` for another code.

    Whoever works for one commune is shown that commune.
    """
    who.must(Act.SEE_FIGURES, code)
    snapshot, places = known.snapshot, installation.gazetteer
    alike = similar(code, known.flags, places.communes)
    teams = teams_of(snapshot.rows[parts.TEAMS], code)
    register = _mine(snapshot.rows[parts.REGISTER], code)
    months = [str(p) for p in known.periods]
    with asking(installation.engine) as connection:
        reports = in_force(
            connection, parts.VILLAGES, periods=months, communes={code}, as_of=installation.as_of
        )
        last = _last_report(connection, code, snapshot.period, as_of=installation.as_of)
        standing = {t.upload_id for t in teams} | set(reports["upload_id"])
        touching = _touching(connection, code, standing, as_of=installation.as_of)
    return Profile(
        commune=places.communes[code],
        period=snapshot.period,
        lines=tuple(_line(m, known, alike, code=code) for m in known.now.values()),
        alike=alike,
        flags=known.flags.get(code, ()),
        former=places.former_of(code),
        villages=village_lines(register, reports, snapshot.period),
        has_register=not register.empty,
        by_summary=_by_summary(snapshot, code),
        plan=plan_document(snapshot.rows[parts.COMMUNE_MONTH], code),
        plan_target=snapshot.targets.get(PLANS_ON_TIME),
        teams=teams,
        drives=drives_by_period(snapshot.rows[parts.DRIVES], code),
        last_report=last,
        uploads=touching,
    )


@cached("profile", Everybody(Act.SEE_FIGURES, commune=0), most=120)
def profile_in(viewer: Viewer, code: str, period: Period) -> Profile:
    """All that is known of a commune in the period. Shared: never change it."""
    if viewer.who is None:
        raise NotAllowed("denied")
    figures, earlier = Figures(viewer), period.previous
    known = Known(
        snapshot=figures.snapshot(period),
        now=figures.all_measured(period),
        before=figures.all_measured(earlier) if earlier in figures.periods else {},
        flags=figures.flags(period.end),
        periods=figures.periods,
    )
    return profile_of(viewer.installation, code, known, who=viewer.who)


def _line(measured: Measured, known: Known, alike: Group, *, code: str) -> Line:
    indicator = measured.indicator
    return Line(
        measured=measured,
        before=measured.comparable(known.before.get(indicator.code)),
        rank=rank_of(measured, code),
        alike=figure_of(measured, alike.communes),
        target=measured.target,
    )


def _mine(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    return rows if rows.empty else rows[rows["commune_code"] == code]


def _by_summary(snapshot: Snapshot, code: str) -> bool:
    return (
        not _mine(snapshot.rows[parts.SUMMARY], code).empty
        and _mine(snapshot.rows[parts.VILLAGES], code).empty
    )


def _last_report(
    connection: Connection, code: str, period: Period, *, as_of: datetime | None
) -> tuple[Period, datetime] | None:
    templates = (parts.VILLAGES, parts.SUMMARY)
    found = last_report_of(connection, templates, code, until=str(period), as_of=as_of)
    return (Period.parse(found[0]), found[1]) if found else None


def _touching(
    connection: Connection, code: str, standing: set[int], *, as_of: datetime | None
) -> tuple[Touching, ...]:
    """Newest first. ``standing``: uploads of the villages' rows in force, and those of the teams
    at work here, whose lists speak for the whole province and name no commune of their own.
    """
    periods: dict[int, list[str]] = {upload_id: [] for upload_id in standing}
    by_template: dict[str, set[str]] = {}
    for upload_id, template, period in scopes_of_commune(connection, code):
        periods.setdefault(upload_id, []).append(period)
        by_template.setdefault(template, set()).add(period)
    by_template.pop(parts.VILLAGES, None)
    in_use = standing.union(
        *(
            uploads_in_force(connection, t, p, commune=code, as_of=as_of)
            for t, p in by_template.items()
        )
    )
    found = uploads(connection, ids=set(periods), as_of=as_of)
    return tuple(Touching(u, tuple(periods[u.id]), _state(u, in_use)) for u in found)


def _state(upload: Upload, standing: set[int]) -> UploadState:
    if upload.id in standing:  # also a withdrawn one that a return brought back
        return UploadState.IN_FORCE
    return UploadState.WITHDRAWN if upload.withdrawn_at else UploadState.SUPERSEDED


def deadline_of(profile: Profile) -> date | None:
    """The day before which the plan was to be issued, as the targets have it."""
    return profile.plan_target.due_on if profile.plan_target else None
