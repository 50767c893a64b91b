"""Whether the planner's locks can all be kept at once, lock by lock and commune by commune.

Locks win over the travel limit, which is a comfort; they never win over blackout weeks, windows,
caps and places to sleep, which are facts or promises.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lib.domain.planning.question.days import (
    beds_by_day,
    beds_through,
    is_open,
    team_starts,
    week_of,
)
from lib.domain.planning.question.faults import Fault, FaultCode, Values
from lib.domain.planning.question.instance import Commune, Instance, Lock, Team
from lib.domain.planning.question.weights import most_teams

_NAMED = 12
"""Start days named in a sentence: enough to choose from."""


def lock_faults(instance: Instance) -> Iterator[Fault]:
    """Every lock that cannot be kept, with the cause."""
    single = [*_same_lock_twice(instance), *_one_by_one(instance)]
    yield from single
    if not single:
        yield from _by_team(instance)
        yield from _by_commune(instance)


def _same_lock_twice(instance: Instance) -> Iterator[Fault]:
    for lock, times in Counter(instance.locks).items():
        if times > 1:
            yield Fault(FaultCode.LOCK_TWICE, "locks", _named(lock) | {"times": times})


def _one_by_one(instance: Instance) -> Iterator[Fault]:
    teams = {t.code: t for t in instance.teams}
    communes = {c.code: c for c in instance.communes}
    barred = {(f.team, f.commune) for f in instance.forbidden}
    for lock in instance.locks:
        values = _named(lock)
        starts = team_starts(teams[lock.team], instance.rules)
        if (lock.team, lock.commune) in barred or (None, lock.commune) in barred:
            yield Fault(FaultCode.LOCK_FORBIDDEN, "locks", values)
        elif starts and lock.begins is not None and lock.begins not in starts:
            told = ", ".join(map(str, starts[:_NAMED])) + ("…" if len(starts) > _NAMED else "")
            values |= {"day": lock.begins, "starts": told}
            yield Fault(FaultCode.LOCK_NO_SUCH_ROUND, "locks", values)
        elif not days_of_lock(instance, lock, teams[lock.team], commune=communes[lock.commune]):
            yield Fault(FaultCode.LOCK_NO_ROUND, "locks", values)


def days_of_lock(instance: Instance, lock: Lock, team: Team, *, commune: Commune) -> list[int]:
    """First days on which this lock can be kept, leaving other teams aside."""
    rules = instance.rules
    asked = [d for d in team_starts(team, rules) if lock.begins in (None, d)]
    return [d for d in asked if is_open(commune, d, rules)]


def _by_team(instance: Instance) -> Iterator[Fault]:
    teams = {t.code: t for t in instance.teams}
    locks: dict[str, list[Lock]] = defaultdict(list)
    for lock in instance.locks:
        locks[lock.team].append(lock)
    for code, mine in sorted(locks.items()):
        names = ", ".join(sorted(k.commune for k in mine))
        if len(mine) > teams[code].stays:
            values: Values = {"team": code, "communes": names, "count": len(mine)}
            yield Fault(FaultCode.LOCK_TOO_MANY, "locks", values | {"limit": teams[code].stays})
            continue
        dated = sorted((k for k in mine if k.begins is not None), key=lambda k: k.begins or 0)
        close = any(
            (b.begins or 0) - (a.begins or 0) < instance.rules.length for a, b in pairwise(dated)
        )
        if close:
            yield clash(dated)


def clash(locks: Sequence[Lock]) -> Fault:
    """Locks that cannot stand together."""
    names = ", ".join(f"{k.team} → {k.commune}" for k in locks)
    return Fault(FaultCode.LOCKS_CLASH, "locks", {"names": names, "count": len(locks)})


def _by_commune(instance: Instance) -> Iterator[Fault]:
    """Of guests alone: people at home need no bed and take nobody's turn."""
    communes = {c.code: c for c in instance.communes}
    team_of = {t.code: t for t in instance.teams}
    locks: dict[str, list[Lock]] = defaultdict(list)
    for lock in instance.locks:
        if team_of[lock.team].home != lock.commune:
            locks[lock.commune].append(lock)
    for code, mine in sorted(locks.items()):
        commune = communes[code]
        arranged = sum(d.teams for d in instance.drives if d.commune == code)
        cap = max(0, most_teams(commune, instance.rules) - arranged)
        teams = ", ".join(sorted(k.team for k in mine))
        values: Values = {"commune": commune.name or code, "teams": teams, "count": len(mine)}
        if len(mine) > cap:
            yield Fault(FaultCode.LOCK_OVER_CAP, "locks", values | {"limit": cap})
            continue
        free = beds_by_day(instance, commune)
        beds = {
            d: beds_through(free, d, instance.rules)
            for lock in mine
            for d in days_of_lock(instance, lock, team_of[lock.team], commune=commune)
        }
        for lock in mine:
            days = days_of_lock(instance, lock, team_of[lock.team], commune=commune)
            if not any(beds[d] for d in days):
                told = {"week": _week(lock), "limit": 0, "count": 1}
                yield Fault(FaultCode.LOCK_OVER_HOST, "locks", values | told)
        fixed = Counter(k.begins for k in mine if k.begins is not None)
        for start, count in sorted(fixed.items()):
            if count > beds.get(start, 0) > 0:
                told = {"week": week_of(start), "limit": beds[start], "count": count}
                yield Fault(FaultCode.LOCK_OVER_HOST, "locks", values | told)


def _named(lock: Lock) -> Values:
    return {"team": lock.team, "commune": lock.commune, "week": _week(lock)}


def _week(lock: Lock) -> int | str:
    return "–" if lock.begins is None else week_of(lock.begins)
