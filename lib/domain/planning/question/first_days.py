"""Which day a campaign should begin on, and moving one that has begun on another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lib.domain.planning.question.days import first_of_week, last_day, team_starts, week_of
from lib.domain.planning.question.instance import Lock, Rules, Team, Week
from lib.domain.planning.question.params import Exceptions, PlanParams

_WEEKS_AROUND = 5


@dataclass(frozen=True, kw_only=True)
class FirstDay:
    """A first day, and the teams that would find no stay between it and the last."""

    day: date
    lost: tuple[str, ...]
    known: int
    """Teams of the season, lost or not: where there is none, a day loses nothing and brings
    nothing."""


def days_around(near: date, starts: Iterable[date]) -> tuple[date, ...]:
    """Days worth asking about: the one in mind, Mondays around it, the first team's first day."""
    monday = near - timedelta(days=near.weekday())
    mondays = {monday + timedelta(weeks=n) for n in range(-_WEEKS_AROUND, _WEEKS_AROUND + 1)}
    within = [d for d in starts if min(mondays) <= d <= max(mondays)]
    return tuple(sorted({near, *mondays, *([min(within)] if within else [])}))


def lost(teams: Sequence[Team], rules: Rules) -> tuple[str, ...]:
    """Teams in whose days no stay fits, by code."""
    return tuple(sorted(t.code for t in teams if not team_starts(t, rules)))


def proposed(choices: Sequence[FirstDay], near: date) -> FirstDay:
    """The day that loses fewest teams; of those the nearest to the one in mind."""
    return min(choices, key=lambda c: (len(c.lost), abs((c.day - near).days), c.day))


def begun_on(params: PlanParams, first_day: date) -> PlanParams:
    """The same choices from another first day: what was said of dates stays with its dates.

    Locks before the new first day, or after the last, fall away; a closed week becomes the weeks
    that hold its days.
    """
    later = (params.first_day - first_day).days
    locks = (lock_moved(k, later, params.rules) for k in params.locks)
    communes = {c: _moved(said, later, params.rules) for c, said in params.communes.items()}
    return params.model_copy(
        update={
            "first_day": first_day,
            "locks": tuple(k for k in locks if k is not None),
            "communes": {c: said for c, said in communes.items() if not said.empty},
        }
    )


def lock_moved(lock: Lock, later: int, rules: Rules) -> Lock | None:
    """The lock on the same date where the campaign begins ``later`` days earlier; ``None`` when
    the campaign no longer holds it."""
    if lock.begins is None:
        return lock
    day = lock.begins + later
    held = 1 <= day <= last_day(rules) - rules.length + 1
    return Lock(team=lock.team, commune=lock.commune, start_day=day) if held else None


def _moved(said: Exceptions, later: int, rules: Rules) -> Exceptions:
    weeks: set[Week] = set()
    for week in said.blackout_weeks:
        first = first_of_week(week) + later
        weeks |= {week_of(d) for d in (first, first + 6) if 1 <= d <= last_day(rules)}
    return said.model_copy(update={"blackout_weeks": tuple(sorted(weeks))})
