"""Where the cells of an XLSX sheet are, as its XML goes by."""

from __future__ import annotations

from collections.abc import Mapping

from lib.files.reading.archive import column_number

_DIGITS = "0123456789"


class Position:
    """Where the cell is that goes by. One without an address follows the one before it."""

    def __init__(self) -> None:
        self.row, self.column = -1, -1
        self._row_text = ""
        self._letters: dict[str, int] = {}

    def on_row(self, told: Mapping[str, str]) -> None:
        """The next row begins."""
        self._row_text = told.get("r", "")
        self.row = int(self._row_text) - 1 if self._row_text else self.row + 1
        self.column = -1

    def on_cell(self, told: Mapping[str, str]) -> None:
        """The next cell begins."""
        place = told.get("r")
        if not place:
            self.column += 1
            return
        letters = place.rstrip(_DIGITS)
        row = place[len(letters) :]
        if row != self._row_text:
            self.row, self._row_text = int(row) - 1, row
        column = self._letters.get(letters)
        if column is None:
            column = self._letters[letters] = column_number(letters.encode()) - 1
        self.column = column
