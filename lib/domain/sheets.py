"""A file as its cells: what the readers hand over and the rules work on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from lib.domain.cells import Raw

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged range, counted from 0."""


@dataclass(frozen=True)
class Coded:
    """One column: its different cells, and for every row which of them stands there.

    A column of a hundred thousand rows has few different cells: each is judged once.
    """

    codes: np.ndarray
    cells: Sequence[Raw]

    @classmethod
    def of(cls, cells: Iterable[Raw]) -> Coded:
        """The column with these cells; 1, 1.0 and True stay three different cells."""
        known: dict[tuple[type, Raw], int] = {}
        codes = [known.setdefault((type(cell), cell), len(known)) for cell in cells]
        return cls(np.array(codes, dtype=np.int32), [cell for _, cell in known])

    def where(self, judge: Callable[[Raw], bool]) -> np.ndarray:
        """For every row whether its cell is judged so."""
        judged: np.ndarray = np.array([judge(cell) for cell in self.cells], dtype=bool)[self.codes]
        return judged


class Table(Sequence[Sequence[Raw]]):
    """Rows kept as columns, for large files; each row is made when it is asked for."""

    def __init__(self, columns: Sequence[Coded]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns[0].codes)

    @overload
    def __getitem__(self, place: int) -> Sequence[Raw]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Sequence[Raw]]: ...
    def __getitem__(self, place: int | slice) -> Sequence[Raw] | Sequence[Sequence[Raw]]:
        if isinstance(place, slice):
            return Table([Coded(c.codes[place], c.cells) for c in self.columns])
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return [c.cells[c.codes[place]] for c in self.columns]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet. ``rows[0]`` is row 1 in Excel; rows may differ in length."""

    name: str
    rows: Sequence[Sequence[Raw]]
    hidden: bool = False
    merges: tuple[Merge, ...] = ()

    def column(self, position: int) -> Coded:
        """One column from the first row to the last; ``None`` where a row is shorter."""
        if isinstance(self.rows, Table):
            columns = self.rows.columns
            if position < len(columns):
                return columns[position]
            return Coded(np.zeros(len(self.rows), dtype=np.int32), [None])
        return Coded.of(row[position] if position < len(row) else None for row in self.rows)
