"""A plan with its certificate: who goes where and when, what it is worth, how good it can be."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

from lib.domain.planning.question.faults import Fault
from lib.domain.planning.question.instance import Instance

_NOISE = 1e-12
"""Sums of floating-point numbers differ by so much without meaning it."""


class Stopped(StrEnum):
    """Why the search ended."""

    PROVEN = "proven"
    """The asked gap was reached: the same instance and seed give the same plan."""
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
    start_week: int
    end_week: int
    minutes: float | None
    """One way; ``None`` when nobody knows (only for locks)."""
    travel_source: str
    households: int
    """Households the stay is expected to guide, never more than are left."""
    locked: bool = False
    villages: tuple[VillageVisit, ...] = ()


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
    households: int
    priority_households: int
    """Households in communes with any priority flag."""
    need: int
    travel_hours: float
    """There and back, all stays."""
    travel_cost: float
    kept_bonus: float
    communes_served: int
    communes_without: int
    moved: tuple[str, ...] = ()
    """Teams whose stays differ from the plan in force; teams that are gone do not count."""


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """How good the plan is, and what it was computed from."""

    objective: float
    bound: float
    """No plan that keeps as many guarantees can be worth more."""
    gap: float
    """(bound - objective) ÷ bound, 0 to 1."""
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


def gap_between(value: float, bound: float) -> float:
    """How far a value may be from the best, as a share of the bound; 1 when nothing is proven."""
    if bound - value <= _NOISE * abs(bound):
        return 0.0
    return min(1.0, (bound - value) / max(abs(bound), 1e-9)) if math.isfinite(bound) else 1.0
