"""Sheets on their way from the child that has read them: plain values and blocks of bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from lib.domain.cells import Raw
from lib.domain.sheets import Coded, Numbered, Sheet, Table

_CODES = np.dtype("<i4")
_Plain = dict[str, Any]


def packed(sheets: Sequence[Sheet]) -> tuple[list[_Plain], list[memoryview]]:
    """The sheets as plain values, the columns of large ones as blocks."""
    blocks: list[memoryview] = []
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
        )
        for each in told
    ]


def _sheet(sheet: Sheet, blocks: list[memoryview]) -> _Plain:
    told: _Plain = {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "merges": sheet.merges,
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
    }
    if not isinstance(sheet.rows, Table):
        return told | {"rows": [[_plain(cell) for cell in row] for row in sheet.rows]}
    blocks += [column.codes.astype(_CODES, copy=False).data for column in sheet.rows.columns]
    columns = [
        (c.numbers, [_plain(cell) for cell in c.cells[c.numbers :]]) for c in sheet.rows.columns
    ]
    return told | {"columns": columns}


def _plain(cell: Raw) -> object:
    """Days and moments in brackets, where no other cell is."""
    if isinstance(cell, date):
        return [cell.isoformat(), isinstance(cell, datetime)]
    return cell


def _cell(told: Any) -> Raw:
    if isinstance(told, list):
        day, moment = told
        return datetime.fromisoformat(day) if moment else date.fromisoformat(day)
    cell: Raw = told
    return cell


def _rows(told: list[list[Any]]) -> list[list[Raw]]:
    return [[_cell(c) if isinstance(c, list) else c for c in row] for row in told]


def _table(columns: list[Any], blocks: Iterator[memoryview]) -> Table:
    return Table([_column(numbers, told, next(blocks)) for numbers, told in columns])


def _column(numbers: int, told: list[Any], block: memoryview) -> Coded:
    codes = np.frombuffer(block, dtype=_CODES)
    others = [_cell(c) for c in told]
    if len(codes) and not 0 <= codes.min() <= codes.max() < numbers + len(others):
        raise ValueError(len(others))
    return Coded(codes, Numbered(numbers, others) if numbers else others, numbers=numbers)
