"""What a commune and a team are told of a plan: who comes when, to which villages; what changed.

A stay is known by its team, its commune and its turn there, and not by its days: a stay that is
put off stays the same one, a stay that goes elsewhere is another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from lib.domain.campaign.stays import PlannedStay, planned_stays
from lib.domain.planning.question.instance import Commune, Instance, Team


class Part(StrEnum):
    """What of a stay may change. Words: ``coming_part.<part>``."""

    DAYS = "days"
    VILLAGES = "villages"
    PEOPLE = "people"
    HOUSEHOLDS = "households"
    """What the plan expects: told again, yet no commune has agreed to it."""


AGREED = frozenset({Part.DAYS, Part.VILLAGES, Part.PEOPLE})
"""What an answer is an answer to."""


@dataclass(frozen=True, order=True)
class StayKey:
    """Which stay, in every version of a plan."""

    team: str
    commune: str
    turn: int
    """1 for the first time that the team is in this commune."""


@dataclass(frozen=True)
class ToVillage:
    """A village the team is to work in."""

    code: str
    name: str
    households: int
    digital_team: bool | None = None
    """Whether an active community digital team works with them; ``None``: nobody knows."""


@dataclass(frozen=True, kw_only=True)
class Coming:
    """One stay as it is told."""

    key: StayKey
    team_name: str
    people: int | None
    skills: tuple[str, ...]
    first: date
    last: date
    households: int | None
    villages: tuple[ToVillage, ...]

    def parts(self) -> dict[Part, object]:
        """What is compared."""
        return {
            Part.DAYS: (self.first, self.last),
            Part.VILLAGES: frozenset(v.code for v in self.villages),
            Part.PEOPLE: self.people,
            Part.HOUSEHOLDS: (self.households, frozenset((v.code, v.households)
                                                         for v in self.villages)),
        }  # fmt: skip


Comings = Mapping[StayKey, Coming]


def comings(instance: Instance, document: Mapping[str, Any], first_day: date) -> Comings:
    """The stays of a plan by key, in the order of their days."""
    teams = {t.code: t for t in instance.teams}
    communes = {c.code: c for c in instance.communes}
    turns: dict[tuple[str, str], int] = defaultdict(int)
    found: dict[StayKey, Coming] = {}
    for stay in planned_stays(document, first_day):
        turns[stay.team, stay.commune] += 1
        key = StayKey(stay.team, stay.commune, turns[stay.team, stay.commune])
        found[key] = _coming(
            key, stay, team=teams.get(stay.team), commune=communes.get(stay.commune)
        )
    return found


def _coming(
    key: StayKey, stay: PlannedStay, *, team: Team | None, commune: Commune | None
) -> Coming:
    known = {v.code: v for v in commune.villages} if commune else {}
    return Coming(
        key=key,
        team_name=(team.name if team else "") or stay.team,
        people=team.size if team else None,
        skills=team.skills if team else (),
        first=stay.first,
        last=stay.last,
        households=stay.households,
        villages=tuple(
            ToVillage(v.code, v.code, v.households)
            if v.code not in known
            else ToVillage(
                v.code, known[v.code].name or v.code, v.households, known[v.code].digital_team
            )
            for v in stay.villages
        ),
    )


def changed_parts(before: Coming, after: Coming) -> tuple[Part, ...]:
    """What of a stay is another now."""
    then, now = before.parts(), after.parts()
    return tuple(p for p in Part if then[p] != now[p])


def same_to_agree(before: Coming | None, after: Coming | None) -> bool:
    """Whether who agreed to the one has agreed to the other."""
    if before is None or after is None:
        return False
    return AGREED.isdisjoint(changed_parts(before, after))
