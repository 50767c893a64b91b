"""What is different between two plans, stay by stay and figure by figure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lib.domain.planning.plan.plan import Plan, Stay

Place = tuple[str, int]
"""Commune and first day."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One team whose stays differ; places by first day."""

    team: str
    before: tuple[Place, ...]
    after: tuple[Place, ...]


def differences(before: Plan, after: Plan) -> tuple[Moved, ...]:
    """The teams whose stays differ, by code; only the stays that differ are named."""
    was, now = _by_team(before), _by_team(after)
    found = []
    for team in sorted({*was, *now}):
        left, came = was.get(team, Counter()), now.get(team, Counter())
        if left != came:
            found.append(Moved(team=team, before=_places(left - came), after=_places(came - left)))
    return tuple(found)


def _by_team(plan: Plan) -> dict[str, Counter[Place]]:
    found: dict[str, Counter[Place]] = {}
    for stay in plan.stays:
        found.setdefault(stay.team, Counter())[_place(stay)] += 1
    return found


def _place(stay: Stay) -> Place:
    return stay.commune, stay.start_day


def _places(stays: Counter[Place]) -> tuple[Place, ...]:
    return tuple(sorted(stays.elements(), key=lambda p: (p[1], p[0])))
