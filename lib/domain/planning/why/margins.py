"""What holds the plan back, what one more team would bring, and how sure the roads must be.

All from linear relaxations: ceilings, quick and proven, close to what a full search finds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.question.instance import Instance
from lib.domain.planning.question.team_classes import class_of_team
from lib.domain.planning.solver.arrays import board
from lib.domain.planning.solver.optimiser import Optimiser
from lib.domain.planning.why.relaxing import Family, ceiling, fewest_unmet, lifted

_SECONDS = 5.0
_SMALL = 1e-6


@dataclass(frozen=True, kw_only=True)
class Binding:
    """A family of rules that holds the plan back."""

    family: Family
    gain: float
    """Weighted households more, at most, without it."""


@dataclass(frozen=True, kw_only=True)
class OneMore:
    """One more team like this one."""

    like: str
    teams: int
    """Teams of this kind there are."""
    gain: float
    """Weighted households more, at most."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """A number of teams of the same mix, and what they can be worth at most."""

    teams: int
    value: float
    unmet: int


@dataclass(frozen=True, kw_only=True)
class Roads:
    """The same plan if every estimated road took longer or shorter."""

    factor: float
    too_far: tuple[tuple[str, str], ...]
    """(team, commune) of stays that would pass the travel limit."""
    ceiling: float


def binding(plan: Plan) -> tuple[Binding, ...]:
    """Families that cost value, the dearest first."""
    unmet = plan.certificate.unmet
    now = ceiling(plan.instance, unmet)
    found = []
    for family in Family:
        gain = ceiling(lifted(plan.instance, family), unmet) - now
        if gain > _SMALL * max(1.0, now):
            found.append(Binding(family=family, gain=gain))
    return tuple(sorted(found, key=lambda b: (-b.gain, b.family)))


def one_more(plan: Plan) -> tuple[OneMore, ...]:
    """For every kind of team, the dual of its row: what one more would bring at most."""
    on = board(plan.instance)
    optimiser = Optimiser(on)
    if not optimiser.program.stay:
        return ()
    duals = optimiser.relaxation(plan.certificate.unmet, _SECONDS)[2]
    rows = optimiser.program.team_rows
    found = [
        OneMore(
            like=kind.members[0].code,
            teams=len(kind.members),
            gain=abs(float(duals[rows[g]])) * kind.stays if g in rows else 0.0,
        )
        for g, kind in enumerate(on.classes)
    ]
    return tuple(sorted(found, key=lambda m: (-m.gain, m.like)))


def curve(instance: Instance, counts: Iterable[int]) -> tuple[Point, ...]:
    """The worth of so many teams, drawn in turn from the teams there are."""
    points = []
    for count in sorted(set(counts)):
        asked = with_teams(instance, count)
        unmet = fewest_unmet(asked)
        points.append(Point(teams=count, value=ceiling(asked, unmet), unmet=unmet))
    return tuple(points)


def with_teams(instance: Instance, count: int) -> Instance:
    """The instance with the first ``count`` teams, or with copies of them in turn."""
    base = instance.teams
    if not base:
        return instance
    teams = tuple(
        base[n]
        if n < len(base)
        else base[n % len(base)].model_copy(update={"code": f"{base[n % len(base)].code}+{n}"})
        for n in range(count)
    )
    kept = {t.code for t in teams}
    return instance.model_copy(
        update={
            "teams": teams,
            "locks": tuple(k for k in instance.locks if k.team in kept),
            "forbidden": tuple(k for k in instance.forbidden if k.team in (None, *kept)),
        }
    )


def roads(plan: Plan, factor: float) -> Roads:
    """What becomes of the plan if estimated roads took ``factor`` as long."""
    changed = stretched(plan.instance, factor)
    on = board(changed)
    row = class_of_team(on.classes)
    column = {c.code: n for n, c in enumerate(on.communes)}
    far = tuple(
        (s.team, s.commune)
        for s in plan.stays
        if not s.locked and not on.usable[row[s.team], column[s.commune]]
    )
    return Roads(factor=factor, too_far=far, ceiling=ceiling(changed, fewest_unmet(changed)))


def stretched(instance: Instance, factor: float) -> Instance:
    """Estimated roads take ``factor`` as long; known ones stay."""
    # The detour carries the factor; calibrated bases take theirs from known trips.
    known = tuple(
        k.model_copy(update={"minutes": k.minutes * factor}) for k in instance.travel.calibration
    )
    travel = instance.travel.model_copy(
        update={"detour": instance.travel.detour * factor, "calibration": known}
    )
    return instance.model_copy(update={"travel": travel})
