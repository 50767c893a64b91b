"""Plans of teams that set out on any day, and of a union's own list from the file to the plan."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import Any

from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.days import ANY_DAY
from lib.domain.planning.question.instance import Instance, Rules
from lib.domain.planning.question.params import first_monday
from lib.domain.planning.question.reading import read_instance
from lib.domain.problems import Severity
from lib.services.health.opening import open_installation
from lib.services.installation import Installation
from lib.services.intake.preview import preview, receive
from lib.services.intake.publishing import publish
from lib.services.planning.instance_in_force import Asked, instance_of
from lib.services.planning.words import plan_as_json
from lib.settings import Settings
from lib.text import words
from tests.bench.report import Bar, Report
from tests.demo_store import copy_of_demo
from tests.planning.checker import violations
from tests.support.people import staff
from tests.support.planning import country, province
from tests.support.union_list import YEAR, union_list

Json = dict[str, Any]
SIZES: dict[str, tuple[int, float, float]] = {
    "60 teams, any day": (60, 8.0, 5e-3),
    "200 teams, any day": (200, 20.0, 1e-2),
}
"""Teams, the seconds they may take and the gap they must reach."""
_SEEDS = range(1, 6)
_COUNTRY_S = 60.0
_QUESTIONS, _PLACED, _AT_HOME = 3, 55 / 60, 0.7


def run(*, short: bool = False) -> dict[str, Any]:
    """Seconds and gaps; how a list of sixty teams fares."""
    bars: list[Bar] = []
    figures: Json = {}
    for name, (teams, seconds, gap) in list(SIZES.items())[: 1 if short else None]:
        answers = [
            _answer(
                province(12 if short else teams, seed=s, **_SUMMER), seconds=0.93 * seconds, gap=gap
            )
            for s in (_SEEDS[:1] if short else _SEEDS)
        ]
        figures[name] = answers
        worst = max(a["measured_s"] for a in answers)
        gaps = max(100 * (1.0 if a["gap"] is None else a["gap"]) for a in answers)
        bars.append(Bar(what=f"{name}: worst", measured=worst, bar=seconds, unit="s"))
        bars.append(Bar(what=f"{name}: worst gap", measured=gaps, bar=100 * gap, unit="%"))
    if not short:
        bars += _country(figures)
    bars += _list(figures, teams=12 if short else 60, seconds=2.0 if short else 15.0)
    return Report(bars=bars, figures=figures).as_dict()


_SUMMER: Json = {"weeks": 12, "dates": True, "blackouts": True}


def _answer(instance: Json, **effort: float) -> Json:
    began = time.perf_counter()
    plan = solve(read_instance(json.dumps(instance)), Effort(**effort))
    took = time.perf_counter() - began
    answer = json.loads(json.dumps(plan_as_json(plan, words())))
    if broken := violations(instance, answer):
        raise AssertionError(broken)
    kept = ("gap", "objective", "bound", "unmet_count", "unmet_bound", "stopped")
    return {"measured_s": took} | {k: answer[k] for k in kept}


def _country(figures: Json) -> list[Bar]:
    answer = _answer(country(2_000, 500, seed=1), seconds=_COUNTRY_S, gap=1e-2)
    figures["2,000 teams, 500 communes"] = answer
    unsaid = answer["bound"] is None and answer["stopped"] == "proven"
    return [
        Bar(
            what="2,000 teams, 500 communes: over its limit",
            measured=answer["measured_s"] / _COUNTRY_S,
            bar=1.1,
            unit="×",
        ),
        Bar(what="2,000 teams, 500 communes: proven without a bound", measured=unsaid, bar=0),
    ]


def _list(figures: Json, *, teams: int, seconds: float) -> list[Bar]:
    with tempfile.TemporaryDirectory() as folder:
        copied = copy_of_demo(Path(folder) / "var")
        installation = open_installation(Settings(data_dir=copied))
        questions = _taken_in(installation, union_list(teams))
        rules = Rules(weeks=8, start_every_days=ANY_DAY)
        asked = Asked(first_day=first_monday(YEAR), rules=rules)
        instance = instance_of(installation, asked).instance
        installation.engine.dispose()
    plan = solve(instance, Effort(seconds=seconds))
    placed = len({s.team for s in plan.stays})
    at_home, own = _at_home(instance, plan.stays)
    figures["list"] = {"questions": questions, "placed": placed, "at_home": at_home, "own": own}
    return [
        Bar(what="a union's list: questions", measured=questions, bar=_QUESTIONS),
        Bar(what="a union's list: share of teams not placed", measured=1 - placed / teams,
            bar=1 - _PLACED),
        Bar(what="own people away from home", measured=100 * (1 - at_home / own),
            bar=100 * (1 - _AT_HOME), unit="%"),
    ]  # fmt: skip


def _taken_in(installation: Installation, content: bytes) -> int:
    """Publishes the list, taking what is proposed first; how many questions that took."""
    answers: dict[str, str] = {}
    while True:
        received = receive("doi hinh.xlsx", content, installation.settings)
        seen = preview(installation, received, answers, who=staff())
        asked = [p for p in seen.problems if p.severity == Severity.ASK]
        if not asked:
            break
        first = {p.question: p.options[0].value for p in asked if p.options}
        answers |= first | ({"period": str(YEAR)} if "period" in first else {})
    publish(installation, seen, who=staff())
    return len(answers)


def _at_home(instance: Instance, stays: Any) -> tuple[int, int]:
    """Stays of own people at home, and all of theirs."""
    homes = {t.code: t.home for t in instance.teams if t.home}
    mine = [s for s in stays if s.team in homes]
    return sum(s.at_home for s in mine), len(mine)
