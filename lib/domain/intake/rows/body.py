"""Which rows of a sheet are data, which are totals, headings, notes, signatures."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise

import numpy as np

from lib.domain.intake.around.lines import Lines, tells_figures
from lib.domain.intake.around.parts import Part, parts_of
from lib.domain.intake.cells.cells import CLEANERS, LONGEST_NAME, Raw, clean_date, shown
from lib.domain.intake.cells.recognise import Recognised
from lib.domain.intake.cells.worksheet import Coded, is_written
from lib.domain.intake.period_words.named import named_in, says_another
from lib.domain.patience import go_on
from lib.domain.periods import Cadence
from lib.domain.places.names import plain_name
from lib.domain.templates import Column, Level, Role, heading
from lib.domain.templates.kinds import Kind
from lib.text import fold, kept_for_short

_TOTAL = re.compile(
    r"(tổng cộng|tổng số|tổng|cộng|toàn tỉnh|toàn xã|cộng tổng)"
    r"(\s(toàn|các|của)?\s?(xã|phường|huyện|tỉnh|khu vực|cụm|vùng)\b.*)?[\s:.]*(\(.*\))?"
    r"|tổng cộng\b.*|(tổng|cộng|tổng số)\s*[:(].*"
)
_DISTRICT = re.compile(r"(huyện|thị xã|thành phố|tp\.|tx\.)\s.+")
"""A former district among communes is a heading or a subtotal of its communes."""
_COMMUNE = re.compile(r"(xã|phường)\s.+")
_SIGNATURE = re.compile(
    r"(người lập|thủ trưởng|chủ tịch|phó chủ tịch|nơi nhận|ký tên|\(ký|t/m|tm\.|kt\.|xác nhận"
    r"|(\(?\*++\)?\s*)?(ghi chú|lưu ý|nguồn)\b|\(\*++\)"
    # "Sơn La, ngày … tháng … năm …": looked for near the start, each word where it first comes.
    r"|(?:.{0,300},\s?)?ngày\s(?:(?!tháng\s).){0,80}+tháng\s(?:(?!năm).){0,80}+năm)"
)
_NUMBERING = re.compile(r"\(?(\d{1,2}|[a-i])\)?(?:\s*=.*)?")
_FIGURE = re.compile(r"\s*+[+-]?\d[\d\s.,]*+(?:%\s*+)?\*?$")
_NUMERIC = {Kind.COUNT, Kind.DECIMAL}
_BEGINNING = 1000
_NUMBERING_WITHIN = 3
"""The line "(1) (2) (3)" is looked for among so many of the first rows."""


_heading = kept_for_short(20_000)(heading)


class Columns:
    """The columns of a sheet; a name merged over several rows counts for each of them."""

    def __init__(self, reading: Recognised) -> None:
        self._sheet = reading.sheet
        self._known: dict[int, Coded] = {}
        places = {reading.positions[k] for k in _merged_over_rows(reading)}
        self._merges = [
            merge
            for merge in reading.sheet.merges
            if merge[0] >= reading.header_row and merge[1] == merge[3] and merge[1] in places
        ]

    def __getitem__(self, position: int) -> Coded:
        if position not in self._known:
            self._known[position] = self._filled(position, self._sheet.column(position))
        return self._known[position]

    def _filled(self, position: int, column: Coded) -> Coded:
        merges = [m for m in self._merges if m[1] == position]
        if not merges:
            return column
        codes = column.codes.copy()
        for first, _, last, _ in merges:
            codes[first + 1 : last + 1] = codes[first]
        return Coded(codes, column.cells, numbers=column.numbers)

    @cached_property
    def _merged(self) -> dict[int, list[int]]:
        """By row the columns in which a merged cell goes on from above."""
        merged: dict[int, list[int]] = {}
        for first, place, last, _ in self._merges:
            for index in range(first + 1, min(last + 1, len(self._sheet.rows))):
                merged.setdefault(index, []).append(place)
        return merged

    def row(self, index: int) -> Sequence[Raw]:
        """The cells of a row, counted from 0, with the merged names filled in."""
        row = self._sheet.rows[index]
        inside = self._merged.get(index)
        if not inside:
            return row
        row = [*row, *[None] * (max(inside) + 1 - len(row))]
        for place in inside:
            column = self[place]
            row[place] = column.cells[column.codes[index]]
        return row


@dataclass(frozen=True)
class Body:
    """Rows counted from 0: data, and the file's own totals; headings that name a commune."""

    rows: np.ndarray
    totals: np.ndarray
    sections: dict[int, str]
    """By the row number that Excel shows."""
    blocks: tuple[tuple[int, str], ...] = ()
    """So too: lines between the rows that name a period, with their words."""
    parts: tuple[Part, ...] = ()
    """Rows below a line that may be no result of the period."""
    in_one_cell: tuple[tuple[int, str], ...] = ()
    """So too: reports that fill a cell or two, not their columns."""
    notes: tuple[tuple[int, str], ...] = ()
    """So too: lines below the last report that tell figures in a sentence."""


