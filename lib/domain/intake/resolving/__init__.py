"""Whose figures these are: period, commune and unit of every row, without guessing."""

from __future__ import annotations

import pandas as pd

from lib.domain.intake.around.over import asked_headings
from lib.domain.intake.around.parts import asked_parts
from lib.domain.intake.resolving.commune_choices import suggestions
from lib.domain.intake.resolving.communes import (
    province_wide,
    with_communes,
    with_teams,
    with_trips,
)
from lib.domain.intake.resolving.context import KEYS, NEW, SKIP, Context, Resolved, scopes_of
from lib.domain.intake.resolving.eras import AFTER, BEFORE
from lib.domain.intake.resolving.periods import row_periods
from lib.domain.intake.resolving.repeats import read_as_before, repeated
from lib.domain.intake.resolving.sayings import asked_sayings
from lib.domain.intake.resolving.subtotals import without_subtotals
from lib.domain.intake.resolving.villages import with_units
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.periods import Period
from lib.domain.problems import Problem
from lib.domain.templates import Level

__all__ = [
    "AFTER",
    "BEFORE",
    "KEYS",
    "NEW",
    "SKIP",
    "Context",
    "Resolved",
    "placed",
    "resolve",
    "suggestions",
    "without_subtotals",
]

_PLACES = {Level.TEAM: with_teams, Level.TARGET: province_wide, Level.TRIP: with_trips}


def resolve(cleaned: Cleaned, context: Context) -> Resolved:
    """Gives every row its period, commune and unit, or the question that is needed for it."""
    template = cleaned.reading.template
    periods, asked_periods = row_periods(cleaned, context)
    named = [Period.parse(p) for p in sorted({*periods.unique()} - {""})]
    asked_periods += asked_headings(cleaned.reading, named, context.answers)
    asked_periods += asked_sayings(cleaned, periods, context)
    asked_periods += asked_parts(cleaned.parts, periods, context.answers)
    rows = cleaned.rows.assign(**{"period": periods})
    place = _PLACES.get(template.level, with_communes)
    rows, asked_communes = place(cleaned, rows, context)
    rows, asked_units = with_units(cleaned, rows, context)
    era = context.answers.get("era", "")
    if era == BEFORE and template.level is Level.COMMUNE:
        rows = read_as_before(rows, context.gazetteer)
    placed = scopes_of(rows)
    values = [c.key for c in template.values if c.key in rows]
    values += [c for c in ("assigned_communes",) if c in rows]
    return Resolved(
        template=template,
        rows=rows[KEYS + values],
        problems=(
            *asked_periods,
            *asked_communes,
            *asked_units,
            *repeated(cleaned, rows, placed[1], gazetteer=context.gazetteer, era=era),
        ),
        placed=placed,
    )


def placed(cleaned: Cleaned, context: Context) -> tuple[pd.DataFrame, list[Problem]]:
    """Gives every row its commune and village, where no period matters."""
    rows, asked_communes = with_communes(cleaned, cleaned.rows, context)
    rows, asked_units = with_units(cleaned, rows, context)
    return rows, [*asked_communes, *asked_units]
