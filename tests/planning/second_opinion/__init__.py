"""The best plans of small questions as CP-SAT proves them, from the checker's own reading."""

from __future__ import annotations

import json
import subprocess
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.planning.baselines import Desk
from tests.planning.checker import Json, own

HERE = Path(__file__).parent
RECORDED = HERE / "optima.json"
SEEDS = range(12)


def optima(instances: list[Json], python: Path) -> list[dict[str, Any]]:
    """Least unmet and best value of each, proven by CP-SAT in its own interpreter."""
    asked = json.dumps([neutral(i) for i in instances])
    done = subprocess.run(
        [python, HERE / "cpsat.py"], input=asked, capture_output=True, text=True, check=True
    )
    return list(json.loads(done.stdout))


def neutral(instance: Json) -> Json:
    """The question in plain numbers: who may stay where from which day, and what it is worth."""
    desk = Desk(instance)
    rules, read = desk.rules, desk.read
    return {
        "days": read.days,
        "length": read.length,
        "teams": {
            code: {
                "stays": team.get("stays", 1),
                "rounds": {
                    c: rounds for c in read.communes if (rounds := list(desk.rounds(team, c)))
                },
                "reach": {c: read.households({"team": code}, k) for c, k in read.communes.items()},
                "cost": {
                    c: 2
                    * (desk.minutes[code, c] or 0)
                    / 60
                    * rules.get("travel_cost_per_hour", 1.5)
                    for c in read.communes
                },
            }
            for code, team in read.teams.items()
        },
        "communes": {c: _commune(c, k, desk) for c, k in read.communes.items()},
    }


def _commune(code: str, commune: Json, desk: Desk) -> Json:
    teams = desk.read.teams
    weight = desk.weight[code]
    promises = [[list(teams), n] for n in [desk.promised(commune)] if n]
    for skill in commune.get("needs_skills", []):
        promises.append([[t for t, k in teams.items() if skill in k.get("skills", [])], 1])
    return {
        "cap": own(commune, "max_teams", desk.rules.get("max_teams", 3)),
        "beds": own(commune, "host_limit", desk.rules.get("host_limit", 2)),
        "pieces": [(len(list(same)), weight * v) for v, same in groupby(desk.curve[code])],
        "promises": promises,
    }
