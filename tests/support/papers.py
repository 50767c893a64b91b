"""A plan with names that try to be something else, for the papers made from it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.instance import Instance
from lib.services.planning.told.paper import PlanPaper
from lib.services.planning.words import plan_as_json
from lib.text import words
from tests.support.plans import QUESTION

HOSTILE = '=HYPERLINK("http://x")<b>&{{ 7*7 }}{% raw %}\x00\x0b\r\nBEGIN:VEVENT'


def hostile_question() -> Instance:
    """The small question, every name of which is hostile."""
    return QUESTION.model_copy(
        update={
            "title": HOSTILE,
            "demo": True,
            "communes": tuple(
                c.model_copy(update={"name": HOSTILE + c.code}) for c in QUESTION.communes
            ),
            "teams": tuple(t.model_copy(update={"name": HOSTILE + t.code}) for t in QUESTION.teams),
        }
    )


def paper(instance: Instance = QUESTION, *, language: str = "vi") -> PlanPaper:
    """The papers' source of a question, solved."""
    say = words(language)
    plan = solve(instance, Effort(seconds=5))
    return PlanPaper(
        plan=plan,
        document=plan_as_json(plan, say),
        first_day=date(2027, 6, 7),
        title=instance.title,
        version=1,
        author="Lò Thị Mai",
        at=datetime(2027, 5, 3, 1, 0, tzinfo=UTC),
        say=say,
        place_names={},
    )
