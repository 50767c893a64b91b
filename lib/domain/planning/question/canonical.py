"""One order and one name for a question, however its rows were sorted when it was stated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel

from lib.domain.planning.question.instance import (
    Commune,
    Drive,
    Instance,
    Lock,
    Rules,
    Team,
    Travel,
    Village,
)
from lib.domain.planning.question.skills import each_once

_Row = TypeVar("_Row", bound=BaseModel)
_STATED_LATER: dict[type[BaseModel], frozenset[str]] = {
    Instance: frozenset({"need_period"}),
    Commune: frozenset({"need_of", "need_basis"}),
    Village: frozenset({"digital_team"}),
    Team: frozenset({"from_day", "to_day", "start_days", "home", "earlier"}),
    Travel: frozenset({"road_minutes", "road_source"}),
    Drive: frozenset({"from_day", "to_day"}),
    Lock: frozenset({"start_day"}),
    Rules: frozenset({"stay_days", "start_every_days", "home_worth", "return_worth"}),
}
"""Fields that came after plans had been saved: a question without them keeps its name."""


def in_order(instance: Instance) -> Instance:
    """The same instance with every list sorted, so that the order of rows cannot matter."""
    previous = instance.previous
    return instance.model_copy(
        update={
            "communes": _sorted(_commune_in_order(c) for c in instance.communes),
            "teams": _sorted(_team_in_order(t) for t in instance.teams),
            "bases": _sorted(instance.bases),
            "drives": _sorted(instance.drives),
            "locks": _sorted(instance.locks),
            "forbidden": _sorted(instance.forbidden),
            "previous": previous.model_copy(update={"assignments": _sorted(previous.assignments)}),
        }
    )


def _team_in_order(team: Team) -> Team:
    return team.model_copy(
        update={
            "skills": each_once(team.skills),
            "start_days": tuple(sorted(set(team.start_days))),
            "earlier": tuple(sorted(team.earlier)),
        }
    )


def _commune_in_order(commune: Commune) -> Commune:
    return commune.model_copy(
        update={
            "needs_skills": each_once(commune.needs_skills),
            "blackout_weeks": tuple(sorted(set(commune.blackout_weeks))),
            "villages": _sorted(commune.villages),
        }
    )


def _sorted(rows: Iterable[_Row]) -> tuple[_Row, ...]:
    return tuple(sorted(rows, key=lambda row: row.model_dump_json()))


def digest(instance: Instance) -> str:
    """Sixteen characters that stand for the whole instance, whatever the order of its rows."""
    told = _told(in_order(instance))
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _told(stated: object) -> Any:
    """As JSON, without what was stated later and says nothing."""
    if isinstance(stated, BaseModel):
        fields = type(stated).model_fields
        later = _STATED_LATER.get(type(stated), frozenset())
        every = {k: v for k, v in stated if k not in later or v != fields[k].default}
        return {k: _told(v) for k, v in every.items()}
    if isinstance(stated, tuple):
        return [_told(v) for v in stated]
    if isinstance(stated, dict):
        return {k: _told(v) for k, v in stated.items()}
    return stated
