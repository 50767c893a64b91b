"""What is worked out of saved plans and kept: a version never changes, its questions do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib.domain.access.permissions import Act, Person
from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.question.params import PlanParams
from lib.domain.planning.why.absences import Absence
from lib.domain.planning.why.absences import absence as absence_of
from lib.domain.planning.why.hands import Hands
from lib.services.caching.answers import cached
from lib.services.caching.audience import Everybody
from lib.services.caching.viewer import Viewer
from lib.services.figures.snapshots import snapshot_of
from lib.services.planning.desk import plan_saved
from lib.services.planning.explanations import explained, margins
from lib.services.planning.instance_in_force import Built
from lib.services.planning.question import question
from lib.services.planning.saved_plan import SavedPlan
from lib.services.planning.versions import plan_of

_ALL = Everybody(Act.SEE_PLANS)
_FURTHEST = 40
"""So many unsolved versions may lie between two plans."""


def asking_person(viewer: Viewer) -> Person:
    """Plans are not shown to strangers."""
    if viewer.who is None:
        raise NotAllowed("denied")
    return viewer.who


def saved_plan(viewer: Viewer, plan_id: int) -> SavedPlan:
    """A version as it stands in the store."""
    return plan_of(viewer.installation, plan_id, who=asking_person(viewer))


@cached("plan", _ALL, most=40, fixed=True)
def plan(viewer: Viewer, plan_id: int) -> Plan | None:
    """The plan of a version; ``None`` before it is made."""
    return plan_saved(saved_plan(viewer, plan_id))


@cached("question of a plan", _ALL, most=20)
def built(viewer: Viewer, params: str) -> Built:
    """The question as it would be taken today, with what stands behind it.

    ``params``: what the planner chose, as ``PlanParams`` writes it.
    """
    chosen = PlanParams.model_validate_json(params)
    return question(viewer.installation, chosen, who=asking_person(viewer))


@cached("plan before", _ALL, most=60, fixed=True)
def plan_before(viewer: Viewer, plan_id: int) -> int | None:
    """The number of the last solved version that this one was made from."""
    wanted = saved_plan(viewer, plan_id).base_version
    for _ in range(_FURTHEST):
        if wanted is None:
            return None
        try:
            found = saved_plan(viewer, wanted)
        except NotAllowed:
            return None
        if found.solved:
            return found.id
        wanted = found.base_version
    return None


@cached("reasons of a plan", _ALL, most=20, spoken=True, fixed=True)
def reasons(viewer: Viewer, plan_id: int) -> Mapping[str, Any]:
    """Every explanation of a solved version, but what more teams or other roads would bring."""
    return explained(_made(viewer, plan_id), viewer.say, quick=True)


@cached("margins of a plan", _ALL, most=20, spoken=True, fixed=True)
def margins_of(viewer: Viewer, plan_id: int) -> Mapping[str, Any]:
    """What binds a solved version, what more teams or other roads would bring."""
    return margins(_made(viewer, plan_id), viewer.say)


@cached("absence in a plan", _ALL, most=200, fixed=True)
def absence(viewer: Viewer, plan_id: int, commune: str) -> Absence:
    """Why nobody comes to a commune in a solved version."""
    return absence_of(_made(viewer, plan_id), commune)


@cached("hands on a plan", _ALL, most=20, fixed=True)
def hands(viewer: Viewer, plan_id: int) -> Hands:
    """Prices of everything that can be done by hand with a solved version."""
    return Hands(_made(viewer, plan_id))


def _made(viewer: Viewer, plan_id: int) -> Plan:
    made = plan(viewer, plan_id)
    if made is None:
        raise NotAllowed("plan_not_solved")
    return made


@cached("villages without ambassador", _ALL, most=20)
def without_ambassador(viewer: Viewer, period: Period) -> Mapping[str, int]:
    """Villages without a digital ambassador, by commune; missing where nobody counted."""
    taken = snapshot_of(viewer.installation, period)
    left = (taken["villages"] - taken["villages_with_ambassador"]).dropna()
    return {str(code): max(0, round(float(n))) for code, n in left.items()}
