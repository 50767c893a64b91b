"""Forms as rows of one table: what names each, then its figures by label."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lib.domain.intake.cells.cells import UNKNOWN
from lib.domain.intake.cells.origin import Cell, Origin
from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.layouts.labels import Item
from lib.domain.intake.layouts.limits import MOST_CELLS
from lib.domain.intake.layouts.titles import (
    COMMUNE,
    PAGE,
    PERIOD,
    VILLAGE,
    commune_in,
    heading_of,
    is_addressee,
    period_in,
    village_in,
)
from lib.domain.intake.rows.signs import cell_at
from lib.domain.patience import each
from lib.domain.templates import heading
from lib.text import fold

_Line = tuple[str, int, int]
"""Words over a form, with their row and column."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One form, of which a row is made."""

    sheet: Sheet
    items: Sequence[Item]
    column: int
    """Where its figures stand."""
    lines: Sequence[_Line]
    over: tuple[str, str, int] | None = None
    """What names the column above it: the kind of name, the words, their row."""

    def value(self, item: Item) -> Raw:
        """The figure beside a label."""
        if item.inline is not None:
            return item.inline
        return cell_at(self.sheet.rows[item.row], self.column)


@dataclass
class _Sketch:
    """The table as it grows."""

    rows: list[list[Raw]] = field(default_factory=list)
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    struck: dict[int, set[int]] = field(default_factory=dict)
    hidden: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))
    """Rows and columns that stand hidden in the file."""

    def put(self, row: int, column: int, value: Raw, *, of: Cell, sheet: Sheet) -> None:
        """A cell of the file in its new place."""
        while len(self.rows) <= row:
            self.rows.append([])
        line = self.rows[row]
        line += [None] * (column + 1 - len(line))
        line[column] = value
        self.cells[row, column] = of
        if of.column in sheet.struck.get(of.row, frozenset()):
            self.struck.setdefault(row, set()).add(column)


def table_of(records: Sequence[Record], layout: str) -> Sheet | None:
    """The table; ``None`` for no forms."""
    labels = _labels(records)
    if not records or len(records) * len(labels) > MOST_CELLS:
        return None
    names = _names(records)
    sketch = _Sketch()
    common = _common_lines(records)
    header = _put_lines(sketch, records[0], common)
    _put_header(sketch, header, names, records=records, labels=labels)
    width = len(names)
    at = {heading(label): width + n for n, label in enumerate(labels)}
    for number, record in enumerate(each(records), start=header + 1):
        for column, (_, cells) in enumerate(names):
            text, cell = cells[number - header - 1]
            sketch.put(number, column, text, of=cell, sheet=record.sheet)
        for item in record.items:
            place = Cell(record.sheet.name, item.row, record.column)
            column = at[heading(item.label)]
            sketch.put(number, column, record.value(item), of=place, sheet=record.sheet)
            if item.row in record.sheet.hidden_rows:
                sketch.hidden[1].add(column)
        if record.column in record.sheet.hidden_columns:
            sketch.hidden[0].add(number)
    pages = tuple(dict.fromkeys(record.sheet.name for record in records))
    return Sheet(
        name=pages[0] if len(pages) == 1 else "",
        rows=sketch.rows,
        hidden_rows=frozenset(sketch.hidden[0]),
        hidden_columns=frozenset(sketch.hidden[1]),
        since_1904=records[0].sheet.since_1904,
        struck={row: frozenset(columns) for row, columns in sketch.struck.items()},
        origin=Origin(sketch.cells),
        layout=layout,
        pages=pages,
    )


def _labels(records: Sequence[Record]) -> list[str]:
    """Every label once, in the order of their coming."""
    found: dict[str, str] = {}
    for record in records:
        for item in record.items:
            found.setdefault(heading(item.label), item.label)
    return list(found.values())


def _common_lines(records: Sequence[Record]) -> set[str]:
    """The lines that stand over every form."""
    first = {fold(text) for text, _, _ in records[0].lines}
    for record in records[1:]:
        if record.lines is not records[0].lines:
            first &= {fold(text) for text, _, _ in record.lines}
    return first


def _put_lines(sketch: _Sketch, record: Record, common: set[str]) -> int:
    """Puts the common lines on top, each at its own place; the row after them."""
    rows = dict.fromkeys(row for text, row, _ in record.lines if fold(text) in common)
    place = {row: number for number, row in enumerate(rows)}
    for text, row, column in record.lines:
        if fold(text) in common:
            cell = Cell(record.sheet.name, row, column)
            sketch.put(place[row], column, text, of=cell, sheet=record.sheet)
    return len(rows)


_Named = tuple[str, list[tuple[str, Cell]]]
"""A heading, and for every record what names it and where that stands."""


