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
from lib.domain.intake.layouts.heads import BESIDE, OVER, head_of, head_rows
from lib.domain.intake.rows.signs import cell_at, starts_signature
from lib.domain.patience import go_on
from lib.domain.templates import TEMPLATES, heading

_WIDEST, _LONGEST, _LABELS, _MOST_ROWS = 300, 200, 300, 3_000
"""Columns looked at; signs of a label; labels of a form; rows of a sheet that may be one."""
_LABEL_WITHIN = 8
"""Labels stand in one of so many columns."""
_LEAST, _SHARE = 3, 3
"""So many labels are like a column's name, and one in so many."""
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


@dataclass(frozen=True, kw_only=True)
class Block:
    """One form: its labels, the words of the lines above, and where its figures stand."""

    items: tuple[Item, ...]
    lines: tuple[tuple[str, int, int], ...]
    """Words, row, column."""
    columns: tuple[int, ...]
    """Those that hold figures."""
    heads: Mapping[int, str]
    """The words over these columns."""
    head_row: int
    """Row of the last of these words, from 0; -1 for none."""


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A sheet with labels down its side."""

    sheet: Sheet
    blocks: tuple[Block, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Of the first form, as headings are compared."""
        return tuple(heading(item.label) for item in self.blocks[0].items)


def labelled(sheet: Sheet, *, like: Sequence[str] = ()) -> Labelled | None:
    """The sheet with its labels and figures told apart; ``None`` where it is no form.

    ``like``: the labels of a form found before; only sheets with these are looked into.
    """
    if len(sheet.rows) > _MOST_ROWS:
        return None
    column = _label_column(sheet, frozenset(like))
    if column is None:
        return None
    items = _items(sheet, column)
    blocks = _blocks(sheet, items) if len(items) >= _LEAST else []
    if not blocks or any(_merged(sheet, block) for block in blocks):
        return None
    return Labelled(sheet=sheet, blocks=tuple(blocks))


def _label_column(sheet: Sheet, like: frozenset[str]) -> int | None:
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
        if like:
            known = sum(heading(plain_label(text)) in like or text in like for text in texts)
        else:
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
        if heading(text) in OVER:
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
        if beside and all(isinstance(c, str) and heading(c) in BESIDE for c in beside):
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


def _figure_columns(
    sheet: Sheet, items: Sequence[Item], over: Sequence[int]
) -> tuple[tuple[int, ...], dict[int, str]]:
    """The columns right of the labels that hold figures, and the words over each.

    One that has words over it may have few figures or none; a column of words is none.
    """
    column, counts, texts = items[0].column, dict[int, int](), set[int]()
    for item in items:
        for at, cell in enumerate(sheet.rows[item.row][:_WIDEST]):
            if at > column and is_written(cell):
                if _is_figure(cell):
                    counts[at] = counts.get(at, 0) + 1
                else:
                    texts.add(at)
    most = max(counts.values(), default=0)
    width = max((len(sheet.rows[index]) for index in over), default=0)
    places = sorted({*counts, *range(column + 1, min(width, _WIDEST))})
    heads = {at: head_of(sheet, over, at) for at in places}
    kept = [
        at
        for at in places
        if heading(heads[at]) not in BESIDE
        and (3 * counts.get(at, 0) >= most > 0 or (heads[at] and (at in counts or at not in texts)))
    ]
    return tuple(kept), heads


def _merged(sheet: Sheet, block: Block) -> bool:
    """Whether one figure is merged over several: nobody knows whose it is."""
    first, last = block.items[0].row, block.items[-1].row
    return any(
        first <= bottom
        and top <= last
        and (top < bottom or left < right)
        and any(left <= at <= right for at in block.columns)
        for top, left, bottom, right in sheet.merges
    )


def _blocks(sheet: Sheet, items: Sequence[Item]) -> list[Block]:
    """The forms of a sheet: where the first label comes again, the next begins.

    What stands over the first of them is said of all; a form without words over its own columns
    has them where the one above has them.
    """
    starts = [n for n, item in enumerate(items) if heading(item.label) == heading(items[0].label)]
    blocks: list[Block] = []
    above = 0
    for start, end in zip(starts, [*starts[1:], len(items)], strict=True):
        mine = items[start:end]
        over = head_rows(sheet, (mine[0].row, mine[0].column), above)
        columns, heads = _figure_columns(sheet, mine, over)
        head_row = max(over, default=-1)
        before = blocks[-1] if blocks and not over else None
        if before and set(columns) <= set(before.columns):
            columns, heads, head_row = before.columns, dict(before.heads), before.head_row
        if not columns and any(item.inline is not None for item in mine):
            columns = (mine[0].column,)
        until = min(over, default=mine[0].row)
        lines = [*(blocks[0].lines if blocks else ()), *_lines(sheet, above, until)]
        if columns:
            blocks.append(
                Block(
                    items=_told_apart(mine),
                    lines=tuple(lines),
                    columns=columns,
                    heads=heads,
                    head_row=head_row,
                )
            )
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
