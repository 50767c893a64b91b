"""The stays of a plan with their days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, kw_only=True)
class PlannedVillage:
    """One village of a stay."""

    code: str
    households: int


@dataclass(frozen=True, kw_only=True)
class PlannedStay:
    """One team in one commune, with its first and last day."""

    team: str
    commune: str
    start_week: int
    end_week: int
    first: date
    last: date
    households: int | None
    """Households the plan expects the team to guide; ``None`` where nobody knows how many are."""
    minutes: float | None
    travel_source: str
    villages: tuple[PlannedVillage, ...] = ()


def planned_stays(document: Mapping[str, Any], first_day: date) -> tuple[PlannedStay, ...]:
    """The stays of a plan as ``plan --json`` tells them, by day and team."""
    stays = [_stay(told, first_day) for told in document.get("assignments", ())]
    return tuple(sorted(stays, key=lambda s: (s.first, s.team, s.commune)))


def days_of_week(first_day: date, week: int) -> tuple[date, date]:
    """First and last day of a week of the campaign; week 1 begins on ``first_day``."""
    begins = first_day + timedelta(days=7 * (week - 1))
    return begins, begins + timedelta(days=6)


def week_of(day: date, first_day: date) -> int:
    """The week of the campaign a day lies in; below 1 before it began."""
    return (day - first_day).days // 7 + 1


def _stay(told: Mapping[str, Any], first_day: date) -> PlannedStay:
    start, end = int(told["start_week"]), int(told["end_week"])
    first, last = days_of_week(first_day, start)[0], days_of_week(first_day, end)[1]
    if "start_day" in told:  # plans were once told in whole weeks
        first = first_day + timedelta(days=int(told["start_day"]) - 1)
        last = first_day + timedelta(days=int(told["end_day"]) - 1)
    return PlannedStay(
        team=str(told["team"]),
        commune=str(told["commune"]),
        start_week=start,
        end_week=end,
        first=first,
        last=last,
        households=None if told["households"] is None else int(told["households"]),
        minutes=told.get("minutes"),
        travel_source=str(told.get("travel_source", "")),
        villages=tuple(
            PlannedVillage(code=str(v["village"]), households=int(v["households"]))
            for v in told.get("villages", ())
        ),
    )
