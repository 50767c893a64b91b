"""Why a commune gets no team, and what the least costly way to send one would be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.question.instance import FLAGS
from lib.domain.planning.question.team_classes import class_of_team
from lib.domain.planning.question.weights import weight_of
from lib.domain.planning.solver.arrays import Board, Cell, board
from lib.domain.planning.solver.choice import Choice, broken_rows, score
from lib.domain.planning.why.reasons import choice_of


class Bar(StrEnum):
    """What keeps every team away, the plainest first; ``NONE`` where somebody could come."""

    NO_TEAMS = "no_teams"
    NO_ROOM = "no_room"
    NO_ROUND = "no_round"
    OUT_OF_REACH = "out_of_reach"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Detour:
    """A stay of the plan that could be made here instead."""

    team: str
    away_from: str
    start_day: int
    change: float
    """Weighted households gained (+) or lost (-)."""
    unmet: int
    """Guarantees newly missed (+) or met (-)."""


@dataclass(frozen=True, kw_only=True)
class Absence:
    """A commune without a team."""

    commune: str
    need: int | None
    weight: float
    flags: tuple[str, ...]
    bar: Bar
    least: Detour | None
    """The least costly of all changes that break no rule."""


def absence(plan: Plan, commune: str) -> Absence:
    """Why this commune gets nobody. Raises ``StopIteration`` for a commune nobody knows."""
    on = board(plan.instance)
    c = next(n for n, k in enumerate(on.communes) if k.code == commune)
    place = on.communes[c]
    return Absence(
        commune=commune,
        need=place.need,
        weight=weight_of(place, plan.instance.rules),
        flags=tuple(f for f in FLAGS if getattr(place.flags, f) > 0),
        bar=_bar(on, c),
        least=_least(plan, on, c),
    )


def _bar(on: Board, c: int) -> Bar:
    if not on.classes:
        return Bar.NO_TEAMS
    if on.cap[c] < 1 or not on.beds[c].any():
        return Bar.NO_ROOM
    if not on.opened[c].any():
        return Bar.NO_ROUND
    return Bar.NONE if on.usable[:, c].any() else Bar.OUT_OF_REACH


def _least(plan: Plan, on: Board, c: int) -> Detour | None:
    choice = choice_of(plan, on)
    before = score(choice, on)
    row = class_of_team(on.classes)
    column = {k.code: n for n, k in enumerate(on.communes)}
    found = []
    for stay in plan.stays:
        g = row[stay.team]
        old = (g, column[stay.commune], on.starts.index(stay.start_day))
        possible = (
            r for r in _rounds(on, g, c, near=old[2]) if not _broken(choice, old, (g, c, r), on=on)
        )
        # A stay is worth the same on any day: the nearest that breaks no rule will do.
        r = next(possible, None)
        if r is None:
            continue
        there = score(_changed(choice, old, (g, c, r)), on)
        found.append(
            Detour(
                team=stay.team,
                away_from=stay.commune,
                start_day=on.starts[r],
                change=there.value - before.value,
                unmet=there.unmet - before.unmet,
            )
        )
    return min(found, key=lambda d: (d.unmet, -d.change, d.team, d.start_day), default=None)


def _rounds(on: Board, g: int, c: int, *, near: int) -> list[int]:
    if not on.usable[g, c]:
        return []
    possible = map(int, np.flatnonzero(on.allowed[g] & on.opened[c]))
    return sorted(possible, key=lambda r: (abs(on.starts[r] - on.starts[near]), r))


def _broken(choice: Choice, old: Cell, new: Cell, *, on: Board) -> bool:
    return bool(broken_rows(_changed(choice, old, new), on))


def _changed(choice: Choice, old: Cell, new: Cell) -> Choice:
    after = Counter(choice)
    after[old] -= 1
    after[new] += 1
    return +after
