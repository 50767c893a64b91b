"""Plan against report, week by week and team by team: who is silent, who is elsewhere, who clashes.

A report belongs to the weeks of its own days, not to the day it was sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from lib.domain.campaign.stays import days_of_week, week_of
from lib.domain.campaign.visits import Visit, total


class State(StrEnum):
    """How a team stands in a week; the most pressing first."""

    SILENT = "silent"
    """Planned, the week has ended, and no report tells of it."""
    ELSEWHERE = "elsewhere"
    """Reported, but from other communes than planned."""
    AHEAD = "ahead"
    """Planned, and the week has not ended."""
    REPORTED = "reported"
    UNPLANNED = "unplanned"
    """Reported without a plan for this week."""


class ClashKind(StrEnum):
    """What cannot be, or should be looked at."""

    TEAM = "team"
    """One team in two communes on the same day."""
    VILLAGE = "village"
    """Two teams in one village on the same day."""
    COMMUNE = "commune"
    """More teams in one commune in this week than it can put up."""


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """All that the weeks are computed from."""

    first_day: date
    weeks: int
    planned: tuple[Visit, ...]
    done: tuple[Visit, ...]
    host_limit: int
    """Teams a commune is taken to put up in one week."""

    def days(self, week: int) -> tuple[date, date]:
        """First and last day of the week."""
        return days_of_week(self.first_day, week)

    def in_week(self, visits: Sequence[Visit], week: int) -> list[Visit]:
        """Visits with a day in the week."""
        first, last = self.days(week)
        return [v for v in visits if v.overlaps(first, last)]

    def week_on(self, day: date) -> int:
        """The week to look at on this day: the running one, else the nearest of the campaign."""
        return min(max(1, week_of(day, self.first_day)), self.weeks)


@dataclass(frozen=True, kw_only=True)
class TeamWeek:
    """One team in one week."""

    team: str
    planned: tuple[str, ...]
    """Communes, by code."""
    reported: tuple[str, ...]
    state: State
    silent_weeks: int
    """Weeks in a row, this one the last, that were planned and not reported."""
    households: float | None
    people: float | None
    days: float | None


@dataclass(frozen=True, kw_only=True)
class WeekTotals:
    """One week of all teams."""

    week: int
    planned: int
    """Teams with a plan for the week."""
    reported: int
    """Of these, teams with a report."""
    unplanned: int
    households: float | None
    people: float | None
    turns: float | None
    days: float | None


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Something that does not fit together."""

    kind: ClashKind
    planned: bool
    """In the plan; else in the reports."""
    teams: tuple[str, ...]
    communes: tuple[str, ...]
    village: str = ""
    first: date
    last: date


def span_of(visits: Sequence[Visit]) -> tuple[date, int] | None:
    """The Monday before the first visit and the number of weeks to the last; ``None`` of none."""
    if not visits:
        return None
    first = min(v.first for v in visits)
    monday = date.fromordinal(first.toordinal() - first.weekday())
    return monday, week_of(max(v.last for v in visits), monday)


def team_weeks(campaign: Campaign, week: int, *, today: date) -> list[TeamWeek]:
    """The teams planned or heard of in the week, the most pressing first."""
    planned, done = _by_team(campaign, week)
    lines = [
        _line(campaign, team, week, planned=planned.get(team, []), done=done.get(team, []),
              today=today)
        for team in sorted({*planned, *done})
    ]  # fmt: skip
    order = list(State)
    return sorted(lines, key=lambda t: (order.index(t.state), -t.silent_weeks, t.team))


def week_totals(campaign: Campaign) -> list[WeekTotals]:
    """Every week of the campaign."""
    return [_totals(campaign, week) for week in range(1, campaign.weeks + 1)]


def clashes(campaign: Campaign, week: int) -> list[Clash]:
    """What does not fit in the week, in the plan and in the reports."""
    found: list[Clash] = []
    for planned, visits in ((True, campaign.planned), (False, campaign.done)):
        mine = campaign.in_week(visits, week)
        found += _in_pairs(mine, planned=planned)
        found += _crowds(mine, campaign, week, planned=planned)
    return list(dict.fromkeys(found))


def _by_team(campaign: Campaign, week: int) -> tuple[dict[str, list[Visit]], ...]:
    made = []
    for visits in (campaign.planned, campaign.done):
        grouped = defaultdict(list)
        for visit in campaign.in_week(visits, week):
            grouped[visit.team].append(visit)
        made.append(dict(grouped))
    return tuple(made)


def _line(
    campaign: Campaign,
    team: str,
    week: int,
    *,
    planned: list[Visit],
    done: list[Visit],
    today: date,
) -> TeamWeek:
    wanted, told = {v.commune for v in planned}, {v.commune for v in done}
    if not done:
        state = State.SILENT if campaign.days(week)[1] < today else State.AHEAD
    elif not planned:
        state = State.UNPLANNED
    else:
        state = State.REPORTED if wanted & told else State.ELSEWHERE
    return TeamWeek(
        team=team,
        planned=tuple(sorted(wanted)),
        reported=tuple(sorted(told)),
        state=state,
        silent_weeks=_silent_weeks(campaign, team, week) if state is State.SILENT else 0,
        households=total(v.households for v in done),
        people=total(v.people for v in done),
        days=total(v.days for v in done),
    )


def _silent_weeks(campaign: Campaign, team: str, week: int) -> int:
    planned = [v for v in campaign.planned if v.team == team]
    done = [v for v in campaign.done if v.team == team]
    count = 0
    while (
        week - count >= 1
        and campaign.in_week(planned, week - count)
        and not campaign.in_week(done, week - count)
    ):
        count += 1
    return count


def _totals(campaign: Campaign, week: int) -> WeekTotals:
    planned, done = _by_team(campaign, week)
    visits = [v for mine in done.values() for v in mine if campaign.days(week)[0] <= v.first]
    return WeekTotals(
        week=week,
        planned=len(planned),
        reported=len(planned.keys() & done.keys()),
        unplanned=len(done.keys() - planned.keys()),
        households=total(v.households for v in visits),
        people=total(v.people for v in visits),
        turns=total(v.turns for v in visits),
        days=total(v.days for v in visits),
    )


def _in_pairs(visits: list[Visit], *, planned: bool) -> list[Clash]:
    found = []
    for one, other in combinations(visits, 2):
        if not one.overlaps(other.first, other.last):
            continue
        kind = _kind(one, other)
        if kind is None:
            continue
        found.append(
            Clash(
                kind=kind,
                planned=planned,
                teams=tuple(sorted({one.team, other.team})),
                communes=tuple(sorted({one.commune, other.commune})),
                village=one.village if kind is ClashKind.VILLAGE else "",
                first=max(one.first, other.first),
                last=min(one.last, other.last),
            )
        )
    return found


def _kind(one: Visit, other: Visit) -> ClashKind | None:
    if one.team == other.team:
        return ClashKind.TEAM if one.commune != other.commune else None
    same = one.village and one.village == other.village
    return ClashKind.VILLAGE if same else None


def _crowds(visits: list[Visit], campaign: Campaign, week: int, *, planned: bool) -> list[Clash]:
    teams = defaultdict(set)
    for visit in visits:
        teams[visit.commune].add(visit.team)
    first, last = campaign.days(week)
    return [
        Clash(
            kind=ClashKind.COMMUNE,
            planned=planned,
            teams=tuple(sorted(mine)),
            communes=(commune,),
            first=first,
            last=last,
        )
        for commune, mine in sorted(teams.items())
        if len(mine) > campaign.host_limit
    ]
