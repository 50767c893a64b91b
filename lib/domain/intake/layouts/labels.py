"""Labels down the side of a sheet: where they stand, and in which columns their figures do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lib.domain.intake.cells.column_proposals import is_like_a_column
from lib.domain.intake.cells.matching import all_headings
from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.worksheet import Sheet, is_written
from lib.domain.intake.rows.signs import cell_at, starts_signature
from lib.domain.patience import go_on
from lib.domain.templates import TEMPLATES, heading

_WIDEST, _LONGEST, _LABELS = 60, 200, 150
"""Columns looked at; signs of a label; labels of a form."""
_LABEL_WITHIN = 8
"""Labels stand in one of so many columns."""
_LEAST, _SHARE = 3, 3
"""So many labels are like a column's name, and one in so many."""
_BESIDE = frozenset(map(heading, (
    "Đơn vị tính", "ĐVT", "Đơn vị", "Ghi chú", "STT", "TT", "Mã số", "Cách tính", "Nguồn số liệu",
    "Giải thích", "Căn cứ",
)))  # fmt: skip
"""Headings of columns that stand beside the figures."""
_OVER = frozenset(map(heading, (
    "Chỉ tiêu", "Nội dung", "Nội dung báo cáo", "Tiêu chí", "Hạng mục", "Danh mục", "Chỉ số",
    "Tên chỉ tiêu", "Nội dung chỉ tiêu", "Nội dung công việc", "Chỉ tiêu báo cáo", "Diễn giải",
)))  # fmt: skip
"""What stands over the labels."""
_NAMES = all_headings(tuple(TEMPLATES.values()))
_NUMBERED = re.compile(r"^\s*(?:[-+*•]|\(?\d{1,2}(?:\.\d{1,2}){0,2}\s*[.)/:]|\(?[a-zđ]\s*[.)])\s*")
_YES_NO = ("có", "không", "x", "đã", "chưa")


@dataclass(frozen=True)
class Item:
    """A label and where it stands; ``inline``: the figure that stands in the same cell."""

    label: str
    row: int
    column: int
    inline: Raw = None


@dataclass(frozen=True)
class Block:
    """One form: its labels, and the words of the lines above."""

    items: tuple[Item, ...]
    lines: tuple[tuple[str, int, int], ...]
    """Words, row, column."""


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A sheet with labels down its side."""

    sheet: Sheet
    blocks: tuple[Block, ...]
    columns: tuple[int, ...]
    """Those that hold figures."""
    heads: Mapping[int, str]
    """The words over these columns."""
    head_row: int
    """Row of the last of these words, from 0; -1 for none."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Of the first form, as headings are compared."""
        return tuple(heading(item.label) for item in self.blocks[0].items)


def labelled(sheet: Sheet) -> Labelled | None:
    """The sheet with its labels and figures told apart; ``None`` where it is no form."""
    column = _label_column(sheet)
    if column is None:
        return None
    items = _items(sheet, column)
    columns = _figure_columns(sheet, column, items)
    inline = all(item.inline is not None for item in items)
    if len(items) < _LEAST or not (columns or inline) or _merged(sheet, columns, items):
        return None
    head_rows = _head_rows(sheet, items[0])
    heads = {at: _head(sheet, head_rows, at) for at in columns}
    columns = tuple(at for at in columns if heading(heads[at]) not in _BESIDE)
    if not (columns or inline):
        return None
    first = min(head_rows, default=items[0].row)
    return Labelled(
        sheet=sheet,
        blocks=tuple(_blocks(sheet, items, first)),
        columns=columns or (column,),
        heads=heads,
        head_row=max(head_rows, default=-1),
    )


def _label_column(sheet: Sheet) -> int | None:
    """The column where most cells are like names of our columns, with something beside them."""
    best: tuple[int, int] = (0, 0)
    for column in range(_LABEL_WITHIN):
        texts = {
            heading(text)
            for row in sheet.rows
            if (text := _text(cell_at(row, column))) and (_beside(row, column) or ":" in text)
        }
        if not _LEAST <= len(texts) <= _LABELS:
            continue
        known = sum(_is_known(text) for text in texts)
        if known >= _LEAST and _SHARE * known >= len(texts):
            best = max(best, (known, -column))
    return -best[1] if best[0] else None


def _text(cell: Raw) -> str:
    """The words of a cell that may be a label; "" for others."""
    if not isinstance(cell, str) or len(cell) > _LONGEST or not any(map(str.isalpha, cell)):
        return ""
    return " ".join(cell.split())


def _is_known(text: str) -> bool:
    go_on()
    return bool(text) and is_like_a_column(text)


def _beside(row: Sequence[Raw], column: int) -> list[Raw]:
    return [cell for cell in row[column + 1 : _WIDEST] if is_written(cell)]


def plain_label(text: str) -> str:
    """A label without its number and its colon: "1.2) Tổng số hộ:" is "Tổng số hộ"."""
    return _NUMBERED.sub("", text).rstrip(" :.…") or text


