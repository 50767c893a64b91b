"""A demonstration in which a plan is in force that sends a team to the officer's commune."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from lib.domain.planning.question.params import PlanParams
from lib.services.health.opening import open_installation
from lib.services.planning.told.coming import plan_ahead
from lib.services.planning.versions import publish_plan, save_plan
from lib.settings import Settings
from tests.support.entering import COMMUNE
from tests.support.plans import MAI, QUESTION, draft

FIRST_DAY = date(2027, 6, 7)


def publish_for_officer(store: Path) -> None:
    """Puts the plan in force in a store."""
    installation = open_installation(Settings(data_dir=store))
    here = QUESTION.communes[0].model_copy(update={"code": COMMUNE, "min_teams": 1})
    question = QUESTION.model_copy(update={"communes": (here, *QUESTION.communes[1:])})
    params = PlanParams(first_day=FIRST_DAY, rules=question.rules).as_json()
    saved = save_plan(installation, replace(draft(question), params=params), who=MAI)
    publish_plan(installation, saved.id, who=MAI)
    found = plan_ahead(installation)
    assert found
    assert found.to(COMMUNE)
    installation.engine.dispose()
