"""The same unit twice in a file, or a commune under its old and its new name at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.domain.intake.resolving.context import KEYS, coded
from lib.domain.intake.resolving.eras import AFTER, BEFORE
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.places.gazetteer import Gazetteer
from lib.domain.problems import Code, Option, Problem, Severity, first_of
from lib.domain.templates import Level, Role


def read_as_before(rows: pd.DataFrame, gazetteer: Gazetteer) -> pd.DataFrame:
    """The rows, with names that a commune shares with one of its earlier units read as the unit.

    Only where the earlier units are then complete: elsewhere the name stays today's.
    """
    rows = rows.copy()
    for (_, code), group in _mixed(rows):
        for number, unit in _completed_by(group, str(code), gazetteer).items():
            rows.loc[number, ["former_code", "unit_key"]] = [unit, f"old:{unit}"]
    return rows


def _mixed(rows: pd.DataFrame) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    """Communes named both as they are today and by units they were formed from."""
    return [
        (scope, group)
        for scope, group in rows.groupby(["period", "commune_code"], sort=False)
        if scope[1] and (group["former_code"] == "").any() and (group["former_code"] != "").any()
    ]


def _completed_by(group: pd.DataFrame, code: str, gazetteer: Gazetteer) -> dict[int, str]:
    """Rows that, read as earlier units of the same name, complete the commune's units."""
    today = group[group["former_code"] == ""]
    units = {
        int(number): unit.old_code
        for number, name in today["reported_name"].items()
        if (unit := gazetteer.namesake(code, name))
    }
    named = set(group["former_code"]) - {""} | set(units.values())
    complete = named == {u.old_code for u in gazetteer.former_of(code)}
    return units if complete and len(units) == len(today) else {}


_MOST_NAMED = 20


def repeated(
    cleaned: Cleaned,
    rows: pd.DataFrame,
    scope_of: np.ndarray,
    *,
    gazetteer: Gazetteer,
    era: str = "",
) -> list[Problem]:
    """Double rows, double counting, and former units that are added up for one commune.

    ``scope_of``: for every row which (period, commune) is its own.
    ``era``: what a person answered about names that are today's and an earlier unit's.
    """
    known = rows[KEYS]
    somewhere = _filled(known["commune_code"]) | _filled(known["unit_key"])
    if not somewhere.all():
        known, scope_of = known[somewhere], scope_of[somewhere]
    problems = _double_rows(cleaned, known, scope_of)
    if cleaned.reading.template.level is Level.COMMUNE:
        named_before = known[known["former_code"] != ""]
        groups = known[known["commune_code"].isin(named_before["commune_code"])]
        for (_, code), group in groups.groupby(["period", "commune_code"], sort=False):
            problems.append(_former_units(cleaned, str(code), group, gazetteer=gazetteer, era=era))
    return problems


def _filled(texts: pd.Series) -> np.ndarray:
    filled: np.ndarray = texts.to_numpy().astype(bool)
    return filled


def _double_rows(cleaned: Cleaned, rows: pd.DataFrame, scope_of: np.ndarray) -> list[Problem]:
    units = coded(rows["unit_key"])
    if pd.Index(scope_of * len(units.cells) + units.codes).is_unique:
        return []
    keys = ["period", "commune_code", "unit_key"]
    again = rows[rows.duplicated(keys, keep="first")]
    first = rows.drop_duplicates(keys).reset_index().set_index(keys)["row"]
    template = cleaned.reading.template
    name = template.role(Role.UNIT_NAME) or template.role(Role.COMMUNE_NAME)
    return first_of(
        Problem(
            code=Code.DUPLICATE_ROW,
            severity=Severity.ERROR,
            row=int(row.Index),
            column=cleaned.reading.letters(name.key) if name else "",
            given=str(row.unit_name or row.reported_name),
            values={"first": int(first[row.period, row.commune_code, row.unit_key])},
        )
        for row in again.itertuples()
    )


def _former_units(
    cleaned: Cleaned, code: str, group: pd.DataFrame, *, gazetteer: Gazetteer, era: str
) -> Problem:
    both = bool((group["former_code"] == "").any())
    asks = both and era not in (BEFORE, AFTER) and _completed_by(group, code, gazetteer)
    units = gazetteer.former_of(code)
    named = set(group["former_code"]) - {""}
    missing = [u.full_name for u in units if u.old_code not in named]
    severity = Severity.ERROR if both else Severity.WARN if missing else Severity.NOTE
    told = Code.FORMER_AND_TODAY if both else Code.FORMER_PARTIAL if missing else Code.FORMER_SUMMED
    return Problem(
        code=Code.BEFORE_OR_AFTER if asks else told,
        severity=Severity.ASK if asks else severity,
        question="era" if asks else "",
        options=(Option(BEFORE, ""), Option(AFTER, "")) if asks else (),
        row=int(group.index[0]),
        column=cleaned.reading.letters("commune_name"),
        given=", ".join(group["reported_name"][:_MOST_NAMED]),
        values={
            "commune": gazetteer.communes[code].full_name,
            "rows": ", ".join(str(i) for i in group.index),
            "have": len(named),
            "all": len(units),
            "missing": ", ".join(missing),
        },
    )