def _items(sheet: Sheet, column: int) -> list[Item]:
    """The rows that carry a label: one we may know, or any with a figure or a number beside it."""
    items: list[Item] = []
    for index, row in enumerate(sheet.rows):
        text = _text(cell_at(row, column))
        if not text or (items and starts_signature(row, ()) and not _numbered(row, column)):
            continue
        if heading(text) in _OVER:
            continue
        label, _, rest = text.partition(":")
        label = plain_label(label)
        beside = _beside(row, column)
        known = _is_known(heading(label))
        rest = rest.strip()
        if rest and not beside and (rest[:1].isdigit() or heading(label) in _NAMES) and known:
            items.append(Item(label, index, column, inline=rest))
            continue
        label = plain_label(text)
        if beside and all(isinstance(c, str) and heading(c) in _BESIDE for c in beside):
            continue
        figure = items and (any(map(_is_figure, beside)) or (_numbered(row, column) and beside))
        numbered = items and _numbered(row, column)
        if figure or (_is_known(heading(label)) and (beside or numbered)):
            items.append(Item(label, index, column))
    return items


def _numbered(row: Sequence[Raw], column: int) -> bool:
    """Whether a number stands left of the label."""
    return any(isinstance(cell, int | float) or _is_figure(cell) for cell in row[:column])


def _is_figure(cell: Raw) -> bool:
    if isinstance(cell, str):
        plain = cell.strip()
        return any(map(str.isdigit, plain)) or plain.casefold() in _YES_NO
    return isinstance(cell, int | float | date)


def _figure_columns(sheet: Sheet, column: int, items: Sequence[Item]) -> tuple[int, ...]:
    """The columns right of the labels with figures beside a good part of them."""
    counts: dict[int, int] = {}
    for item in items:
        for at, cell in enumerate(sheet.rows[item.row][:_WIDEST]):
            if at > column and _is_figure(cell):
                counts[at] = counts.get(at, 0) + 1
    most = max(counts.values(), default=0)
    return tuple(sorted(at for at, count in counts.items() if 3 * count >= most))


def _merged(sheet: Sheet, columns: Sequence[int], items: Sequence[Item]) -> bool:
    """Whether a figure is merged over several labels: nobody knows whose it is."""
    first, last = items[0].row, items[-1].row
    return any(
        top < bottom and first <= bottom and top <= last and left <= at <= right
        for top, left, bottom, right in sheet.merges
        for at in columns
    )


def _head_rows(sheet: Sheet, first: Item) -> list[int]:
    """The line or two of words right above the first label that stand over the figures."""
    found: list[int] = []
    for index in range(first.row - 1, max(-1, first.row - 3), -1):
        row = sheet.rows[index][:_WIDEST]
        words = [at for at, cell in enumerate(row) if is_written(cell)]
        right = [at for at in words if at > first.column]
        plain = all(isinstance(row[at], str) for at in words)
        if not right or not plain or len(words) < (2 if not found else 1):
            break
        found.append(index)
    return sorted(found)


def _head(sheet: Sheet, rows: Sequence[int], column: int) -> str:
    """The words over a column, those of merged cells too."""
    parts = []
    for index in rows:
        at = next(
            (left for top, left, bottom, right in sheet.merges
             if top <= index <= bottom and left <= column <= right),
            column,
        )  # fmt: skip
        cell = cell_at(sheet.rows[index], at)
        parts.append(" ".join(cell.split()) if isinstance(cell, str) else "")
    return " ".join(dict.fromkeys(filter(None, parts)))


def _blocks(sheet: Sheet, items: Sequence[Item], first_row: int) -> list[Block]:
    """The forms of a sheet: where the first label comes again, the next begins.

    What stands over the first of them is said of all.
    """
    starts = [n for n, item in enumerate(items) if heading(item.label) == heading(items[0].label)]
    blocks: list[Block] = []
    above = 0
    for start, end in zip(starts, [*starts[1:], len(items)], strict=True):
        mine = items[start:end]
        until = first_row if start == 0 else mine[0].row
        lines = [*(blocks[0].lines if blocks else ()), *_lines(sheet, above, until)]
        blocks.append(Block(_told_apart(mine), tuple(lines)))
        above = mine[-1].row + 1
    return blocks


def _told_apart(items: Sequence[Item]) -> tuple[Item, ...]:
    """Labels that come twice in a form get a number."""
    seen: dict[str, int] = {}
    made = []
    for item in items:
        key = heading(item.label)
        seen[key] = seen.get(key, 0) + 1
        label = item.label if seen[key] == 1 else f"{item.label} [{seen[key]}]"
        made.append(Item(label, item.row, item.column, item.inline))
    return tuple(made)


def _lines(sheet: Sheet, first: int, until: int) -> list[tuple[str, int, int]]:
    """The words that stand in these rows."""
    return [
        (" ".join(cell.split()), index, at)
        for index in range(first, until)
        for at, cell in enumerate(sheet.rows[index][:_WIDEST])
        if isinstance(cell, str) and cell.strip()
    ]
