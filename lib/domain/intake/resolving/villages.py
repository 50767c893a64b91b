"""The village, team or drive of every row."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.domain.intake.cells.worksheet import Coded
from lib.domain.intake.resolving.context import (
    Context,
    different_texts,
    in_use,
    objects,
    texts,
)
from lib.domain.intake.resolving.spelling import (
    TEAM,
    known_team,
    known_units,
    known_village,
    used_elsewhere,
)
from lib.domain.intake.resolving.team_codes import given_codes
from lib.domain.intake.resolving.village_finder import VillageFinder
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.problems import Code, Problem, Severity, first_of
from lib.domain.stages import DriveStage
from lib.domain.templates import Level, Role
from lib.domain.templates.travel_times import DROPPED, SINGLE
from lib.text import fold


def with_units(
    cleaned: Cleaned, rows: pd.DataFrame, context: Context
) -> tuple[pd.DataFrame, list[Problem]]:
    """Adds ``unit_key`` and ``unit_name``; drops rows a person left out.

    A commune's own row has the key "" or "old:<code>" when an earlier unit was named; a village
    its code, or "name:<folded name>" where no register knows it; a team its code; a drive its
    code and stage, for the plan and the deed of one drive stand side by side, and a cancelled drive
    takes the place of its plan; a trip the commune where it begins, a single correction beside the
    table's own.
    """
    template = cleaned.reading.template
    if template.level is Level.COMMUNE:
        former = objects([f"old:{c}" if c else "" for c in rows["former_code"]], rows)
        return rows.assign(unit_key=former, unit_name=rows["reported_name"]), []
    if template.level in (Level.VILLAGE, Level.PERSON):
        return _villages(cleaned, rows, context)
    if template.level is Level.TRIP:
        return _trips(cleaned, rows, context)
    names = texts(rows, template, Role.UNIT_NAME)
    given, told = given_codes(cleaned, rows, names, known=context.named_units)
    if given:
        rows = rows.assign(**{TEAM: given})
    codes, spelled = known_units(
        cleaned, rows, given or texts(rows, template, Role.UNIT_CODE), context=context
    )
    told = [*told, *spelled]
    keys = list(codes)
    if template.level is Level.DRIVE:
        rows, of_teams = known_team(cleaned, rows, context)
        rows, of_villages = known_village(cleaned, rows, context.register)
        told = [*told, *of_teams, *of_villages]
        keys = [f"{c}:{_side(stage)}" for c, stage in zip(codes, rows["stage"], strict=True)]
        told = [*told, *used_elsewhere(cleaned, rows, keys)]
    named = [n or c for n, c in zip(names, codes, strict=True)]
    units = rows.assign(unit_key=objects(keys, rows), unit_name=objects(named, rows))
    return units, [*told, *_without_code(cleaned, rows, codes, names=named)]


def _trips(
    cleaned: Cleaned, rows: pd.DataFrame, context: Context
) -> tuple[pd.DataFrame, list[Problem]]:
    bases = texts(rows, cleaned.reading.template, Role.UNIT_CODE)
    communes = context.gazetteer.communes
    names = [
        communes[code].full_name if code in communes else given
        for code, given in zip(rows["base_code"], bases, strict=True)
    ]
    known_by = rows["known_by"] if "known_by" in rows else [None] * len(rows)
    keys = [
        code + (":rieng" if code and known_by in (SINGLE, DROPPED) else "")
        for code, known_by in zip(rows["base_code"], known_by, strict=True)
    ]
    units = rows.assign(unit_key=objects(keys, rows), unit_name=objects(names, rows))
    return units, _without_code(cleaned, rows, bases, names=names)


def _side(stage: object) -> str:
    return fold(DriveStage.PLANNED if stage == DriveStage.CANCELLED else str(stage))


def _villages(
    cleaned: Cleaned, rows: pd.DataFrame, context: Context
) -> tuple[pd.DataFrame, list[Problem]]:
    finder, template = VillageFinder(cleaned, context), cleaned.reading.template
    communes = rows["commune_code"].tolist()
    named = in_use(different_texts(rows, template, Role.UNIT_NAME))
    uncoded = not any(in_use(different_texts(rows, template, Role.UNIT_CODE)).cells)
    if finder.knows_none_of(communes) and uncoded and all(named.cells):
        return _by_name(rows, named), finder.told()
    codes = texts(rows, template, Role.UNIT_CODE)
    names = texts(rows, template, Role.UNIT_NAME)
    found = [
        finder.find(number, commune, code, name=name)
        for number, commune, code, name in zip(
            rows.index.tolist(), communes, codes, names, strict=True
        )
    ]
    found = finder.settled(rows.index.tolist(), found)
    kept = rows.assign(reported_name=objects(names, rows))
    if None in found:
        kept = kept.loc[[f is not None for f in found]]
    keys = objects([f[0] for f in found if f], kept)
    named = objects([f[1] for f in found if f], kept)
    return kept.assign(unit_key=keys, unit_name=named), finder.told()


def _by_name(rows: pd.DataFrame, names: Coded) -> pd.DataFrame:
    """Villages of communes that have no register, by their names."""
    keys = np.array([f"name:{fold(str(name))}" for name in names.cells], dtype=object)[names.codes]
    nowhere = ~rows["commune_code"].to_numpy().astype(bool)
    if nowhere.any():
        keys[nowhere] = ""
    named = objects(np.array(names.cells, dtype=object)[names.codes], rows)
    return rows.assign(reported_name=named, unit_key=objects(keys, rows), unit_name=named)


def _without_code(
    cleaned: Cleaned, rows: pd.DataFrame, codes: list[str], *, names: list[str]
) -> list[Problem]:
    """Teams and drives are known by their code alone; one without it cannot be kept apart."""
    column = cleaned.reading.template.role(Role.UNIT_CODE)
    return first_of(
        Problem(
            code=Code.MISSING_VALUE,
            severity=Severity.ERROR,
            row=int(row),
            column=cleaned.reading.letters(column.key) if column else "",
            header=column.header if column else "",
            values={"name": name},
        )
        for row, code, name in zip(rows.index, codes, names, strict=True)
        if not code
    )
