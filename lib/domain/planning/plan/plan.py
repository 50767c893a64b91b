"""A plan with its certificate: who goes where and when, what it is worth, how good it can be."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from lib.domain.planning.question.days import week_of
from lib.domain.planning.question.faults import Fault
from lib.domain.planning.question.instance import Instance

_NOISE = 1e-9
"""Sums of floating-point numbers differ by so much of themselves without meaning it."""


class Stopped(StrEnum):
    """Why the search ended."""

    PROVEN = "proven"
    """The stated gap is within the asked one: the same instance and seed give the same plan."""
    ENDED = "ended"
    """The search came to its end and the stated gap is still wider than the asked one: villages
    cost more than was left for them, or stays of the plan in force were kept."""
    TIME = "time"
    ASKED = "asked"


class Idle(StrEnum):
    """Why a team stays at home."""

    EMPTY_WINDOW = "empty_window"
    OUT_OF_REACH = "out_of_reach"
    NO_ROOM = "no_room"
    NO_USE = "no_use"


class Promise(StrEnum):
    """Kinds of guarantees."""

    TEAMS = "teams"
    SKILL = "skill"


@dataclass(frozen=True, kw_only=True)
class VillageVisit:
    """One village of a stay, and the households to guide there."""

    village: str
    households: int


@dataclass(frozen=True, kw_only=True)
class Stay:
    """One team in one commune."""

    team: str
    commune: str
    start_day: int
    """Counted from 1, the first day of the campaign."""
    end_day: int
    minutes: float | None
    """One way; ``None`` when nobody knows (only for locks)."""
    travel_source: str
    households: int | None
    """Households the stay is expected to guide, never more than are left; ``None`` where nobody
    knows how many there are."""
    locked: bool = False
    villages: tuple[VillageVisit, ...] = ()
    at_home: bool = False
    """In the team's own commune: no bed, nobody's turn."""
    stays_on: bool = False
    """The team is there already: no journey before this stay."""

    @property
    def start_week(self) -> int:
        """The week of the first day."""
        return week_of(self.start_day)

    @property
    def end_week(self) -> int:
        """The week of the last day."""
        return week_of(self.end_day)


@dataclass(frozen=True, kw_only=True)
class IdleTeam:
    """A team, or some of its stays, that the plan leaves at home."""

    team: str
    stays: int
    why: Idle


@dataclass(frozen=True, kw_only=True)
class Unmet:
    """A guarantee the plan cannot keep."""

    commune: str
    promise: Promise
    skill: str = ""
    missing: int = 1


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What the plan comes to."""

    weighted: float
    """Weighted households, after diminishing returns."""
    households: int | None
    """Where anybody knows; ``None`` where stays go to communes of unknown need only."""
    priority_households: int | None
    """Households in communes with any priority flag."""
    need: int | None
    """Of the communes where it is known; ``None`` where it is known nowhere."""
    travel_hours: float
    """There and back, all stays."""
    travel_cost: float
    beside_points: float
    """What stays at home, or where a team was in earlier summers, are worth beside their work."""
    home_stays: int
    """Stays of own people in their own commune."""
    kept_bonus: float
    """Points for stays kept from the plan in force; no households, and no part of its value."""
    communes_served: int
    communes_without: int
    moved: tuple[str, ...] = ()
    """Teams whose stays differ from the plan in force; teams that are gone do not count."""


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """How good the plan is, and what it was computed from."""

    objective: float
    """Weighted households less travel, and what stays are worth beside their work: what a plan is
    worth, everywhere."""
    bound: float | None
    """No plan that keeps as many guarantees can be worth more; ``None`` when nothing is proven."""
    gap: float | None
    """(bound - objective) ÷ bound, 0 to 1; ``None`` without a bound."""
    asked_gap: float
    """The gap at which the search was to stop."""
    unmet: int
    unmet_bound: int
    """No plan can miss fewer guarantees."""
    stopped: Stopped
    seed: int
    digest: str
    data_version: str
    seconds: float
    solver: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The answer to an instance."""

    instance: Instance
    stays: tuple[Stay, ...]
    idle: tuple[IdleTeam, ...]
    unmet: tuple[Unmet, ...]
    figures: Figures
    certificate: Certificate
    remarks: tuple[Fault, ...] = field(default=())


def known_sum(values: Iterable[int | None]) -> int | None:
    """The sum of what is known: 0 of nothing, ``None`` where there is something and none known."""
    every = list(values)
    known = [v for v in every if v is not None]
    return sum(known) if known or not every else None


def gap_between(value: float, bound: float) -> float | None:
    """How far a value may be from the best, as a share of the bound; ``None`` without a bound."""
    if not math.isfinite(bound):
        return None
    if bound - value <= _NOISE * max(1.0, abs(bound)):
        return 0.0
    return min(1.0, (bound - value) / max(abs(bound), _NOISE))


def within(gap: float | None, asked: float) -> bool:
    """Whether a gap is known and no wider than the asked one."""
    return gap is not None and gap <= asked


def proven_bound(bound: float, value: float) -> float | None:
    """The bound as it is told: never below what was reached, ``None`` when there is none."""
    return max(bound, value) if math.isfinite(bound) else None
