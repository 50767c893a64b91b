"""CP-SAT on a small question, in an interpreter of its own: JSON in, least unmet and value out.

Never imported by the product or its tests: OR-tools and HiGHS do not live in one process.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ortools.sat.python import cp_model

SCALE = 1_000
"""Weights are tenths of halves and minutes are tenths: thousandths are exact."""
UNMET = 10**9
SECONDS = 120


def solved(asked: dict[str, Any]) -> dict[str, Any]:
    """Value and unmet guarantees of the best plan, and whether that was proven."""
    model = cp_model.CpModel()
    go = {
        (t, c, r): model.new_bool_var(f"{t} {c} {r}")
        for t, team in asked["teams"].items()
        for c, rounds in team["rounds"].items()
        for r in rounds
    }
    length = asked["length"]
    for t, team in asked["teams"].items():
        mine = {k: v for k, v in go.items() if k[0] == t}
        model.add(sum(mine.values()) <= team["stays"])
        for day in range(1, asked["days"] + 1):
            model.add(sum(v for (_, _, r), v in mine.items() if r <= day < r + length) <= 1)
    value = []
    for c, commune in asked["communes"].items():
        here = {k: v for k, v in go.items() if k[1] == c}
        model.add(sum(here.values()) <= commune["cap"])
        for day in range(1, asked["days"] + 1):
            guests = sum(v for (_, _, r), v in here.items() if r <= day < r + length)
            model.add(guests <= commune["beds"])
        reached = sum(asked["teams"][t]["reach"][c] * v for (t, _, _), v in here.items())
        pieces = []
        for households, worth in commune["pieces"]:
            piece = model.new_int_var(0, households, "")
            pieces.append(piece)
            value.append(round(worth * SCALE) * piece)
        model.add(sum(pieces) <= reached)
        for able, promised in commune["promises"]:
            short = model.new_int_var(0, promised, "")
            model.add(sum(v for (t, _, _), v in here.items() if t in able) + short >= promised)
            value.append(-UNMET * short)
    value += [-round(asked["teams"][t]["cost"][c] * SCALE) * v for (t, c, _), v in go.items()]
    for (t, c, r), stay in go.items():
        after = go.get((t, c, r + length))
        if after is not None:  # staying on: one journey less
            on = model.new_bool_var("")
            model.add(on <= stay)
            model.add(on <= after)
            value.append(round(asked["teams"][t]["cost"][c] * SCALE) * on)
    model.maximize(sum(value))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = SECONDS
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    total = round(solver.objective_value)
    unmet = max(0, round(-total / UNMET))
    return {
        "proven": status == cp_model.OPTIMAL,
        "unmet": unmet,
        "value": (total + unmet * UNMET) / SCALE,
    }


if __name__ == "__main__":
    json.dump([solved(asked) for asked in json.load(sys.stdin)], sys.stdout)
