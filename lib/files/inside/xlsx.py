"""An XLSX file seen before it is read: its sheets, their areas, failed formulas, looks."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from xml.parsers.expat import XMLParserType

from lib.domain.errors import UnreadableFile
from lib.files.archive import Archive, column_number
from lib.files.inside.pull import elements, local, pulled
from lib.files.inside.seen import MOST_MERGES, NOT_CALCULATED, Seen

BOOK = "xl/workbook.xml"
_PERCENT_BUILT_IN = frozenset({"9", "10"})
_DIGITS = "0123456789"
_YES = ("1", "true")


def sheets_seen(archive: Archive, most_rows: int) -> dict[str, Seen]:
    """What is seen of every sheet, by its name."""
    styles = _percent_styles(archive)
    return {
        name: _Page(styles, most_rows).seen_in(archive, part)
        for name, part in sheet_parts(archive).items()
        if part in archive.names
    }


def sheet_parts(archive: Archive) -> dict[str, str]:
    """The lower-case name of the part that holds each sheet, by the sheet's name."""
    links = elements(archive.pieces("xl/_rels/workbook.xml.rels"))
    targets = {e.get("Id"): _inside(e.get("Target", "")) for _, e in links if "Id" in e}
    parts = {}
    for tag, sheet in elements(archive.pieces(BOOK)):
        if tag == "sheet":
            link = next((v for k, v in sheet.items() if k.endswith(":id")), "")
            parts[sheet.get("name", "")] = targets.get(link, "")
    return parts


def _inside(target: str) -> str:
    """A link's target as a part's name: from the root, or beside the workbook."""
    plain = target.replace("\\", "/").lower()
    if plain.startswith(("/", "xl/")):
        return posixpath.normpath(plain.lstrip("/"))
    return posixpath.normpath(f"xl/{plain}")


def _percent_styles(archive: Archive) -> frozenset[str]:
    """The numbers of the looks that show per cent."""
    if "xl/styles.xml" not in archive.names:
        return frozenset()
    ids, looks, inside = set(_PERCENT_BUILT_IN), [], False
    for tag, told in elements(archive.pieces("xl/styles.xml")):
        if tag == "numFmt" and "%" in told.get("formatCode", ""):
            ids.add(told.get("numFmtId", ""))
        elif tag in ("cellXfs", "cellStyleXfs", "cellStyles"):
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            looks.append(told.get("numFmtId"))
    return frozenset(str(at) for at, number in enumerate(looks) if number in ids)


class _Page:
    """One sheet as its XML goes by. A cell without an address follows the one before it."""

    def __init__(self, percent: frozenset[str], most_rows: int) -> None:
        self.seen = Seen()
        self._percent, self._most_rows = percent, most_rows
        self._row, self._column = -1, -1
        self._row_text = ""
        self._filled, self._filled_rows = -1, 0
        self._letters: dict[str, int] = {}
        self._cell: Mapping[str, str] | None = None
        self._formula, self._text = False, ""
        self._merges = 0
        self._kinds = {
            "row": self._on_row,
            "c": self._on_cell,
            "v": self._on_value,
            "is": self._on_value,
            "f": self._on_formula,
            "col": self._on_column,
            "mergeCell": self._on_merge,
        }

    def seen_in(self, archive: Archive, part: str) -> Seen:
        """All of it."""
        pulled(archive.pieces(part), self._start, self._prepare)
        return self.seen

    def _prepare(self, parser: XMLParserType) -> None:
        self._parser = parser

    def _start(self, tag: str, told: dict[str, str]) -> None:
        kind = self._kinds.get(tag) or (self._kinds.get(local(tag)) if ":" in tag else None)
        if kind:
            kind(told)

    def _on_row(self, told: Mapping[str, str]) -> None:
        self._row_text = told.get("r", "")
        self._row = int(self._row_text) - 1 if self._row_text else self._row + 1
        self._column, self._cell = -1, None
        if told.get("hidden") in _YES or told.get("ht") in ("0", "0.0"):
            self.seen.hidden_rows.append((self._row, self._row))

    def _on_cell(self, told: Mapping[str, str]) -> None:
        self._cell = told
        place = told.get("r")
        if place:
            letters = place.rstrip(_DIGITS)
            row = place[len(letters) :]
            if row != self._row_text:
                self._row, self._row_text = int(row) - 1, row
            column = self._letters.get(letters)
            if column is None:
                column = self._letters[letters] = column_number(letters.encode()) - 1
            self._column = column
        else:
            self._column += 1
        self._formula, self._text = False, ""
        if told.get("t") == "e":
            self._listen()

    def _on_value(self, _: Mapping[str, str]) -> None:
        cell = self._cell
        if cell is None:
            return
        self.seen.reach(self._row, self._column, self._most_rows)
        if self._row != self._filled:
            self._filled = self._row
            self._filled_rows += 1
            if self._filled_rows > self._most_rows:
                raise UnreadableFile("too_many_rows", rows=self._row + 1, most=self._most_rows)
        if cell.get("s") in self._percent:
            self.seen.percent.append((self._row, self._column, self._row, self._column))

    def _on_formula(self, _: Mapping[str, str]) -> None:
        if self._cell is not None and not self._formula:
            self._formula = True
            self._listen()

    def _listen(self) -> None:
        """Hears the cell's text, only where it matters: most cells go by in silence."""
        self._parser.CharacterDataHandler = self._hear
        self._parser.EndElementHandler = self._end
        self._in_value = False

    def _hear(self, text: str) -> None:
        if len(self._text) < 100:
            self._text += text

    def _end(self, tag: str) -> None:
        name = local(tag)
        if name == "f":
            self._text = ""
        elif name == "c":
            self._parser.CharacterDataHandler = self._parser.EndElementHandler = None
            self._judge()

    def _judge(self) -> None:
        """A cell that failed or was never calculated; its formula's text is forgotten by now."""
        cell, text = self._cell or {}, self._text.strip()
        place = self._row, self._column
        if cell.get("t") == "e" and (text or not self._formula):
            self.seen.failed[place] = text or "#N/A"
        # A formula whose result is an empty text (t="str") is a blank that was meant.
        elif self._formula and not text and cell.get("t") != "str":
            self.seen.failed[place] = NOT_CALCULATED
        else:
            return
        self.seen.reach(*place, self._most_rows)

    def _on_column(self, told: Mapping[str, str]) -> None:
        if told.get("hidden") in _YES or told.get("width") in ("0", "0.0"):
            first, last = int(told.get("min", "1")), int(told.get("max", "1"))
            self.seen.hidden_columns.append((first - 1, last - 1))

    def _on_merge(self, _: Mapping[str, str]) -> None:
        self._merges += 1
        if self._merges > MOST_MERGES:
            raise UnreadableFile("too_large_inside")
