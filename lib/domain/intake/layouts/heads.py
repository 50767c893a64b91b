"""The words that stand over the figures of a form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.worksheet import Sheet, is_written
from lib.domain.intake.rows.signs import cell_at
from lib.domain.templates import heading

_WIDEST = 300
_YEARS = range(2000, 2100)
BESIDE = frozenset(map(heading, (
    "Đơn vị tính", "ĐVT", "Đơn vị", "Ghi chú", "STT", "TT", "Mã số", "Cách tính", "Nguồn số liệu",
    "Giải thích", "Căn cứ",
)))  # fmt: skip
"""Headings of columns that stand beside the figures."""
OVER = frozenset(map(heading, (
    "Chỉ tiêu", "Nội dung", "Nội dung báo cáo", "Tiêu chí", "Hạng mục", "Danh mục", "Chỉ số",
    "Tên chỉ tiêu", "Nội dung chỉ tiêu", "Nội dung công việc", "Chỉ tiêu báo cáo", "Diễn giải",
)))  # fmt: skip
"""What stands over the labels."""


def head_rows(sheet: Sheet, first: tuple[int, int], above: int) -> list[int]:
    """The line or two of words right above the first label that stand over the figures."""
    first_row, column = first
    found: list[int] = []
    for index in range(first_row - 1, max(above - 1, first_row - 3), -1):
        row = sheet.rows[index][:_WIDEST]
        words = [at for at, cell in enumerate(row) if is_written(cell)]
        right = [at for at in words if at > column]
        plain = all(isinstance(row[at], str | date) or _is_year(row[at]) for at in words)
        if not right or not plain or len(words) < (2 if not found else 1):
            break
        found.append(index)
    return sorted(found)


def _is_year(cell: Raw) -> bool:
    return isinstance(cell, int | float) and cell in _YEARS


def head_of(sheet: Sheet, rows: Sequence[int], column: int) -> str:
    """The words over a column, those of merged cells too; of two lines the lower, where it says
    enough by itself.
    """
    parts = [_words(sheet, index, column) for index in rows]
    if len(parts) > 1 and parts[-1] and _is_common(sheet, rows[0], parts[0]):
        return parts[-1]
    return " ".join(dict.fromkeys(filter(None, parts)))


def _is_common(sheet: Sheet, row: int, words: str) -> bool:
    """Whether a line says nothing but these words over all its columns."""
    said = {" ".join(c.split()) for c in sheet.rows[row] if isinstance(c, str) and c.strip()}
    return bool(said) and all(text == words or heading(text) in OVER | BESIDE for text in said)


def _words(sheet: Sheet, row: int, column: int) -> str:
    at = next(
        (left for top, left, bottom, right in sheet.merges
         if top <= row <= bottom and left <= column <= right),
        column,
    )  # fmt: skip
    cell = cell_at(sheet.rows[row], at)
    if isinstance(cell, date):
        return f"{cell.month:02d}/{cell.year}"
    if _is_year(cell):
        return str(int(cell))  # type: ignore[arg-type]
    return " ".join(cell.split()) if isinstance(cell, str) else ""
