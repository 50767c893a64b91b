"""Months side by side: the same columns for each of several months, laid out below one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lib.domain.intake.cells.column_proposals import is_like_a_column
from lib.domain.intake.cells.origin import Cell, Origin
from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.worksheet import Sheet, has_number, is_written
from lib.domain.intake.layouts.limits import MOST_CELLS
from lib.domain.intake.layouts.titles import (
    PERIOD,
    means_otherwise,
    period_in,
    result_of,
    without_period,
)
from lib.domain.intake.rows.signs import cell_at
from lib.domain.templates import heading
from lib.text import fold

_WITHIN, _WIDEST = 40, 1000
_LEAST, _LONGEST = 2, 120
_TO_DATE = re.compile(r"lũy kế|cộng dồn|đến|từ đầu|từ trước|ghi chú|kinh phí|lần \d")
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
        if found and not sheet.hidden and _stays_small(sheet, found):
            return [_laid_out(sheet, found)]
    return []


def _stays_small(sheet: Sheet, found: _Months) -> bool:
    """Whether the months below one another hold no more cells than a form may."""
    width = len(found.plain) + 1 + len(next(iter(found.of.values())))
    return len(sheet.rows) * len(found.of) * width <= MOST_CELLS


def _likely_rows(sheet: Sheet) -> list[int]:
    """Lines in which at least two different months are named."""
    return [
        index
        for index, row in enumerate(sheet.rows[:_WITHIN])
        if not has_number(row[:_WIDEST]) and len(_named(row)) >= _LEAST
    ]


def _named(row: Sequence[Raw]) -> set[str]:
    return {_month(cell) for cell in row[:_WIDEST]} - {""}


def _month(cell: Raw) -> str:
    """The month whose results a heading announces, alone or with what is counted."""
    if alone := result_of(cell):
        return alone
    if (
        not isinstance(cell, str)
        or len(cell) > _LONGEST
        or means_otherwise(cell)
        or _TO_DATE.search(fold(cell))
    ):
        return ""
    named = period_in(cell) if any(map(str.isdigit, cell)) else ""
    return named if named and is_like_a_column(heading(without_period(cell))) else ""


def _header(sheet: Sheet, index: int) -> _Months | None:
    """The months in this line, over or under a line of headings, or as part of headings."""
    over = _spread(sheet, index)
    below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else ()
    two_lines = _is_line(below)
    above = _spread(sheet, index - 1) if index and not two_lines else []
    over = _carried(over, below) if two_lines else over
    plain: list[tuple[int, str]] = []
    of: dict[str, dict[str, int]] = {}
    for at, text in enumerate(over):
        child = cell_at(below, at) if two_lines else None
        child = " ".join(child.split()) if isinstance(child, str) else ""
        parent = above[at] if at < len(above) and not _is_title(above) else ""
        if month := _month(text):
            alone = "" if result_of(text) else without_period(text)
            own = child or alone or parent or _FIGURES
            if own in of.setdefault(month, {}):
                return None  # a month twice: planned and done, first and second time
            of[month][own] = at
        elif text or child or parent:
            plain.append((at, " ".join(filter(None, dict.fromkeys((parent, text, child))))))
    same = {frozenset(map(heading, columns)) for columns in of.values()}
    if len(of) < _LEAST or len(same) > 1 or not plain:
        return None
    first = index - bool(above and not _is_title(above))
    found = _Months(first, index + two_lines, tuple(plain), of)
    return None if _merged(sheet, found) else found


def _is_line(row: Sequence[Raw]) -> bool:
    """Whether a row is a line of headings: words, and no figure."""
    words = sum(isinstance(cell, str) and bool(cell.strip()) for cell in row)
    return words >= _LEAST and not has_number(row[:_WIDEST]) and len(_named(row)) < _LEAST


def _is_title(words: Sequence[str]) -> bool:
    """Whether a line says one thing alone: a title, no headings."""
    return len({word for word in words if word}) < _LEAST


def _carried(over: list[str], below: Sequence[Raw]) -> list[str]:
    """Months written over the first of their columns alone, carried over the others."""
    last, made = "", []
    for at, text in enumerate(over):
        last = text if text else (last if _month(last) and is_written(cell_at(below, at)) else "")
        made.append(last)
    return made


def _merged(sheet: Sheet, found: _Months) -> bool:
    """Whether a figure is merged over several."""
    places = {at for columns in found.of.values() for at in columns.values()}
    return any(
        top > found.row and any(left <= at <= right for at in places)
        for top, left, bottom, right in sheet.merges
    )


def _spread(sheet: Sheet, index: int) -> list[str]:
    """The words of a line, those of merged cells over all their columns."""
    row = sheet.rows[index][:_WIDEST]
    words = [_text(cell) for cell in row]
    for top, left, bottom, right in sheet.merges:
        if top <= index <= bottom and left < len(words):
            words += [""] * (min(right, _WIDEST) + 1 - len(words))
            words[left : right + 1] = [words[left]] * (min(right, _WIDEST) + 1 - left)
    return words


def _text(cell: Raw) -> str:
    if isinstance(cell, str):
        return " ".join(cell.split())
    return result_of(cell)


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
    hidden: set[int] = set()
    unseen = sheet.hidden_columns
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
            if index in sheet.hidden_rows or unseen & {*values}:
                hidden.add(number)
            gone = sheet.struck.get(index, frozenset())
            if gone:
                struck[number] = frozenset(n for n, at in enumerate(from_where) if at in gone)
    return Sheet(
        name=sheet.name,
        rows=rows,
        hidden_rows=frozenset(hidden),
        hidden_columns=frozenset(n for n, (at, _) in enumerate(found.plain) if at in unseen),
        since_1904=sheet.since_1904,
        struck=struck,
        origin=Origin(cells),
        layout="months",
    )


def _in_order(first: dict[str, int], columns: dict[str, int]) -> list[int]:
    """The columns of a month in the order of the first month's headings."""
    by_heading = {heading(text): at for text, at in columns.items()}
    return [by_heading[heading(text)] for text in first]
