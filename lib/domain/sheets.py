"""A file as its cells: what the readers hand over and the rules work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.domain.cells import Raw

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged range, counted from 0."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet. ``rows[0]`` is row 1 in Excel; rows may differ in length."""

    name: str
    rows: Sequence[Sequence[Raw]]
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
