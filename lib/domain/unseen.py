"""What a person does not see in a sheet, or cannot read, though it is taken in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from lib.domain.cells import shown
from lib.domain.problems import Code, Problem, Severity, column_letters
from lib.domain.recognise import Recognised
from lib.domain.templates import Role

_MOST_NAMED = 20


def unseen(reading: Recognised, rows: pd.DataFrame) -> Iterator[Problem]:
    """Rows and columns that are taken in though nobody sees them, and letters nobody can read."""
    sheet = reading.sheet
    if hidden := sheet.hidden_rows and [int(n) for n in rows.index if n - 1 in sheet.hidden_rows]:
        yield Problem(
            code=Code.HIDDEN_ROWS,
            severity=Severity.WARN,
            row=hidden[0],
            given=_in_runs(hidden),
            values={"count": len(hidden)},
        )
    for column in reading.template.columns:
        hides = reading.positions.get(column.key) in sheet.hidden_columns
        if hides and column.role is Role.VALUE and rows[column.key].notna().any():
            yield Problem(
                code=Code.HIDDEN_COLUMN,
                severity=Severity.WARN,
                row=reading.header_row,
                column=reading.letters(column.key),
                header=column.header,
            )
    yield from _damaged(reading)


def _damaged(reading: Recognised) -> Iterator[Problem]:
    """Letters that could not be read, wherever they stand in the sheet."""
    cells = reading.sheet.damaged
    if cells:
        row, place = cells[0]
        named = [f"{column_letters(column)}{line + 1}" for line, column in cells[:_MOST_NAMED]]
        yield Problem(
            code=Code.DAMAGED_LETTERS,
            severity=Severity.WARN,
            row=row + 1,
            column=column_letters(place),
            given=shown(reading.sheet.rows[row][place]),
            values={"cells": ", ".join(named + ["…"] * (len(cells) > _MOST_NAMED))},
        )


def _in_runs(numbers: Sequence[int]) -> str:
    """ "12–15, 18": rows that follow one another told together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
