"""An ODS file seen before it is read: one element there may stand for a million cells."""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers.expat import XMLParserType

from lib.domain.errors import UnreadableFile
from lib.files.archive import Archive
from lib.files.inside.looks import look_of
from lib.files.inside.pull import local, pulled
from lib.files.inside.seen import MOST_CELLS, MOST_MERGES, Seen

BOOK = "content.xml"
_MOST_DIGITS = 9


def sheets_seen(archive: Archive, most_rows: int) -> dict[str, Seen]:
    """What is seen of every sheet, by its name."""
    book = _Book(most_rows)
    pulled(archive.pieces(BOOK), book.start, book.prepare)
    return book.sheets


class _Book:
    """All sheets as their XML goes by."""

    def __init__(self, most_rows: int) -> None:
        self.sheets: dict[str, Seen] = {}
        self._seen, self._most_rows = Seen(), most_rows
        self._row, self._rows = 0, 0
        self._column, self._filled_to = 0, 0
        self._cells = self._filled_rows = self._merges = 0
        self._about_columns = 0
        self._depth = 0
        self._failed: int | None = None
        self._text = ""
        self._kinds = {
            "table": self._on_table,
            "table-row": self._on_row,
            "table-column": self._on_column,
            "table-cell": self._on_cell,
            "covered-table-cell": self._on_cell,
        }

    def prepare(self, parser: XMLParserType) -> None:
        """Hears where elements end, too."""
        self._parser = parser
        parser.EndElementHandler = self._end

    def start(self, tag: str, told: dict[str, str]) -> None:
        """The next element."""
        kind = self._kinds.get(local(tag))
        if kind and tag.startswith("table:"):
            kind(told)

    def _on_table(self, told: Mapping[str, str]) -> None:
        self._seen = self.sheets.setdefault(told.get("table:name", ""), Seen())
        self._row = self._rows = self._about_columns = self._filled_rows = 0

    def _on_column(self, told: Mapping[str, str]) -> None:
        times = _times(told, "columns")
        if _hidden(told):
            first = self._about_columns
            self._seen.hidden_columns.append((first, first + times - 1))
        self._about_columns += times

    def _on_row(self, told: Mapping[str, str]) -> None:
        self._row += self._rows
        self._rows = _times(told, "rows")
        self._column = 0
        self._hidden = _hidden(told)
        if self._hidden:
            self._seen.hidden_rows.append((self._row, self._row + self._rows - 1))
        self._counted = False

    def _on_cell(self, told: Mapping[str, str]) -> None:
        times = _times(told, "columns")
        first, last = self._column, self._column + times - 1
        self._column += times
        kind = told.get("office:value-type")
        if "table:number-columns-spanned" in told or "table:number-rows-spanned" in told:
            self._merges += 1
            if self._merges > MOST_MERGES:
                raise UnreadableFile("too_large_inside")
        if kind is None and "table:formula" not in told:
            return
        self._count(last, times)
        if kind == "percentage":
            for row in range(self._row, self._row + self._rows):
                self._seen.looks += [(row, at, look_of("0%")) for at in range(first, last + 1)]
        if told.get("calcext:value-type") == "error":
            self._failed, self._text = first, ""
            self._parser.CharacterDataHandler = self._hear

    def _count(self, last: int, times: int) -> None:
        self._seen.reach(self._row + self._rows - 1, last, self._most_rows)
        self._cells += times * self._rows
        if self._cells > MOST_CELLS:
            raise UnreadableFile("too_large_inside")
        if not self._counted:
            self._counted = True
            self._filled_rows += self._rows
            if self._filled_rows > self._most_rows:
                rows = self._row + self._rows
                raise UnreadableFile("too_many_rows", rows=rows, most=self._most_rows)

    def _hear(self, text: str) -> None:
        if len(self._text) < 100:
            self._text += text

    def _end(self, tag: str) -> None:
        if self._failed is not None and tag == "table:table-cell":
            self._parser.CharacterDataHandler = None
            self._seen.failed[self._row, self._failed] = self._text or "#N/A"
            self._failed = None


def _times(told: Mapping[str, str], kind: str) -> int:
    """For how many alike an element stands."""
    text = told.get(f"table:number-{kind}-repeated", "1")
    if len(text) > _MOST_DIGITS:
        raise UnreadableFile("too_large_inside")
    return max(1, int(text))


def _hidden(told: Mapping[str, str]) -> bool:
    return told.get("table:visibility", "visible") != "visible"
