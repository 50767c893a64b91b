"""What a question leaves room for, as arrays: open rounds, beds, turns, guarantees.

Indices as in ``arrays``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import gcd

import numpy as np

from lib.domain.planning.question.days import WEEK, beds_by_day, closed_days, drive_days, last_day
from lib.domain.planning.question.instance import Instance
from lib.domain.planning.question.skills import each_once, same_skill
from lib.domain.planning.question.weights import most_teams, promised_teams
from lib.domain.planning.solver.array_types import Bools, Ints


def step_of(instance: Instance, starts: tuple[int, ...]) -> int:
    """A week where nothing begins or ends within one, else a day."""
    drives = [drive_days(d) for d in instance.drives]
    days = [instance.rules.length, *(d - 1 for d in starts)]
    return gcd(WEEK, *days, *(d.start - 1 for d in drives), *(d.stop - 1 for d in drives))


def closed(instance: Instance, step: int) -> Bools:
    """Steps in blackout weeks, c × w."""
    steps = np.zeros((len(instance.communes), last_day(instance.rules) // step), dtype=bool)
    for n, commune in enumerate(instance.communes):
        days = [d for d in closed_days(commune) if d <= last_day(instance.rules)]
        steps[n, [(d - 1) // step for d in days]] = True
    return steps


def beds(instance: Instance, step: int) -> Ints:
    """Teams that can still be put up, c × w."""
    return np.array([beds_by_day(instance, c)[::step] for c in instance.communes], dtype=np.int64)


def arranged_households(instance: Instance) -> Counter[str]:
    """Households that drives already arranged will reach, by commune code."""
    households: Counter[str] = Counter()
    for drive in instance.drives:
        households[drive.commune] += drive.households
    return households


def _arranged_teams(instance: Instance) -> Counter[str]:
    teams: Counter[str] = Counter()
    for drive in instance.drives:
        teams[drive.commune] += drive.teams
    return teams


def cap(instance: Instance) -> Ints:
    """Stays the fairness cap still lets in, c."""
    there = _arranged_teams(instance)
    caps = [most_teams(c, instance.rules) - there[c.code] for c in instance.communes]
    return np.maximum(0, np.array(caps, dtype=np.int64))


def demand(instance: Instance) -> Ints:
    """Stays still missing to the guarantee, c."""
    there = _arranged_teams(instance)
    promised = [promised_teams(c, instance.rules) - there[c.code] for c in instance.communes]
    return np.maximum(0, np.array(promised, dtype=np.int64))


def wanted(instance: Instance) -> tuple[tuple[str, ...], Bools]:
    """Skills that somebody still has to bring, and where: (k), c × k."""
    there: dict[str, set[str]] = defaultdict(set)
    for drive in instance.drives:
        there[drive.commune].update(map(same_skill, drive.skills))
    missing = [
        [s for s in c.needs_skills if same_skill(s) not in there[c.code]] for c in instance.communes
    ]
    skills = each_once(s for mine in missing for s in mine)
    wanted = np.array([has(mine, skills) for mine in missing], dtype=bool)
    return skills, wanted.reshape(len(instance.communes), len(skills))


def has(some: Iterable[str], skills: Iterable[str]) -> list[bool]:
    """Whether each of ``skills`` is among ``some``."""
    mine = set(map(same_skill, some))
    return [same_skill(s) in mine for s in skills]
