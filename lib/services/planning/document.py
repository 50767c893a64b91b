"""From a saved document back to the plan, as the explanations, prices and pictures take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from lib.domain.planning.plan.plan import (
    Certificate,
    Figures,
    Idle,
    IdleTeam,
    Plan,
    Promise,
    Stay,
    Stopped,
    Unmet,
    VillageVisit,
)
from lib.domain.planning.plan.remarks import remarks_on
from lib.domain.planning.question.instance import Instance
from lib.domain.planning.solver.arrays import board

_Made = TypeVar("_Made")


def plan_in(instance: Instance, document: Mapping[str, Any]) -> Plan:
    """The plan that ``plan_as_json`` told of. Raises ``KeyError`` for any other document."""
    certificate = {**document, "unmet": document["unmet_count"]}
    return Plan(
        instance=instance,
        stays=tuple(_stay(told) for told in document["assignments"]),
        idle=tuple(_of(IdleTeam, {**t, "why": Idle(t["why"])}) for t in document["idle"]),
        unmet=tuple(_of(Unmet, {**t, "promise": Promise(t["promise"])}) for t in document["unmet"]),
        figures=_of(Figures, {**document["figures"], "moved": tuple(document["figures"]["moved"])}),
        certificate=_of(Certificate, {**certificate, "stopped": Stopped(document["stopped"])}),
        remarks=remarks_on(board(instance)),
    )


def _stay(told: Mapping[str, Any]) -> Stay:
    villages = tuple(_of(VillageVisit, v) for v in told["villages"])
    return _of(Stay, {**told, "villages": villages})


def _of(kind: type[_Made], told: Mapping[str, Any]) -> _Made:
    """Takes what the kind knows and leaves the sentences that were told with it."""
    return kind(**{f.name: told[f.name] for f in fields(kind) if f.name in told})  # type: ignore[arg-type]
