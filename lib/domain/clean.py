"""From the cells under a header to typed columns, with every fault named at its place."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import pandas as pd

from lib.domain.cells import CLEANERS, Fault, Kind, Raw, Value, clean_date
from lib.domain.doubts import Doubts
from lib.domain.names import plain_name
from lib.domain.problems import Code, Problem, Severity
from lib.domain.recognise import Recognised
from lib.domain.templates import Column, Level, Role, heading
from lib.text import fold

_TOTAL = re.compile(
    r"(tổng cộng|tổng số|tổng|cộng|toàn tỉnh|toàn xã|cộng tổng)"
    r"(\s(toàn|các|của)?\s?(xã|phường|huyện|tỉnh|khu vực|cụm|vùng)\b.*)?[\s:.]*(\(.*\))?"
    r"|tổng cộng\b.*|(tổng|cộng|tổng số)\s*[:(].*"
)
_DISTRICT = re.compile(r"(huyện|thị xã|thành phố|tp\.|tx\.)\s.+")
"""A former district among communes is a heading or a subtotal of its communes."""
_SIGNATURE = re.compile(
    r"(người lập|thủ trưởng|chủ tịch|phó chủ tịch|nơi nhận|ký tên|\(ký|t/m|tm\.|kt\.|xác nhận"
    r"|(\(?\*+\)?\s*)?(ghi chú|lưu ý|nguồn)\b.*|\(\*+\).*|(.*,\s*)?ngày\s.*tháng\s.*năm)"
)
_NUMBERING = re.compile(r"\(?(\d{1,2}|[a-i])\)?(?:\s*=.*)?")
_FIGURE = re.compile(r"\s*[+-]?\d[\d\s.,]*%?\s*\*?$")
_NUMERIC = {Kind.COUNT, Kind.DECIMAL}
_SHOWN = 80


@dataclass(frozen=True)
class Cleaned:
    """Typed rows of a file.

    ``rows`` has one column for each column of the template that the file holds, indexed by the
    row number Excel shows. Counts are ``Int64``, decimals ``Float64``, yes and no ``Int64``
    (1, 0), all else text with ``None`` where missing. ``totals`` are the file's own total rows.
    """

    reading: Recognised
    rows: pd.DataFrame
    totals: pd.DataFrame
    problems: tuple[Problem, ...]
    unread: frozenset[tuple[int, str]] = frozenset()
    """Row and column key of the cells that hold something we could not read: not blank."""


def clean(reading: Recognised, answers: Mapping[str, str] | None = None) -> Cleaned:
    """Types every cell; blank rows, numbering, totals and signatures are set apart."""
    body, totals, sections = _split(reading)
    problems: list[Problem] = []
    doubts = Doubts(answers or {})
    doubts.look_at(_cells(reading, body, _NUMERIC), _cells(reading, body, {Kind.DATE}))
    unread: set[tuple[int, str]] = set()
    rows = _typed(reading, body, doubts, problems, unread)
    rows = _in_sections(reading, rows, sections)
    problems += doubts.questions({c: reading.letters(c) for c in reading.positions})
    if not body:
        problems.append(Problem(code=Code.NO_ROWS, severity=Severity.ERROR, row=reading.header_row))
    return Cleaned(
        reading=reading,
        rows=rows,
        totals=_typed(reading, totals, doubts, [], set()),
        problems=tuple(problems),
        unread=frozenset(unread),
    )


def without_blank_rows(cleaned: Cleaned) -> tuple[Cleaned, list[Problem]]:
    """Rows in which every figure is blank are no report: set apart and told, never stored.

    A row with a cell that cannot be read is not blank.
    """
    template, rows = cleaned.reading.template, cleaned.rows
    numbers = [c.key for c in template.numbers if c.key in rows]
    texts = [c.key for c in template.values if c.key in rows]
    faulty = {row for row, _ in cleaned.unread}
    blank = rows[numbers or texts].isna().all(axis=1) & ~rows.index.isin(faulty)
    roles = (Role.UNIT_NAME, Role.COMMUNE_NAME, Role.UNIT_CODE, Role.COMMUNE_CODE)
    names = [c.key for r in roles if (c := template.role(r)) and c.key in rows]
    headings = {int(n) for n in rows.index[blank & _under_letters(cleaned)]}
    told = [
        Problem(
            code=Code.BLANK_ROW,
            severity=Severity.NOTE if int(number) in headings else Severity.WARN,
            row=int(number),
            given=next((t for t in row if isinstance(t, str)), ""),
        )
        for number, *row in rows.loc[blank, names].itertuples()
    ]
    return replace(cleaned, rows=rows[~blank]), told


def _under_letters(cleaned: Cleaned) -> pd.Series:
    """Rows numbered I, II or A, B: headings of parts, beside rows numbered 1, 2."""
    column = cleaned.reading.template.role(Role.ORDINAL)
    if column is None or column.key not in cleaned.rows:
        return pd.Series(False, index=cleaned.rows.index)
    marks = cleaned.rows[column.key].fillna("").astype(str).str.strip(" .)")
    return marks.str.fullmatch(r"[IVX]{1,5}|[A-H]")


Numbered = list[tuple[int, Sequence[Raw]]]


def _split(reading: Recognised) -> tuple[Numbered, Numbered, dict[int, str]]:
    """Data rows and total rows, each with its row number; and the communes named as headings."""
    body: Numbered = []
    totals: Numbered = []
    sections: dict[int, str] = {}
    names = [reading.positions[k] for k in _identifying(reading)]
    mapped = sorted(reading.positions.values())
    figures = [(reading.positions[c.key], c.kind) for c in _figure_columns(reading)]
    days = {place for place, kind in figures if kind is Kind.DATE}
    lines = list(_filled_rows(reading))
    last = max((n for n, row in lines if _is_report(row, names, figures)), default=0)
    for number, row in lines:
        if not any(not _is_blank(_at(row, p)) for p in mapped):
            if number > last and _starts_signature(row, days):
                break
            continue
        if not body and _is_numbering(row, mapped):
            continue
        if _is_total_row(reading, row, names):
            totals.append((number, row))
            continue
        if _is_heading_again(reading, row):
            continue
        if commune := _section(reading, row):
            sections[number] = commune
            totals.append((number, row))
            continue
        if _starts_signature(row, days) and not _is_report(row, names, figures):
            if number > last:
                break
            if not _is_named(row, names):
                continue
        if number > last and body and not _is_named(row, names) and not _counts(row, figures):
            continue
        body.append((number, row))
    return body, totals, sections


def _is_report(row: Sequence[Raw], names: list[int], figures: list[tuple[int, Kind]]) -> bool:
    """Whether a row names a place and gives a figure: no signature above it ends the data."""
    return _is_named(row, names) and any(_has_figure(_at(row, p), kind) for p, kind in figures)


def _counts(row: Sequence[Raw], figures: list[tuple[int, Kind]]) -> bool:
    """Whether a row holds a number: below the last report, one without is a note."""
    return any(_has_figure(_at(row, p), kind) for p, kind in figures if kind in _NUMERIC)


def _is_named(row: Sequence[Raw], names: list[int]) -> bool:
    cells = [_at(row, p) for p in names]
    return any(
        not _is_blank(c) and not _is_total(c) and not (isinstance(c, str) and _says_signature(c))
        for c in cells
    )


def _is_blank(cell: Raw) -> bool:
    return cell is None or (isinstance(cell, str) and (not cell or not fold(cell)))


def _filled_rows(reading: Recognised) -> Iterator[tuple[int, Sequence[Raw]]]:
    """Rows below the header; a cell merged over several rows counts for each of them."""
    rows = reading.sheet.rows
    fills: dict[int, dict[int, Raw]] = {}
    places = {reading.positions[k] for k in _identifying(reading)}
    for first_row, first, last_row, last in reading.sheet.merges:
        if first_row >= reading.header_row and first == last and first in places:
            for index in range(first_row + 1, last_row + 1):
                fills.setdefault(index, {})[first] = _at(rows[first_row], first)
    for index in range(reading.header_row, len(rows)):
        row = rows[index]
        if index in fills:
            row = list(row)
            for column, value in fills[index].items():
                row += [None] * (column + 1 - len(row))
                row[column] = value
        yield index + 1, row


def _identifying(reading: Recognised) -> list[str]:
    roles = {Role.COMMUNE_NAME, Role.COMMUNE_CODE, Role.UNIT_NAME, Role.UNIT_CODE}
    return [
        c.key for c in reading.template.columns if c.role in roles and c.key in reading.positions
    ]


def _figure_columns(reading: Recognised) -> list[Column]:
    """The columns whose cells show that a row reports something; text may be a signature."""
    kinds = {*_NUMERIC, Kind.YES_NO, Kind.DATE}
    return [c for c in reading.template.values if c.kind in kinds and c.key in reading.positions]


def _at(row: Sequence[Raw], position: int) -> Raw:
    return row[position] if position < len(row) else None


def _is_total_row(reading: Recognised, row: Sequence[Raw], names: list[int]) -> bool:
    """A total says so where the names stand, or before them where no name stands."""
    filled = [c for p in names if not _is_blank(c := _at(row, p))]
    if not filled:
        return any(_is_total(_at(row, p)) for p in range(names[0] if names else 0))
    districts = reading.template.level is Level.COMMUNE and len(filled) == 1
    return any(_is_total(c) for c in filled) or (districts and _says_district(filled[0]))


_COMMUNE = re.compile(r"(xã|phường)\s.+")


def _section(reading: Recognised, row: Sequence[Raw]) -> str:
    """ "II. Xã Mường La" above its villages, in a sheet that has no column for communes."""
    name = reading.template.role(Role.UNIT_NAME)
    place = reading.positions.get(name.key) if name else None
    roles = (Role.COMMUNE_NAME, Role.COMMUNE_CODE)
    named = any(c.role in roles for c in _found_columns(reading))
    if reading.template.level is not Level.VILLAGE or named or place is None:
        return ""
    cell = _at(row, place)
    return cell if isinstance(cell, str) and _COMMUNE.fullmatch(plain_name(cell)) else ""


def _says_district(cell: Raw) -> bool:
    return isinstance(cell, str) and bool(_DISTRICT.fullmatch(plain_name(cell)))


def _is_heading_again(reading: Recognised, row: Sequence[Raw]) -> bool:
    """The header printed once more at the top of the next page."""
    columns = [(c, _at(row, reading.positions[c.key])) for c in _found_columns(reading)]
    texts = [(c, cell) for c, cell in columns if not _is_blank(cell)]
    again = sum(isinstance(cell, str) and heading(cell) in c.headings for c, cell in texts)
    return again >= 3 and again * 2 > len(texts)


def _found_columns(reading: Recognised) -> list[Column]:
    return [c for c in reading.template.columns if c.key in reading.positions]


def _is_total(cell: Raw) -> bool:
    return isinstance(cell, str) and _says_total(cell)


# Cells repeat all over a sheet; each text is judged once.
@lru_cache(maxsize=20_000)
def _says_total(text: str) -> bool:
    return bool(_TOTAL.fullmatch(fold(text)))


def _starts_signature(row: Sequence[Raw], days: Collection[int]) -> bool:
    """ "Ngày 16 tháng 8 năm 2026" begins a signature, but not in a column of days."""
    return any(
        isinstance(c, str)
        and _says_signature(c)
        and not (place in days and isinstance(clean_date(c), str))
        for place, c in enumerate(row)
    )


@lru_cache(maxsize=20_000)
def _says_signature(text: str) -> bool:
    return bool(_SIGNATURE.match(fold(text)))


def _is_numbering(row: Sequence[Raw], mapped: list[int]) -> bool:
    """The line "(1) (2) (3)" or "A B 1 2" that some forms have under the header.

    Its numbers follow one another: a village called "5" with few people is data.
    """
    if len(mapped) < 3 or any(_is_blank(_at(row, p)) for p in mapped):
        return False
    matches = [_NUMBERING.fullmatch(fold(shown(c))) for c in row if not _is_blank(c)]
    marks = [m.group(1) for m in matches if m]
    return len(marks) == len(matches) and all(map(_follows, marks, marks[1:]))


def _follows(mark: str, after: str) -> bool:
    if mark.isdigit() and after.isdigit():
        return int(after) == int(mark) + 1
    return after == "1" or (after.isalpha() and ord(after) == ord(mark[0]) + 1)


def _has_figure(cell: Raw, kind: Kind) -> bool:
    if kind in _NUMERIC:
        return isinstance(cell, int | float) or (
            isinstance(cell, str) and bool(_FIGURE.match(cell))
        )
    value = CLEANERS[kind](cell)
    return value is not None and not isinstance(value, Fault)


def _in_sections(
    reading: Recognised, rows: pd.DataFrame, sections: Mapping[int, str]
) -> pd.DataFrame:
    """The rows with the commune of the heading that they stand under."""
    column = reading.template.role(Role.COMMUNE_NAME)
    if not sections or column is None:
        return rows
    starts = sorted(sections)
    above = [bisect(starts, int(number)) for number in rows.index]
    return rows.assign(**{column.key: [sections[starts[at - 1]] if at else None for at in above]})


def _cells(reading: Recognised, rows: Numbered, kinds: Collection[Kind]) -> set[Raw]:
    """The different cells of all columns of these kinds."""
    columns = [c for c in reading.template.columns if c.kind in kinds]
    places = [reading.positions[c.key] for c in columns if c.key in reading.positions]
    return {_at(row, place) for place in places for _, row in rows}


def _typed(
    reading: Recognised,
    rows: Numbered,
    doubts: Doubts,
    problems: list[Problem],
    unread: set[tuple[int, str]],
) -> pd.DataFrame:
    index = pd.Index([number for number, _ in rows], dtype="int64", name="row")
    columns = {
        column.key: _typed_column(reading, column, rows, doubts, problems, unread).set_axis(index)
        for column in reading.template.columns
        if column.key in reading.positions
    }
    return pd.DataFrame(columns, index=index)


def _typed_column(
    reading: Recognised,
    column: Column,
    rows: Numbered,
    doubts: Doubts,
    problems: list[Problem],
    unread: set[tuple[int, str]],
) -> pd.Series[object]:
    """One column typed. Equal cells are cleaned once: a column has few distinct values."""
    position = reading.positions[column.key]
    known: dict[tuple[type, Raw], Value | Fault] = {}
    values: list[Value] = []
    for number, row in rows:
        raw = row[position] if position < len(row) else None
        key = (type(raw), raw)
        result = known.get(key, _UNSEEN)
        if result is _UNSEEN:
            result = known[key] = _allowed(column, doubts.read(column, raw))
        if isinstance(result, Fault):
            unread.add((number, column.key))
            if not doubts.ask(column, number, shown(raw), result):
                problems.append(_fault(reading, column, number, raw, result))
            result = None
        values.append(result)
    return pd.Series(values, dtype=_DTYPES.get(column.kind, "object"))


_UNSEEN = Fault(Code.NO_ROWS)
_DTYPES = {Kind.COUNT: "Int64", Kind.YES_NO: "Int64", Kind.DECIMAL: "Float64"}


def _allowed(column: Column, value: Value | Fault) -> Value | Fault:
    """A choice in the template's own spelling, or a fault that names the choices."""
    if column.kind is not Kind.CHOICE or not isinstance(value, str):
        return value
    spelled = {fold(choice): choice for choice in column.choices}
    return spelled.get(fold(value), Fault(Code.NOT_A_CHOICE, ", ".join(column.choices)))


def _fault(reading: Recognised, column: Column, row: int, raw: Raw, fault: Fault) -> Problem:
    return Problem(
        code=fault.code,
        severity=Severity.ERROR,
        row=row,
        column=reading.letters(column.key),
        header=column.header,
        given=shown(raw),
        values={"choices": fault.suggestion} if fault.suggestion else {},
    )


def shown(raw: Raw) -> str:
    """A cell as a person would recognise it in a message."""
    if isinstance(raw, date):
        return raw.strftime("%d/%m/%Y")
    text = str(int(raw) if isinstance(raw, float) and raw.is_integer() else raw)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
