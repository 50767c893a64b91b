"""The sheets of an ODS file, read as its XML goes by: one element may stand for a million cells."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Mapping
from xml.parsers.expat import XMLParserType

from lib.domain.errors import UnreadableFile
from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.worksheet import Merge, Sheet
from lib.files.reading.archive import Archive
from lib.files.reading.inside.ods_cell import OdsCell
from lib.files.reading.inside.ods_looks import Looks
from lib.files.reading.inside.seen import MOST_CELLS, MOST_MERGES, Seen, spread
from lib.files.reading.pull import local, pulled

BOOK = "content.xml"
_STYLES = "styles.xml"
_MOST_DIGITS = 9
_ASIDE = ("table:shapes", "table:tracked-changes", "office:annotation", "draw:frame")
"""What hangs at a sheet or a cell and may hold cells or words of its own."""


def sheets_in(archive: Archive, most_rows: int) -> list[Sheet]:
    """All sheets. Raises ``UnreadableFile`` where they grow too large."""
    looks = Looks()
    if _STYLES in archive.names:
        pulled(archive.pieces(_STYLES), lambda tag, told: looks.learn(local(tag), told))
    book = _Book(looks, most_rows)
    pulled(archive.pieces(BOOK), book.start, book.prepare)
    if not book.is_spreadsheet:
        raise UnreadableFile("not_a_table")
    return book.sheets


class _Book:
    """All sheets as their XML goes by."""

    def __init__(self, looks: Looks, most_rows: int) -> None:
        self.sheets: list[Sheet] = []
        self.is_spreadsheet = False
        self._looks, self._most_rows = looks, most_rows
        self._page: _Page | None = None
        self._since_1904 = False
        self._aside = 0
        """How deep we are in what hangs at a sheet or a cell."""

    def prepare(self, parser: XMLParserType) -> None:
        """Hears texts and ends, too."""
        parser.buffer_text = True
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._hear

    def start(self, tag: str, told: dict[str, str]) -> None:
        """The next element."""
        if self._aside or tag in _ASIDE:
            self._aside += 1
        elif tag == "office:spreadsheet":
            self.is_spreadsheet = True
        elif tag == "table:table" and self.is_spreadsheet:
            self._page = _Page(self._looks, told, self._most_rows)
        elif self._page:
            self._page.start(tag, told)
        elif tag == "table:null-date":
            self._since_1904 = told.get("table:date-value", "").startswith("1904")
        else:
            self._looks.learn(local(tag), told)

    def _hear(self, text: str) -> None:
        if self._page and not self._aside:
            self._page.cell.hear(text)

    def _end(self, tag: str) -> None:
        if self._aside:
            self._aside -= 1
        elif tag == "table:table" and self._page:
            self.sheets.append(self._page.sheet(since_1904=self._since_1904))
            self._page = None
        elif self._page:
            self._page.end(tag)


class _Page:
    """One sheet as its XML goes by."""

    def __init__(self, looks: Looks, told: Mapping[str, str], most_rows: int) -> None:
        self.cell = OdsCell(looks)
        self._name, self._looks, self._most_rows = told.get("table:name", ""), looks, most_rows
        self._unseen = told.get("table:style-name", "") in looks.unseen
        self._seen, self._merges = Seen(), list[Merge]()
        self._rows: list[list[Raw]] = []
        self._cells: list[Raw] = []
        self._row, self._times = 0, 0
        self._column, self._columns = 0, 0
        self._struck: set[int] = set()
        self._row_look = ""
        self._look_ends: list[int] = []
        self._looks_of_columns: list[str] = []
        """How the cells up to each of these columns look, where they say nothing else."""
        self._count = 0
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "table:table-row": self._on_row,
            "table:table-column": self._on_column,
            "table:table-cell": self._on_cell,
            "table:covered-table-cell": self._on_covered,
        }

    def sheet(self, *, since_1904: bool) -> Sheet:
        """All of it."""
        height, width = len(self._rows), self._seen.columns
        return Sheet(
            name=self._name,
            rows=self._rows,
            hidden=self._unseen,
            merges=tuple(
                (a, b, min(c, height - 1), min(d, width - 1))
                for a, b, c, d in self._merges
                if a < height and b < width
            ),
            hidden_rows=spread(self._seen.hidden_rows, height),
            hidden_columns=spread(self._seen.hidden_columns, width),
            since_1904=since_1904,
            struck={row: frozenset(columns) for row, columns in self._seen.struck.items()},
        )

    def start(self, tag: str, told: Mapping[str, str]) -> None:
        """The next element."""
        kind = self._starts.get(tag)
        if kind:
            kind(told)
        else:
            self.cell.start(tag, told)

    def end(self, tag: str) -> None:
        """The end of an element."""
        if tag == "table:table-cell":
            self._take()
        elif tag == "table:table-row":
            self._end_row()
        else:
            self.cell.end(tag)

    def _on_column(self, told: Mapping[str, str]) -> None:
        first, times = self._columns, _times(told, "columns")
        if _hidden(told, self._looks):
            self._seen.hidden_columns.append((first, first + times - 1))
        self._columns += times
        self._look_ends.append(self._columns)
        self._looks_of_columns.append(told.get("table:default-cell-style-name", ""))

    def _on_row(self, told: Mapping[str, str]) -> None:
        self._row += self._times
        self._times = _times(told, "rows")
        self._column, self._cells, self._struck = 0, [], set()
        self._row_look = told.get("table:default-cell-style-name", "")
        if _hidden(told, self._looks):
            self._seen.hidden_rows.append((self._row, self._row + self._times - 1))

    def _on_covered(self, told: Mapping[str, str]) -> None:
        """What lies under a merged cell is seen by nobody."""
        self._column += _times(told, "columns")

    def _on_cell(self, told: Mapping[str, str]) -> None:
        self.cell.begin(told)
        self._repeated = _times(told, "columns")
        rows, columns = (_times(told, kind, "spanned") for kind in ("rows", "columns"))
        if rows * columns > 1:
            last = self._row + rows - 1, self._column + columns - 1
            self._merges.append((self._row, self._column, *last))
            if len(self._merges) > MOST_MERGES:
                raise UnreadableFile("too_large_inside")

    def _take(self) -> None:
        """The cell is at its end."""
        first, raw = self._column, self.cell.value()
        self._column += self._repeated
        if raw is None:
            return
        self._seen.reach(self._row + self._times - 1, self._column - 1, self._most_rows)
        self._count += self._repeated * self._times
        if self._count > MOST_CELLS:
            raise UnreadableFile("too_large_inside")
        self._cells += [None] * (first - len(self._cells)) + [raw] * self._repeated
        if self.cell.is_struck(self._look_at(first)):
            self._struck.update(range(first, self._column))

    def _look_at(self, column: int) -> str:
        """How a cell looks that does not say it itself."""
        if self._row_look or not self._looks.struck:
            return self._row_look
        at = bisect(self._look_ends, column)
        return self._looks_of_columns[at] if at < len(self._look_ends) else ""

    def _end_row(self) -> None:
        if not self._cells:
            return
        end = self._row + self._times
        if end > self._most_rows:
            raise UnreadableFile("too_many_rows", rows=end, most=self._most_rows)
        self._rows += ([] for _ in range(self._row - len(self._rows)))
        self._rows += (list(self._cells) for _ in range(self._times))
        for row in range(self._row, end) if self._struck else ():
            for column in self._struck:
                self._seen.strike(row, column)


def _times(told: Mapping[str, str], kind: str, what: str = "repeated") -> int:
    """For how many alike an element stands, or over how many it reaches."""
    text = told.get(f"table:number-{kind}-{what}", "1")
    if len(text) > _MOST_DIGITS:
        raise UnreadableFile("too_large_inside")
    return max(1, int(text))


def _hidden(told: Mapping[str, str], looks: Looks) -> bool:
    unseen = told.get("table:style-name", "") in looks.unseen
    return unseen or told.get("table:visibility", "visible") != "visible"
