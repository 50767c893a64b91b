"""Plans side by side in figures: what each gains, what it costs, and how evenly."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lib.domain.planning.plan.fairness import unevenness
from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.why.margins import one_more
from lib.services.planning.screen_words import DASH, number, promised
from lib.services.wording.table import Table
from lib.text import Words, say_change

_Line = tuple[str, float | None, float | None, int]
"""Key in the catalogues, both values, digits."""


def comparison(one: Plan, other: Plan, *, heads: tuple[str, str], say: Words) -> Table:
    """A row a figure: of one, of the other, and the difference."""
    rows = [
        (
            say(f"planner_compare.{key}"),
            _said(a, digits, say),
            _said(b, digits, say),
            _difference(a, b, digits, say=say),
        )
        for key, a, b, digits in _lines(one, other)
    ]
    columns = (say("planner_compare.figure"), *heads, say("planner_compare.difference"))
    return Table(columns=columns, rows=tuple(rows), numeric=frozenset({1, 2, 3}))


def beside(plans: Sequence[Plan], *, heads: Sequence[str], say: Words) -> Table:
    """A row a figure, a column a plan."""
    values = [_values(plan) for plan in plans]
    rows = [
        (
            say(f"planner_compare.{key}"),
            *(_said(mine[key][0], mine[key][1], say) for mine in values),
        )
        for key in values[0]
    ]
    columns = (say("planner_compare.figure"), *heads)
    return Table(columns=columns, rows=tuple(rows), numeric=frozenset(range(1, len(columns))))


def _lines(one: Plan, other: Plan) -> list[_Line]:
    pairs = [(_values(one), _values(other))]
    return [(key, a[key][0], b[key][0], a[key][1]) for a, b in pairs for key in a]


def _values(plan: Plan) -> dict[str, tuple[float | None, int]]:
    told, certificate = plan.figures, plan.certificate
    more = one_more(plan)
    return {
        "households": (told.households, 0),
        "priority": (told.priority_households, 0),
        "weighted": (certificate.objective, 0),
        "kept": (promised(plan.instance) - certificate.unmet, 0),
        "unmet": (certificate.unmet, 0),
        "hours": (told.travel_hours, 0),
        "stays": (len(plan.stays), 0),
        "served": (told.communes_served, 0),
        "without": (told.communes_without, 0),
        "gini": (unevenness(plan), 2),
        "one_more": (math.ceil(more[0].gain) if more else None, 0),
        "bound": (None if certificate.gap is None else _floor(100 * (1 - certificate.gap)), 2),
    }


def _floor(percent: float) -> float:
    """99.996 must not read as 100: nobody proved that."""
    return math.floor(percent * 100) / 100


def _said(value: float | None, digits: int, say: Words) -> str:
    return DASH if value is None else number(value, say, digits)


def _difference(one: float | None, other: float | None, digits: int, *, say: Words) -> str:
    if one is None or other is None:
        return DASH
    change = round(other - one, digits)
    return "=" if not change else say_change(change, digits=digits, language=say.language)
