"""Plans of volunteer teams on the 75 communes: how fast, how near the proven best, how much better.

Every plan passes the independent checker. Questions are made by ``tests.support.planning``.
"""

from __future__ import annotations

import copy
import json
import resource
import statistics
import threading
import time
from collections.abc import Iterable
from typing import Any

from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.reading import read_instance
from lib.services.planning.words import plan_as_json
from lib.text import words
from tests.bench.report import Bar, Report
from tests.planning.asking import shuffled
from tests.planning.baselines import by_priority, marginal
from tests.planning.checker import violations
from tests.support.planning import province

SEEDS = range(10)
PROVINCES = range(34)
Json = dict[str, Any]

SIZES: dict[str, tuple[Json, float, float]] = {
    "20 teams": ({"teams": 20}, 0.5, 1e-4),
    "60 teams": ({"teams": 60}, 2.0, 5e-3),
    "60 teams, closer": ({"teams": 60}, 5.0, 1e-3),
    "60 teams, 12 weeks": ({"teams": 60, "weeks": 12, "blackouts": True}, 8.0, 2e-3),
    "200 teams": ({"teams": 200, "rules": {"host_limit": 6, "max_teams": 6}}, 3.0, 5e-3),
    "200 teams, 12 weeks": ({"teams": 200, "weeks": 12, "blackouts": True}, 15.0, 1e-2),
    "60 teams, 2,200 villages": ({"teams": 60, "villages": True}, 15.0, 1e-2),
}
"""The question, the seconds it may take and the gap it must reach."""


def run(*, short: bool = False) -> dict[str, Any]:
    """Seconds to the asked gap and the gap at that moment, medians and worst."""
    bars: list[Bar] = []
    figures: Json = {}
    seeds, sizes = (range(1), list(SIZES)[:2]) if short else (SEEDS, list(SIZES))
    for name in sizes:
        asked, seconds, gap = SIZES[name]
        answers = [_answer(province(seed=s, **asked), seconds=seconds, gap=gap) for s in seeds]
        figures[name] = _figures(answers)
        bars += _speed(name, answers, seconds=seconds, gap=gap)
    bars += _country(figures, range(1) if short else PROVINCES)
    hand, gap = ((20, 60), 1e-2) if short else ((20, 60, 200), 1e-3)
    bars += _against_hand(figures, seeds, hand, gap=gap)
    bars += _one_team_lost(figures, seeds, teams=20 if short else 60)
    if not short:  # nothing shorter would say anything
        bars += _order(figures)
        bars += _neighbours(figures)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bars.append(Bar(what="memory of the whole measurement", measured=megabytes, bar=500, unit="MB"))
    return Report(bars=bars, figures=figures).as_dict()


def _answer(instance: Json, **effort: float) -> Json:
    began, worked = time.perf_counter(), time.process_time()
    plan = solve(read_instance(json.dumps(instance)), Effort(**effort))
    answer: Json = json.loads(json.dumps(plan_as_json(plan, words())))
    answer["measured_s"] = time.perf_counter() - began
    answer["cpu_s"] = time.process_time() - worked
    broken = violations(instance, answer)
    if broken:
        raise AssertionError(broken)
    return answer


def _figures(answers: Iterable[Json]) -> list[Json]:
    keys = (
        "measured_s",
        "cpu_s",
        "gap",
        "objective",
        "bound",
        "unmet_count",
        "unmet_bound",
        "stopped",
    )
    return [{k: a[k] for k in keys} for a in answers]


def _speed(name: str, answers: list[Json], *, seconds: float, gap: float) -> list[Bar]:
    times, gaps = [a["measured_s"] for a in answers], [100 * a["gap"] for a in answers]
    open_ = sum(a["unmet_count"] - a["unmet_bound"] for a in answers)
    return [
        Bar(what=f"{name}: median", measured=statistics.median(times), bar=seconds, unit="s"),
        Bar(what=f"{name}: worst", measured=max(times), bar=seconds, unit="s"),
        Bar(what=f"{name}: worst gap", measured=max(gaps), bar=100 * gap, unit="%"),
        Bar(what=f"{name}: guarantees not proven least", measured=open_, bar=0),
    ]


def _country(figures: Json, provinces: range) -> list[Bar]:
    """As many questions as the country has provinces, one after the other."""
    answers = [_answer(province(60, seed=100 + s), seconds=10, gap=1e-2) for s in provinces]
    figures["34 provinces"] = _figures(answers)
    total = sum(a["measured_s"] for a in answers)
    worst = max(100 * a["gap"] for a in answers)
    return [
        Bar(
            what=f"{len(answers)} × 60 teams, one after the other", measured=total, bar=60, unit="s"
        ),
        Bar(what="34 × 60 teams: worst gap", measured=worst, bar=1, unit="%"),
    ]


