"""Headings that stand over other headings and may mean something else than this period's result.

"Kỳ trước", "Kế hoạch", "Chưa thực hiện", "Năm 2025", "Nữ": a column below is asked about, never
taken for the template's own. What is known to say nothing new ("Hộ gia đình") is no matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from lib.domain.intake.around.harmless import is_harmless
from lib.domain.intake.cells.raw import Raw, shown
from lib.domain.intake.cells.recognised import Recognised, missing_columns
from lib.domain.intake.period_words.named import NOTHING, Named, named_in
from lib.domain.periods import Period
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.templates import Column, Role
from lib.domain.templates.kinds import FIGURES
from lib.text import fold

HEADING = "heading:"
"""The question's key is this and the folded heading."""
TAKE, LEAVE = "take_columns", "leave_columns"
_LONGEST = 200
_LINES = 2
"""So many lines over the last one of a header are looked at."""
_TO_DATE = re.compile(r"lũy kế|cộng dồn|từ đầu năm|từ trước|đến nay")
_WITHIN = re.compile(r"trong (?:kỳ|tháng|quý|tuần)|phát sinh|tăng thêm|mới")
_DAY = re.compile(
    r"(?<![\d/])\d{1,2}(?:\s?[/.-]\s?|\s?tháng\s?)(\d{1,2})"
    r"(?:(?:\s?[/.-]\s?|\s?năm\s?)(20\d\d))?(?![\d/])"
)


