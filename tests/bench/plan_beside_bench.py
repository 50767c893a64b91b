"""What others wait for while a plan is made: a real server, a planner, and somebody on other pages.

The same acts are timed first with nobody planning, then from the press of the button until the
plan with its explanations is saved. A run counts from the message to the last word of the answer.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from lib.domain.access.permissions import Person, Role
from lib.domain.planning.question.instance import Rules
from lib.files.reference import gazetteer
from lib.services.installation import Installation
from lib.services.planning.desk import begin_plan, with_params
from lib.services.planning.runs import params_of
from lib.services.planning.saved_plan import SavedPlan
from lib.services.planning.versions import save_plan, versions
from tests.bench.report import Bar, Report
from tests.bench.serving import ROOT, Address, served
from tests.support.filled import filled_for_show
from tests.support.installations import open_test_installation, put
from tests.support.summer_teams import FIRST_DAY, made_up_teams
from tests.support.visitors import Visitor, visit

SIZES = {60: Rules(weeks=12), 200: Rules(weeks=12, host_limit=6, max_teams=6)}
SHORT = {12: Rules(weeks=4)}
IDLE_ACTS, LEAST_S, MOST_MB, MOST_S = 60, 0.5, 500, 180
PLANNER = Person("Lò Thị Mai", Role.ADMINISTRATOR)
CODES = list(gazetteer().communes)
_PAUSE_S, _PROGRESS_S = 0.1, 0.7
Times = dict[str, list[float]]


def run(*, short: bool = False) -> dict[str, Any]:
    """Medians and worst of other people's acts, idle and during a search; the server's memory."""
    bars: list[Bar] = []
    figures: dict[str, Any] = {}
    for count, rules in (SHORT if short else SIZES).items():
        with tempfile.TemporaryDirectory() as folder:
            installation = open_test_installation(Path(folder))
            filled_for_show(installation, short=short)
            plan = _begun(installation, count, rules)
            with served(ROOT / "app.py", cwd=ROOT, env={"BDHVS_DATA_DIR": folder}) as address:
                found = asyncio.run(_measured(address, installation, plan, short=short))
            installation.engine.dispose()
        figures[f"{count} teams"] = found
        bars += _bars(f"{count} teams", found)
    return Report(bars=bars, figures=figures).as_dict()


def _begun(installation: Installation, count: int, rules: Rules) -> SavedPlan:
    put(installation, made_up_teams(count, weeks=rules.weeks), name="doi.xlsx")
    begun = begin_plan(
        installation, who=PLANNER, first_day=FIRST_DAY, title="Thử", weeks=rules.weeks
    )
    params = params_of(begun).model_copy(update={"rules": rules})
    draft = with_params(installation, begun, params, who=PLANNER)
    return save_plan(installation, draft, who=PLANNER, base=begun.id)


async def _measured(
    address: Address, installation: Installation, plan: SavedPlan, *, short: bool
) -> dict[str, Any]:
    planner = await visit(address, "ke-hoach", f"pa={plan.id}&buoc=lap")
    await planner.run()
    other = await visit(address, "ban-do")
    await _acts(other, lambda: False, count=5 if short else 12)
    idle = await _acts(other, lambda: False, count=5 if short else IDLE_ACTS)
    await planner.press("plan-solve")
    over = asyncio.Event()
    helpers = [0.0]
    watching = asyncio.create_task(_until_saved(installation, plan, planner, over))
    watching_memory = asyncio.create_task(_watch(address, helpers, over))
    during = await _acts(other, over.is_set)
    await asyncio.gather(watching, watching_memory)
    return {
        "idle_s": idle,
        "during_s": during,
        "search_s": watching.result(),
        "memory_mb": address.most_memory,
        "helper_mb": max(helpers),
    }


async def _watch(address: Address, helpers: list[float], over: asyncio.Event) -> None:
    while not over.is_set():
        helpers.append(address.most_memory_of_helpers)
        await asyncio.sleep(_PROGRESS_S)


async def _until_saved(
    installation: Installation, plan: SavedPlan, planner: Visitor, over: asyncio.Event
) -> float:
    """Keeps the planner's page up to date; seconds until the plan is saved."""
    began = asyncio.get_running_loop().time()
    try:
        while versions(installation, who=PLANNER, line=plan.line)[0].id == plan.id:
            took = asyncio.get_running_loop().time() - began
            assert took < MOST_S, "no plan came"
            await asyncio.sleep(_PROGRESS_S)
            await planner.run()
        return asyncio.get_running_loop().time() - began
    finally:
        over.set()


async def _acts(other: Visitor, over: Callable[[], bool], count: int = 10_000) -> Times:
    """Seconds of what somebody does on other pages, by act."""
    dice, times = random.Random(1), Times()
    acts: dict[str, Callable[[], Awaitable[float]]] = {
        "the map": lambda: other.go("ban-do"),
        "a clicked commune": lambda: other.click(dice.choice(CODES)),
        "another period": lambda: other.slide("ky", dice.randrange(3)),
        "a commune's page": lambda: other.go("xa", f"xa={dice.choice(CODES)}"),
        "the progress page": lambda: other.go("tien-do"),
    }
    for turn in range(count):
        name = list(acts)[turn % len(acts)]
        if over():
            break
        times.setdefault(name, []).append(await acts[name]())
        await asyncio.sleep(_PAUSE_S)
    return times


def _bars(name: str, found: dict[str, Any]) -> list[Bar]:
    bars = []
    for act, took in found["during_s"].items():
        idle = found["idle_s"][act]
        beside = f"idle {statistics.median(idle):.3f} s, worst {max(idle):.3f} s"
        for word, of in (("median", statistics.median), ("worst", max)):
            what = f"{name}, {act}: {word} ({beside})"
            bars.append(Bar(what=what, measured=of(took), bar=LEAST_S, unit="s"))
    told = f"{name}: memory of the server, a search of {found['search_s']:.0f} s"
    return [
        *bars,
        Bar(what=told, measured=found["memory_mb"], bar=MOST_MB, unit="MB"),
        Bar(
            what=f"{name}: memory of the search's own process",
            measured=found["helper_mb"],
            bar=MOST_MB,
            unit="MB",
        ),
    ]
