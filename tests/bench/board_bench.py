"""The board of a plan: how long until what was taken up shows its price at every place.

Every place at once: all communes and teams at all starts, every exchange of two stays, staying at
home, in words. From then on a hand moves without a question to the server.
"""

from __future__ import annotations

import json
import statistics
import time
from typing import Any

from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.reading import read_instance
from lib.domain.planning.why.grasp import Named, Thing
from lib.domain.planning.why.hands import Hands
from lib.services.planning.board import prices_told
from lib.text import words
from tests.bench.report import Bar, Report
from tests.support.planning import province

_BAR_S = 0.3
SIZES: dict[str, dict[str, Any]] = {
    "60 teams, 2 weeks": {"teams": 60, "weeks": 2},
    "60 teams, 12 weeks": {"teams": 60, "weeks": 12, "blackouts": True},
    "60 teams, 2,200 villages": {"teams": 60, "weeks": 4, "villages": True},
}


def run(*, short: bool = False) -> dict[str, Any]:
    """Seconds of the first price, with all that is made once for a plan, and of every other."""
    bars: list[Bar] = []
    figures: dict[str, Any] = {}
    for name in list(SIZES)[: 1 if short else None]:
        asked = {**SIZES[name], "teams": 12} if short else SIZES[name]
        effort = Effort(seconds=1.0 if short else 5.0, gap=1e-2)
        plan = solve(read_instance(json.dumps(province(seed=1, **asked))), effort)
        told = _measured(plan)
        figures[name] = told
        bars += [
            Bar(what=f"{name}: the first price", measured=told["first_s"], bar=_BAR_S, unit="s"),
            Bar(what=f"{name}: any other, worst", measured=told["worst_s"], bar=_BAR_S, unit="s"),
        ]
    return Report(bars=bars, figures=figures).as_dict()


def _measured(plan: Plan) -> dict[str, Any]:
    began = time.perf_counter()
    hands = Hands(plan)
    made = time.perf_counter() - began
    times = [_seconds(Named(thing=Thing.STAY, code=str(n)), hands) for n in range(len(plan.stays))]
    times += [_seconds(Named(thing=Thing.TEAM, code=i.team), hands) for i in plan.idle]
    served = {s.commune for s in plan.stays}
    times += [
        _seconds(Named(thing=Thing.COMMUNE, code=c.code), hands)
        for c in plan.instance.communes
        if c.code not in served
    ]
    return {
        "stays": len(plan.stays),
        "first_s": made + times[0],
        "median_s": statistics.median(times),
        "worst_s": max(times),
    }


def _seconds(held: Named, hands: Hands) -> float:
    began = time.perf_counter()
    prices_told(held, hands, say=words())
    return time.perf_counter() - began