def _against_hand(figures: Json, seeds: range, sizes: Iterable[int], *, gap: float) -> list[Bar]:
    """Against greedy by marginal gain, and against sorting by priority; bars are negated shares."""
    bars = []
    for teams in sizes:
        weighted, priority, below = [], [], 0
        for seed in seeds:
            # Caps of 3 on 75 communes would leave 200 teams no choice.
            rules = {"host_limit": 6, "max_teams": 6} if teams == 200 else None
            instance = province(teams, seed=seed, rules=rules)
            answer = _answer(instance, seconds=5, gap=gap)
            greedy, office = marginal(instance), by_priority(instance)
            best = (-answer["unmet_count"], answer["objective"] + 1e-6)
            below += best < (-greedy["unmet"], greedy["value"])
            weighted.append(100 * (answer["figures"]["weighted"] / greedy["weighted"] - 1))
            theirs = sum(n for c, n in office["households"].items() if _has_priority(instance, c))
            priority.append(100 * (answer["figures"]["priority_households"] / theirs - 1))
        figures[f"{teams} teams against hand"] = {"weighted": weighted, "priority": priority}
        bars.append(Bar(what=f"{teams} teams: seeds below greedy", measured=below, bar=0))
        if teams == 60:
            bars.append(_more("60 teams: weighted households over greedy", weighted, 3.5))
        if teams >= 60:
            what = f"{teams} teams: priority households over sorting by priority"
            bars.append(_more(what, priority, 30))
    return bars


def _more(what: str, percents: list[float], least: float) -> Bar:
    """A median that must be at least ``least`` per cent, written as a bar from above."""
    median = statistics.median(percents)
    return Bar(what=f"{what}: {median:+.1f} %, must be +{least} %", measured=-median, bar=-least)


def _has_priority(instance: Json, code: str) -> bool:
    commune = next(c for c in instance["communes"] if c["code"] == code)
    return max(commune["flags"].values()) >= 2


def _one_team_lost(figures: Json, seeds: range, *, teams: int) -> list[Bar]:
    moves, costs = [], []
    for seed in seeds:
        instance = province(teams, seed=seed)
        before = _answer(instance, seconds=5, gap=1e-4)
        without = copy.deepcopy(instance)
        without["teams"].pop(7 * (seed + 1) % teams)
        free = _answer(without, seconds=5, gap=1e-4)
        keys = ("team", "commune", "start_week")
        kept = [{k: s[k] for k in keys} for s in before["assignments"]]
        again = _answer(without | {"previous": {"assignments": kept}}, seconds=5, gap=1e-4)
        moves.append(len(again["figures"]["moved"]))
        value = again["objective"] - again["figures"]["kept_bonus"]
        costs.append(100 * (1 - value / free["objective"]))
        if again["unmet_count"] != free["unmet_count"]:
            raise AssertionError("keeping teams costs a guarantee")
    figures["one team lost"] = {"moves": moves, "cost_percent": costs}
    return [
        Bar(what="one team lost: other teams that move, worst", measured=max(moves), bar=6),
        Bar(what="one team lost: cost, worst", measured=max(costs), bar=0.3, unit="%"),
    ]


def _order(figures: Json) -> list[Bar]:
    changed = 0
    for seed in SEEDS:
        instance = province(60, seed=seed, weeks=12, blackouts=True)
        plans = [_answer(i, seconds=60, gap=2e-3) for i in (instance, shuffled(instance, seed))]
        changed += plans[0]["assignments"] != plans[1]["assignments"]
    return [Bar(what="seeds whose plan changes with the order of rows", measured=changed, bar=0)]


def _neighbours(figures: Json) -> list[Bar]:
    """How long another thread of the same process has to wait for its turn during a solve."""
    waits: list[float] = []
    done = threading.Event()

    def tick() -> None:
        while not done.is_set():
            began = time.perf_counter()
            time.sleep(0.01)
            waits.append(time.perf_counter() - began - 0.01)

    other = threading.Thread(target=tick)
    other.start()
    _answer(province(200, seed=1, weeks=12, blackouts=True), seconds=8, gap=1e-5)
    done.set()
    other.join()
    figures["waits_s"] = {"worst": max(waits), "count": len(waits)}
    return [Bar(what="longest wait of another thread", measured=max(waits), bar=0.5, unit="s")]
