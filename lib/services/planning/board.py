"""The board of a plan as the browser draws it: rows, bars, and prices of what is in a hand."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.question.days import last_day
from lib.domain.planning.question.params import PlanParams
from lib.domain.planning.question.ranking import ranking
from lib.domain.planning.question.weights import host_limit, most_teams
from lib.domain.planning.why.grasp import Named, prices
from lib.domain.planning.why.hands import Barred, Hands, Row
from lib.services.planning.screen_words import (
    day_said,
    days_said,
    need_said,
    number,
    road_said,
    teams_in,
    week_days,
    window,
)
from lib.text import Words, say_change

Json = dict[str, Any]
_CLASSES = 4
"""Of the map: no stay, one, two, more."""
_WORDS = (
    "teams", "communes", "list", "stays", "view", "map", "no_map", "week", "bar", "bar_locked",
    "hint", "keys", "held_stay", "held_team", "held_commune", "target", "target_stay",
    "target_home", "pricing", "saving", "same", "nowhere", "where", "when", "take_up", "put_down",
    "home", "let_go", "undo",
)  # fmt: skip
_COLUMNS = ("team", "commune", "when", "households", "road")
_BARRED = {b: b.name.lower() for b in Barred if b}


def board_told(
    plan: Plan, params: PlanParams, names: Mapping[str, str], *, made: Hands, say: Words
) -> Json:
    """Everything that the board draws of a plan."""
    rules = plan.instance.rules
    weeks = range(1, rules.weeks + 1)
    return {
        "days": last_day(rules),
        "length": rules.length,
        "weeks": [{"week": w, "day": day_said(week_days(params.first_day, w)[0])} for w in weeks],
        "starts": [
            {"day": day, "said": days_said(params, day, day + rules.length - 1, say=say)}
            for day in made.starts
        ],
        "teams": _teams(plan, params, names, say=say),
        "communes": _communes(plan, say),
        "stays": _stays(plan, params, say),
        "classes": [{"said": say(f"planner_edit.class_{n}")} for n in range(_CLASSES)],
        "language": say.language,
        "title": say("widget.board"),
        "words": {key: say(f"planner_board.{key}") for key in _WORDS}
        | {f"column_{name}": say(f"planner_stay.{name}") for name in _COLUMNS}
        | {f"barred_{name}": say(f"planner_barred.{name}") for name in _BARRED.values()},
    }


def prices_told(held: Named, made: Hands, *, say: Words) -> Json:
    """The price of putting it down, for every place it could go.

    Raises ``KeyError`` for what the plan does not have.
    """
    found = prices(held, made)
    return {
        thing.value: {row.code: _row(row, say) for row in rows} for thing, rows in found.items()
    }


def _row(row: Row, say: Words) -> Json:
    return {
        **_told(row, row.change, say),
        "at": {start: _told(row, row.change_at(start), say) for start in row.staying_on},
        "barred": [_BARRED.get(b, "") for b in row.barred],
        "about": asdict(row.about) if row.about else None,
    }


def _told(row: Row, change: float, say: Words) -> Json:
    tone = "worse" if row.unmet > 0 or round(change) < 0 else "better"
    if not row.unmet and not round(change):
        tone = "same"
    return {
        "said": _price_said(row, change, say),
        "short": say_change(round(change), language=say.language),
        "tone": tone,
    }


def _price_said(row: Row, change: float, say: Words) -> str:
    """ "−12 hộ quy đổi, −30 hộ được hướng dẫn." and the guarantees."""
    said = say_change(round(change), language=say.language)
    households = say_change(row.households, language=say.language)
    parts = [say("planner_board.price", change=said, households=households)]
    if row.unmet:
        word = "price_unmet" if row.unmet > 0 else "price_met"
        parts.append(say(f"planner_board.{word}", count=abs(row.unmet)))
    if row.beyond_minutes is not None:
        parts.append(_road(row.beyond_minutes, say))
    return " ".join(parts)


def _road(minutes: float, say: Words) -> str:
    if math.isnan(minutes):
        return say("planner_board.road_unknown")
    return say("planner_board.beyond", hours=number(minutes / 60, say, 1))


def _stays(plan: Plan, params: PlanParams, say: Words) -> list[Json]:
    return [
        {
            "team": s.team,
            "commune": s.commune,
            "day": s.start_day,
            "days": s.end_day - s.start_day + 1,
            "when": days_said(params, s.start_day, s.end_day, say=say),
            "households": number(s.households, say),
            "road": road_said(s, say),
            "locked": s.locked,
        }
        for s in plan.stays
    ]


def _teams(plan: Plan, params: PlanParams, names: Mapping[str, str], *, say: Words) -> list[Json]:
    made = Counter(s.team for s in plan.stays)
    return [
        {
            "code": t.code,
            "name": t.name or t.code,
            "base": names.get(t.base, t.base),
            "size": number(t.size, say),
            "left": t.stays - made[t.code],
            "stays": t.stays,
            "window": window(t, params, say),
        }
        for t in sorted(plan.instance.teams, key=lambda t: t.code)
    ]


def _communes(plan: Plan, say: Words) -> list[Json]:
    """Communes with teams by name, then those without, the heaviest need first."""
    stays, rules = teams_in(plan), plan.instance.rules
    rank = {r.code: n for n, r in enumerate(ranking(plan.instance, rules))}
    order = sorted(
        plan.instance.communes,
        key=lambda c: (
            not stays[c.code],
            rank.get(c.code, len(rank)) if not stays[c.code] else 0,
            c.name,
        ),
    )
    return [
        {
            "code": c.code,
            "name": c.name or c.code,
            "count": stays[c.code],
            "told": say("planner_edit.told", count=stays[c.code], need=need_said(c, say)),
            "shade": None
            if c.need is None and not stays[c.code]
            else min(_CLASSES - 1, stays[c.code]),
            "cap": most_teams(c, rules),
            "beds": host_limit(c, rules),
        }
        for c in order
    ]
