"""What a person sees on a sheet and the reader of its values does not tell."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from lib.domain.cells import Raw
from lib.domain.errors import UnreadableFile
from lib.domain.sheets import Merge

MOST_CELLS = 10_000_000
"""Largest area of a sheet: its reader takes memory for every cell of it, blank or not."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Of any sheet of a known program."""
MOST_MERGES = 50_000
NOT_CALCULATED = "=?"
"""Stands for a formula that was written by a program and never calculated."""


@dataclass
class Seen:
    """Of one sheet, places counted from 0; ranges hold their last row and column."""

    rows: int = 0
    columns: int = 0
    """The area in which anything stands."""
    failed: dict[tuple[int, int], str] = field(default_factory=dict)
    """What a cell shows instead of a value: its reader leaves a blank, and blank means something.
    """
    percent: list[Merge] = field(default_factory=list)
    """A cell that shows "34%" holds 0.34: it must not pass for a number of households."""
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

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
    """The rows with what failed formulas show, and per cent as people see it."""
    failed: dict[int, list[tuple[int, str]]] = {}
    for (at, column), text in seen.failed.items():
        failed.setdefault(at, []).append((column, text))
    ahead, here = deque(sorted(seen.percent)), list[Merge]()
    for at, row in enumerate(rows):
        for column, text in failed.get(at, ()):
            if column < len(row) and row[column] is None:
                row[column] = text
        here = [merge for merge in here if merge[2] >= at]
        while ahead and ahead[0][0] <= at:
            here.append(ahead.popleft())
        for _, left, _, right in here:
            row[left : right + 1] = map(_as_percent, row[left : right + 1])
        yield row


def _as_percent(cell: Raw) -> Raw:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{round(cell * 100, 6):g}%".replace(".", ",")
    return cell


def spread(ranges: Iterable[tuple[int, int]], end: int) -> frozenset[int]:
    """All places of the ranges; beyond the last cell nothing can be hidden."""
    return frozenset(chain.from_iterable(range(a, min(b + 1, end)) for a, b in ranges))
