"""Names that are today's and an earlier unit's alike: told, or asked where the file shows more."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lib.domain.intake.resolving.context import Context
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.periods import Period
from lib.domain.places.gazetteer import FormerUnit, Gazetteer
from lib.domain.places.place_names import MERGED_ON, bare_district, names_district, titled_before
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.templates import Level
from lib.text import fold

BEFORE, AFTER = "before", "after"
"""Answers to: are these names those from before the merger of 1/7/2025, or today's?"""

_MOST_NAMED = 20


def earlier_meant(
    cleaned: Cleaned, rows: pd.DataFrame, context: Context, *, districts: Mapping[int, FormerUnit]
) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows with what a person said of names that may be an earlier unit's, or the doubt.

    ``districts``: by row the unit that a district beside the name points to. A sheet's title, and
    a period from before the merger, point to it as well. Today's commune is read until a person
    says otherwise; where the file names other earlier units too, the person is asked.
    """
    if cleaned.reading.template.level is not Level.COMMUNE:
        return rows, []
    said = fold(f"{cleaned.reading.title} {cleaned.reading.sheet.name} {context.filename}")
    titled = titled_before(said) or names_district(cleaned.reading.title, _districts(context))
    units = {**_by_time(rows, context.gazetteer, all_rows=titled), **districts}
    doubtful = rows.index[rows.index.isin(list(units)) & (rows["former_code"] == "")]
    answer = context.answers.get("era", "")
    if doubtful.empty or answer == AFTER:
        return rows, []
    if answer == BEFORE:
        codes = rows["former_code"].copy()
        codes[doubtful] = [units[int(n)].old_code for n in doubtful]
        return rows.assign(former_code=codes), []
    asks = titled or bool((rows["former_code"] != "").any())
    return rows, [_doubt(cleaned, rows.loc[doubtful], context.gazetteer, asks=asks)]


def _districts(context: Context) -> set[str]:
    """The districts there were before the merger, without their kind."""
    units = (unit for _, _, unit in context.gazetteer.names() if unit)
    return {bare_district(district) for district in {unit.district for unit in units}}


def _by_time(rows: pd.DataFrame, gazetteer: Gazetteer, *, all_rows: bool) -> dict[int, FormerUnit]:
    """By row the unit of the same name, of rows whose period ended before the merger."""
    early = {p for p in set(rows["period"]) if p and Period.parse(p).end < MERGED_ON}
    mine = rows if all_rows else rows[rows["period"].isin(early)] if early else rows.iloc[:0]
    pairs = zip(mine.index, mine["commune_code"], mine["reported_name"], strict=True)
    found = ((int(n), gazetteer.namesake(code, name)) for n, code, name in pairs if code)
    return {number: unit for number, unit in found if unit}


def _doubt(cleaned: Cleaned, rows: pd.DataFrame, gazetteer: Gazetteer, *, asks: bool) -> Problem:
    communes = [gazetteer.communes[code].full_name for code in dict.fromkeys(rows["commune_code"])]
    return Problem(
        code=Code.BEFORE_OR_AFTER if asks else Code.MAYBE_FORMER,
        severity=Severity.ASK if asks else Severity.WARN,
        question="era" if asks else "",
        options=(Option(BEFORE, ""), Option(AFTER, "")) if asks else (),
        row=int(rows.index[0]),
        column=cleaned.reading.letters("commune_name"),
        given=", ".join(rows["reported_name"][:_MOST_NAMED]),
        values={
            "commune": ", ".join(communes[:_MOST_NAMED]),
            "rows": ", ".join(str(n) for n in rows.index),
            "count": len(rows),
        },
    )