@dataclass(frozen=True)
class Over:
    """A heading over the headings of some columns."""

    text: str
    row: int
    """As Excel counts it."""
    columns: tuple[Column, ...]
    named: Named
    """The periods it names."""
    doubtful: bool = False
    """Whether its words are not known to say nothing new."""

    @property
    def key(self) -> str:
        """The key of the question about it."""
        return HEADING + fold(self.text)

    @property
    def names(self) -> bool:
        """Whether it names a period, a year or a day."""
        return bool(self.named.years or self._last_day) or not self.named.says_nothing

    def agrees(self, periods: list[Period]) -> bool:
        """Whether what it names is the period of the rows."""
        if self.named.years and self.named.says_nothing and not self._last_day:
            return {p.year for p in periods} <= self.named.years
        return all(self.named.agrees(p) and self._ends_in(p) for p in periods)

    @property
    def _last_day(self) -> tuple[int, int] | None:
        """Month and year (0 where it gives none) of the last day it names."""
        days = _DAY.findall(fold(self.text))
        return (int(days[-1][0]), int(days[-1][1] or 0)) if days else None

    def _ends_in(self, period: Period) -> bool:
        """Whether the last day it names, if any, is of the period."""
        month, year = self._last_day or (0, 0)
        if not month:
            return True
        of_year = year in (0, period.year)
        part = (period.month or month, period.quarter or (month + 2) // 3)
        return of_year and part == (month, (month + 2) // 3)


def without_left_out(
    reading: Recognised, answers: Mapping[str, str]
) -> tuple[Recognised, list[Problem]]:
    """The reading without the columns that a person leaves out for the heading over them."""
    left = [o for o in other_headings(reading) if answers.get(o.key, "") == LEAVE]
    if not left:
        return reading, []
    gone = {column.key for over in left for column in over.columns}
    positions = {key: at for key, at in reading.positions.items() if key not in gone}
    kept = replace(reading, positions=positions)
    return kept, [
        Problem(
            code=Code.MISSING_COLUMN,
            severity=Severity.ERROR,
            row=reading.header_row,
            header=column.header,
        )
        for column in missing_columns(kept)
    ]


def asked_headings(
    reading: Recognised, periods: list[Period], answers: Mapping[str, str]
) -> Iterator[Problem]:
    """A question for each heading of another meaning or period; told on where it was answered."""
    for over in other_headings(reading):
        if not over.doubtful and over.agrees(periods):
            continue
        taken = answers.get(over.key, "") == TAKE
        yield Problem(
            code=Code.UNDER_OTHER_HEADING,
            severity=Severity.WARN if taken else Severity.ASK,
            row=over.row,
            column=", ".join(reading.letters(c.key) for c in over.columns),
            header=over.columns[0].header,
            given=over.text,
            question="" if taken else over.key,
            options=() if taken else (Option(LEAVE, ""), Option(TAKE, "")),
        )


def other_headings(reading: Recognised) -> list[Over]:
    """The headings over the columns of figures that mean, or may mean, something else."""
    found: dict[tuple[int, str], list[Column]] = {}
    doubted: set[tuple[int, str]] = set()
    names = {reading.positions[c.key] for c in reading.template.columns if _names(c, reading)}
    for column in reading.template.values:
        if column.key not in reading.positions or column.kind not in FIGURES:
            continue
        for row, text, covered in _over(reading, reading.positions[column.key]):
            if names & covered:
                continue
            found.setdefault((row, text), []).append(column)
            if not is_harmless(text, column, reading.template):
                doubted.add((row, text))
    cadence = reading.template.cadence
    over = [
        Over(text, row, tuple(columns), named_in(text).of(cadence), (row, text) in doubted)
        for (row, text), columns in found.items()
    ]
    return [*(o for o in over if o.doubtful or o.names), *_to_date(reading)]


def _to_date(reading: Recognised) -> Iterator[Over]:
    """Titles of figures since the beginning, over columns of what happens within a period."""
    flows = tuple(
        c
        for c in reading.template.values
        if c.key in reading.positions and "trong kỳ" in c.header.casefold()
    )
    for row, text, _ in reading.titles if flows else ():
        if _TO_DATE.search(fold(text)) and not _WITHIN.search(fold(text)):
            yield Over(text, row, flows, NOTHING, doubtful=True)


def _names(column: Column, reading: Recognised) -> bool:
    """Whether a column names the place of a row: what stands over it too is a title."""
    return column.role not in (Role.VALUE, Role.PERIOD) and column.key in reading.positions


def _over(reading: Recognised, place: int) -> Iterator[tuple[int, str, set[int]]]:
    """The lines over the heading of a column: row, words, and the places they cover."""
    last = reading.header_row - 1
    for index in range(last - 1, max(last - 1 - _LINES, -1), -1):
        row = reading.sheet.rows[index]
        if not any(_text(cell) for cell in row):
            return
        at, covered = _cell_over(reading, index, place)
        text = _text(row[at]) if 0 <= at < len(row) else ""
        if text and len(text) <= _LONGEST:
            yield index + 1, text, covered


def _cell_over(reading: Recognised, index: int, place: int) -> tuple[int, set[int]]:
    """Which cell of the line stands over the place (-1: none), and all places it stands over."""
    sheet, row = reading.sheet, reading.sheet.rows[index]
    for top, left, bottom, right in sheet.merges:
        if top <= index <= bottom and left <= place <= right:
            over = top == index and bottom < reading.header_row - 1
            return (left if over else -1), set(range(left, right + 1))
    if place < len(row) and _text(row[place]):
        return place, {place}
    # Without merged cells a heading stands over the blank ones to its right, beside others.
    written = [at for at, cell in enumerate(row) if _text(cell)]
    before = [at for at in written if at < place]
    if len(written) < 2 or not before or any(m[0] <= index <= m[2] for m in sheet.merges):
        return -1, set()
    lowest = reading.sheet.rows[reading.header_row - 1]
    own = before[-1] >= len(lowest) or not _text(lowest[before[-1]])
    return (-1 if own else before[-1]), set(range(before[-1], place + 1))


def _text(cell: Raw) -> str:
    """What a cell says; a year or a day may have been typed as such."""
    is_year = isinstance(cell, int | float) and 2000 <= cell < 2100 and cell == int(cell)
    if isinstance(cell, date) or is_year:
        return shown(cell)
    return " ".join(cell.split()) if isinstance(cell, str) else ""
