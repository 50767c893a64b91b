"""Figures in cells merged over several rows or columns: nobody can tell whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lib.domain.intake.cells.cells import MISSING
from lib.domain.intake.cells.raw import Raw, shown
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.cells.worksheet import Merge, is_written
from lib.domain.intake.rows.columns import Columns, identifying
from lib.domain.patience import go_on
from lib.domain.problems import Code, Problem, Severity, column_letters
from lib.domain.templates import Column, Role
from lib.domain.templates.kinds import Kind
from lib.text import fold


@dataclass(frozen=True)
class Shared:
    """One cell of a merged range, and what stands in the range."""

    row: int
    """As Excel shows it."""
    column: Column
    raw: Raw
    merge: Merge

    def problem(self, reading: Recognised) -> Problem:
        """What is told of it."""
        top, left, bottom, right = self.merge
        cells = f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"
        return Problem(
            code=Code.MERGED_FIGURE,
            severity=Severity.ERROR,
            row=self.row,
            column=reading.letters(self.column.key),
            header=self.column.header,
            given=shown(self.raw),
            values={"cells": cells},
        )


def shared_figures(reading: Recognised, columns: Columns, rows: np.ndarray) -> Iterator[Shared]:
    """The cells of these rows, counted from 0, that share a figure with another one."""
    wanted = {
        reading.positions[c.key]: c
        for c in reading.template.values
        if c.key in reading.positions and c.role is Role.VALUE and c.kind is not Kind.TEXT
    }
    body = np.sort(rows)
    for merge in reading.sheet.merges:
        go_on()
        top, left, bottom, right = merge
        here = [wanted[place] for place in sorted(wanted) if left <= place <= right]
        if not here or bottom < reading.header_row:
            continue
        inside = body[np.searchsorted(body, top) : np.searchsorted(body, bottom, side="right")]
        if len(here) == 1 and not _several(reading, columns, inside):
            continue
        told = reading.sheet.rows[top]
        raw = told[left] if left < len(told) else None
        if not is_written(raw) or (isinstance(raw, str) and fold(raw) in MISSING):
            continue
        for row in map(int, inside):
            yield from (Shared(row + 1, column, raw, merge) for column in here)


def _several(reading: Recognised, columns: Columns, rows: np.ndarray) -> bool:
    """Whether these rows are of several communes or villages, not one that takes more lines."""
    places = [reading.positions[key] for key in identifying(reading)]
    names = {tuple(columns[place].cell(int(row)) for place in places) for row in rows[:1000]}
    return len(names) > 1
