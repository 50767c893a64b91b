"""What holds the plan back, what one more team would bring, and how sure the roads must be.

Every figure is a bound that nothing passes, or exact where a small question could be solved again;
each says which of the two it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.question.instance import Instance
from lib.domain.planning.question.team_classes import class_of_team
from lib.domain.planning.solver.arrays import board
from lib.domain.planning.solver.choice import score
from lib.domain.planning.solver.optimiser import Optimiser
from lib.domain.planning.why.relaxing import (
    Family,
    afresh,
    ceiling,
    fewest_and_ceiling,
    fewest_unmet,
    lifted,
)

_SECONDS = 5.0
_SMALL = 1e-6
_FEW_STAYS = 30
"""Questions of so many stays are solved again in a blink; larger ones are bounded."""
_SECONDS_AGAIN = 2.0


@dataclass(frozen=True, kw_only=True)
class Binding:
    """A family of rules that holds the plan back."""

    family: Family
    gain: float
    """Weighted households more without it: at most, unless ``exact``."""
    exact: bool


@dataclass(frozen=True, kw_only=True)
class OneMore:
    """One more team like this one."""

    like: str
    teams: int
    """Teams of this kind there are."""
    gain: float
    """Weighted households more than the plan brings: at most, unless ``exact``."""
    exact: bool


@dataclass(frozen=True, kw_only=True)
class Point:
    """A number of teams of the same mix, and what they can be worth at most."""

    teams: int
    value: float
    unmet: int
    """Guarantees missed in the best plan found; in none fewer where ``settled``."""
    settled: bool


@dataclass(frozen=True, kw_only=True)
class Roads:
    """The same plan if every estimated road took longer or shorter."""

    factor: float
    too_far: tuple[tuple[str, str], ...]
    """(team, commune), each once, of stays that would pass the travel limit."""
    ceiling: float | None
    """What no plan would be worth more than; ``None`` when time ran out before it was known."""


def binding(plan: Plan) -> tuple[Binding, ...]:
    """Families that cost value, the dearest first."""
    unmet = plan.certificate.unmet
    now = ceiling(plan.instance, unmet)
    found = []
    for family in Family:
        freed = lifted(plan.instance, family)
        if freed == plan.instance:
            continue
        most = ceiling(freed, unmet)
        # A family whose lifting does not even raise the ceiling holds nothing back.
        if not math.isfinite(most) or most - now <= _SMALL * max(1.0, now):
            most = min(most, now)
        gain, exact = _gain(plan, freed, most=most)
        worth_telling = exact or most > now
        if worth_telling and gain > _SMALL * max(1.0, abs(plan.certificate.objective)):
            found.append(Binding(family=family, gain=gain, exact=exact))
    return tuple(sorted(found, key=lambda b: (-b.gain, b.family)))


def one_more(plan: Plan) -> tuple[OneMore, ...]:
    """For every kind of team, what one more would bring."""
    asked = afresh(plan.instance)
    optimiser = Optimiser(board(asked))
    if not optimiser.program.stay:
        return ()
    now, rise = optimiser.ceilings_of_one_more(plan.certificate.unmet, _SECONDS)
    found = []
    for g, kind in enumerate(optimiser.board.classes if math.isfinite(now) else ()):
        like = kind.members[0]
        more = like.model_copy(update={"code": f"{like.code}+1"})
        larger = asked.model_copy(update={"teams": (*asked.teams, more)})
        gain, exact = _gain(plan, larger, most=now + rise[g])
        found.append(OneMore(like=like.code, teams=len(kind.members), gain=gain, exact=exact))
    return tuple(sorted(found, key=lambda m: (-m.gain, m.like)))


def _gain(plan: Plan, freed: Instance, *, most: float) -> tuple[float, bool]:
    """What the best plan of a freer question is worth more than this one, and whether exactly so.

    ``most``: a bound that is known already. Exact are small questions without villages, whose
    plan and whose new best are both proven and miss as many guarantees.
    """
    told = plan.certificate
    if sum(t.stays for t in freed.teams) > _FEW_STAYS:
        return max(0.0, most - told.objective), False
    optimiser = Optimiser(board(afresh(freed)))
    again = optimiser.best(told.unmet, seconds=_SECONDS_AGAIN, gap=0.0)
    most = min(most, again.bound)
    exact = (
        again.finished
        and again.choice is not None
        and told.gap == 0
        and told.unmet in (0, fewest_unmet(freed).found)
        and not any(c.villages for c in freed.communes)
    )
    if exact and again.choice is not None:
        most = score(again.choice, optimiser.board).value
    return max(0.0, most - told.objective), exact


def curve(instance: Instance, counts: Iterable[int]) -> tuple[Point, ...]:
    """The worth of so many teams, drawn in turn from the teams there are."""
    points = []
    for count in sorted(set(counts)):
        fewest, value = fewest_and_ceiling(with_teams(afresh(instance), count))
        if math.isfinite(value):
            unmet = fewest.proven if fewest.found is None else fewest.found
            points.append(Point(teams=count, value=value, unmet=unmet, settled=fewest.settled))
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
    far = dict.fromkeys(
        (s.team, s.commune)
        for s in plan.stays
        if not s.locked and not on.usable[row[s.team], column[s.commune]]
    )
    _, most = fewest_and_ceiling(changed)
    return Roads(factor=factor, too_far=tuple(far), ceiling=most if math.isfinite(most) else None)


def stretched(instance: Instance, factor: float) -> Instance:
    """Estimated and measured roads take ``factor`` as long; known ones stay."""
    # Detour and measured minutes carry the factor; calibrated bases take theirs from known trips,
    # whose ratio to what was measured stays as it is.
    known = tuple(
        k.model_copy(update={"minutes": k.minutes * factor}) for k in instance.travel.calibration
    )
    measured = {
        base: {commune: minutes * factor for commune, minutes in row.items()}
        for base, row in instance.travel.road_minutes.items()
    }
    travel = instance.travel.model_copy(
        update={
            "detour": instance.travel.detour * factor,
            "calibration": known,
            "road_minutes": measured,
        }
    )
    return instance.model_copy(update={"travel": travel})
