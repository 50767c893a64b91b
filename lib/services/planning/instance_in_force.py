"""A planning question from the figures in force: needs, flags, teams and drives of a season."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.domain.errors import NotAllowed
from lib.domain.figures import snapshot as parts
from lib.domain.figures.snapshot import Snapshot
from lib.domain.periods import Period
from lib.domain.planning.question.building import (
    PLANNABLE,
    Season,
    cancelled_teams,
    communes_from,
    drives_from_rows,
    teams_from_rows,
    unspoken,
    villages_from,
)
from lib.domain.planning.question.earlier import with_earlier_summers
from lib.domain.planning.question.instance import Instance, Rules, Team, Travel, Village
from lib.domain.planning.question.needs import Left, needs_known
from lib.domain.planning.question.roads import travel_from_rows
from lib.domain.stages import TeamState
from lib.maps.roads.extract import current
from lib.services.figures.snapshots import (
    periods_reported,
    priority_flags,
    snapshot_of,
)
from lib.services.installation import Installation, version_of_data
from lib.store.engine import asking
from lib.store.figures.figures import in_force
from lib.text import say_date

TRIPS = "09_thoi_gian_di_lai"
PROVINCE_SEAT = "03646"
"""Phường Tô Hiệu: where teams of schools and offices set out unless somebody says otherwise."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the planner chose."""

    first_day: date
    """First day of week 1."""
    rules: Rules
    with_villages: bool = True
    with_finished: bool = False
    """Also teams whose work is done, to replay a summer."""
    default_base: str = PROVINCE_SEAT

    @property
    def season(self) -> Season:
        """The days of the campaign."""
        rules = self.rules
        return Season(first_day=self.first_day, weeks=rules.weeks, stay_days=rules.length)


@dataclass(frozen=True, kw_only=True)
class Built:
    """The question, and what stands behind it."""

    instance: Instance
    period: Period
    """Needs are those of this reporting period."""
    assumed_bases: tuple[str, ...]
    """Teams whose base is the default one, for nobody stated it."""
    unspoken: tuple[str, ...] = ()
    """Teams that name languages and count nobody who speaks them."""


def instance_of(installation: Installation, asked: Asked) -> Built:
    """The instance of the newest reports until the season begins, or of the newest at all.

    Raises ``NotAllowed`` when no commune has ever reported.
    """
    period = _period(installation, asked.first_day)
    taken = snapshot_of(installation, period)
    rows = snapshot_of(installation, Period(asked.first_day.year, 12)).rows
    teams, assumed = teams_of(installation, rows[parts.TEAMS], asked)
    left = needs_known(taken)
    villages = _villages(taken, left) if asked.with_villages else {}
    instance = Instance(
        title=f"{asked.first_day:%d/%m/%Y}",
        data_version=version_of_data(installation),
        demo=installation.is_demo,
        need_period=str(period),
        communes=tuple(
            communes_from(
                installation.gazetteer.communes.values(),
                left,
                priority_flags(installation, asked.first_day),
                villages=villages,
                period=period,
            )
        ),
        teams=tuple(_with_earlier_summers(installation, teams, asked.first_day.year)),
        drives=tuple(
            drives_from_rows(
                rows[parts.DRIVES],
                asked.season,
                not_of=[*(t.code for t in teams), *cancelled_teams(rows[parts.TEAMS])],
            )
        ),
        travel=_travel(installation, asked.first_day.year, {t.base for t in teams}),
        rules=asked.rules,
    )
    return Built(
        instance=instance,
        period=period,
        assumed_bases=tuple(assumed),
        unspoken=tuple(unspoken(rows[parts.TEAMS])),
    )


def teams_of(
    installation: Installation, rows: pd.DataFrame, asked: Asked
) -> tuple[list[Team], list[str]]:
    """The teams in ``rows`` that may be sent, and codes of those whose base was assumed."""
    return teams_from_rows(
        rows,
        asked.season,
        book=installation.gazetteer,
        default_base=asked.default_base,
        statuses=(*PLANNABLE, TeamState.FINISHED) if asked.with_finished else PLANNABLE,
    )


def _with_earlier_summers(installation: Installation, teams: list[Team], year: int) -> list[Team]:
    with asking(installation.engine) as connection:
        rows, drives = (
            in_force(connection, template, as_of=installation.as_of)
            for template in (parts.TEAMS, parts.DRIVES)
        )
    return with_earlier_summers(teams, rows, drives, year=year)


def _villages(taken: Snapshot, left: Mapping[str, Left]) -> dict[str, tuple[Village, ...]]:
    """Each commune's villages as the report tells of them that its need is of."""
    found: dict[str, tuple[Village, ...]] = {}
    for period in {known.period for known in left.values()}:
        then = taken if period == taken.period or not taken.earlier else taken.earlier.at(period)
        told = villages_from(then.rows[parts.REGISTER], then.rows[parts.VILLAGES])
        found |= {c: v for c, v in told.items() if c in left and left[c].period == period}
    return found


def _travel(installation: Installation, year: int, bases: Collection[str]) -> Travel:
    """What people know, and from these bases what the roads of the map in force say."""
    known, found = known_travel(installation, year), current(installation.settings.data_dir)
    if found is None:
        return known
    table, _ = found
    measured = {base: dict(table.minutes[base]) for base in bases if base in table.minutes}
    of = f", {say_date(date.fromisoformat(table.extracted))}" if table.extracted else ""
    source = f"{table.source} ({table.digest}{of})"
    return known.model_copy(update={"road_minutes": measured, "road_source": source})


def known_travel(installation: Installation, year: int) -> Travel:
    """The trips that people know, as published up to a year."""
    with asking(installation.engine) as connection:
        return travel_from_rows(in_force(connection, TRIPS, as_of=installation.as_of), year)


def _period(installation: Installation, first_day: date) -> Period:
    reported = periods_reported(installation)
    if not reported:
        raise NotAllowed("no_need_known")
    before = [p for p in reported if p.end < first_day]
    return before[0] if before else reported[-1]
