"""What is to be marked in the sender's own sheet, and listed on a sheet beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.domain.problems import Severity, column_letters


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One cell with all that is to be said of it. ``row`` from 1, ``column`` from 0."""

    row: int
    column: int
    severity: Severity
    text: str

    @property
    def ref(self) -> str:
        """The cell as Excel names it."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The sheet that lists all problems: title, notes, head and rows.

    The second cell of a row names the cell that it is about ("D14"), or is blank.
    """

    sheet: str
    notes: Sequence[str]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def starts_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula once somebody touches it."""
    if text[:1] in ("=", "@", "\t", "\r"):
        return True
    rest = text[1:].replace(".", "").replace(",", "").replace(" ", "")
    return text[:1] in ("+", "-") and bool(rest) and not rest.isdecimal()
