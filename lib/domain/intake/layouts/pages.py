"""The same table on many sheets, one for each village or commune: read as one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lib.domain.intake.cells.cells import UNKNOWN
from lib.domain.intake.cells.origin import Cell, Origin
from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.cells.titles import Titles
from lib.domain.intake.cells.worksheet import Merge, Sheet, has_number, is_written
from lib.domain.intake.layouts.limits import is_small
from lib.domain.intake.layouts.titles import commune_in, is_addressee, period_in, village_in
from lib.domain.intake.rows.signs import cell_at, starts_signature
from lib.domain.templates import Column, Role, heading
from lib.text import fold

PAGES = "pages"


def same_table(one: Recognised, other: Recognised) -> bool:
    """Whether two sheets hold the same columns of one template at the same places."""
    return (
        one.template is other.template
        and one.positions == other.positions
        and one.sheet.since_1904 == other.sheet.since_1904
        and _whole(one.labels) == _whole(other.labels)
    )


def _whole(labels: Sequence[tuple[str, ...]]) -> list[tuple[int, str]]:
    """The headings with their places."""
    return [(at, ways[0]) for at, ways in enumerate(labels) if ways]


def fit_together(readings: Sequence[Recognised]) -> bool:
    """Whether there are several, and few enough cells on them to be read as one table."""
    return len(readings) > 1 and is_small(one.sheet for one in readings)


def one_table(readings: Sequence[Recognised]) -> Recognised:
    """The rows of all these sheets, which are the ``same_table``, under the header of the first.

    A column of its own tells the commune, the village and the month that the lines over each table
    name, where the tables have none and the lines differ.
    """
    first = readings[0]
    names = _names(readings)
    head = first.sheet.rows[first.header_row - 1]
    width = max(len(head), max(first.positions.values()) + 1)
    lines = _common_lines(readings)
    rows: list[list[Raw]] = [*lines]
    cells: dict[tuple[int, int], Cell] = {}
    _put(rows, cells, [*_padded(head, width), *(column.header for column, _ in names)],
         of=(first.sheet.name, first.header_row - 1))  # fmt: skip
    struck: dict[int, frozenset[int]] = {}
    merges: list[Merge] = []
    hidden: set[int] = set()
    for number, one in enumerate(readings):
        shift = len(rows) - one.header_row
        taken = _rows(one)
        for index in taken:
            line = [*_padded(one.sheet.rows[index], width), *(said[number] for _, said in names)]
            _put(rows, cells, line, of=(one.sheet.name, index))
            if index in one.sheet.struck:
                struck[len(rows) - 1] = one.sheet.struck[index]
            if index in one.sheet.hidden_rows:
                hidden.add(len(rows) - 1)
        merges += [
            (top + shift, left, bottom + shift, right)
            for top, left, bottom, right in one.sheet.merges
            if top >= one.header_row and bottom < one.header_row + len(taken)
        ]
    keys = {column.key: width + n for n, (column, _) in enumerate(names)}
    sheet = Sheet(
        name="",
        rows=rows,
        merges=tuple(merges),
        hidden_rows=frozenset(hidden),
        hidden_columns=frozenset().union(*(one.sheet.hidden_columns for one in readings)),
        since_1904=first.sheet.since_1904,
        struck=struck,
        origin=Origin(cells),
        layout=PAGES,
        pages=tuple(one.sheet.name for one in readings),
    )
    named = tuple((heading(column.header),) for column, _ in names)
    labels = [*first.labels[:width], *[()] * (width - len(first.labels)), *named]
    return replace(
        first,
        sheet=sheet,
        header_row=len(lines) + 1,
        positions={**first.positions, **keys},
        labels=labels,
        titles=Titles(sheet).above(len(lines)),
    )


def _rows(reading: Recognised) -> range:
    """The rows under the header, without the signature and what follows it."""
    rows, first = reading.sheet.rows, reading.header_row
    last = first
    places = [at for key, at in reading.positions.items() if key != "ordinal"]
    for index in range(first, len(rows)):
        row = rows[index]
        if index > first and starts_signature(row, ()) and not has_number(row):
            break
        if any(is_written(cell_at(row, at)) for at in places):
            last = index + 1
    return range(first, last)


def _padded(row: Sequence[Raw], width: int) -> list[Raw]:
    return [*row[:width], *[None] * (width - len(row))]


def _put(
    rows: list[list[Raw]],
    cells: dict[tuple[int, int], Cell],
    line: list[Raw],
    *,
    of: tuple[str, int],
) -> None:
    sheet, row = of
    cells |= {(len(rows), at): Cell(sheet, row, at) for at in range(len(line))}
    rows.append(line)


def _texts(reading: Recognised) -> list[str]:
    """The words over a table, line by line; the name of its sheet before them."""
    above = reading.sheet.rows[: reading.header_row - 1]
    texts = [" ".join(c.split()) for row in above for c in row if isinstance(c, str) and c.strip()]
    return [reading.sheet.name, *texts]


def _common_lines(readings: Sequence[Recognised]) -> list[list[Raw]]:
    """The lines that stand over every table."""
    common = {fold(text) for text in _texts(readings[0])}
    for one in readings[1:]:
        common &= {fold(text) for text in _texts(one)}
    above = readings[0].sheet.rows[: readings[0].header_row - 1]
    kept: list[list[Raw]] = [
        [c if isinstance(c, str) and fold(" ".join(c.split())) in common else None for c in row]
        for row in above
    ]
    return [line for line in kept if any(line)]


def _names(readings: Sequence[Recognised]) -> list[tuple[Column, list[str]]]:
    """Column and texts, one a sheet, of what only the lines over the tables say.

    Where they say it of some sheets and not of others, or two things, it is asked.
    """
    template, has = readings[0].template, readings[0].positions
    wanted = (
        (commune_in, (Role.COMMUNE_NAME, Role.COMMUNE_CODE)),
        (village_in, (Role.UNIT_NAME, Role.UNIT_CODE)),
        (period_in, (Role.PERIOD,)),
    )
    found = []
    for read, roles in wanted:
        columns = [c for role in roles if (c := template.role(role))]
        if not columns or any(c.key in has for c in columns):
            continue
        said = [_said(one, read) for one in readings]
        if any(said):
            found.append((columns[0], [text or UNKNOWN for text in said]))
    return found


def _said(reading: Recognised, read: Callable[[str], str]) -> str:
    """The one thing that the lines over a table and the name of its sheet say."""
    texts = [text for text in _texts(reading) if not is_addressee(text)]
    found = {fold(name): name for text in texts if (name := read(text))}
    return next(iter(found.values())) if len(found) == 1 else ""
