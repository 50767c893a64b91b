"""Which template a file is, where its header stands and which column is which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lib.domain.cells import Raw
from lib.domain.periods import Cadence, Period, month_in, quarter_in
from lib.domain.problems import Code, Problem, Severity, column_letters
from lib.domain.sheets import Sheet
from lib.domain.templates import REFERENCE, TEMPLATES, Column, Role, Template, heading
from lib.text import fold

_HEADER_WITHIN = 40
"""Rows from the top in which a header is looked for."""
_WHOLE = ("tổng số", "tổng", "tổng cộng", "cộng", "chung")
"""Under a heading of several columns, the one that holds the heading's own figure."""
_REFERENCE = heading(REFERENCE) + " "


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A sheet understood: template, place of the header, position of each column."""

    template: Template
    sheet: Sheet
    header_row: int
    """Row of the (last) header line, counted from 1."""
    positions: Mapping[str, int]
    """Column key to position counted from 0."""
    titled_period: Period | None = None
    """The month or quarter named in the title lines above the header."""
    problems: tuple[Problem, ...] = field(default=())

    def letters(self, key: str) -> str:
        """Excel's letters of a column; empty when the file does not have it."""
        return column_letters(self.positions[key]) if key in self.positions else ""

    @property
    def title(self) -> str:
        """Text above the header, where a single commune may be named."""
        return " ".join(_texts_above(self.sheet, self.header_row))


def recognise(sheets: Sequence[Sheet]) -> Recognised | Problem:
    """The best reading of the visible sheets, or the problem that there is none."""
    found = [
        (score, reading)
        for sheet in sheets
        if not sheet.hidden
        for score, reading in _readings(sheet)
    ]
    if not found:
        return Problem(code=Code.NO_TEMPLATE, severity=Severity.ERROR, given=_first_words(sheets))
    best = max(found, key=lambda pair: pair[0])[1]
    others = {r.sheet.name for _, r in found if r.sheet.name != best.sheet.name}
    return _with_problems(best, other_sheets=sorted(others))


def _readings(sheet: Sheet) -> Iterator[tuple[float, Recognised]]:
    for index in range(min(len(sheet.rows), _HEADER_WITHIN)):
        for depth, labels in _header_labels(sheet, index):
            for template in TEMPLATES.values():
                positions = _match(template, labels)
                required = [c for c in template.columns if c.required]
                missing = sum(c.key not in positions for c in required)
                if len(positions) < 3 or missing > len(required) / 2:
                    continue
                score = len(positions) - missing - 0.01 * index + 0.1 * (depth == 1)
                yield (
                    score,
                    Recognised(
                        template=template,
                        sheet=sheet,
                        header_row=index + depth,
                        positions=positions,
                        titled_period=_titled_period(sheet, index, template),
                    ),
                )


def _header_labels(sheet: Sheet, index: int) -> Iterator[tuple[int, list[tuple[str, ...]]]]:
    """The ways to read row ``index`` as a header: alone, or as parent of the row below it."""
    top = [_label(cell) for cell in sheet.rows[index]]
    if sum(bool(t) for t in top) < 2:
        return
    yield 1, [(t,) if t else () for t in top]
    if index + 1 < len(sheet.rows):
        below = [_label(cell) for cell in sheet.rows[index + 1]]
        if any(below):
            yield 2, _two_lines(_spread(sheet, index, top), below)


def _two_lines(parents: list[str], children: list[str]) -> list[tuple[str, ...]]:
    width = max(len(parents), len(children))
    parents += [""] * (width - len(parents))
    children += [""] * (width - len(children))
    return [_ways(p, c) for p, c in zip(parents, children, strict=True)]


def _ways(parent: str, child: str) -> tuple[str, ...]:
    """The headings that two lines over one column may stand for, the likeliest first."""
    child = child.removeprefix("trong đó").strip()
    whole = (parent,) if child in _WHOLE else ()
    ways = (f"{parent} {child}".strip(), f"{child} {parent}".strip(), child or parent, *whole)
    return tuple(dict.fromkeys(filter(None, ways)))


def _spread(sheet: Sheet, index: int, labels: list[str]) -> list[str]:
    """Parent labels repeated over the columns that their merged cell covers."""
    spread = list(labels)
    for first_row, first, last_row, last in sheet.merges:
        if first_row <= index <= last_row and first < len(labels):
            spread += [""] * (last + 1 - len(spread))
            for column in range(first, last + 1):
                spread[column] = labels[first]
    return spread


def _label(cell: Raw) -> str:
    return heading(cell) if isinstance(cell, str) else ""


def _match(template: Template, labels: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """Position of each column; the first of two equal headings wins, the second is a problem."""
    headings = {text: c.key for c in template.columns for text in c.headings}
    positions: dict[str, int] = {}
    for position, ways in enumerate(labels):
        key = next((headings[way] for way in ways if way in headings), None)
        if key is not None:
            positions.setdefault(key, position)
    return positions


def _with_problems(reading: Recognised, *, other_sheets: list[str]) -> Recognised:
    problems = [
        Problem(
            code=Code.MISSING_COLUMN,
            severity=Severity.ERROR,
            row=reading.header_row,
            header=column.header,
        )
        for column in _missing(reading)
    ]
    problems += _unknown_columns(reading)
    if other_sheets:
        problems.append(
            Problem(
                code=Code.OTHER_SHEETS,
                severity=Severity.WARN,
                given=", ".join(other_sheets),
                values={"used": reading.sheet.name},
            )
        )
    return Recognised(**{**reading.__dict__, "problems": tuple(problems)})


def _missing(reading: Recognised) -> list[Column]:
    """Required columns that are not there; a commune may be named by code instead of name."""
    has = reading.positions
    either = {Role.COMMUNE_NAME, Role.COMMUNE_CODE}
    named = any(c.key in has for c in reading.template.columns if c.role in either)
    return [
        c
        for c in reading.template.columns
        if c.required and c.key not in has and not (c.role in either and named)
    ]


def _unknown_columns(reading: Recognised) -> Iterator[Problem]:
    """Headings we do not know or saw twice: told, so that nobody believes they were read."""
    row = reading.sheet.rows[reading.header_row - 1]
    known = {text: c for c in reading.template.columns for text in c.headings}
    for position, cell in enumerate(row):
        text = _label(cell)
        ours = text.startswith(_REFERENCE)
        if not text or ours or position in reading.positions.values():
            continue
        twice = known.get(text)
        yield Problem(
            code=Code.DUPLICATE_COLUMN if twice else Code.UNKNOWN_COLUMN,
            severity=Severity.ERROR if twice else Severity.WARN,
            row=reading.header_row,
            column=column_letters(position),
            given=" ".join(str(cell).split()),
        )


def _titled_period(sheet: Sheet, header_index: int, template: Template) -> Period | None:
    """The month, or the quarter of a quarterly template, named above the header if just one is."""
    find = quarter_in if template.cadence is Cadence.QUARTERLY else month_in
    named = {p for text in _texts_above(sheet, header_index + 1) if (p := find(text))}
    return named.pop() if len(named) == 1 else None


def _texts_above(sheet: Sheet, header_row: int) -> list[str]:
    return [
        fold(c) for row in sheet.rows[: header_row - 1] for c in row if isinstance(c, str) and c
    ]


def _first_words(sheets: Sequence[Sheet]) -> str:
    words = [c.strip() for s in sheets for row in s.rows[:3] for c in row if isinstance(c, str)]
    return " · ".join(filter(None, words))[:120]
