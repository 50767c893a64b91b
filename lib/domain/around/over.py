"""Headings that stand over other headings and mean something else than this period's result.

"Kỳ trước", "Kế hoạch", "Chưa thực hiện", "Năm 2025", "Nữ": a column below is asked about, never
taken for the template's own. What only groups columns ("Hộ gia đình") says nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lib.domain.around.named import NOTHING, Named, named_in
from lib.domain.cells import Kind, Raw
from lib.domain.periods import Cadence, Period
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.recognise import Recognised, missing_columns
from lib.domain.templates import Column, Role, heading
from lib.text import fold

HEADING = "heading:"
"""The question's key is this and the folded heading."""
TAKE, LEAVE = "take_columns", "leave_columns"
_LONGEST = 60
_LINES = 2
"""So many lines over the last one of a header are looked at."""
_COUNTS = (Kind.COUNT, Kind.DECIMAL, Kind.YES_NO)
_ANOTHER = re.compile(
    r"(?:kỳ|tháng|quý|năm|tuần) (?:trước|sau|tới|ngoái|tiếp)|cùng kỳ|so với|chênh lệch|tăng|giảm"
    r"|^(?:chưa|không|còn)\b|còn (?:lại|thiếu)|tỷ lệ|tỉ lệ|phần trăm|%"
)
_PLANNED = re.compile(r"kế hoạch|chỉ tiêu|mục tiêu|dự kiến|phấn đấu|phương hướng|nhiệm vụ|giao\b")
_DONE = re.compile(r"thực hiện|kết quả|đạt")
_A_PART = re.compile(
    r"(?:trong đó\W*)?(?:số )?(?:người )?(?:nữ|nam|dân tộc thiểu số|dtts|cao tuổi|khuyết tật"
    r"|đoàn viên|thanh niên|hộ nghèo|hộ cận nghèo|học sinh|sinh viên)"
)
_TO_DATE = re.compile(r"lũy kế|cộng dồn|từ đầu năm|từ trước|đến nay")
_WITHIN = re.compile(r"trong (?:kỳ|tháng|quý|tuần)|phát sinh|tăng thêm|mới")


@dataclass(frozen=True)
class Over:
    """A heading over the headings of some columns."""

    text: str
    row: int
    """As Excel counts it."""
    columns: tuple[Column, ...]
    named: Named
    """The periods it names; of one that names none its words alone say that it is another's."""

    @property
    def key(self) -> str:
        """The key of the question about it."""
        return HEADING + fold(self.text)

    def agrees(self, periods: list[Period]) -> bool:
        """Whether it only names the period of the rows."""
        if self.named.says_nothing and not self.named.years:
            return False
        if self.named.says_nothing:
            return {p.year for p in periods} <= self.named.years
        return all(map(self.named.agrees, periods))


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
        names = not over.named.says_nothing or bool(over.named.years)
        if over.agrees(periods) or (names and not periods):
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
    names = {reading.positions[c.key] for c in reading.template.columns if _names(c, reading)}
    for column in reading.template.values:
        place = reading.positions.get(column.key)
        if place is None or column.kind not in _COUNTS:
            continue
        for row, text, covered in _over(reading, place):
            if not names & covered and _means_other(text, column, reading.template.cadence):
                found.setdefault((row, text), []).append(column)
                break
    cadence = reading.template.cadence
    over = [
        Over(text, row, tuple(columns), named_in(text).of(cadence))
        for (row, text), columns in found.items()
    ]
    return [*over, *_to_date(reading)]


def _to_date(reading: Recognised) -> Iterator[Over]:
    """Titles of figures since the beginning, over columns of what happens within a period."""
    flows = tuple(
        c
        for c in reading.template.values
        if c.key in reading.positions and "trong kỳ" in c.header.casefold()
    )
    for row, text, _ in reading.titles if flows else ():
        if _TO_DATE.search(fold(text)) and not _WITHIN.search(fold(text)):
            yield Over(text, row, flows, NOTHING)


def _names(column: Column, reading: Recognised) -> bool:
    """Whether a column names the place of a row: what stands over it too is a title."""
    return column.role not in (Role.VALUE, Role.PERIOD) and column.key in reading.positions


def _over(reading: Recognised, place: int) -> Iterator[tuple[int, str, set[int]]]:
    """The lines over the heading of a column: row, words, and the places they cover."""
    last = reading.header_row - 1
    known = _known_by(reading, place)
    for index in range(last - 1, max(last - 1 - _LINES, -1), -1):
        row = reading.sheet.rows[index]
        if not any(_text(cell) for cell in row):
            return
        at, covered = _cell_over(reading, index, place)
        text = _text(row[at]) if 0 <= at < len(row) else ""
        plain = heading(text)
        if text and len(text) <= _LONGEST and (not plain or plain not in known):
            yield index + 1, text, covered


def _known_by(reading: Recognised, place: int) -> str:
    """The heading by which a column was recognised: what is part of it says nothing more."""
    own = next(c for c in reading.template.columns if reading.positions.get(c.key) == place)
    ways = reading.labels[place] if place < len(reading.labels) else ()
    return next((way for way in ways if way in own.headings), "")


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
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def _means_other(text: str, column: Column, cadence: Cadence) -> bool:
    plain = fold(text)
    if plain.startswith(("đơn vị", "đvt", "(đơn vị", "(đvt")):
        return False
    named = named_in(text)
    if named.years or not named.of(cadence).says_nothing:
        return True
    if _ANOTHER.search(plain) or _A_PART.fullmatch(plain):
        return True
    if _PLANNED.search(plain) and not _DONE.search(plain):
        return True
    own = fold(column.header)
    if _TO_DATE.search(plain):
        return not column.stock and not _TO_DATE.search(own)
    return bool(_WITHIN.search(plain)) and column.stock
