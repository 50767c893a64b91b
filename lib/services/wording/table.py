"""A table of texts, as pages, papers and workbooks take it."""

from __future__ import annotations

from dataclasses import dataclass

Row = tuple[str, ...]


DASH = "–"
"""Where nothing is known."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of texts. A row of a single cell is a heading within it."""

    columns: Row
    rows: tuple[Row, ...]
    numeric: frozenset[int] = frozenset()
    """Places of the columns that are set to the right."""
