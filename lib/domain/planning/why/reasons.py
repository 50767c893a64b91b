"""Why a team is where it is, and what it would gain or lose elsewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from lib.domain.planning.plan.plan import Plan, Stay
from lib.domain.planning.question.instance import FLAGS
from lib.domain.planning.question.team_classes import class_of_team
from lib.domain.planning.question.travel import HourClass, hour_class
from lib.domain.planning.question.weights import weight_of
from lib.domain.planning.solver.arrays import Board, board
from lib.domain.planning.solver.choice import Choice, Score, score
from lib.domain.planning.solver.layout import Layout

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


def choice_of(plan: Plan, on: Board) -> Choice:
    """The stays of a plan as the solvers count them."""
    row = class_of_team(on.classes)
    column = {c.code: n for n, c in enumerate(on.communes)}
    return Counter(
        (row[s.team], column[s.commune], on.starts.index(s.start_day)) for s in plan.stays
    )


def reasons(plan: Plan) -> tuple[Reason, ...]:
    """One for every stay, in the order of the plan."""
    on = board(plan.instance)
    choice = choice_of(plan, on)
    before = score(choice, on)
    return tuple(_reason(stay, plan, on, choice=choice, before=before) for stay in plan.stays)


def _reason(stay: Stay, plan: Plan, on: Board, *, choice: Choice, before: Score) -> Reason:
    row = class_of_team(on.classes)
    g = row[stay.team]
    c = next(n for n, k in enumerate(on.communes) if k.code == stay.commune)
    without = Counter(choice)
    without[g, c, on.starts.index(stay.start_day)] -= 1
    without += Counter()
    alone = score(without, on)
    others = [] if stay.locked else _elsewhere(without, on, g, here=c, before=before)
    near = [e for e in others if e.minutes is not None]
    commune = on.communes[c]
    return Reason(
        team=stay.team,
        commune=stay.commune,
        start_day=stay.start_day,
        need=commune.need,
        weight=weight_of(commune, plan.instance.rules),
        flags=tuple(f for f in FLAGS if getattr(commune.flags, f) > 0),
        keeps_promise=alone.unmet > before.unmet,
        locked=stay.locked,
        minutes=stay.minutes,
        hours=None if stay.minutes is None else hour_class(stay.minutes),
        loss=before.value - alone.value,
        nearest=min(near, key=lambda e: (e.minutes, e.commune), default=None),
        elsewhere=tuple(others[:_ALTERNATIVES]),
    )


def _elsewhere(without: Choice, on: Board, g: int, *, here: int, before: Score) -> list[Elsewhere]:
    """Every other commune with room for a team of class g, the best first."""
    layout = Layout(on, Counter({k: n for k, n in without.items() if n > 0}))
    free = np.flatnonzero((layout.kind == g) & (layout.at < 0))
    found = []
    for c in np.flatnonzero(layout.gain[free[0]] > -np.inf):
        if c == here:
            continue
        slot = int(free[0])
        layout.put(slot, int(c))
        after = score(layout.choice(), on)
        layout.take(slot)
        minutes = float(on.minutes[g, c])
        found.append(
            Elsewhere(
                commune=on.communes[c].code,
                minutes=None if np.isnan(minutes) else minutes,
                change=after.value - before.value,
                unmet=after.unmet - before.unmet,
            )
        )
    return sorted(found, key=lambda e: (e.unmet, -e.change, e.commune))
