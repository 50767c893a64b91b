"""A column of spans ("15/6-15/7") as two columns: the first day and the last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lib.domain.intake.cells.origin import Cell, Origin
from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.worksheet import Sheet, Table, is_written
from lib.domain.intake.rows.signs import cell_at
from lib.domain.patience import each

FIRST, LAST = "Ngày bắt đầu", "Ngày kết thúc"
_ROWS, _WIDEST, _HEADER_WITHIN = 2_000, 60, 40
_LEAST = 2
_SPAN = re.compile(
    r"(?:từ\s)?(?:ngày\s)?(\d{1,2}(?:[/.]\d{1,2}(?:[/.]\d{4})?)?)\s?"
    r"(?:-|–|—|÷|→|đến(?:\shết)?(?:\sngày)?|tới)\s?(\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?)",
    re.IGNORECASE,
)
_LONGEST = 60
_MONTH = re.compile(r"tháng\s(\d{1,2})", re.IGNORECASE)
_DAYS_OF = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def spans(sheets: Sequence[Sheet]) -> Iterator[Sheet]:
    """The sheets on which a column holds mostly spans of days, with two columns in its place."""
    for sheet in sheets:
        if isinstance(sheet.rows, Table) or len(sheet.rows) > _ROWS:
            continue
        column = next((at for at in range(_WIDEST) if _holds_spans(sheet, at)), None)
        if column is not None:
            yield _parted(sheet, column)


def _span(cell: Raw) -> tuple[str, str] | None:
    """First and last day as written, of a month its own; the first takes month and year from the
    last.
    """
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return None
    cell = " ".join(cell.split())
    if (month := _MONTH.fullmatch(cell)) and 1 <= int(month[1]) <= 12:
        return f"1/{month[1]}", f"{_DAYS_OF[int(month[1]) - 1]}/{month[1]}"
    found = _SPAN.fullmatch(cell)
    if found is None:
        return None
    first, last = (part.replace(".", "/") for part in found.groups())
    missing = last.split("/")[len(first.split("/")) :]
    return "/".join([first, *missing]), last


def _holds_spans(sheet: Sheet, column: int) -> bool:
    filled = spans_in = 0
    for row in each(sheet.rows):
        if is_written(cell := cell_at(row, column)):
            filled += 1
            spans_in += _span(cell) is not None
    return spans_in >= _LEAST and 2 * spans_in >= filled


def _header(sheet: Sheet, column: int) -> int:
    """The row of the words over the first span."""
    first = next(n for n, row in enumerate(sheet.rows) if _span(cell_at(row, column)))
    above = (n for n in range(first - 1, -1, -1) if is_written(cell_at(sheet.rows[n], column)))
    return next(above, -1)


def _parted(sheet: Sheet, column: int) -> Sheet:
    header = _header(sheet, column)
    rows: list[list[Raw]] = []
    cells: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(sheet.rows):
        cell = cell_at(row, column)
        pair: tuple[Raw, Raw] = _span(cell) or (cell, None)
        if number == header:
            pair = (FIRST, LAST)
        line = [*row[:column], *[None] * (column - len(row)), *pair, *row[column + 1 :]]
        for at in range(len(line)):
            cells[number, at] = Cell(sheet.name, number, at - (at > column))
        rows.append(line)
    return Sheet(
        name=sheet.name,
        rows=rows,
        hidden_rows=sheet.hidden_rows,
        hidden_columns=frozenset(at + (at > column) for at in sheet.hidden_columns),
        merges=tuple(
            (top, left + (left > column), bottom, right + (right >= column))
            for top, left, bottom, right in sheet.merges
        ),
        since_1904=sheet.since_1904,
        struck={
            row: frozenset(at + (at > column) for at in columns)
            | ({column + 1} if column in columns else set())
            for row, columns in sheet.struck.items()
        },
        origin=Origin(cells),
        layout="spans",
    )


def _shifted(columns: frozenset[int], column: int) -> frozenset[int]:
    """The columns where they now stand; both halves of the parted one."""
    halves = {column, column + 1} if column in columns else set()
    return frozenset(at + (at > column) for at in columns) | halves
