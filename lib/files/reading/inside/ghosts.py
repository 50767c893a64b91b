"""A sheet without the blanks far beyond its cells: a lone space in row 300.000 is nothing."""

from __future__ import annotations

from collections.abc import Iterable
from xml.parsers.expat import XMLParserType
from xml.sax.saxutils import escape, quoteattr

from lib.files.reading.inside.position import Position
from lib.files.reading.pull import local, pulled


def without_ghosts(pieces: Iterable[bytes], rows: int, columns: int) -> bytes:
    """The XML of a sheet with the cells of its first rows and columns only."""
    sheet = _Kept(rows, columns)
    pulled(pieces, sheet.start, sheet.prepare)
    return "".join(sheet.kept).encode("utf-8", "surrogatepass")


class _Kept:
    """What is kept of a sheet as it goes by."""

    def __init__(self, rows: int, columns: int) -> None:
        self.kept: list[str] = []
        self._rows, self._columns = rows, columns
        self._at = Position()
        self._left_out = 0
        """How deep we are in an element that is left out."""

    def prepare(self, parser: XMLParserType) -> None:
        """Hears texts and ends, too."""
        parser.buffer_text = True
        parser.CharacterDataHandler = self._hear
        parser.EndElementHandler = self._end

    def start(self, tag: str, told: dict[str, str]) -> None:
        """The next element."""
        if self._left_out or self._is_ghost(local(tag), told):
            self._left_out += 1
            return
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in told.items())
        self.kept.append(f"<{tag}{attributes}>")

    def _is_ghost(self, name: str, told: dict[str, str]) -> bool:
        if name == "row":
            self._at.on_row(told)
            return self._at.row >= self._rows
        if name == "c":
            self._at.on_cell(told)
            return self._at.row >= self._rows or self._at.column >= self._columns
        return name == "dimension"

    def _hear(self, text: str) -> None:
        if not self._left_out:
            self.kept.append(escape(text))

    def _end(self, tag: str) -> None:
        if self._left_out:
            self._left_out -= 1
        else:
            self.kept.append(f"</{tag}>")
