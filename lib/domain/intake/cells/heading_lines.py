"""The lines above the rows as headings of columns, on one, two or three lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.templates import heading
from lib.text import fold

_LONGEST_HEADING = 1000
HEADER_WITHIN = 40
"""Rows from the top in which a header is looked for."""
MOST_COLUMNS = 1000
"""No form is nearly as wide; what stands further to the right is told as one column."""


_PARTED = frozenset(
    {"kế hoạch", "thực hiện", "kh", "th", "giao", "đạt", "kỳ trước", "kỳ này", "tháng trước",
     "tháng này", "năm trước", "năm nay", "trong kỳ", "lũy kế", "trong tháng", "nam", "nữ"}
)  # fmt: skip
"""Words that part what the heading above them counts."""
_WHOLE = ("tổng số", "tổng", "tổng cộng", "cộng", "chung")
"""Under a heading of several columns, the one that holds the heading's own figure."""


def header_labels(sheet: Sheet, index: int) -> Iterator[tuple[int, list[tuple[str, ...]]]]:
    """The ways to read row ``index`` as a header: alone, or as parent of the row below it."""
    top = _labels(sheet, index)
    if sum(bool(t) for t in top) < 2:
        return
    yield 1, [(t,) if t else () for t in top]
    if index + 1 < len(sheet.rows):
        below = _labels(sheet, index + 1)
        if any(below):
            over = _spread(sheet, index, top)
            yield 2, _lines_over(over, below)
            yield from _three_lines(sheet, index, over, middle=below)


def has_lower_headings(sheet: Sheet, header_row: int) -> bool:
    """Whether a line of words parts what a merged heading of this row (from 1) stands over."""
    if header_row >= len(sheet.rows):
        return False
    below = sheet.rows[header_row][:MOST_COLUMNS]
    if any(isinstance(cell, int | float) for cell in below):
        return False
    parted = sum(fold(cell) in _PARTED for cell in below if isinstance(cell, str))
    return parted > 1 or any(
        top <= header_row - 1 == bottom
        and left < right
        and sum(bool(_label(cell)) for cell in below[left : right + 1]) > 1
        for top, left, bottom, right in sheet.merges
    )


def _three_lines(
    sheet: Sheet, index: int, top: list[str], *, middle: list[str]
) -> Iterator[tuple[int, list[tuple[str, ...]]]]:
    """A header of three lines, where merged cells say that there is one."""
    if index + 2 >= len(sheet.rows) or not any(a <= index + 1 < c for a, _, c, _ in sheet.merges):
        return
    last = _labels(sheet, index + 2)
    if any(last):
        under = [f"{a} {b}".strip() for a, b in zip_longest(top, middle, fillvalue="")]
        lower = _lines_over(_spread(sheet, index + 1, middle), last)
        whole = _lines_over(under, last)
        ways = zip_longest(whole, lower, fillvalue=())
        yield 3, [tuple(dict.fromkeys((*a, *b))) for a, b in ways]


def _lines_over(parents: list[str], children: list[str]) -> list[tuple[str, ...]]:
    pairs = zip_longest(parents, children, fillvalue="")
    return [_ways(p, c) for p, c in pairs]


def _ways(parent: str, child: str) -> tuple[str, ...]:
    """The headings that two lines over one column may stand for, the likeliest first."""
    child = child.removeprefix("trong đó").strip()
    whole = (parent,) if child in _WHOLE else ()
    ways = (f"{parent} {child}".strip(), f"{child} {parent}".strip(), child or parent, *whole)
    return tuple(dict.fromkeys(filter(None, ways)))


def _spread(sheet: Sheet, index: int, labels: list[str]) -> list[str]:
    """Parent labels repeated over the columns that their merged cell covers."""
    spread = list(labels)
    for first_row, first, last_row, last in sheet.merges:
        if first_row <= index <= last_row and first < len(labels):
            spread += [""] * (last + 1 - len(spread))
            for column in range(first, last + 1):
                spread[column] = labels[first]
    return spread


def _labels(sheet: Sheet, index: int) -> list[str]:
    return [_label(cell) for cell in sheet.rows[index][:MOST_COLUMNS]]


def _label(cell: Raw) -> str:
    # A heading is a line or two; no longer text is one.
    return heading(cell) if isinstance(cell, str) and len(cell) <= _LONGEST_HEADING else ""
