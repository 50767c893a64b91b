"""A saved plan: its head, the whole of it, and what is asked to be saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from lib.domain.errors import NotAllowed
from lib.domain.planning.question.instance import Instance


class PlanStatus(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, kw_only=True)
class PlanHead:
    """A version without its contents, for lists."""

    id: int
    line: str
    season: str
    title: str
    version: int
    status: PlanStatus
    author: str
    at: datetime
    """UTC."""
    base_version: int | None
    """Id of the version this one was made from."""
    solved: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class SavedPlan(PlanHead):
    """A version with all that it was computed from."""

    instance: Instance
    document: dict[str, Any]
    """What ``plan --json`` prints, with ``explained``; empty before the plan is solved."""
    params: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class PlanDraft:
    """What is to be saved."""

    season: str
    title: str
    instance: Instance
    params: Mapping[str, Any] = field(default_factory=dict)
    document: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


class PlanOvertaken(NotAllowed):
    """Somebody saved in between; nothing was written."""

    def __init__(self, newest: PlanHead) -> None:
        super().__init__("plan_overtaken", who=newest.author, version=newest.version)
        self.newest = newest
