"""The instance as arrays, teams that are alike gathered in classes.

Indices: g class, c commune, r start round, w week, j piece of worth, k required skill.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.domain.planning.question.instance import Commune, Instance
from lib.domain.planning.question.skills import each_once, same_skill
from lib.domain.planning.question.team_classes import (
    TeamClass,
    class_of_team,
    classes_of,
    travel_limit,
)
from lib.domain.planning.question.travel import Trips, trips
from lib.domain.planning.question.weeks import beds_by_week, open_rounds, span, team_rounds
from lib.domain.planning.question.weights import capacity, most_teams, promised_teams, start_weeks
from lib.domain.planning.question.worth import Worth, visited, worth

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

Cell = tuple[int, int, int]
"""One stay of some team of class g in commune c from round r: (g, c, r)."""
DEFAULT_KEEP_BONUS = 40.0
"""Weighted households that keeping a stay of the plan in force is worth."""


@dataclass(frozen=True)
class Board:
    """Everything the solvers need; nothing here depends on the order of rows."""

    instance: Instance
    trips: Trips
    classes: tuple[TeamClass, ...]
    starts: tuple[int, ...]
    minutes: Floats
    """One way, g × c; NaN where unknown."""
    source: NDArray[np.int8]
    reach: Ints
    """Households one stay can guide, g × c."""
    cost: Floats
    """Weighted households the road costs, g × c."""
    usable: Bools
    """Whether any stay of g in c is possible, g × c."""
    allowed: Bools
    """Rounds inside the window, g × r."""
    opened: Bools
    """Rounds outside blackout weeks, c × r."""
    beds: Ints
    """Teams that can still be put up, c × w."""
    covers: Bools
    """Weeks of each round, r × w."""
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

    @property
    def overlapping(self) -> bool:
        """Whether a round may begin while another still runs."""
        return bool((self.covers.sum(axis=0) > 1).any())

    def within_visits(self, stays: Ints) -> Floats:
        """What villages let so many stays guide at most, for each commune in order."""
        most = self.visited.shape[1] - 1
        rows = np.arange(len(self.communes))
        return np.asarray(self.visited[rows, np.minimum(stays, most)], dtype=np.float64)

    def round_beds(self) -> Ints:
        """Teams that can be put up through a whole round, c × r; 0 in closed rounds."""
        weeks = np.where(self.covers[None], self.beds[:, None, :], np.iinfo(np.int64).max)
        return np.where(self.opened, weeks.min(axis=2), 0)


def board(instance: Instance) -> Board:
    """The board of an instance in canonical order (``reading.accepted``)."""
    roads = trips(instance)
    classes = classes_of(instance)
    starts = start_weeks(instance.rules)
    minutes, source = _roads(classes, roads, instance)
    reach = _reach(instance, classes)
    allowed = _rounds([team_rounds(k.members[0], instance.rules) for k in classes], starts)
    opened = _rounds([open_rounds(c, instance.rules) for c in instance.communes], starts)
    covers = np.zeros((len(starts), instance.rules.weeks), dtype=bool)
    for n, start in enumerate(starts):
        covers[n, [w - 1 for w in span(start, instance.rules)]] = True
    beds = _beds(instance)
    skills, wanted = _wanted(instance)
    arranged = _arranged_households(instance)
    made = Board(
        instance=instance,
        trips=roads,
        classes=classes,
        starts=starts,
        minutes=minutes,
        source=source,
        reach=reach,
        cost=_cost(minutes, instance),
        usable=np.zeros_like(reach, dtype=bool),
        allowed=allowed,
        opened=opened,
        beds=beds,
        covers=covers,
        cap=_cap(instance),
        demand=_demand(instance),
        skills=skills,
        skilled=np.array([_has(k.members[0].skills, skills) for k in classes], dtype=bool).reshape(
            len(classes), len(skills)
        ),
        wanted=wanted,
        worth=worth(instance.communes, instance.rules, arranged),
        visited=visited(instance.communes, instance.rules, arranged),
        arranged=arranged,
        locks=_locks(instance, classes, starts),
        previous=_previous(instance, classes),
        keep_bonus=_keep_bonus(instance),
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
    visits = rules.villages_per_week * rules.stay_weeks
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


def _rounds(possible: list[tuple[int, ...]], starts: tuple[int, ...]) -> Bools:
    return np.array([[s in mine for s in starts] for mine in possible], dtype=bool).reshape(
        len(possible), len(starts)
    )


def _beds(instance: Instance) -> Ints:
    return np.array(
        [list(beds_by_week(instance, c).values()) for c in instance.communes], dtype=np.int64
    )


def _arranged_households(instance: Instance) -> Counter[str]:
    households: Counter[str] = Counter()
    for drive in instance.drives:
        households[drive.commune] += drive.households
    return households


def _arranged_teams(instance: Instance) -> Counter[str]:
    teams: Counter[str] = Counter()
    for drive in instance.drives:
        teams[drive.commune] += drive.teams
    return teams


def _cap(instance: Instance) -> Ints:
    there = _arranged_teams(instance)
    caps = [most_teams(c, instance.rules) - there[c.code] for c in instance.communes]
    return np.maximum(0, np.array(caps, dtype=np.int64))


def _demand(instance: Instance) -> Ints:
    there = _arranged_teams(instance)
    promised = [promised_teams(c, instance.rules) - there[c.code] for c in instance.communes]
    return np.maximum(0, np.array(promised, dtype=np.int64))


def _wanted(instance: Instance) -> tuple[tuple[str, ...], Bools]:
    there: dict[str, set[str]] = defaultdict(set)
    for drive in instance.drives:
        there[drive.commune].update(map(same_skill, drive.skills))
    missing = [
        [s for s in c.needs_skills if same_skill(s) not in there[c.code]] for c in instance.communes
    ]
    skills = each_once(s for mine in missing for s in mine)
    wanted = np.array([_has(mine, skills) for mine in missing], dtype=bool)
    return skills, wanted.reshape(len(instance.communes), len(skills))


def _has(some: Iterable[str], skills: Iterable[str]) -> list[bool]:
    mine = set(map(same_skill, some))
    return [same_skill(s) in mine for s in skills]


def _locks(
    instance: Instance, classes: tuple[TeamClass, ...], starts: tuple[int, ...]
) -> Counter[Cell]:
    row = class_of_team(classes)
    column = {c.code: n for n, c in enumerate(instance.communes)}
    return Counter(
        (
            row[k.team],
            column[k.commune],
            -1 if k.start_week is None else starts.index(k.start_week),
        )
        for k in instance.locks
    )


def _previous(instance: Instance, classes: tuple[TeamClass, ...]) -> Ints:
    row = class_of_team(classes)
    column = {c.code: n for n, c in enumerate(instance.communes)}
    stays = np.zeros((len(classes), len(instance.communes)), dtype=np.int64)
    for stay in instance.previous.assignments:
        if stay.team in row and stay.commune in column:
            stays[row[stay.team], column[stay.commune]] += 1
    return stays


def _keep_bonus(instance: Instance) -> float:
    if not instance.previous.assignments:
        return 0.0
    stated = instance.previous.keep_bonus
    return DEFAULT_KEEP_BONUS if stated is None else stated


def _usable(made: Board) -> Bools:
    """Within the travel limit (locks pass it), not forbidden, with a round, room and a bed."""
    instance = made.instance
    limit = np.array([travel_limit(k.members[0], instance) for k in made.classes])
    with np.errstate(invalid="ignore"):
        near = made.minutes <= limit[:, None]
    for g, c, _ in made.locks:
        near[g, c] = True
    rounds = (made.allowed[:, None, :] & (made.round_beds() > 0)[None]).any(axis=2)
    usable = near & rounds & (made.cap > 0)[None]
    column = {c.code: n for n, c in enumerate(made.communes)}
    row = class_of_team(made.classes)
    for rule in instance.forbidden:
        classes = slice(None) if rule.team is None else slice(row[rule.team], row[rule.team] + 1)
        usable[classes, column[rule.commune]] = False
    return np.asarray(usable, dtype=bool)