def _names(records: Sequence[Record]) -> list[_Named]:
    """The columns that name the forms, as far as they differ or no line over all of them does.

    Two that contradict one another name nobody: then it is asked.
    """
    over = _over(records) if all(record.over for record in records) else None
    named = [over] if over else []
    of_page = _of_pages(records)
    said = {kind for kind, _ in named}
    for kind, read in ((VILLAGE, _village), (COMMUNE, commune_in), (PERIOD, period_in)):
        cells = [_in_lines(record, read) for record in records]
        texts = {fold(text) for text, _ in cells}
        alone = len(texts) == 1 and kind is not VILLAGE and _is_common(records, read)
        if kind in said or texts == {""} or alone:
            continue
        if kind is PERIOD:
            cells = [(text or UNKNOWN, cell) for text, cell in cells]
        named.append((kind, cells))
    return _with_pages(named, of_page, places=over is None or over[0] == PERIOD)


def _of_pages(records: Sequence[Record]) -> _Named | None:
    """The names of the sheets, where there are several."""
    pages = [record.sheet.name for record in records]
    if len(set(pages)) < 2:
        return None
    top = [Cell(page, 0, 0) for page in pages]
    kind = PERIOD if all(map(period_in, pages)) else heading_of(pages, otherwise=PAGE)
    texts = map(period_in, pages) if kind is PERIOD else iter(pages)
    return kind, list(zip(texts, top, strict=True))


def _with_pages(named: list[_Named], of_page: _Named | None, *, places: bool) -> list[_Named]:
    """The columns with the one of the sheets' names, where it says whose the forms are."""
    if of_page is None:
        return named
    kind, pages = of_page
    same = next((n for n, (other, _) in enumerate(named) if other == kind), None)
    if same is not None:  # a line says it too
        lines = named[same][1]
        agreed = [
            (page if _agree(page, line) else UNKNOWN, cell)
            for (page, _), (line, cell) in zip(pages, lines, strict=True)
        ]
        return [*named[:same], (kind, agreed), *named[same + 1 :]]
    village_told = any(other == VILLAGE for other, _ in named)
    if kind == PERIOD or (places and not (kind == PAGE and village_told)):
        return [of_page, *named]
    return named


def _agree(page: str, line: str) -> bool:
    """Whether the name of a sheet and the line over its form name the same."""
    one, other = fold(page), fold(line)
    return not other or other == UNKNOWN or one in other or other in one


def _over(records: Sequence[Record]) -> _Named:
    cells = []
    kind = ""
    for record in records:
        kind, text, row = record.over or ("", "", 0)
        text = period_in(text) if kind == PERIOD else text
        cells.append((text, Cell(record.sheet.name, row, record.column)))
    return kind, cells


def _village(text: str) -> str:
    """A village, where its name begins like one: "các bản có Đại sứ số" names none."""
    name = village_in(text)
    last = name.rpartition(" ")[2]
    return name if last[:1].isupper() or last[:1].isdigit() else ""


def _in_lines(record: Record, read: Callable[[str], str]) -> tuple[str, Cell]:
    """What the lines over a form say, and where; of several communes none is meant.

    The nearest line counts, for villages and periods; to whom a letter goes is no matter.
    """
    found = [
        (name, Cell(record.sheet.name, row, column))
        for text, row, column in reversed(record.lines)
        if not is_addressee(text) and (name := read(text))
    ]
    nowhere = "", Cell(record.sheet.name, record.items[0].row, record.items[0].column)
    if read is commune_in and len({fold(name) for name, _ in found}) > 1:
        nearest = [pair for pair in found if pair[1].row >= _own_lines(record)]
        found = nearest if len({fold(name) for name, _ in nearest}) == 1 else []
    return found[0] if found else nowhere


def _own_lines(record: Record) -> int:
    """The first row of the lines that stand right over this form and no other."""
    above = [row for _, row, _ in record.lines if row < record.items[0].row]
    row = record.items[0].row
    while row - 1 in above:
        row -= 1
    return row


def _is_common(records: Sequence[Record], read: Callable[[str], str]) -> bool:
    """Whether a line that stands over all forms says it."""
    common = _common_lines(records)
    return any(read(text) for text, _, _ in records[0].lines if fold(text) in common)


def _put_header(
    sketch: _Sketch,
    row: int,
    names: Sequence[_Named],
    *,
    records: Sequence[Record],
    labels: Sequence[str],
) -> None:
    first = records[0].sheet
    for column, (kind, cells) in enumerate(names):
        sketch.put(row, column, kind, of=cells[0][1], sheet=first)
    where = {
        heading(item.label): Cell(record.sheet.name, item.row, item.column)
        for record in reversed(records)
        for item in record.items
    }
    for number, label in enumerate(labels, start=len(names)):
        sketch.put(row, number, label, of=where[heading(label)], sheet=first)
