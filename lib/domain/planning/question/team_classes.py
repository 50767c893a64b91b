"""Teams that are alike in everything that matters, gathered so that the model stays small."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from lib.domain.planning.question.days import team_starts
from lib.domain.planning.question.instance import Instance, Team
from lib.domain.planning.question.skills import same_skill
from lib.domain.planning.question.weights import capacity


@dataclass(frozen=True)
class TeamClass:
    """Teams that can stand in for each other."""

    members: tuple[Team, ...]
    stays: int

    @property
    def slots(self) -> int:
        """Stays all members together can make."""
        return len(self.members) * self.stays


def classes_of(instance: Instance) -> tuple[TeamClass, ...]:
    """The teams gathered; those that are locked or make several stays stand alone.

    What a team does next depends on where that very team has been.
    """
    alone = {k.team for k in instance.locks} | {t.code for t in instance.teams if t.stays > 1}
    alone |= _kept_in_several_places(instance)
    barred: dict[str, set[str]] = defaultdict(set)
    for rule in instance.forbidden:
        if rule.team is not None:
            barred[rule.team].add(rule.commune)
    groups: dict[object, list[Team]] = defaultdict(list)
    for team in instance.teams:
        key = (
            team.base,
            capacity(team, instance.rules),
            frozenset(map(same_skill, team.skills)),
            team_starts(team, instance.rules),
            travel_limit(team, instance),
            team.stays,
            team.home,
            team.earlier if instance.rules.return_worth else (),
            tuple(sorted(barred[team.code])),
            team.code if team.code in alone else "",
        )
        groups[key].append(team)
    found = [TeamClass(tuple(m), m[0].stays) for m in groups.values()]
    return tuple(sorted(found, key=lambda k: k.members[0].code))


def _kept_in_several_places(instance: Instance) -> set[str]:
    """Teams of the plan in force with several stays: nobody can stand in for all of them."""
    before = Counter(s.team for s in instance.previous.assignments)
    return {t.code for t in instance.teams if before[t.code] > 1}


def travel_limit(team: Team, instance: Instance) -> float:
    """Minutes one way the team may travel."""
    return instance.rules.max_minutes if team.max_minutes is None else team.max_minutes


def class_of_team(classes: tuple[TeamClass, ...]) -> dict[str, int]:
    """The class of each team, by code."""
    return {t.code: g for g, k in enumerate(classes) for t in k.members}
