"""A report beside the register of villages: more guided households than there are."""

from __future__ import annotations

import pandas as pd

from lib.domain.clean import Cleaned
from lib.domain.problems import Code, Problem, Severity
from lib.domain.resolving import Resolved
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
