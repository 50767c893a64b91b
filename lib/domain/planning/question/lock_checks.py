"""Whether the planner's locks can all be kept at once, lock by lock and commune by commune.

Locks win over the travel limit, which is a comfort; they never win over blackout weeks, windows,
caps and places to sleep, which are facts or promises.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from lib.domain.planning.question.faults import Fault, FaultCode, Values
from lib.domain.planning.question.instance import Commune, Instance, Lock, Team
from lib.domain.planning.question.weeks import beds_by_round, open_rounds, team_rounds
from lib.domain.planning.question.weights import most_teams, start_weeks


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
    starts = start_weeks(instance.rules)
    for lock in instance.locks:
        values = _named(lock)
        if (lock.team, lock.commune) in barred or (None, lock.commune) in barred:
            yield Fault(FaultCode.LOCK_FORBIDDEN, "locks", values)
        elif lock.start_week is not None and lock.start_week not in starts:
            told = ", ".join(map(str, starts))
            yield Fault(FaultCode.LOCK_NO_SUCH_ROUND, "locks", values | {"starts": told})
        elif not rounds_of_lock(instance, lock, teams[lock.team], commune=communes[lock.commune]):
            yield Fault(FaultCode.LOCK_NO_ROUND, "locks", values)


def rounds_of_lock(instance: Instance, lock: Lock, team: Team, *, commune: Commune) -> list[int]:
    """Start weeks in which this lock can be kept, leaving other teams aside."""
    both = set(team_rounds(team, instance.rules)) & set(open_rounds(commune, instance.rules))
    return sorted(both if lock.start_week is None else both & {lock.start_week})


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
        dated = [k for k in mine if k.start_week is not None]
        if len({k.start_week for k in dated}) < len(dated):
            yield clash(dated)


def clash(locks: Sequence[Lock]) -> Fault:
    """Locks that cannot stand together."""
    names = ", ".join(f"{k.team} → {k.commune}" for k in locks)
    return Fault(FaultCode.LOCKS_CLASH, "locks", {"names": names, "count": len(locks)})


def _by_commune(instance: Instance) -> Iterator[Fault]:
    communes = {c.code: c for c in instance.communes}
    team_of = {t.code: t for t in instance.teams}
    locks: dict[str, list[Lock]] = defaultdict(list)
    for lock in instance.locks:
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
        beds = beds_by_round(instance, commune)
        for lock in mine:
            rounds = rounds_of_lock(instance, lock, team_of[lock.team], commune=commune)
            if not any(beds.get(r) for r in rounds):
                told = {"week": lock.start_week or "–", "limit": 0, "count": 1}
                yield Fault(FaultCode.LOCK_OVER_HOST, "locks", values | told)
        fixed = Counter(k.start_week for k in mine if k.start_week is not None)
        for start, count in sorted(fixed.items()):
            if count > beds.get(start, 0) > 0:
                told = {"week": start, "limit": beds.get(start, 0), "count": count}
                yield Fault(FaultCode.LOCK_OVER_HOST, "locks", values | told)


def _named(lock: Lock) -> Values:
    return {"team": lock.team, "commune": lock.commune, "week": lock.start_week or "–"}
