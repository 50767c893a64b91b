"""A file as its cells: what the readers hand over and the rules work on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import overload

import numpy as np

from lib.domain.intake.cells.origin import Origin
from lib.domain.intake.cells.raw import Raw
from lib.domain.patience import each, go_on

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged range, counted from 0."""


OF_COLUMN = "."
"""Parts a layout's name from the column that holds the figures, where several might."""


class Numbered(Sequence[Raw]):
    """The cells 0, 1, 2 and so on, and after them some others; the numbers take no room."""

    def __init__(self, numbers: int, others: Sequence[Raw]) -> None:
        self._numbers = numbers
        self._others = others

    def __len__(self) -> int:
        return self._numbers + len(self._others)

    @overload
    def __getitem__(self, place: int) -> Raw: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Raw]: ...
    def __getitem__(self, place: int | slice) -> Raw | Sequence[Raw]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        return place if place < self._numbers else self._others[place - self._numbers]


@dataclass(frozen=True)
class Coded:
    """One column: its different cells, and for every row which of them stands there.

    A column of a hundred thousand rows has few different cells: each is judged once.
    """

    codes: np.ndarray
    cells: Sequence[Raw]
    numbers: int = 0
    """The first so many cells are 0, 1, 2 and so on: whole numbers stand for themselves."""

    @classmethod
    def of(cls, cells: Iterable[Raw]) -> Coded:
        """The column with these cells; 1, 1.0 and True stay three different cells."""
        known: dict[tuple[type, Raw], int] = {}
        codes = [known.setdefault((type(cell), cell), len(known)) for cell in cells]
        return cls(np.array(codes, dtype=np.int32), [cell for _, cell in known])

    def cell(self, row: int) -> Raw:
        """The cell of a row, counted from 0."""
        return self.cells[int(self.codes[row])]

    def written(self, row: int) -> Raw:
        """The cell of a row as it stands in the file: there a number is text too."""
        code = int(self.codes[row])
        return str(code) if code < self.numbers else self.cells[code]

    def at(self, rows: np.ndarray) -> np.ndarray:
        """The codes in these rows, counted from 0 and ascending; no copy of rows in one piece."""
        if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
            rows = slice(int(rows[0]), int(rows[-1]) + 1)  # type: ignore[assignment]
        codes: np.ndarray = self.codes[rows]
        return codes

    def used(self, rows: np.ndarray, *, beyond: int = 0) -> list[int]:
        """Which of the different cells, from the place ``beyond`` on, stand in these rows."""
        codes = self.at(rows)
        if codes.max(initial=-1) < beyond:
            return []
        stands = np.zeros(len(self.cells), dtype=bool)
        stands[codes] = True
        places: list[int] = (np.flatnonzero(stands[beyond:]) + beyond).tolist()
        return places

    def where(self, judge: Callable[[Raw], bool]) -> np.ndarray:
        """For every row whether its cell is judged so; only cells that stand somewhere are."""
        used = self.used(np.arange(len(self.codes)))
        judged = np.zeros(len(self.cells), dtype=bool)
        judged[used] = [judge(self.cells[at]) for at in each(used)]
        found: np.ndarray = judged[self.codes]
        return found

    @cached_property
    def filled(self) -> np.ndarray:
        """For every row whether anything is written in its cell; numbers are."""
        others = [self.cells[at] for at in range(self.numbers, len(self.cells))]
        written = np.ones(len(self.cells), dtype=bool)
        written[self.numbers :] = [is_written(cell) for cell in others]
        if written.all():
            return np.ones(len(self.codes), dtype=bool)
        found: np.ndarray = written[self.codes]
        return found


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
            return Table([replace(c, codes=c.codes[place]) for c in self.columns])
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return [c.written(place) for c in self.columns]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet. ``rows[0]`` is row 1 in Excel; rows may differ in length."""

    name: str
    rows: Sequence[Sequence[Raw]]
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    """Rows, counted from 0, that nobody sees; so with the columns."""
    hidden_columns: frozenset[int] = frozenset()
    since_1904: bool = False
    """Whether plain numbers that mean days are counted from 1904."""
    struck: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """By row the columns of the cells that are struck through, counted from 0."""
    damaged: tuple[tuple[int, int], ...] = ()
    """Row and column of the first cells with letters that could not be read."""
    origin: Origin | None = None
    """Where the cells stand in the file, of a table that was laid out anew."""
    layout: str = ""
    """How it was: "form", "form.D", "across", "months", "pages"; "" for a sheet as it is."""
    over: str = ""
    """The words over the column that holds the figures, where several might."""
    pages: tuple[str, ...] = ()
    """The sheets it was made of; none but itself for a sheet as it is."""

    @property
    def read_from(self) -> tuple[str, ...]:
        """The names of all sheets whose cells stand here."""
        return self.pages or (self.name,)

    @property
    def in_file(self) -> str:
        """The name of the file's sheet; of several, the first."""
        return next(iter(self.origin.cells.values())).sheet if self.origin else self.name

    def column(self, position: int) -> Coded:
        """One column from the first row to the last; ``None`` where a row is shorter."""
        go_on()
        if isinstance(self.rows, Table):
            columns = self.rows.columns
            if position < len(columns):
                return columns[position]
            return Coded(np.zeros(len(self.rows), dtype=np.int32), [None])
        return Coded.of(row[position] if position < len(row) else None for row in self.rows)

    def filled(self) -> np.ndarray:
        """For every row whether anything is written in it."""
        if not isinstance(self.rows, Table):
            return np.array([any(map(is_written, row)) for row in each(self.rows)], dtype=bool)
        found = np.zeros(len(self.rows), dtype=bool)
        for column in self.rows.columns:
            found |= column.filled
        return found


def is_written(cell: Raw) -> bool:
    """Whether there is anything in a cell."""
    return cell is not None and cell != ""


def has_number(row: Sequence[Raw]) -> bool:
    """Whether a cell of a row is a number, or digits alone."""
    return any(
        isinstance(cell, int | float) or (isinstance(cell, str) and cell.strip().isdigit())
        for cell in row
    )
