"""Sheets on their way from the child that has read them: plain values and blocks of bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice, pairwise
from typing import Any

import numpy as np

from lib.aside.parcel import Block
from lib.domain.intake.cells.raw import Displayed, Raw
from lib.domain.intake.cells.worksheet import Coded, Numbered, Sheet, Table

_CODES = np.dtype("<i4")
_MANY = 1_000
"""So many texts travel as bytes: written as JSON a large file would take its size many times."""
_Plain = dict[str, Any]


def packed(sheets: Sequence[Sheet]) -> tuple[list[_Plain], list[Block]]:
    """The sheets as plain values, the columns of large ones as blocks."""
    blocks: list[Block] = []
    return [_sheet(sheet, blocks) for sheet in sheets], blocks


def unpacked(told: list[_Plain], blocks: Sequence[memoryview]) -> list[Sheet]:
    """The sheets again. ``ValueError`` where they are not whole."""
    left = iter(blocks)
    return [
        Sheet(
            name=each["name"],
            rows=_table(each["columns"], left) if "columns" in each else _rows(each["rows"]),
            hidden=each["hidden"],
            merges=tuple((a, b, c, d) for a, b, c, d in each["merges"]),
            hidden_rows=frozenset(each["hidden_rows"]),
            hidden_columns=frozenset(each["hidden_columns"]),
            since_1904=each["since_1904"],
            damaged=tuple((row, column) for row, column in each["damaged"]),
            struck={row: frozenset(columns) for row, columns in each["struck"]},
        )
        for each in told
    ]


def _sheet(sheet: Sheet, blocks: list[Block]) -> _Plain:
    told: _Plain = {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "merges": sheet.merges,
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "since_1904": sheet.since_1904,
        "damaged": sheet.damaged,
        "struck": [(row, sorted(columns)) for row, columns in sheet.struck.items()],
    }
    if not isinstance(sheet.rows, Table):
        return told | {"rows": [[_plain(cell) for cell in row] for row in sheet.rows]}
    return told | {"columns": [_told(column, blocks) for column in sheet.rows.columns]}


def _told(column: Coded, blocks: list[Block]) -> tuple[int, list[object] | None]:
    """How many numbers a column begins with, and its other cells; none where they are blocks."""
    blocks.append(column.codes.astype(_CODES, copy=False).data)
    others = column.cells[column.numbers :]
    if len(others) < _MANY or not all(isinstance(cell, str) for cell in others):
        return column.numbers, [_plain(cell) for cell in others]
    texts = [str(cell).encode("utf-8", "surrogatepass") for cell in others]
    blocks += [np.array([*map(len, texts)], dtype=_CODES).data, b"".join(texts)]
    return column.numbers, None


def _plain(cell: Raw) -> object:
    """Days, moments and numbers that show another in brackets, where no other cell is."""
    if isinstance(cell, date):
        return [cell.isoformat(), isinstance(cell, datetime)]
    return [float(cell), cell.text] if isinstance(cell, Displayed) else cell


def _cell(told: Any) -> Raw:
    if isinstance(told, list):
        day, moment = told
        if isinstance(moment, str):
            return Displayed(day, moment)
        return datetime.fromisoformat(day) if moment else date.fromisoformat(day)
    cell: Raw = told
    return cell


def _rows(told: list[list[Any]]) -> list[list[Raw]]:
    return [[_cell(c) if isinstance(c, list) else c for c in row] for row in told]


def _table(columns: list[Any], blocks: Iterator[memoryview]) -> Table:
    return Table(
        [
            _column(numbers, told, *islice(blocks, 3 if told is None else 1))
            for numbers, told in columns
        ]
    )


def _texts(lengths: memoryview, content: memoryview) -> list[Raw]:
    ends = np.frombuffer(lengths, dtype=_CODES).cumsum(dtype=np.int64).tolist()
    if ends[-1] != len(content):
        raise ValueError(len(content))
    pieces = pairwise([0, *ends])
    return [str(content[start:end], "utf-8", "surrogatepass") for start, end in pieces]


def _column(numbers: int, told: list[Any] | None, block: memoryview, *more: memoryview) -> Coded:
    codes = np.frombuffer(block, dtype=_CODES)
    others: list[Raw] = _texts(*more) if told is None else [_cell(c) for c in told]
    if len(codes) and not 0 <= codes.min() <= codes.max() < numbers + len(others):
        raise ValueError(len(others))
    return Coded(codes, Numbered(numbers, others) if numbers else others, numbers=numbers)
