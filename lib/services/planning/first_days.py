"""Which day a campaign should begin on: what each choice would lose, before anybody decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lib.domain.access.permissions import Act
from lib.domain.figures import snapshot as parts
from lib.domain.periods import Period
from lib.domain.planning.question.first_days import FirstDay, days_around, lost
from lib.domain.planning.question.params import PlanParams
from lib.services.caching.answers import cached
from lib.services.caching.audience import Everybody
from lib.services.caching.viewer import Viewer
from lib.services.figures.snapshots import snapshot_of
from lib.services.installation import Installation
from lib.services.planning.instance_in_force import Asked, teams_of


@cached("first days", Everybody(Act.SEE_PLANS), most=20)
def first_days(viewer: Viewer, params: str) -> tuple[FirstDay, ...]:
    """First days around the one chosen, each with the teams that would find no stay.

    ``params``: what the planner chose, as ``PlanParams`` writes it.
    """
    chosen = PlanParams.model_validate_json(params)
    asked = Asked(
        first_day=chosen.first_day, rules=chosen.rules, with_finished=chosen.with_finished
    )
    return _weighed(viewer.installation, asked)


def _weighed(installation: Installation, asked: Asked) -> tuple[FirstDay, ...]:
    rows = snapshot_of(installation, Period(asked.first_day.year, 12)).rows[parts.TEAMS]
    starts = rows["starts_on"].dropna() if "starts_on" in rows else ()
    return tuple(
        FirstDay(day=day, lost=lost(teams, asked.rules), known=len(teams))
        for day in days_around(asked.first_day, map(date.fromisoformat, starts))
        for teams in [teams_of(installation, rows, replace(asked, first_day=day))[0]]
    )
