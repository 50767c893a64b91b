"""Rows and cells struck through in the file: the sender has most likely cancelled them.

Nothing of them is taken in silence: a person says whether they count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.cells.worksheet import is_written
from lib.domain.intake.rows.columns import Columns, identifying
from lib.domain.patience import go_on
from lib.domain.problems import Code, Option, Problem, Severity, column_letters
from lib.domain.templates import Role

STRUCK, LEAVE_OUT, TAKE = "struck", "leave_out", "take"
_MOST_NAMED = 20


@dataclass(frozen=True)
class Struck:
    """What is left when the struck parts are left out."""

    rows: np.ndarray
    """The rows that stay, counted from 0."""
    cells: frozenset[tuple[int, str]] = frozenset()
    """Cells of these rows that count as blank: the row that Excel shows, and the column's key."""
    problems: list[Problem] = field(default_factory=list)


def without_struck(
    reading: Recognised, columns: Columns, rows: np.ndarray, *, answers: Mapping[str, str]
) -> Struck:
    """The rows without what is struck through, and the question, until it is answered."""
    answer = answers.get(STRUCK, "") if reading.sheet.struck else TAKE
    if answer == TAKE:
        return Struck(rows)
    gone, cells = _found(reading, columns, rows)
    if not gone and not cells:
        return Struck(rows)
    problems = [] if answer == LEAVE_OUT else [_question(reading, gone, cells)]
    kept = rows[~np.isin(rows, gone)]
    return Struck(kept, frozenset((row + 1, key) for row, key in cells), problems)


def _found(
    reading: Recognised, columns: Columns, rows: np.ndarray
) -> tuple[list[int], list[tuple[int, str]]]:
    """The rows whose names are struck through, and single cells in others."""
    names = {reading.positions[key] for key in identifying(reading)}
    wanted = {
        place: key
        for key, place in reading.positions.items()
        if reading.template.by_key[key].role is not Role.ORDINAL
    }
    gone, cells = [], []
    for row in sorted(reading.sheet.struck.keys() & set(map(int, rows))):
        go_on()
        told = columns.row(row)
        written = {p for p in wanted if p < len(told) and is_written(told[p])}
        struck = reading.sheet.struck[row] & written
        named = names & written
        if struck and (named or written) <= struck:
            gone.append(row)
        else:
            cells += [(row, wanted[place]) for place in sorted(struck)]
    return gone, cells


def _question(reading: Recognised, gone: list[int], cells: list[tuple[int, str]]) -> Problem:
    places = [f"{column_letters(reading.positions[key])}{row + 1}" for row, key in cells]
    return Problem(
        code=Code.STRUCK,
        severity=Severity.ASK,
        row=min([*gone, *(row for row, _ in cells)]) + 1,
        values={"rows": _named([str(row + 1) for row in gone]), "cells": _named(places)},
        question=STRUCK,
        options=(Option(LEAVE_OUT, ""), Option(TAKE, "")),
    )


def _named(places: list[str]) -> str:
    more = ["…"] if len(places) > _MOST_NAMED else []
    return ", ".join(places[:_MOST_NAMED] + more) or "–"
