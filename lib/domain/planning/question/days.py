"""When teams can be there: days of the campaign, windows, closed weeks and places to sleep.

Days are counted from 1, the first day of week 1; both ends of a span belong to it.
"""

from __future__ import annotations

from collections.abc import Iterable

from lib.domain.planning.question.instance import Commune, Drive, Instance, Rules, Team
from lib.domain.planning.question.weights import host_limit

WEEK = 7
ANY_DAY = 1
"""Between start days, where teams set out as it suits them; new plans begin so."""


def first_of_week(week: int) -> int:
    """The first day of a week."""
    return WEEK * (week - 1) + 1


def week_of(day: int) -> int:
    """The week in which a day lies."""
    return (day - 1) // WEEK + 1


def last_day(rules: Rules) -> int:
    """The last day of the campaign."""
    return WEEK * rules.weeks


def stay(start: int, rules: Rules) -> range:
    """The days of a stay that begins on day ``start``."""
    return range(start, start + rules.length)


def window(team: Team, rules: Rules) -> tuple[int, int]:
    """The first and the last day on which the team can be away."""
    first = first_of_week(team.from_week) if team.from_day is None else team.from_day
    last = team.to_day
    if last is None:
        last = last_day(rules) if team.to_week is None else WEEK * team.to_week
    return first, min(last, last_day(rules))


def common_starts(rules: Rules) -> range:
    """The days on which rounds begin for every team that has no days of its own."""
    return range(1, last_day(rules) - rules.length + 2, rules.step)


def team_starts(team: Team, rules: Rules) -> tuple[int, ...]:
    """Days on which a stay of the team may begin: the whole of it lies in the team's window."""
    first, last = window(team, rules)
    days: Iterable[int] = sorted(set(team.start_days)) or common_starts(rules)
    return tuple(d for d in days if d >= first and d + rules.length - 1 <= last)


def closed_days(commune: Commune) -> set[int]:
    """Days of the commune's weeks of flood or harvest."""
    return {
        d for w in commune.blackout_weeks for d in range(first_of_week(w), first_of_week(w + 1))
    }


def drive_days(drive: Drive) -> range:
    """The days of work that is arranged already."""
    first = first_of_week(drive.from_week) if drive.from_day is None else drive.from_day
    last = WEEK * drive.to_week if drive.to_day is None else drive.to_day
    return range(first, last + 1)


def is_open(commune: Commune, start: int, rules: Rules) -> bool:
    """Whether a stay that begins on day ``start`` touches no closed week."""
    return closed_days(commune).isdisjoint(stay(start, rules))


def beds_by_day(instance: Instance, commune: Commune) -> list[int]:
    """Teams that can still be put up on each day, drives already arranged taken off."""
    beds = [host_limit(commune, instance.rules)] * last_day(instance.rules)
    for drive in instance.drives:
        if drive.commune == commune.code:
            for day in drive_days(drive):
                if day <= len(beds):
                    beds[day - 1] = max(0, beds[day - 1] - drive.teams)
    return beds


def beds_through(beds: list[int], start: int, rules: Rules) -> int:
    """Teams that can be put up through a whole stay."""
    return min(beds[d - 1] for d in stay(start, rules))


def candidate_starts(instance: Instance, *, every: bool = False) -> tuple[int, ...]:
    """The days on which some stay may begin, as many as any best plan needs.

    Where a stay may begin on any day, every plan can be pushed together until each stay begins at
    an event — a window or a bed opens, a lock, a stay of the plan in force — or whole stays before
    or after one: other days bring nothing. ``every`` keeps them all, for whoever moves by hand.
    """
    rules = instance.rules
    own = {d for t in instance.teams for d in team_starts(t, rules)}
    if every or rules.step > 1:
        return tuple(sorted(own))
    offsets = {(d - 1) % rules.length for d in _events(instance)}
    return tuple(d for d in sorted(own) if (d - 1) % rules.length in offsets)


def _events(instance: Instance) -> set[int]:
    """Days from which something becomes possible that was not the day before."""
    days = {1}
    for team in instance.teams:
        days |= {window(team, instance.rules)[0], *team.start_days}
    for commune in instance.communes:
        closed = closed_days(commune)
        days |= {d + 1 for d in closed if d + 1 not in closed}
    days |= {drive_days(d).stop for d in instance.drives}
    dated = (*instance.locks, *instance.previous.assignments)
    return days | {k.begins for k in dated if k.begins is not None}