def body_of(reading: Recognised, columns: Columns) -> Body:
    """Sets apart what is no data. Plain rows are told at a glance, the odd ones looked at."""
    look = _Look(reading, columns)
    plain = look.plain_rows()
    odd = [int(at) + look.start for at in np.flatnonzero((look.written & ~plain)[look.start :])]
    squeezed = dict(_in_one_cell(look, odd))
    odd = [at for at in odd if at not in squeezed]
    titles = {at: text for at in odd if (text := period_title(look, at))}
    lines = [(at + 1, text) for at in odd if (text := line_of_words(look, at))]
    parts = parts_of(lines, {at + 1 for at in titles}, len(reading.sheet.rows))
    apart = {*titles, *(part.row - 1 for part in parts)}
    notes: list[int] = []
    body, totals, sections = _odd_rows(look, [at for at in odd if at not in apart], notes)
    rows = np.sort(np.concatenate([np.flatnonzero(plain), np.array(body, dtype=np.int64)]))
    blocks = tuple((at + 1, text) for at, text in titles.items())
    return Body(
        rows.astype(np.int64),
        np.array(totals, dtype=np.int64),
        sections,
        blocks,
        tuple(parts),
        in_one_cell=tuple((at + 1, text) for at, text in squeezed.items()),
        notes=tuple((at + 1, t) for at in notes if (t := tells_figures(look.columns.row(at)))),
    )


def _in_one_cell(look: _Look, odd: Iterable[int]) -> Iterator[tuple[int, str]]:
    lines = Lines(look.reading)
    for at in odd:
        if not look.reports[at] and (text := lines.in_one_cell(look.columns.row(at))):
            yield at, text


class _Look:
    """What decides about the rows of one sheet."""

    def __init__(self, reading: Recognised, columns: Columns) -> None:
        self.reading = reading
        self.columns = columns
        self.start = reading.header_row
        self.names = [reading.positions[k] for k in identifying(reading)]
        self.mapped = sorted(reading.positions.values())
        self.figures = [(reading.positions[c.key], c.kind) for c in _figure_columns(reading)]
        self._headings = {h for c in reading.template.columns for h in c.headings}
        self.remarks = {reading.positions[c.key] for c in _found_columns(reading) if _is_remark(c)}
        self.period = next(
            (reading.positions[c.key] for c in _found_columns(reading) if c.role is Role.PERIOD), -1
        )
        self.days = {place for place, kind in self.figures if kind is Kind.DATE}
        self.reports = self._any(self.names, _is_name) & self._with_figures()
        self.written = reading.sheet.filled() | self._named()
        self.last = int(np.flatnonzero(self.reports).max(initial=-1))

    def _any(self, places: Collection[int], judge: Callable[[Raw], bool]) -> np.ndarray:
        found = np.zeros(len(self.reading.sheet.rows), dtype=bool)
        for place in places:
            found |= self.columns[place].where(judge)
        found[: self.start] = False
        return found

    def _named(self) -> np.ndarray:
        """Rows with a name, also one that is merged over them."""
        found = np.zeros(len(self.reading.sheet.rows), dtype=bool)
        for place in self.names:
            found |= self.columns[place].filled
        found[: self.start] = False
        return found

    def _with_figures(self) -> np.ndarray:
        found = np.zeros(len(self.reading.sheet.rows), dtype=bool)
        for place, kind in self.figures:
            if not found[self.start :].all():
                found |= self.columns[place].where(partial(_has_figure, kind=kind))
        return found

    def plain_rows(self) -> np.ndarray:
        """Reports whose names are no totals, headings or sections; the first are looked at."""
        place = _section_place(self.reading)
        sections = self._any([] if place is None else [place], _says_commune)
        plain: np.ndarray = self.reports & ~self._any(self.names, self._is_special) & ~sections
        plain[np.flatnonzero(plain)[:_NUMBERING_WITHIN]] = False
        return plain

    def _is_special(self, cell: Raw) -> bool:
        if not isinstance(cell, str):
            return False
        return _says(cell, self._headings) or _is_total(cell) or _says_district(cell)


