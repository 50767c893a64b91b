"""The values of a workbook's cells, and what is seen beside them, sheet by sheet."""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest

import numpy as np
from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from lib.domain.errors import UnreadableFile
from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.worksheet import Coded, Merge, Sheet, Table
from lib.files.reading.inside.seen import MOST_CELLS, MOST_MERGES, Seen, as_seen, spread

FEW_CELLS = 50_000
"""Up to so many, rows are handed over as they are; beyond, each different cell once."""


def sheets_of(
    content: bytes, seen: Sequence[Seen] | Mapping[str, Seen], most_rows: int
) -> list[Sheet]:
    """All sheets of a workbook; ``seen`` by name, or in the order of the sheets."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [
                _sheet(
                    book.get_sheet_by_name(about.name),
                    _of(seen, place, about.name),
                    most_rows=most_rows,
                    hidden=about.visible != SheetVisibleEnum.Visible,
                )
                for place, about in enumerate(book.sheets_metadata)
            ]
    except (UnreadableFile, MemoryError):
        raise
    except BaseException as error:
        # The reader's own faults are many and English; the person needs one calm sentence. What it
        # throws when it has lost its footing altogether is no Exception.
        said = str(error).lower()
        protected = "password" in said or "encrypt" in said
        raise UnreadableFile("protected" if protected else "broken_file") from error


def _of(seen: Sequence[Seen] | Mapping[str, Seen], place: int, name: str) -> Seen:
    if isinstance(seen, Mapping):
        return seen.get(name) or Seen()
    return seen[place] if place < len(seen) else Seen()


def _sheet(sheet: CalamineSheet, seen: Seen, *, most_rows: int, hidden: bool) -> Sheet:
    height, width = (last + 1 for last in sheet.end or (-1, -1))
    if height * width > MOST_CELLS:
        raise UnreadableFile("too_large_inside")
    if height > most_rows:
        raise UnreadableFile("too_many_rows", rows=height, most=most_rows)
    rows = as_seen(_rows(sheet), seen)
    return Sheet(
        name=sheet.name,
        rows=list(rows) if height * width <= FEW_CELLS else in_columns(rows, width),
        hidden=hidden,
        merges=_merges(sheet, height, width),
        hidden_rows=spread(seen.hidden_rows, height),
        hidden_columns=spread(seen.hidden_columns, width),
        since_1904=seen.since_1904,
        struck={row: frozenset(columns) for row, columns in seen.struck.items()},
    )


def _rows(sheet: CalamineSheet) -> Iterator[list[Raw]]:
    left: list[Raw] = [None] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield left + [_cell(value) for value in row]


def _cell(value: object) -> Raw:
    """Durations and times of day become text."""
    if isinstance(value, str | int | float | date):
        return None if value == "" else value
    return str(value)


def in_columns(rows: Iterable[Sequence[Raw]], width: int) -> Table:
    """The rows as columns, for large sheets: a cell that stands there often is kept once.

    Rows may be shorter than ``width``: beyond their end is nothing.
    """
    known: list[dict[tuple[type, Raw], int]] = [{} for _ in range(width)]
    codes = [array("i") for _ in range(width)]
    for row in rows:
        for seen, column, cell in zip_longest(known, codes, row):
            column.append(seen.setdefault((type(cell), cell), len(seen)))
    return Table(
        [
            Coded(np.frombuffer(column, dtype=np.int32), [cell for _, cell in seen])
            for seen, column in zip(known, codes, strict=True)
        ]
    )


def _merges(sheet: CalamineSheet, height: int, width: int) -> tuple[Merge, ...]:
    """The merged ranges as far as anything stands there.

    No two of them share a cell; where they do, somebody means ill, and the rest is left out.
    """
    merges, left = [], height * width
    for (row, column), (last_row, last_column) in (sheet.merged_cell_ranges or ())[:MOST_MERGES]:
        merge = row, column, min(last_row, height - 1), min(last_column, width - 1)
        area = (merge[2] - row + 1) * (merge[3] - column + 1)
        if row < height and column < width and area > 1:
            left -= area
            if left < 0:
                break
            merges.append(merge)
    return tuple(merges)
