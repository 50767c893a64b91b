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
    gap_between,
    proven_bound,
    within,
)
from lib.domain.planning.plan.remarks import remarks_on
from lib.domain.planning.question.days import first_of_week
from lib.domain.planning.question.instance import Instance
from lib.domain.planning.solver.arrays import board

_ASKED_BEFORE = 1e-3
"""The widest gap at which a search stopped before the asked one was kept with its plan."""
_Made = TypeVar("_Made")


def plan_in(instance: Instance, document: Mapping[str, Any]) -> Plan:
    """The plan that ``plan_as_json`` told of. Raises ``KeyError`` for any other document."""
    told = {"beside_points": 0.0, "home_stays": 0, **document["figures"]}
    figures = _of(Figures, {**told, "moved": tuple(told["moved"])})
    return Plan(
        instance=instance,
        stays=tuple(_stay(told) for told in document["assignments"]),
        idle=tuple(_of(IdleTeam, {**t, "why": Idle(t["why"])}) for t in document["idle"]),
        unmet=tuple(_of(Unmet, {**t, "promise": Promise(t["promise"])}) for t in document["unmet"]),
        figures=figures,
        certificate=_certificate(document, figures),
        remarks=remarks_on(board(instance)),
    )


def _certificate(document: Mapping[str, Any], figures: Figures) -> Certificate:
    """What was proven, as it is told today also of plans saved when points counted as households.

    Such a plan's bound held for value and points together: it holds for the value all the more.
    """
    objective = figures.weighted - figures.travel_cost + figures.beside_points
    bound = document["bound"]
    bound = None if bound is None else proven_bound(float(bound), objective)
    gap = None if bound is None else gap_between(objective, bound)
    asked = document.get("asked_gap", _ASKED_BEFORE)
    stopped = Stopped(document["stopped"])
    if stopped is Stopped.PROVEN and not within(gap, asked):
        stopped = Stopped.ENDED
    told = {**document, "unmet": document["unmet_count"], "objective": objective, "bound": bound}
    told |= {"gap": gap, "asked_gap": asked, "stopped": stopped}
    return _of(Certificate, told | {"unmet_bound": max(0, document["unmet_bound"])})


def _stay(told: Mapping[str, Any]) -> Stay:
    villages = tuple(_of(VillageVisit, v) for v in told["villages"])
    return _of(Stay, {**told, **days_told(told), "villages": villages})


def days_told(told: Mapping[str, Any]) -> dict[str, int]:
    """First and last day of a stay in a document; plans were once told in whole weeks."""
    if "start_day" in told:
        return {"start_day": told["start_day"], "end_day": told.get("end_day", told["start_day"])}
    last = told.get("end_week", told["start_week"])
    return {"start_day": first_of_week(told["start_week"]), "end_day": first_of_week(last + 1) - 1}


def _of(kind: type[_Made], told: Mapping[str, Any]) -> _Made:
    """Takes what the kind knows and leaves the sentences that were told with it."""
    return kind(**{f.name: told[f.name] for f in fields(kind) if f.name in told})  # type: ignore[arg-type]