def _odd_rows(
    look: _Look, odd: Collection[int], notes: list[int]
) -> tuple[list[int], list[int], dict[int, str]]:
    """Data rows and total rows among these, and the communes named as headings.

    Lines below the last report that are none of these go into ``notes``.
    """
    body: list[int] = []
    totals: list[int] = []
    sections: dict[int, str] = {}
    reading, names = look.reading, look.names
    for index in odd:
        go_on()
        row, after = look.columns.row(index), index > look.last
        if all(_is_blank(_at(row, p)) for p in look.mapped):
            if after and _starts_signature(row, look.days):
                break
            notes += [index] * after
            continue
        if (not body and _is_numbering(row, look.mapped)) or _is_heading_again(reading, row):
            continue
        commune = _section(reading, row)
        if commune or _is_total_row(reading, row, names):
            totals.append(index)
            sections |= {index + 1: commune} if commune else {}
            continue
        if not look.reports[index] and _starts_signature(row, look.days):
            if after:
                break
            if not _is_named(row, names):
                continue
        if after and not _is_named(row, names) and not _counts(row, look.figures):
            notes.append(index)
            continue
        body.append(index)
    return body, totals, sections


_MOST_CELLS = 3
"""A line that is a title has hardly more."""


def period_title(look: _Look, index: int) -> str:
    """The words of a line above further rows that name their period; "" where it is none."""
    go_on()
    cadence = look.reading.template.cadence
    if index > look.last or look.reports[index] or cadence not in _TITLED:
        return ""
    row = look.columns.row(index)
    cells = {place: cell for place, cell in enumerate(row) if is_written(cell)}
    if len(cells) > _MOST_CELLS or not all(isinstance(c, str) for c in cells.values()):
        return ""
    if _starts_signature(row, look.days) or any(map(_is_total, cells.values())):
        return ""
    naming = [place for place, cell in cells.items() if _names_period(str(cell), cadence)]
    others = {place for place in cells if place not in naming}
    if not naming or others & {*look.names} or {*naming} & look.remarks:
        return ""
    if look.period in naming and others:
        return ""
    return " · ".join(" ".join(str(cells[place]).split()) for place in naming)


_LONGEST_LINE = 150
_NO_LINE = re.compile(r"[*+-]")
_OUTLINE = re.compile(r"[ivx]{1,5}|[a-h]")


def line_of_words(look: _Look, index: int) -> str:
    """The words of a line above further rows that holds nothing else; "" where it is none."""
    if index > look.last or look.reports[index]:
        return ""
    row = look.columns.row(index)
    cells = {place: cell for place, cell in enumerate(row) if is_written(cell)}
    texts = [" ".join(c.split()) for c in cells.values() if isinstance(c, str)]
    whole = " ".join(texts)
    if not len(texts) == len(cells) <= _MOST_CELLS or len(whole) > _LONGEST_LINE:
        return ""
    if _starts_signature(row, look.days) or any(map(_says_total, texts)) or _NO_LINE.match(whole):
        return ""
    marked = len(texts) > 1 and bool(_OUTLINE.fullmatch(fold(texts[0]).strip(".) ")))
    if look.remarks & {*cells} or ({*cells} & {*look.names} and len(texts) > 1 + marked):
        return ""
    return ". ".join((texts[0].strip(".) "), " ".join(texts[1:]))) if marked else whole


_TITLED = (Cadence.MONTHLY, Cadence.QUARTERLY)


def _names_period(text: str, cadence: Cadence) -> bool:
    named = named_in(text[:_BEGINNING]).of(cadence)
    return not named.says_nothing or (len(text) <= LONGEST_NAME and says_another(text))


def _counts(row: Sequence[Raw], figures: list[tuple[int, Kind]]) -> bool:
    """Whether a row holds a number: below the last report, one without is a note."""
    return any(_has_figure(_at(row, p), kind) for p, kind in figures if kind in _NUMERIC)


def _is_named(row: Sequence[Raw], names: list[int]) -> bool:
    return any(_is_name(_at(row, p)) for p in names)


def _is_name(cell: Raw) -> bool:
    if isinstance(cell, str):
        return not _is_blank(cell) and not _says_total(cell) and not _says_signature(cell)
    return cell is not None


def _is_blank(cell: Raw) -> bool:
    return cell is None or (isinstance(cell, str) and (not cell or not fold(cell[:_BEGINNING])))


def identifying(reading: Recognised) -> list[str]:
    """The keys of the columns that name a commune or a village, as far as the file has them."""
    roles = {Role.COMMUNE_NAME, Role.COMMUNE_CODE, Role.UNIT_NAME, Role.UNIT_CODE}
    return [
        c.key for c in reading.template.columns if c.role in roles and c.key in reading.positions
    ]


