"""The instance as arrays, teams that are alike gathered in classes.

Indices: g class, c commune, r start (a round), w step of time, j piece of worth, k required skill.
A step is a week where everything is stated in whole weeks, else a day.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lib.domain.planning.question.days import (
    candidate_starts,
    last_day,
    team_starts,
)
from lib.domain.planning.question.instance import Commune, Instance
from lib.domain.planning.question.team_classes import (
    TeamClass,
    class_of_team,
    classes_of,
    travel_limit,
)
from lib.domain.planning.question.travel import Trips, trips
from lib.domain.planning.question.weights import capacity
from lib.domain.planning.question.worth import Worth, visited, worth
from lib.domain.planning.solver import decided, room
from lib.domain.planning.solver.array_types import Bools, Floats, Ints

Cell = tuple[int, int, int]
"""One stay of some team of class g in commune c from round r: (g, c, r)."""


@dataclass(frozen=True)
class Board:
    """Everything the solvers need; nothing here depends on the order of rows."""

    instance: Instance
    trips: Trips
    classes: tuple[TeamClass, ...]
    starts: tuple[int, ...]
    """The first day of each round."""
    minutes: Floats
    """One way, g × c; NaN where unknown."""
    source: NDArray[np.int8]
    reach: Ints
    """Households one stay can guide, g × c."""
    cost: Floats
    """Weighted households the road costs, there and back, g × c."""
    home: Bools
    """Whether class g is at home in commune c: no bed, no part of the cap, g × c."""
    points: Floats
    """Weighted households that a stay is worth beside its work: at home, or where the team was
    in earlier summers, g × c."""
    usable: Bools
    """Whether any stay of g in c is possible, g × c."""
    allowed: Bools
    """Rounds inside the window, g × r."""
    opened: Bools
    """Rounds outside blackout weeks, c × r."""
    closed: Bools
    """Steps in blackout weeks, c × w."""
    beds: Ints
    """Teams that can still be put up, c × w."""
    covers: Bools
    """Steps of each round, r × w."""
    cap: Ints
    """Stays the fairness cap still lets in, c."""
    demand: Ints
    """Stays still missing to the guarantee, c."""
    skills: tuple[str, ...]
    skilled: Bools
    """Whether class g has skill k, g × k."""
    wanted: Bools
    """Whether commune c still needs somebody with skill k, c × k."""
    worth: Worth
    visited: Floats
    """Households that villages let 0, 1, 2… stays guide at most, c × stays."""
    arranged: Counter[str]
    """Households that drives already arranged will reach, by commune code."""
    locks: Counter[tuple[int, int, int]]
    """Locked stays by (g, c, r), r = -1 for any round."""
    previous: Ints
    """Stays of the plan in force, g × c."""
    keep_bonus: float

    @property
    def communes(self) -> tuple[Commune, ...]:
        """The communes in order."""
        return self.instance.communes

    @cached_property
    def overlapping(self) -> bool:
        """Whether a round may begin while another still runs."""
        return bool((self.covers.sum(axis=0) > 1).any())

    @cached_property
    def next_round(self) -> Ints:
        """The round that begins when each ends, r; -1 where none does."""
        at = {day: r for r, day in enumerate(self.starts)}
        length = self.instance.rules.length
        return np.array([at.get(day + length, -1) for day in self.starts], dtype=np.int64)

    @cached_property
    def beside_rounds(self) -> tuple[tuple[int, ...], ...]:
        """The rounds that end right before each, and begin right after it."""
        beside: list[list[int]] = [[] for _ in self.starts]
        for r, after in enumerate(map(int, self.next_round)):
            if after >= 0:
                beside[after].append(r)
                beside[r].append(after)
        return tuple(tuple(sorted(mine)) for mine in beside)

    @cached_property
    def several(self) -> Bools:
        """Classes whose one team makes several stays, g."""
        return np.array([k.stays > 1 for k in self.classes], dtype=bool)

    def within_visits(self, stays: Ints) -> Floats:
        """What villages let so many stays guide at most, for each commune in order."""
        most = self.visited.shape[1] - 1
        rows = np.arange(len(self.communes))
        return np.asarray(self.visited[rows, np.minimum(stays, most)], dtype=np.float64)

    def round_beds(self) -> Ints:
        """Teams that can be put up through a whole round, c × r; 0 in closed rounds."""
        return self.through(self.beds, np.arange(len(self.communes)))

    def through(self, beds: Ints, communes: NDArray[np.intp]) -> Ints:
        """The least of ``beds`` (communes × w) through each round; 0 in closed rounds."""
        if not len(self.starts):
            return np.zeros((len(communes), 0), dtype=np.int64)
        first, length = self.steps
        least = np.lib.stride_tricks.sliding_window_view(beds, length, axis=1).min(axis=2)
        return np.where(self.opened[communes], least[:, first], 0)

    @cached_property
    def steps(self) -> tuple[NDArray[np.intp], int]:
        """The first step of each round, and how many each has."""
        return self.covers.argmax(axis=1), int(self.covers[0].sum())


def board(instance: Instance, *, every_start: bool = False) -> Board:
    """The board of an instance in canonical order (``reading.accepted``).

    ``every_start``: also start days that no best plan needs, for whoever moves by hand.
    """
    roads = trips(instance)
    classes = classes_of(instance)
    starts = candidate_starts(instance, every=every_start)
    step = room.step_of(instance, starts)
    minutes, source = _roads(classes, roads, instance)
    reach = _reach(instance, classes)
    allowed = _rounds([team_starts(k.members[0], instance.rules) for k in classes], starts)
    covers = np.zeros((len(starts), last_day(instance.rules) // step), dtype=bool)
    for n, day in enumerate(starts):
        first = (day - 1) // step
        covers[n, first : first + instance.rules.length // step] = True
    home = np.array(
        [[c.code == k.members[0].home for c in instance.communes] for k in classes], dtype=bool
    ).reshape(len(classes), len(instance.communes))
    skills, wanted = room.wanted(instance)
    arranged = room.arranged_households(instance)
    closed = room.closed(instance, step)
    counted = worth(instance.communes, instance.rules, arranged)
    left = counted.length.sum(axis=1).astype(np.int64)
    made = Board(
        instance=instance,
        trips=roads,
        classes=classes,
        starts=starts,
        minutes=minutes,
        source=source,
        reach=reach,
        cost=_cost(minutes, instance),
        home=home,
        points=_points(home, classes, instance, guided=np.minimum(reach, left)),
        usable=np.zeros_like(reach, dtype=bool),
        allowed=allowed,
        opened=~(closed.astype(np.int64) @ covers.T.astype(np.int64) > 0),
        closed=closed,
        beds=room.beds(instance, step),
        covers=covers,
        cap=room.cap(instance),
        demand=room.demand(instance),
        skills=skills,
        skilled=np.array(
            [room.has(k.members[0].skills, skills) for k in classes], dtype=bool
        ).reshape(len(classes), len(skills)),
        wanted=wanted,
        worth=counted,
        visited=visited(instance.communes, instance.rules, arranged),
        arranged=arranged,
        locks=decided.locks(instance, classes, starts),
        previous=decided.previous(instance, classes),
        keep_bonus=decided.keep_bonus(instance),
    )
    made.usable[:] = _usable(made)
    return made


def _roads(
    classes: tuple[TeamClass, ...], roads: Trips, instance: Instance
) -> tuple[Floats, NDArray[np.int8]]:
    row = {b: n for n, b in enumerate(roads.bases)}
    rows = [row[k.members[0].base] for k in classes]
    shape = (len(classes), len(instance.communes))
    return roads.minutes[rows].reshape(shape), roads.source[rows].reshape(shape)


def _reach(instance: Instance, classes: tuple[TeamClass, ...]) -> Ints:
    """Whole households; no more than the villages a stay has time for."""
    rules = instance.rules
    full = np.array([capacity(k.members[0], rules) for k in classes])
    terrain = np.array([c.terrain for c in instance.communes])
    visits = rules.villages_per_stay
    most = np.array(
        [
            sum(sorted((v.need for v in c.villages), reverse=True)[:visits])
            if c.villages
            else np.inf
            for c in instance.communes
        ]
    )
    # 0.7 * 600 is 419.99…: a household is not lost to the binary system.
    reached = np.minimum(np.floor(full[:, None] * terrain + 1e-9), most)
    return np.asarray(reached, dtype=np.int64)


def _cost(minutes: Floats, instance: Instance) -> Floats:
    there_and_back = 2 * np.nan_to_num(minutes) / 60
    return np.asarray(there_and_back * instance.rules.travel_cost_per_hour)


def _points(
    home: Bools, classes: tuple[TeamClass, ...], instance: Instance, *, guided: Ints
) -> Floats:
    """``guided``: households that each stay can guide of those left, g × c."""
    rules = instance.rules
    before = np.array(
        [[k.members[0].earlier.count(c.code) for c in instance.communes] for k in classes]
    ).reshape(home.shape)
    return np.asarray(
        home * guided * rules.home_worth + before * rules.return_worth, dtype=np.float64
    )


def _rounds(possible: list[tuple[int, ...]], starts: tuple[int, ...]) -> Bools:
    return np.array([[s in mine for s in starts] for mine in possible], dtype=bool).reshape(
        len(possible), len(starts)
    )


def _usable(made: Board) -> Bools:
    """Within the travel limit (locks pass it), not forbidden, with a round, room and a bed."""
    instance = made.instance
    limit = np.array([travel_limit(k.members[0], instance) for k in made.classes])
    with np.errstate(invalid="ignore"):
        near = made.minutes <= limit[:, None]
    for g, c, _ in made.locks:
        near[g, c] = True
    allowed = made.allowed.astype(np.int64)
    guests = (allowed @ (made.round_beds() > 0).T > 0) & (made.cap > 0)[None]
    usable = near & np.where(made.home, allowed @ made.opened.T > 0, guests)
    column = {c.code: n for n, c in enumerate(made.communes)}
    row = class_of_team(made.classes)
    for rule in instance.forbidden:
        classes = slice(None) if rule.team is None else slice(row[rule.team], row[rule.team] + 1)
        usable[classes, column[rule.commune]] = False
    return np.asarray(usable, dtype=bool)
