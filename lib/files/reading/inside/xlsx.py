"""An XLSX file seen before it is read: its sheets, their areas, failed formulas, looks."""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers.expat import XMLParserType

from lib.domain.errors import UnreadableFile
from lib.domain.intake.cells.cells import NOT_CALCULATED
from lib.files.reading.archive import Archive
from lib.files.reading.inside.ghosts import without_ghosts
from lib.files.reading.inside.position import Position
from lib.files.reading.inside.rich import Runs, Strings, strings_in
from lib.files.reading.inside.seen import MOST_COLUMNS, MOST_MERGES, Seen
from lib.files.reading.inside.xlsx_looks import Looks, looks_in
from lib.files.reading.pull import local, pulled
from lib.files.reading.xlsx_parts import Places, places_of, written_anew

_YES = ("1", "true")
_STAND_INS = ("0", "0.0")
"""What some programs write as the result of a formula that they cannot calculate."""
_LONGEST_FORMULA = 8_192
_UNSEEN_WIDTH, _UNSEEN_HEIGHT = 0.2, 1.0
"""A column so narrow, a row so low (in points), is seen by nobody."""


def looked_into(archive: Archive, most_rows: int) -> tuple[dict[str, Seen], bytes | None]:
    """What is seen of every sheet, by its name; and the workbook written anew for its reader,
    where its parts lie in unusual places or blanks lie far beyond its cells.
    """
    places = places_of(archive)
    texts, styles = places.part("sharedStrings"), places.part("styles")
    strings = strings_in(archive.pieces(texts)) if texts else Strings()
    looks = looks_in(archive.pieces(styles)) if styles else Looks()
    seen: dict[str, Seen] = {}
    for name in places.sheets:
        page = _Page(looks, strings, places, most_rows=most_rows)
        if part := places.sheet(name):
            seen[name] = page.seen_in(archive, part)
    ghosts = {
        name: without_ghosts(archive.pieces(places.sheet(name)), each.rows, each.columns)
        for name, each in seen.items()
        if each.haunted(most_rows)
    }
    if places.usual(archive) and not ghosts:
        return seen, None
    return seen, written_anew(archive, places, ghosts)


