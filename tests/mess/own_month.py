"""A month of sheets in twelve shapes that no template has, one from each of the 75 offices."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import cycle

from lib.domain.periods import Period
from lib.files.reference import gazetteer
from lib.text import without_accents
from tests.mess.together import VILLAGES_EACH
from tests.mess.truth import MONTH
from tests.support.own_forms import SHAPES, Office, as_workbook

HOUSEHOLDS_EACH = 150
"""Of every village, in the register too."""


def a_month_of_own_forms(
    seed: int, month: Period = MONTH, *, villages: Sequence[str] = VILLAGES_EACH, communes: int = 75
) -> dict[str, bytes]:
    """Workbooks by name. The figures grow from month to month and hold against one another."""
    places = sorted(gazetteer().communes.values(), key=lambda c: c.code)[:communes]
    files = {}
    for commune, shape in zip(places, cycle(SHAPES), strict=False):
        rng = random.Random(f"own {seed} {commune.code}")
        start = [rng.randint(20, 60) for _ in villages]
        now, before = (_villages(villages, start, month.month - back) for back in (0, 1))
        office = Office(
            commune.full_name,
            month=month.month,
            year=month.year,
            villages=now,
            summary=_summed(now),
            before=_summed(before),
        )
        name = f"{without_accents(commune.full_name)} {shape} {month.month}.xlsx"
        files[name] = as_workbook(SHAPES[shape](office))
    return files


def _villages(names: Sequence[str], start: Sequence[int], months: int) -> dict[str, dict[str, int]]:
    return {
        name: {
            "ambassadors": 2 + first % 4,
            "households_reviewed": first + 5 * months,
            "households_guided": first // 2 + 2 * months,
            "sessions": 2 + first % 3,
            "guided_turns": 20 + first % 7,
        }
        for name, first in zip(names, start, strict=True)
    }


def _summed(villages: dict[str, dict[str, int]]) -> dict[str, int]:
    every = list(villages.values())
    return {
        "villages": len(every),
        "villages_with_ambassador": len(every),
        "ambassadors": sum(one["ambassadors"] for one in every),
        "households": HOUSEHOLDS_EACH * len(every),
        "households_guided": sum(one["households_guided"] for one in every),
    }
