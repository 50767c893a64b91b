"""What a person sees on a sheet and the reader of its values does not tell."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter

from lib.domain.errors import UnreadableFile
from lib.domain.intake.cells.raw import Raw
from lib.files.reading.inside.looks import Look

MOST_CELLS = 10_000_000
"""Largest area of a sheet: its reader takes memory for every cell of it, blank or not."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Of any sheet of a known program."""
MOST_MERGES = 50_000
_MOST_STRUCK = 200_000


@dataclass
class Seen:
    """Of one sheet, places counted from 0; ranges hold their last row and column."""

    rows: int = 0
    columns: int = 0
    """The area in which anything stands."""
    failed: dict[tuple[int, int], str] = field(default_factory=dict)
    """What a cell shows instead of a value: its reader leaves a blank, and blank means something.
    """
    looks: list[tuple[int, int, Look]] = field(default_factory=list)
    """A cell that shows "34%" holds 0.34: it must not pass for a number of households."""
    said: dict[tuple[int, int], str] = field(default_factory=dict)
    """Texts with figures set high or low, which are no digits of the number before them."""
    struck: dict[int, set[int]] = field(default_factory=dict)
    """By row the columns of the cells that are struck through."""
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    since_1904: bool = False
    _struck: int = 0
    _blank_rows: int = 0
    _blank_columns: int = 0
    """How far blanks reach that a program wrote like texts."""

    def strike(self, row: int, column: int) -> None:
        """What stands there is struck through."""
        self.struck.setdefault(row, set()).add(column)
        self._struck += 1
        if self._struck > _MOST_STRUCK:
            raise UnreadableFile("too_large_inside")

    def touch(self, row: int, column: int) -> None:
        """Nothing but spaces stands there."""
        self._blank_rows = max(self._blank_rows, row + 1)
        self._blank_columns = max(self._blank_columns, column + 1)

    def haunted(self, most_rows: int) -> bool:
        """Whether the reader would take far too much room for blanks."""
        rows, columns = max(self.rows, self._blank_rows), max(self.columns, self._blank_columns)
        return rows * columns > MOST_CELLS or rows > most_rows >= self.rows

    def reach(self, row: int, column: int, most_rows: int) -> None:
        """Something stands there. Raises ``UnreadableFile`` where the sheet grows too large."""
        if row < 0 or column < 0:
            raise UnreadableFile("broken_file")
        if column >= self.columns:
            self.columns = column + 1
        if row >= self.rows:
            self.rows = row + 1
        if self.rows * self.columns > MOST_CELLS or self.columns > MOST_COLUMNS:
            raise UnreadableFile("too_large_inside")
        if self.rows > MOST_ROWS:
            raise UnreadableFile("too_many_rows", rows=self.rows, most=most_rows)


def as_seen(rows: Iterable[list[Raw]], seen: Seen) -> Iterator[list[Raw]]:
    """The rows with what failed formulas show, and numbers as people see them."""
    anew: dict[int, list[tuple[int, str]]] = {}
    for texts in (seen.failed, seen.said):
        for (at, column), text in texts.items():
            anew.setdefault(at, []).append((column, text))
    ahead = deque(sorted(seen.looks, key=itemgetter(0)))
    for at, row in enumerate(rows):
        while ahead and ahead[0][0] <= at:
            line, column, look = ahead.popleft()
            if line == at and column < len(row):
                row[column] = look.cell(row[column])
        for column, text in anew.get(at, ()):
            if column < len(row):
                row[column] = text
        yield row


def spread(ranges: Iterable[tuple[int, int]], end: int) -> frozenset[int]:
    """All places of the ranges; beyond the last cell nothing can be hidden."""
    return frozenset(chain.from_iterable(range(a, min(b + 1, end)) for a, b in ranges))