class _Page:
    """One sheet as its XML goes by."""

    def __init__(self, looks: Looks, strings: Strings, places: Places, *, most_rows: int) -> None:
        self.seen = Seen(since_1904=places.since_1904)
        self._looks, self._strings, self._most_rows = looks, strings, most_rows
        self._calculated = not places.wants_calculating
        self._stand_ins = ("",) if self._calculated else ("", *_STAND_INS)
        self._at = Position()
        self._filled, self._filled_rows = -1, 0
        self._cell: Mapping[str, str] | None = None
        self._formula, self._blank_meant, self._text = False, False, ""
        self._runs: Runs | None = None
        self._merges = 0
        self._narrow = False
        """Whether columns have no width unless they tell one."""
        self._sized = bytearray(MOST_COLUMNS)
        self._kinds = {
            "row": self._on_row,
            "c": self._on_cell,
            "v": self._on_value,
            "is": self._on_inline,
            "r": self._on_run,
            "vertAlign": lambda told: self._on_font("vertAlign", told),
            "strike": lambda told: self._on_font("strike", told),
            "f": self._on_formula,
            "sheetFormatPr": self._on_sizes,
            "col": self._on_column,
            "mergeCell": self._on_merge,
        }

    def seen_in(self, archive: Archive, part: str) -> Seen:
        """All of it."""
        pulled(archive.pieces(part), self._start, self._prepare)
        if self._narrow:
            unseen = (at for at in range(self.seen.columns) if not self._sized[at])
            self.seen.hidden_columns += [(at, at) for at in unseen]
        return self.seen

    def _prepare(self, parser: XMLParserType) -> None:
        self._parser = parser
        parser.buffer_text = True

    def _start(self, tag: str, told: dict[str, str]) -> None:
        kind = self._kinds.get(tag) or (self._kinds.get(local(tag)) if ":" in tag else None)
        if kind:
            kind(told)

    def _on_row(self, told: Mapping[str, str]) -> None:
        self._at.on_row(told)
        self._cell = None
        if told.get("hidden") in _YES or _at_most(told.get("ht"), _UNSEEN_HEIGHT):
            self.seen.hidden_rows.append((self._at.row, self._at.row))

    def _on_cell(self, told: Mapping[str, str]) -> None:
        self._cell = told
        self._at.on_cell(told)
        self._formula, self._text = False, ""
        if told.get("t") == "e":
            self._listen()

    def _on_value(self, _: Mapping[str, str]) -> None:
        cell = self._cell
        if cell is None:
            return
        if cell.get("t") == "s" and self._strings.odd:
            self._listen()
            return
        self._fill(cell)

    def _fill(self, cell: Mapping[str, str]) -> None:
        """Something stands in the cell."""
        row, column = self._at.row, self._at.column
        self.seen.reach(row, column, self._most_rows)
        if row != self._filled:
            self._filled = row
            self._filled_rows += 1
            if self._filled_rows > self._most_rows:
                raise UnreadableFile("too_many_rows", rows=row + 1, most=self._most_rows)
        if self._looks.any:
            self._look(cell, row, column)

    def _look(self, cell: Mapping[str, str], row: int, column: int) -> None:
        look = cell.get("s", "0")
        if look in self._looks.numbers and cell.get("t", "n") == "n":
            self.seen.looks.append((row, column, self._looks.numbers[look]))
        if look in self._looks.struck:
            self.seen.strike(row, column)

    def _on_inline(self, _: Mapping[str, str]) -> None:
        if self._cell is not None:
            self._runs = Runs()
            self._listen()

    def _on_run(self, _: Mapping[str, str]) -> None:
        if self._runs:
            self._runs.begin()

    def _on_font(self, tag: str, told: Mapping[str, str]) -> None:
        if self._runs:
            self._runs.font(tag, told)

    def _on_formula(self, _: Mapping[str, str]) -> None:
        if self._cell is not None and not self._formula:
            self._formula = True
            self._listen()

    def _listen(self) -> None:
        """Hears the cell's text, only where it matters: most cells go by in silence."""
        self._parser.CharacterDataHandler = self._hear
        self._parser.EndElementHandler = self._end

    def _hear(self, text: str) -> None:
        if self._runs:
            self._runs.hear(text)
        elif len(self._text) < _LONGEST_FORMULA:
            self._text += text

    def _end(self, tag: str) -> None:
        name = local(tag)
        if name == "f":
            self._blank_meant = '""' in self._text
            self._text = ""
        elif name == "c":
            self._parser.CharacterDataHandler = self._parser.EndElementHandler = None
            cell, self._cell = self._cell or {}, None
            if self._runs:
                self._judge_runs(cell, self._runs)
                self._runs = None
            elif cell.get("t") == "s":
                self._judge_string(cell)
            else:
                self._judge(cell)

    def _judge_runs(self, cell: Mapping[str, str], runs: Runs) -> None:
        """A text that stands in the cell itself."""
        place = self._at.row, self._at.column
        if not runs.text.strip():
            self.seen.touch(*place)
            return
        self._fill(cell)
        if runs.set_apart:
            self.seen.said[place] = " ".join(runs.text.split())
        if runs.struck:
            self.seen.strike(*place)

    def _judge_string(self, cell: Mapping[str, str]) -> None:
        """A shared text: blank, of several heights, struck through, or like any other."""
        place, text = (self._at.row, self._at.column), self._text.strip()
        number = int(text) if text.isdecimal() else -1
        if number in self._strings.blank:
            self.seen.touch(*place)
            return
        self._fill(cell)
        if number in self._strings.said:
            self.seen.said[place] = self._strings.said[number]
        if number in self._strings.struck:
            self.seen.strike(*place)

    def _judge(self, cell: Mapping[str, str]) -> None:
        """A cell that failed or was never calculated; its formula's text is forgotten by now."""
        text, kind = self._text.strip(), cell.get("t", "n")
        place = self._at.row, self._at.column
        if kind == "e" and (text or not self._formula):
            self.seen.failed[place] = text or "#N/A"
        elif self._formula and self._stands_in(kind, text):
            self.seen.failed[place] = NOT_CALCULATED
        else:
            return
        self.seen.reach(*place, self._most_rows)

    def _stands_in(self, kind: str, text: str) -> bool:
        """Whether a formula's result is none: it only stands for what is to be calculated."""
        if kind == "str":  # an empty text is a blank that was meant
            return not (text or self._calculated or self._blank_meant)
        return text in self._stand_ins

    def _on_sizes(self, told: Mapping[str, str]) -> None:
        self._narrow = _at_most(told.get("defaultColWidth"), _UNSEEN_WIDTH)

    def _on_column(self, told: Mapping[str, str]) -> None:
        first, last = int(told.get("min", "1")), int(told.get("max", "1"))
        last = min(last, MOST_COLUMNS)
        if 0 < first <= last:
            self._sized[first - 1 : last] = b"\1" * (last + 1 - first)
        if told.get("hidden") in _YES or _at_most(told.get("width"), _UNSEEN_WIDTH):
            self.seen.hidden_columns.append((first - 1, last - 1))

    def _on_merge(self, _: Mapping[str, str]) -> None:
        self._merges += 1
        if self._merges > MOST_MERGES:
            raise UnreadableFile("too_large_inside")


def _at_most(measure: str | None, most: float) -> bool:
    return measure is not None and float(measure) <= most
