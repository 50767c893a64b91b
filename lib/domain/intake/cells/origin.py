"""Where the cells of a table stand in the file, when the table was laid out anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the file: its sheet, its row and column counted from 0."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True)
class Origin:
    """By row and column of the new table, counted from 0, the cell of the file."""

    cells: Mapping[tuple[int, int], Cell]

    def of(self, row: int, column: int | None = None) -> Cell | None:
        """The cell that stands there now; of a whole row, or where none does, the row's first."""
        found = self.cells.get((row, column)) if column is not None else None
        return found or self._first.get(row)

    @cached_property
    def _first(self) -> Mapping[int, Cell]:
        """By row the cell in its first column."""
        return {row: self.cells[row, column] for row, column in sorted(self.cells, reverse=True)}
