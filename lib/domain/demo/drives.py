"""Drives of the summer teams: what was planned and what was done (template 05)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from lib.domain.demo.chance import stream
from lib.domain.demo.teams import Summer
from lib.domain.demo.words import (
    CONTENTS,
    PLACES,
    REASONS,
)
from lib.domain.stages import DriveStage, TeamState

_DONE_SHARE = 0.88
_LATER_SHARE = 0.2
Row = dict[str, Any]


def drives_of(
    teams: pd.DataFrame, villages: pd.DataFrame, summer: Summer, *, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Planned and actual drives, with the columns of template 05.

    A plan and its outcome have codes of their own, so that both stay in force; the number is the
    same.
    """
    rng = stream(seed, f"drives {summer.year}")
    hosts = {
        str(code): list(group) for code, group in villages.groupby("commune_code").village_code
    }
    planned: list[Row] = []
    actual: list[Row] = []
    for team in teams.to_dict("records"):
        for commune in team["assigned"]:
            for _ in range(int(rng.integers(2, 5))):
                plan = _plan(rng, team, commune, villages=hosts.get(commune, [""]))
                planned.append(plan | _code("KH", summer, len(planned) + 1))
                if team["status"] != TeamState.CANCELLED and rng.random() < _DONE_SHARE:
                    actual.append(_outcome(rng, plan, team) | _code("TH", summer, len(planned)))
    return pd.DataFrame(planned), pd.DataFrame(actual)


def _code(stage: str, summer: Summer, number: int) -> Row:
    return {"drive_code": f"{stage}{summer.year % 100}-{number:04d}"}


def _plan(rng: np.random.Generator, team: Row, commune: str, *, villages: list[str]) -> Row:
    days = int(rng.integers(2, 6))
    slack = max(1, (team["ends_on"] - team["starts_on"]).days - days)
    starts_on: date = team["starts_on"] + timedelta(days=int(rng.integers(0, slack)))
    turns = int(rng.integers(8, 20)) * days
    return {
        "team_code": team["team_code"],
        "commune_code": commune,
        "village_code": villages[int(rng.integers(0, len(villages)))],
        "stage": DriveStage.PLANNED,
        "starts_on": starts_on,
        "ends_on": starts_on + timedelta(days=days - 1),
        "content": CONTENTS[int(rng.integers(0, len(CONTENTS)))],
        "place": PLACES[int(rng.integers(0, len(PLACES)))],
        **_effort(days, int(team["members"]), turns),
        "works": int(rng.random() < 0.1),
        "cost_million_vnd": round(float(rng.uniform(1, 8)), 1),
        "with_digital_team": bool(rng.random() < 0.6),
        "reason": "",
    }


def _effort(days: int, volunteers: int, turns: int) -> Row:
    return {
        "sessions": days,
        "volunteers": volunteers,
        "volunteer_days": volunteers * days,
        "guided_turns": turns,
        "people_guided": turns * 2 // 3,
        "households_helped": turns // 2,
        "classes": days // 2,
    }


def _outcome(rng: np.random.Generator, plan: Row, team: Row) -> Row:
    """What came of a plan: fewer or more people, sometimes later, then with the reason."""
    room = (team["ends_on"] - plan["ends_on"]).days
    later = room > 0 and rng.random() < _LATER_SHARE
    shift = timedelta(days=int(rng.integers(1, room + 1)) if later else 0)
    turns = round(plan["guided_turns"] * rng.uniform(0.7, 1.25))
    volunteers = max(3, int(plan["volunteers"]) - int(rng.poisson(1.5)))
    return plan | {
        "stage": DriveStage.HELD,
        "starts_on": plan["starts_on"] + shift,
        "ends_on": plan["ends_on"] + shift,
        **_effort(plan["sessions"], volunteers, turns),
        "with_digital_team": plan["with_digital_team"] and bool(rng.random() < 0.8),
        "reason": REASONS[int(rng.integers(0, len(REASONS)))] if later else "",
    }
