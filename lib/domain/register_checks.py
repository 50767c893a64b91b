"""A report beside the register of villages: more guided households than there are, or only a part
of the villages."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from lib.domain.clean import Cleaned
from lib.domain.compare import SCOPE, Changes
from lib.domain.forms import written
from lib.domain.periods import Period
from lib.domain.places import Gazetteer
from lib.domain.problems import Code, Problem, Severity
from lib.domain.resolving import Resolved
from lib.domain.templates import Level
from lib.text import say_number

_BOUNDED = ("households_reviewed", "households_guided", "households_digital")


def against_register(cleaned: Cleaned, resolved: Resolved, households: pd.Series) -> list[Problem]:
    """Warns where a village reports more households than its register has.

    ``households`` is by village code. A warning, not a refusal: the register may be out of date.
    """
    rows = resolved.rows
    if "households" in rows or households.empty:
        return []
    known = rows["unit_key"].map(households)
    problems = []
    for key in (k for k in _BOUNDED if k in rows):
        above = (rows[key] > known).fillna(False).astype(bool)
        for number in rows.index[above]:
            problems.append(
                Problem(
                    code=Code.ABOVE_REGISTER,
                    severity=Severity.WARN,
                    row=int(number),
                    column=cleaned.reading.letters(key),
                    header=cleaned.reading.template.by_key[key].header,
                    given=say_number(float(rows.at[number, key])),
                    values={
                        "name": rows.at[number, "unit_name"],
                        "limit": say_number(float(known[number])),
                    },
                )
            )
    return problems


_TOLD = "households_guided"
"""The figure that tells a reader what a part comes to."""


def part_of_villages(
    changes: Changes, registered: pd.DataFrame, other_level: pd.DataFrame, gazetteer: Gazetteer
) -> list[Problem]:
    """Tells of each commune of which only some villages would have a report: how many of how many,
    and what its figures will then be.

    ``registered``: the register in force. ``other_level``: the communes' own sheets by ``SCOPE``.
    """
    template = changes.template
    if template.level is not Level.VILLAGE or _TOLD not in template.by_key or registered.empty:
        return []
    whole = registered.groupby("commune_code")["unit_key"].nunique()
    table = changes.communes
    known = table["commune_code"].map(whole)
    # A row whose period is still to be asked for is of no month yet.
    dated = (table["units_new"] > 0) & (table["period"] != "")
    few = dated & (table["units_new"] < known).fillna(False)
    return [
        _part(row, int(whole[row["commune_code"]]), other_level, gazetteer)
        for row in table[few].to_dict("records")
    ]


def _part(
    row: Mapping[Hashable, Any], whole: int, other_level: pd.DataFrame, gazetteer: Gazetteer
) -> Problem:
    scope = tuple(row[name] for name in SCOPE)
    known = _TOLD in other_level and scope in other_level.index
    sheet = other_level.at[scope, _TOLD] if known else pd.NA
    guided = row[f"{_TOLD}_new"]
    return Problem(
        code=Code.PART_OF_VILLAGES if pd.isna(sheet) else Code.PART_BESIDE_SUMMARY,
        severity=Severity.NOTE,
        given=say_number(float(row["units_new"])),
        values={
            "commune": gazetteer.communes[row["commune_code"]].full_name,
            "period": written(Period.parse(row["period"])),
            "total": say_number(whole),
            "guided": "–" if pd.isna(guided) else say_number(float(guided)),
            "sheet": "–" if pd.isna(sheet) else say_number(float(sheet)),
        },
    )