def _merged_over_rows(reading: Recognised) -> list[str]:
    """The columns whose cell may stand for several rows: names, codes, and a district."""
    district = reading.template.role(Role.DISTRICT)
    known = district is not None and district.key in reading.positions
    return [*identifying(reading), *([district.key] if district and known else [])]


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


def _section_place(reading: Recognised) -> int | None:
    """Where communes may be named as headings: among villages, if no column is for communes."""
    name = reading.template.role(Role.UNIT_NAME)
    roles = (Role.COMMUNE_NAME, Role.COMMUNE_CODE)
    named = any(c.role in roles for c in _found_columns(reading))
    if reading.template.level is not Level.VILLAGE or named or name is None:
        return None
    return reading.positions.get(name.key)


def _section(reading: Recognised, row: Sequence[Raw]) -> str:
    """ "II. Xã Mường La" above its villages."""
    place = _section_place(reading)
    cell = None if place is None else _at(row, place)
    return cell if isinstance(cell, str) and _says_commune(cell) else ""


def _says_commune(cell: Raw) -> bool:
    if not isinstance(cell, str) or len(cell) > LONGEST_NAME:
        return False
    return bool(_COMMUNE.fullmatch(plain_name(cell)))


def _says_district(cell: Raw) -> bool:
    return isinstance(cell, str) and _names_district(cell)


@kept_for_short(20_000)
def _names_district(text: str) -> bool:
    return len(text) <= LONGEST_NAME and bool(_DISTRICT.fullmatch(plain_name(text)))


def _is_heading_again(reading: Recognised, row: Sequence[Raw]) -> bool:
    """The header printed once more at the top of the next page."""
    columns = [(c, _at(row, reading.positions[c.key])) for c in _found_columns(reading)]
    texts = [(c, cell) for c, cell in columns if not _is_blank(cell)]
    again = sum(_says(cell, c.headings) for c, cell in texts)
    return again >= 3 and again * 2 > len(texts)


def _is_remark(column: Column) -> bool:
    return column.kind is Kind.TEXT and column.role is Role.VALUE


def _says(cell: Raw, headings: Collection[str]) -> bool:
    return isinstance(cell, str) and len(cell) <= LONGEST_NAME and _heading(cell) in headings


def _found_columns(reading: Recognised) -> list[Column]:
    return [c for c in reading.template.columns if c.key in reading.positions]


def _is_total(cell: Raw) -> bool:
    return isinstance(cell, str) and _says_total(cell)


# Cells repeat all over a sheet; each text is judged once.
@kept_for_short(20_000)
def _says_total(text: str) -> bool:
    return len(text) <= LONGEST_NAME and bool(_TOTAL.fullmatch(fold(text)))


def _starts_signature(row: Sequence[Raw], days: Collection[int]) -> bool:
    """ "Ngày 16 tháng 8 năm 2026" begins a signature, but not in a column of days."""
    return any(
        isinstance(c, str)
        and _says_signature(c)
        and not (place in days and isinstance(clean_date(c), str))
        for place, c in enumerate(row)
    )


@kept_for_short(20_000)
def _says_signature(text: str) -> bool:
    # A note may be long; what it is stands at its beginning.
    return bool(_SIGNATURE.match(fold(text[:_BEGINNING])))


def _is_numbering(row: Sequence[Raw], mapped: list[int]) -> bool:
    """The line "(1) (2) (3)" or "A B 1 2" that some forms have under the header.

    Its numbers follow one another: a village called "5" with few people is data.
    """
    if len(mapped) < 3 or any(_is_blank(_at(row, p)) for p in mapped):
        return False
    matches = [_NUMBERING.fullmatch(fold(shown(c))) for c in row if not _is_blank(c)]
    marks = [m.group(1) for m in matches if m]
    numbers = [int(mark) for mark in marks if mark.isdigit()]
    letters = [ord(mark) for mark in marks if not mark.isdigit()]
    followed = all(_follow_one_another(kind) for kind in (numbers, letters))
    return len(marks) == len(matches) and followed and (not letters or numbers[:1] in ([], [1]))


def _follow_one_another(marks: list[int]) -> bool:
    return all(after == mark + 1 for mark, after in pairwise(marks))


def _has_figure(cell: Raw, kind: Kind) -> bool:
    if isinstance(cell, str) and len(cell) > LONGEST_NAME:
        return False
    if kind in _NUMERIC:
        return isinstance(cell, int | float) or (
            isinstance(cell, str) and bool(_FIGURE.match(cell))
        )
    return isinstance(CLEANERS[kind](cell), int | float | str)
