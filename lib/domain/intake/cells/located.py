"""Where in the file a problem stands, of a sheet whose cells were laid out anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lib.domain.intake.cells.origin import Cell
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.problems import Problem, column_letters

_ROWS, _ROW, _CELLS = "rows", ("first", "last"), "cells"
"""Values of sentences that tell of further rows, as Excel counts them."""


def in_file(problems: Sequence[Problem], sheet: Sheet) -> tuple[Problem, ...]:
    """The problems where the file itself shows them; those that name a sheet stand there."""
    if sheet.origin is None:
        return tuple(problems)
    return tuple(p if p.sheet else _in_file(p, sheet) for p in problems)


def row_in_file(row: int, sheet: Sheet) -> int:
    """The row of the file, as Excel counts it, of a row that was read."""
    cell = _cell(sheet, row)
    return cell.row + 1 if cell else row


def _in_file(problem: Problem, sheet: Sheet) -> Problem:
    cell = _cell(sheet, problem.row, problem.column) if problem.row else None
    if cell is None:
        return problem
    values = dict(problem.values)
    if isinstance(rows := values.get(_ROWS), str):
        numbers = [int(part) for part in rows.split(", ") if part.isdigit()]
        values[_ROWS] = ", ".join(dict.fromkeys(_named(n, sheet) for n in numbers)) or rows
    if isinstance(cells := values.get(_CELLS), str):
        values[_CELLS] = ", ".join(_cell_named(part, sheet) for part in cells.split(", "))
    values |= {
        key: row_in_file(row, sheet) for key in _ROW if isinstance(row := values.get(key), int)
    }
    many = len(sheet.read_from) > 1
    return replace(
        problem,
        row=cell.row + 1,
        column=column_letters(cell.column) if problem.column else "",
        values=values,
        sheet=cell.sheet if many else "",
    )


def _named(row: int, sheet: Sheet) -> str:
    """The row, or of many sheets the sheet that it stands on."""
    cell = _cell(sheet, row)
    if cell is None:
        return str(row)
    return cell.sheet if len(sheet.read_from) > 1 else str(cell.row + 1)


def _cell_named(place: str, sheet: Sheet) -> str:
    letters = place.rstrip("0123456789")
    number = place[len(letters) :]
    cell = _cell(sheet, int(number), letters) if letters.isalpha() and number else None
    return f"{column_letters(cell.column)}{cell.row + 1}" if cell else place


def _cell(sheet: Sheet, row: int, letters: str = "") -> Cell | None:
    plain = letters if letters.isalpha() else ""
    place = _place(plain) if plain else None
    return sheet.origin.of(row - 1, place) if sheet.origin else None


def _place(letters: str) -> int:
    """The place of a column, counted from 0, by Excel's name: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
