"""A report beside the register of villages: more than there is, or only a part of the villages."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from lib.domain.figures.snapshot import REGISTER
from lib.domain.intake.checking.compare import SCOPE, Changes
from lib.domain.intake.checking.last_figures import register_totals
from lib.domain.intake.resolving import Resolved
from lib.domain.intake.resolving.spelling import VILLAGE
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.periods import Period, written
from lib.domain.places.gazetteer import Gazetteer
from lib.domain.problems import Code, Problem, Severity, first_of
from lib.domain.templates import TEMPLATES, Level
from lib.text import say_number

_AT_MOST = {
    "households_reviewed": "households",
    "households_needing": "households",
    "households_guided": "households",
    "households_digital": "households",
    "households_helped": "households",
    "first_time": "people",
    "people_guided": "people",
    "ambassadors": "people",
}
"""By column what the register holds of the same village and this cannot exceed."""


def against_register(
    cleaned: Cleaned, resolved: Resolved, registered: pd.DataFrame
) -> list[Problem]:
    """Warns where a village, or a drive in it, tells of more than its register has.

    Drives that name no village are held against their commune. ``registered``: the register in
    force. A warning, not a refusal: the register may be out of date.
    """
    rows = resolved.rows
    if "households" in rows or registered.empty:
        return []
    problems: list[Problem] = []
    for limit in dict.fromkeys(_AT_MOST.values()):
        keys = [k for k, of in _AT_MOST.items() if of == limit and k in rows]
        if keys and limit in registered:
            known = _registered_for(resolved, registered, limit)
            for key in keys:
                problems += first_of(_above(cleaned, rows, key, limit=limit, known=known))
    return problems


def _registered_for(resolved: Resolved, registered: pd.DataFrame, limit: str) -> pd.Series:
    """For every row what the register has of its village, or of its commune where it names none."""
    rows = resolved.rows
    by_village = registered.drop_duplicates("unit_key").set_index("unit_key")[limit]
    if resolved.template.level is not Level.DRIVE:
        return rows["unit_key"].map(by_village)
    by_commune = rows["commune_code"].map(register_totals(registered)[limit])
    if VILLAGE not in rows:
        return by_commune
    return rows[VILLAGE].map(by_village).where(rows[VILLAGE].notna(), by_commune)


def _above(
    cleaned: Cleaned, rows: pd.DataFrame, key: str, *, limit: str, known: pd.Series
) -> Iterator[Problem]:
    told = rows[key].to_numpy(dtype=float, na_value=np.nan)
    most = known.to_numpy(dtype=float, na_value=np.nan)
    for place in np.flatnonzero(told > most):
        yield Problem(
            code=Code.ABOVE_REGISTER,
            severity=Severity.WARN,
            row=int(rows.index[place]),
            column=cleaned.reading.letters(key),
            header=cleaned.reading.template.by_key[key].header,
            given=say_number(float(told[place])),
            values={
                "name": rows["unit_name"].iloc[place],
                "limit": say_number(float(most[place])),
                "limit_header": TEMPLATES[REGISTER].by_key[limit].header,
            },
        )


_TOLD = "households_guided"
"""The figure that tells a reader what a part comes to."""


def part_of_villages(
    changes: Changes, registered: pd.DataFrame, other_level: pd.DataFrame, *, gazetteer: Gazetteer
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
        _part(row, int(whole[row["commune_code"]]), other_level, gazetteer=gazetteer)
        for row in table[few].to_dict("records")
    ]


def _part(
    row: Mapping[Hashable, Any], whole: int, other_level: pd.DataFrame, *, gazetteer: Gazetteer
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
