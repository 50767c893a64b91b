"""Guarantees that cannot be met: why, and the cheapest cures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lib.domain.planning.plan.plan import Plan, Promise, Unmet
from lib.domain.planning.question.days import team_starts
from lib.domain.planning.question.instance import Instance, Team
from lib.domain.planning.question.team_classes import class_of_team, travel_limit
from lib.domain.planning.solver.array_types import Bools, Ints
from lib.domain.planning.solver.arrays import Board, board
from lib.domain.planning.why.relaxing import Family, fewest_unmet, lifted

_KINDS_SHOWN = 3


class Cause(StrEnum):
    """Why a guarantee is missed."""

    NO_TEAMS = "no_teams"
    NOBODY_SKILLED = "nobody_skilled"
    OUT_OF_REACH = "out_of_reach"
    BANNED = "banned"
    NO_ROOM = "no_room"
    NO_ROUND = "no_round"
    TOO_FEW = "too_few"
    """Too many communes count on the same teams."""
    TANGLED = "tangled"
    """Teams enough, but weeks, beds or skills of others stand in the way."""


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """Guarantees missed for one cause."""

    cause: Cause
    promise: Promise
    skill: str
    communes: tuple[str, ...]
    """Those missed; for ``TOO_FEW`` every commune that counts on the same teams."""
    wanted: int
    """Stays these communes are promised; for ``TOO_FEW`` those they have room for."""
    teams: int
    """Stays that teams able to get there can make."""
    missing: int
    """Guarantees missed; for ``TOO_FEW`` what ``teams`` fall short of ``wanted``."""


@dataclass(frozen=True, kw_only=True)
class Cure:
    """Lifting one family of rules."""

    family: Family
    met: int
    """Guarantees it would meet that are missed now."""
    left: int


@dataclass(frozen=True, kw_only=True)
class MoreTeams:
    """So many more teams like this one."""

    like: str
    """A team of the kind, by code."""
    base: str
    skills: tuple[str, ...]
    count: int
    met: int
    left: int


def shortages(plan: Plan) -> tuple[Shortage, ...]:
    """Every missed guarantee with its cause, those of one cause together."""
    on = board(plan.instance)
    found: dict[tuple[Cause, Promise, str], list[Unmet]] = {}
    for unmet in plan.unmet:
        cause = _cause(unmet, on)
        found.setdefault((cause, unmet.promise, unmet.skill), []).append(unmet)
    return tuple(
        _shortage(cause, promise, skill, missed=missed, plan=plan, on=on)
        for (cause, promise, skill), missed in sorted(found.items())
    )


def _cause(unmet: Unmet, on: Board) -> Cause:
    c = next(n for n, k in enumerate(on.communes) if k.code == unmet.commune)
    able = _able(unmet.promise, unmet.skill, on)
    if not on.classes:
        return Cause.NO_TEAMS
    if not able.any():
        return Cause.NOBODY_SKILLED
    if on.cap[c] < max(1, on.demand[c]) or not on.beds[c].any():
        return Cause.NO_ROOM
    if on.usable[able, c].any():
        return Cause.TOO_FEW
    limits = np.array([travel_limit(k.members[0], on.instance) for k in on.classes])
    with np.errstate(invalid="ignore"):
        near = able & (on.minutes[:, c] <= limits)
    if not near.any():
        return Cause.OUT_OF_REACH
    rounds = (on.allowed[near] & (on.round_beds()[c] > 0)[None]).any()
    return Cause.BANNED if rounds else Cause.NO_ROUND


def _able(promise: Promise, skill: str, on: Board) -> Bools:
    if promise is Promise.TEAMS:
        return np.ones(len(on.classes), dtype=bool)
    return np.asarray(on.skilled[:, on.skills.index(skill)], dtype=bool)


def _shortage(
    cause: Cause, promise: Promise, skill: str, *, missed: list[Unmet], plan: Plan, on: Board
) -> Shortage:
    column = {c.code: n for n, c in enumerate(on.communes)}
    able = _able(promise, skill, on)
    communes = {column[u.commune] for u in missed}
    want = on.demand if promise is Promise.TEAMS else on.wanted[:, on.skills.index(skill)]
    if cause is Cause.TOO_FEW:
        want = np.minimum(want, _room(on))
        communes = _counting_on_the_same(communes, able, want > 0, plan=plan, on=on)
    rows = sorted(communes)
    reaching = able & on.usable[:, rows].any(axis=1)
    wanted = int(want[rows].sum())
    teams = sum(k.slots for g, k in enumerate(on.classes) if reaching[g])
    missing = sum(u.missing for u in missed)
    # Only where every stay of those teams is spent on these promises do the numbers tell it all.
    if cause is Cause.TOO_FEW and wanted - teams != missing:
        cause, rows = Cause.TANGLED, sorted(column[u.commune] for u in missed)
    return Shortage(
        cause=cause,
        promise=promise,
        skill=skill,
        communes=tuple(on.communes[c].code for c in rows),
        wanted=wanted,
        teams=teams,
        missing=missing,
    )


def _room(on: Board) -> Ints:
    """Stays that each commune can take in at all, by its cap and its beds."""
    if on.overlapping:
        return on.cap
    return np.asarray(np.minimum(on.cap, on.round_beds().sum(axis=1)), dtype=np.int64)


def _counting_on_the_same(
    missed: set[int], able: Bools, promised: Bools, *, plan: Plan, on: Board
) -> set[int]:
    """The set of Hall: from the missed ones, over the teams that could come, to where they are."""
    column = {c.code: n for n, c in enumerate(on.communes)}
    row = class_of_team(on.classes)
    places: dict[int, set[int]] = {}
    for stay in plan.stays:
        places.setdefault(row[stay.team], set()).add(column[stay.commune])
    every = set(map(int, np.flatnonzero(promised)))
    found, edge = set(missed), set(missed)
    while edge:
        teams = np.flatnonzero(able & on.usable[:, sorted(edge)].any(axis=1))
        edge = {c for g in teams for c in places.get(int(g), ())} & every - found
        found |= edge
    return found


def cures(plan: Plan) -> tuple[Cure, ...]:
    """Families of rules whose lifting meets more guarantees, the most helpful first."""
    now = sum(u.missing for u in plan.unmet)
    if not now:
        return ()
    found = []
    for family in Family:
        if family is Family.PROMISES:
            continue
        left = fewest_unmet(lifted(plan.instance, family)).found
        if left is not None and left < now:
            found.append(Cure(family=family, met=now - left, left=left))
    return tuple(sorted(found, key=lambda c: (-c.met, c.family)))


def more_teams(plan: Plan) -> tuple[MoreTeams, ...]:
    """How many more teams of which kind meet most guarantees, the best kinds first."""
    now = sum(u.missing for u in plan.unmet)
    if not now:
        return ()
    found = []
    for model in _kinds(plan.instance):
        left = fewest_unmet(_with_more(plan.instance, model, now)).found
        if left is not None and left < now:
            count = _fewest_enough(plan.instance, model, now, left=left)
            found.append(
                MoreTeams(
                    like=model.code,
                    base=model.base,
                    skills=model.skills,
                    count=count,
                    met=now - left,
                    left=left,
                )
            )
    return tuple(sorted(found, key=lambda m: (m.left, m.count, m.like))[:_KINDS_SHOWN])


def _kinds(instance: Instance) -> list[Team]:
    """One team for each base and set of skills: the one that can go farthest and longest."""
    kinds: dict[tuple[str, tuple[str, ...]], Team] = {}
    for team in instance.teams:
        rounds = len(team_starts(team, instance.rules))
        best = kinds.get((team.base, team.skills))
        if best is None or (travel_limit(team, instance), rounds) > (
            travel_limit(best, instance),
            len(team_starts(best, instance.rules)),
        ):
            kinds[team.base, team.skills] = team
    return [kinds[key] for key in sorted(kinds)]


def _fewest_enough(instance: Instance, model: Team, most: int, *, left: int) -> int:
    """The least number of more teams that leaves no more than ``left`` unmet."""
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        found = fewest_unmet(_with_more(instance, model, middle)).found
        if found is not None and found <= left:
            high = middle
        else:
            low = middle + 1
    return low


def _with_more(instance: Instance, model: Team, count: int) -> Instance:
    more = tuple(
        model.model_copy(update={"code": f"{model.code}+{n}"}) for n in range(1, count + 1)
    )
    return instance.model_copy(update={"teams": (*instance.teams, *more)})
