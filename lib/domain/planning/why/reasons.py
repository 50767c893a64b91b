"""Why a team is where it is, and what it would gain or lose elsewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lib.domain.planning.plan.plan import Plan, Stay
from lib.domain.planning.question.instance import FLAGS
from lib.domain.planning.question.team_classes import class_of_team
from lib.domain.planning.question.travel import HourClass, hour_class
from lib.domain.planning.question.weights import weight_of
from lib.domain.planning.solver.arrays import Board
from lib.domain.planning.solver.choice import Choice
from lib.domain.planning.why.hands import Barred, Hands

_ALTERNATIVES = 3


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Another commune for the same team, everything else left as it is."""

    commune: str
    minutes: float | None
    change: float
    """Weighted households gained (+) or lost (-)."""
    unmet: int
    """Guarantees that would newly be missed (+) or met (-)."""


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why one stay stands in the plan."""

    team: str
    commune: str
    start_day: int
    need: int | None
    weight: float
    flags: tuple[str, ...]
    keeps_promise: bool
    """Without this stay one more guarantee would be missed."""
    locked: bool
    minutes: float | None
    hours: HourClass | None
    loss: float
    """Weighted households lost if the team stayed home."""
    nearest: Elsewhere | None
    """The closest other commune that would still take the team."""
    elsewhere: tuple[Elsewhere, ...]
    """The best other places, the best first; none for a locked stay."""
    at_home: bool = False
    """Own people in their own commune."""
    home: str | None = None
    """Their own commune, where they are elsewhere."""
    at_own: Elsewhere | None = None
    """What it would change to have them there; ``None`` where they could not come."""


def choice_of(plan: Plan, on: Board) -> Choice:
    """The stays of a plan as the solvers count them."""
    row = class_of_team(on.classes)
    column = {c.code: n for n, c in enumerate(on.communes)}
    return Counter(
        (row[s.team], column[s.commune], on.starts.index(s.start_day)) for s in plan.stays
    )


def reasons(plan: Plan) -> tuple[Reason, ...]:
    """One for every stay, in the order of the plan."""
    hands = Hands(plan)
    return tuple(_reason(n, plan, hands) for n in range(len(plan.stays)))


def _reason(number: int, plan: Plan, hands: Hands) -> Reason:
    stay, on = plan.stays[number], hands.board
    commune = next(c for c in on.communes if c.code == stay.commune)
    home = hands.exchanged((number,), (), code=stay.team)
    own = next(t.home for t in plan.instance.teams if t.code == stay.team)
    others = [] if stay.locked else _elsewhere(number, stay, hands)
    near = [e for e in others if e.minutes is not None]
    return Reason(
        team=stay.team,
        commune=stay.commune,
        start_day=stay.start_day,
        need=commune.need,
        weight=weight_of(commune, plan.instance.rules),
        flags=tuple(f for f in FLAGS if getattr(commune.flags, f) > 0),
        keeps_promise=home.unmet > 0,
        locked=stay.locked,
        minutes=stay.minutes,
        hours=None if stay.minutes is None else hour_class(stay.minutes),
        loss=-home.change,
        nearest=min(near, key=lambda e: (e.minutes, e.commune), default=None),
        elsewhere=tuple(others[:_ALTERNATIVES]),
        at_home=stay.at_home,
        home=own if own != stay.commune else None,
        at_own=next((e for e in others if e.commune == own), None),
    )


def _elsewhere(number: int, stay: Stay, hands: Hands) -> list[Elsewhere]:
    """Every other commune within the limit where the team could be at some time, the best first."""
    g = class_of_team(hands.board.classes)[stay.team]
    rows = hands.communes_for(stay.team, without=number)
    found = [
        Elsewhere(
            commune=row.code,
            minutes=float(minutes),
            change=max(row.change_at(n) for n, b in enumerate(row.barred) if b is Barred.FREE),
            unmet=row.unmet,
        )
        for row, minutes in zip(rows, hands.board.minutes[g], strict=True)
        if row.code != stay.commune and row.beyond_minutes is None and Barred.FREE in row.barred
    ]
    return sorted(found, key=lambda e: (e.unmet, -e.change, e.commune))
