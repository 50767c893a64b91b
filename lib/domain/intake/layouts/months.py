"""Months side by side: the same columns for each of several months, laid out below one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.domain.intake.cells.origin import Cell, Origin
from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.worksheet import Sheet, has_number, is_written
from lib.domain.intake.layouts.titles import PERIOD, period_in
from lib.domain.intake.rows.signs import cell_at
from lib.domain.templates import heading
from lib.text import fold

_WITHIN, _WIDEST = 40, 200
_LEAST = 2
_FIGURES = "Số liệu"
"""Heads figures over which a month stands alone."""


@dataclass(frozen=True)
class _Months:
    """A header with months over or in its headings."""

    first: int
    row: int
    """Its first and its last line, from 0."""
    plain: tuple[tuple[int, str], ...]
    """Columns that hold for every month, with their headings."""
    of: dict[str, dict[str, int]]
    """By month, by heading, the column."""


def months(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The first sheet with the same headings for several months, each month a row of its own."""
    for sheet in sheets:
        found = next(filter(None, (_header(sheet, i) for i in _likely_rows(sheet))), None)
        if found and not sheet.hidden:
            return [_laid_out(sheet, found)]
    return []


def _likely_rows(sheet: Sheet) -> list[int]:
    """Lines in which at least two different months are named."""
    return [
        index
        for index, row in enumerate(sheet.rows[:_WITHIN])
        if not has_number(row[:_WIDEST])
        and len({_month(cell) for cell in row[:_WIDEST]} - {""}) >= _LEAST
    ]


def _month(cell: Raw) -> str:
    """The month that a heading names, and nothing that changes what it counts."""
    if not isinstance(cell, str) or not any(map(str.isdigit, cell)):
        return ""
    return period_in(cell)


def _header(sheet: Sheet, index: int) -> _Months | None:
    """The months in this line, over a line of headings or as part of headings themselves."""
    over = _spread(sheet, index)
    months = [_month(text) for text in over]
    below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else ()
    two_lines = sum(isinstance(cell, str) and bool(cell.strip()) for cell in below) >= _LEAST and (
        not any(isinstance(cell, int | float) for cell in below[:_WIDEST])
    )
    plain: list[tuple[int, str]] = []
    of: dict[str, dict[str, int]] = {}
    for at, text in enumerate(over):
        child = cell_at(below, at) if two_lines else None
        child = " ".join(child.split()) if isinstance(child, str) else ""
        if months[at]:
            own = child or _without_month(text)
            of.setdefault(months[at], {}).setdefault(own or _FIGURES, at)
        elif text or child:
            plain.append((at, " ".join(filter(None, (text, child)))))
    same = {frozenset(map(heading, columns)) for columns in of.values()}
    if len(of) < _LEAST or len(same) > 1 or not plain:
        return None
    return _Months(index, index + two_lines, tuple(plain), of)


def _spread(sheet: Sheet, index: int) -> list[str]:
    """The words of a line, those of merged cells over all their columns."""
    row = sheet.rows[index][:_WIDEST]
    words = [" ".join(cell.split()) if isinstance(cell, str) else "" for cell in row]
    for top, left, bottom, right in sheet.merges:
        if top <= index <= bottom and left < len(words):
            words += [""] * (min(right, _WIDEST) + 1 - len(words))
            words[left : right + 1] = [words[left]] * (min(right, _WIDEST) + 1 - left)
    return words


def _without_month(text: str) -> str:
    """ "Số Đại sứ số T9/2026" is "Số Đại sứ số"."""
    words = text.split()
    for size in range(1, len(words) + 1):
        for start in range(len(words) - size + 1):
            rest = [*words[:start], *words[start + size :]]
            if not period_in(" ".join(rest)):
                left = [w for w in rest if fold(w) not in ("tháng", "quý", "năm")]
                return " ".join(left).strip(" -–:,()")
    return ""


def _laid_out(sheet: Sheet, found: _Months) -> Sheet:
    rows: list[list[Raw]] = [list(row) for row in sheet.rows[: found.first]]
    cells = {
        (n, at): Cell(sheet.name, n, at) for n, row in enumerate(rows) for at in range(len(row))
    }
    first = next(iter(found.of.values()))
    heads = [text for _, text in found.plain] + [PERIOD, *first]
    places = [at for at, _ in found.plain] + [next(iter(first.values())), *first.values()]
    cells |= {(len(rows), n): Cell(sheet.name, found.row, at) for n, at in enumerate(places)}
    rows.append(list(heads))
    struck: dict[int, frozenset[int]] = {}
    for index in range(found.row + 1, len(sheet.rows)):
        line = sheet.rows[index]
        for month, columns in found.of.items():
            values = [at for _, at in zip(first, _in_order(first, columns), strict=True)]
            if not any(is_written(cell_at(line, at)) for at in values):
                continue
            taken = [at for at, _ in found.plain]
            number = len(rows)
            row = [cell_at(line, at) for at in taken] + [month]
            rows.append(row + [cell_at(line, at) for at in values])
            from_where = [*taken, values[0], *values]
            cells |= {(number, n): Cell(sheet.name, index, at) for n, at in enumerate(from_where)}
            gone = sheet.struck.get(index, frozenset())
            if gone:
                struck[number] = frozenset(n for n, at in enumerate(from_where) if at in gone)
    return Sheet(
        name=sheet.name,
        rows=rows,
        since_1904=sheet.since_1904,
        struck=struck,
        origin=Origin(cells),
        layout="months",
    )


def _in_order(first: dict[str, int], columns: dict[str, int]) -> list[int]:
    """The columns of a month in the order of the first month's headings."""
    by_heading = {heading(text): at for text, at in columns.items()}
    return [by_heading[heading(text)] for text in first]
