"""Figures of a sheet laid out anew that stand nowhere in the new table: told, each place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.layouts.titles import means_otherwise
from lib.domain.intake.rows.signs import cell_at
from lib.domain.problems import Code, Problem, Severity, column_letters

_MOST_TOLD, _LONGEST, _LONGEST_FIGURE = 20, 80, 15
_YEARS = range(2000, 2100)
_LEAST_ABOVE = 3
"""So many lines of a label and a figure above a table are a form of their own."""


def figures_left(sheets: Sequence[Sheet], reading: Recognised) -> list[Problem]:
    """A warning for each column of a sheet whose figures were not taken.

    Only noted where the words over it say that they are no results: planned, compared.
    """
    if not reading.sheet.layout or reading.sheet.origin is None:
        return _above(reading)
    taken = {(c.sheet, c.row, c.column) for c in reading.sheet.origin.cells.values()}
    mine = [sheet for sheet in sheets if sheet.name in reading.sheet.read_from]
    told = (problem for sheet in mine for problem in _of_sheet(sheet, taken))
    return [problem for problem, _ in zip(told, range(_MOST_TOLD), strict=False)]


def _of_sheet(sheet: Sheet, taken: set[tuple[str, int, int]]) -> Iterator[Problem]:
    left: dict[int, list[int]] = {}
    for index, row in enumerate(sheet.rows):
        if all(_is_year(cell) for cell in row if is_figure(cell)):
            continue  # years over columns
        for at, cell in enumerate(row):
            if is_figure(cell) and (sheet.name, index, at) not in taken:
                left.setdefault(at, []).append(index)
    for at, rows in sorted(left.items()):
        if _is_numbering([cell_at(sheet.rows[index], at) for index in rows]):
            continue
        over = _words_over(sheet, rows[0], at)
        yield Problem(
            code=Code.FIGURES_LEFT,
            severity=Severity.NOTE if means_otherwise(over) else Severity.WARN,
            row=rows[0] + 1,
            column=column_letters(at),
            sheet=sheet.name,
            given=over[:_LONGEST],
            values={"count": len(rows)},
        )


def is_figure(cell: Raw) -> bool:
    """Whether a cell is a number, or digits alone."""
    if isinstance(cell, str):
        return len(cell) <= _LONGEST_FIGURE and cell.strip().isdigit()
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _is_year(cell: Raw) -> bool:
    return isinstance(cell, int | float | str) and int(float(cell)) in _YEARS


def _is_numbering(cells: Sequence[Raw]) -> bool:
    """Whether these count 1, 2, 3, from the start again now and then."""
    numbers = [int(float(str(cell))) for cell in cells]
    before = 0
    for number in numbers:
        if number not in (1, before + 1):
            return False
        before = number
    return True


def _words_over(sheet: Sheet, row: int, column: int) -> str:
    """The nearest words above a cell, in its column."""
    above = (cell_at(sheet.rows[index], column) for index in range(row - 1, -1, -1))
    return next((" ".join(c.split()) for c in above if isinstance(c, str) and c.strip()), "–")


def _above(reading: Recognised) -> list[Problem]:
    """A form over the table, of which nothing is taken."""
    rows = reading.sheet.rows[: max(0, reading.header_row - 2)]
    lines = [
        (index, at)
        for index, row in enumerate(rows)
        for at, cell in enumerate(row)
        if is_figure(cell) and any(isinstance(other, str) for other in row[:at])
    ]
    if len({index for index, _ in lines}) < _LEAST_ABOVE:
        return []
    row, at = lines[0]
    return [
        Problem(
            code=Code.FIGURES_LEFT,
            severity=Severity.WARN,
            row=row + 1,
            column=column_letters(at),
            given=_words_over(reading.sheet, row, at)[:_LONGEST],
            values={"count": len(lines)},
        )
    ]
