"""How much a sheet may become when it is laid out anew: a small file must not grow large."""

from __future__ import annotations

from collections.abc import Iterable

from lib.domain.intake.cells.worksheet import Sheet, Table

MOST_CELLS = 200_000
"""Forms are small; what is larger, or would become larger, is a table already and stays one."""


def is_small(sheets: Iterable[Sheet]) -> bool:
    """Whether so few cells stand on the sheets that they may be laid out anew."""
    left = MOST_CELLS
    for sheet in sheets:
        if isinstance(sheet.rows, Table):
            return False
        left -= sum(map(len, sheet.rows))
        if left < 0:
            return False
    return True
