"""The same unit twice in a file, or a commune under its old and its new name at once."""

from __future__ import annotations

import pandas as pd

from lib.domain.clean import Cleaned
from lib.domain.places import Gazetteer
from lib.domain.problems import Code, Problem, Severity
from lib.domain.templates import Level, Role


def repeated(cleaned: Cleaned, rows: pd.DataFrame, gazetteer: Gazetteer) -> list[Problem]:
    """Double rows, double counting, and former units that are added up for one commune."""
    known = rows[(rows["commune_code"] != "") | (rows["unit_key"] != "")]
    problems = _double_rows(cleaned, known)
    if cleaned.reading.template.level is Level.COMMUNE:
        named_before = known[known["former_code"] != ""]
        groups = known[known["commune_code"].isin(named_before["commune_code"])]
        for (_, code), group in groups.groupby(["period", "commune_code"], sort=False):
            problems.append(_former_units(cleaned, str(code), group, gazetteer))
    return problems


def _double_rows(cleaned: Cleaned, rows: pd.DataFrame) -> list[Problem]:
    keys = ["period", "commune_code", "unit_key"]
    again = rows[rows.duplicated(keys, keep="first")]
    first = rows.drop_duplicates(keys).reset_index().set_index(keys)["row"]
    template = cleaned.reading.template
    name = template.role(Role.UNIT_NAME) or template.role(Role.COMMUNE_NAME)
    return [
        Problem(
            code=Code.DUPLICATE_ROW,
            severity=Severity.ERROR,
            row=int(row.Index),
            column=cleaned.reading.letters(name.key) if name else "",
            given=str(row.unit_name or row.reported_name),
            values={"first": int(first[row.period, row.commune_code, row.unit_key])},
        )
        for row in again.itertuples()
    ]


def _former_units(
    cleaned: Cleaned, code: str, group: pd.DataFrame, gazetteer: Gazetteer
) -> Problem:
    both = bool((group["former_code"] == "").any())
    units = gazetteer.former_of(code)
    named = set(group["former_code"]) - {""}
    missing = [u.full_name for u in units if u.old_code not in named]
    severity = Severity.ERROR if both else Severity.WARN if missing else Severity.NOTE
    told = Code.FORMER_AND_TODAY if both else Code.FORMER_PARTIAL if missing else Code.FORMER_SUMMED
    return Problem(
        code=told,
        severity=severity,
        row=int(group.index[0]),
        column=cleaned.reading.letters("commune_name"),
        given=", ".join(group["reported_name"]),
        values={
            "commune": gazetteer.communes[code].full_name,
            "rows": ", ".join(str(i) for i in group.index),
            "have": len(named),
            "all": len(units),
            "missing": ", ".join(missing),
        },
    )
