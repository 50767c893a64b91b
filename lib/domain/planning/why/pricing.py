"""What a change by hand would cost, before anybody accepts it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.question.instance import Instance, Lock
from lib.domain.planning.question.team_classes import class_of_team
from lib.domain.planning.solver.arrays import Board, board
from lib.domain.planning.solver.choice import Choice, broken_rows, score
from lib.domain.planning.why.reasons import choice_of


@dataclass(frozen=True, kw_only=True)
class Price:
    """A changed plan against the plan as it is; nothing is solved again."""

    change: float
    """Weighted households gained (+) or lost (-)."""
    households: int
    """Households reached more (+) or fewer (-)."""
    unmet: int
    """Guarantees newly missed (+) or met (-)."""
    broken: tuple[str, ...]
    """Rules the change would break, by the names under ``plan_broken`` in the catalogues."""


def price(plan: Plan, stays: Collection[Lock]) -> Price:
    """The price of exactly these stays instead of the plan's; each names its first day.

    Locks of the instance count as rules. Raises ``KeyError`` for a team, commune or day that
    the instance does not have.
    """
    on = board(plan.instance, every_start=True)
    before, after = choice_of(plan, on), choice_of_locks(stays, on)
    was, now = score(before, on), score(after, on)
    return Price(
        change=now.value - was.value,
        households=_reached(after, on) - _reached(before, on),
        unmet=now.unmet - was.unmet,
        broken=tuple(sorted({*broken_rows(after, on), *_overworked(stays, plan.instance)})),
    )


def choice_of_locks(stays: Collection[Lock], on: Board) -> Choice:
    """Stays as the solvers count them; ``KeyError`` for what the instance does not have."""
    row = class_of_team(on.classes)
    column = {c.code: n for n, c in enumerate(on.communes)}
    rounds = {day: r for r, day in enumerate(on.starts)}
    return Counter((row[s.team], column[s.commune], rounds[s.begins or 0]) for s in stays)


def _reached(choice: Choice, on: Board) -> int:
    most = on.worth.length.sum(axis=1)
    return int(score(choice, on).households.clip(max=most).sum())


def _overworked(stays: Collection[Lock], instance: Instance) -> set[str]:
    """Rules of single teams, which their class may hide."""
    limit = {t.code: t.stays for t in instance.teams}
    made: dict[str, list[int]] = {}
    for stay in stays:
        made.setdefault(stay.team, []).append(stay.begins or 0)
    for team, starts in made.items():
        starts.sort()
        close = any(b - a < instance.rules.length for a, b in pairwise(starts))
        if len(starts) > limit[team] or close:
            return {"teams"}
    return set()
