"""Codes of teams and drives under the one spelling they are kept by, and the villages of drives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from lib.domain.codes import one_spelling
from lib.domain.intake.resolving.context import Context, objects
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.places.villages import VillageRegister
from lib.domain.problems import Code, Problem, Severity, first_of
from lib.domain.templates import Role

TEAM = "team_code"
VILLAGE = "village_code"


def known_units(
    cleaned: Cleaned, rows: pd.DataFrame, codes: Sequence[str], *, context: Context
) -> tuple[list[str], list[Problem]]:
    """The codes of the rows as they are kept, and which of them were written otherwise."""
    column = cleaned.reading.template.role(Role.UNIT_CODE)
    known = (key.partition(":")[0] for key in context.units)
    return _spelled(cleaned, rows, codes, known=known, key=column.key if column else "")


def known_team(
    cleaned: Cleaned, rows: pd.DataFrame, context: Context
) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows of drives with their team's code as the list of teams has it."""
    if TEAM not in rows:
        return rows, []
    given = [code if isinstance(code, str) else "" for code in rows[TEAM]]
    kept, told = _spelled(cleaned, rows, given, known=context.teams, key=TEAM)
    return rows.assign(**{TEAM: objects([code or None for code in kept], rows)}), told


def known_village(
    cleaned: Cleaned, rows: pd.DataFrame, register: VillageRegister
) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows of drives with their village's code, also where its name was written instead."""
    if VILLAGE not in rows:
        return rows, []
    kept: list[str | None] = []
    problems = []
    for number, commune, given in zip(rows.index, rows["commune_code"], rows[VILLAGE], strict=True):
        if not isinstance(given, str) or commune not in register:
            kept.append(given)
            continue
        found = register.meant(commune, given)
        kept.append(found[0].code if len(found) == 1 else given)
        if len(found) != 1:
            code = Code.AMBIGUOUS_VILLAGE if found else Code.DRIVE_VILLAGE
            problems.append(_told(cleaned, VILLAGE, code, row=int(number), given=given))
    return rows.assign(**{VILLAGE: objects(kept, rows)}), first_of(problems)


def used_elsewhere(cleaned: Cleaned, rows: pd.DataFrame, keys: Sequence[str]) -> list[Problem]:
    """Drives whose code and stage stand in another row of the file, for another commune."""
    column = cleaned.reading.template.role(Role.UNIT_CODE)
    first: dict[str, tuple[int, str]] = {}
    problems = []
    for number, commune, unit in zip(rows.index, rows["commune_code"], keys, strict=True):
        row, there = first.setdefault(unit, (int(number), commune))
        code = unit.partition(":")[0]
        if code and there != commune:
            told = _told(
                cleaned,
                column.key if column else "",
                Code.CODE_TWICE,
                row=int(number),
                given=code,
                first=row,
            )
            problems.append(told)
    return first_of(problems)


def _spelled(
    cleaned: Cleaned, rows: pd.DataFrame, codes: Sequence[str], *, known: Iterable[str], key: str
) -> tuple[list[str], list[Problem]]:
    spelling = one_spelling(codes, known)
    kept = [spelling.get(code, "") for code in codes]
    problems = (
        _told(cleaned, key, Code.CODE_SPELLED, row=int(number), given=code, kept=one)
        for number, code, one in zip(rows.index, codes, kept, strict=True)
        if code != one
    )
    return kept, first_of(problems)


def _told(
    cleaned: Cleaned, key: str, code: Code, *, row: int, given: str, **values: object
) -> Problem:
    column = cleaned.reading.template.by_key.get(key)
    return Problem(
        code=code,
        severity=Severity.WARN,
        row=row,
        column=cleaned.reading.letters(key),
        header=column.header if column else "",
        given=given,
        values=values,
    )
