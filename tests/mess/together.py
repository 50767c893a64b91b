"""What comes in a month: a messy file from each of the 75 offices."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import PurePath

from lib.domain.templates import TEMPLATES, Level
from lib.files.reference import gazetteer
from lib.text import without_accents
from tests.mess.made import Made, written_down
from tests.mess.truth import MONTH, Line, Truth, figures
from tests.support.installations import VILLAGES

VILLAGES_EACH = tuple(f"Bản Mẫu {number}" for number in range(1, 31))
"""The villages that every commune of the measured installation has."""


def a_month_of_offices(
    seed: int,
    template: str = VILLAGES,
    *,
    communes: int = 75,
    villages: tuple[str, ...] = VILLAGES_EACH,
) -> list[Made]:
    """One file for each commune; of a village template with a row for each village."""
    places = sorted(gazetteer().communes.values(), key=lambda c: c.code)[:communes]
    declared, files = TEMPLATES[template], []
    for commune in places:
        rng = random.Random(f"month {seed} {template} {commune.code}")
        names = villages if declared.level is Level.VILLAGE else ("",)
        lines = [Line(figures(declared, rng), commune, village=name) for name in names]
        made = written_down(Truth(declared, str(MONTH), lines), rng, name=commune.full_name)
        name = f"{without_accents(commune.full_name)}{PurePath(made.name).suffix}"
        files.append(replace(made, name=name))
    return files
