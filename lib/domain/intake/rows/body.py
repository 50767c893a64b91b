"""Which rows of a sheet are data, which are totals, headings, notes, signatures."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from lib.domain.intake.around.lines import Lines, tells_figures
from lib.domain.intake.around.parts import Part, parts_of
from lib.domain.intake.cells.cells import LONGEST_NAME
from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.cells.worksheet import is_written
from lib.domain.intake.period_words.named import named_in, says_another
from lib.domain.intake.rows.columns import (
    Columns,
    figure_columns,
    found_columns,
    identifying,
    is_remark,
    section_place,
)
from lib.domain.intake.rows.signs import (
    BEGINNING,
    cell_at,
    has_figure,
    holds_number,
    is_blank,
    is_name,
    is_named,
    is_numbering,
    is_total,
    says_commune,
    says_district,
    says_total,
    starts_signature,
)
from lib.domain.patience import go_on
from lib.domain.periods import Cadence
from lib.domain.templates import Level, Role, heading
from lib.domain.templates.kinds import Kind
from lib.text import fold

_NUMBERING_WITHIN = 3
"""The line "(1) (2) (3)" is looked for among so many of the first rows."""


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
        self.figures = [(reading.positions[c.key], c.kind) for c in figure_columns(reading)]
        self._headings = {h for c in reading.template.columns for h in c.headings}
        self.remarks = {reading.positions[c.key] for c in found_columns(reading) if is_remark(c)}
        self.period = next(
            (reading.positions[c.key] for c in found_columns(reading) if c.role is Role.PERIOD), -1
        )
        self.days = {place for place, kind in self.figures if kind is Kind.DATE}
        self.reports = self._any(self.names, is_name) & self._with_figures()
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
                found |= self.columns[place].where(partial(has_figure, kind=kind))
        return found

    def plain_rows(self) -> np.ndarray:
        """Reports whose names are no totals, headings or sections; the first are looked at."""
        place = section_place(self.reading)
        sections = self._any([] if place is None else [place], says_commune)
        plain: np.ndarray = self.reports & ~self._any(self.names, self._is_special) & ~sections
        plain[np.flatnonzero(plain)[:_NUMBERING_WITHIN]] = False
        return plain

    def _is_special(self, cell: Raw) -> bool:
        if not isinstance(cell, str):
            return False
        return _says(cell, self._headings) or is_total(cell) or says_district(cell)


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
        if all(is_blank(cell_at(row, p)) for p in look.mapped):
            if after and starts_signature(row, look.days):
                break
            notes += [index] * after
            continue
        if (not body and is_numbering(row, look.mapped)) or _is_heading_again(reading, row):
            continue
        commune = _section(reading, row)
        if commune or _is_total_row(reading, row, names):
            totals.append(index)
            sections |= {index + 1: commune} if commune else {}
            continue
        if not look.reports[index] and starts_signature(row, look.days):
            if after:
                break
            if not is_named(row, names):
                continue
        if after and not is_named(row, names) and not holds_number(row, look.figures):
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
    if starts_signature(row, look.days) or any(map(is_total, cells.values())):
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
    if starts_signature(row, look.days) or any(map(says_total, texts)) or _NO_LINE.match(whole):
        return ""
    marked = len(texts) > 1 and bool(_OUTLINE.fullmatch(fold(texts[0]).strip(".) ")))
    if look.remarks & {*cells} or ({*cells} & {*look.names} and len(texts) > 1 + marked):
        return ""
    return ". ".join((texts[0].strip(".) "), " ".join(texts[1:]))) if marked else whole


_TITLED = (Cadence.MONTHLY, Cadence.QUARTERLY)


def _names_period(text: str, cadence: Cadence) -> bool:
    named = named_in(text[:BEGINNING]).of(cadence)
    return not named.says_nothing or (len(text) <= LONGEST_NAME and says_another(text))


def _is_total_row(reading: Recognised, row: Sequence[Raw], names: list[int]) -> bool:
    """A total says so where the names stand, or before them where no name stands."""
    filled = [c for p in names if not is_blank(c := cell_at(row, p))]
    if not filled:
        return any(is_total(cell_at(row, p)) for p in range(names[0] if names else 0))
    districts = reading.template.level is Level.COMMUNE and len(filled) == 1
    return any(is_total(c) for c in filled) or (districts and says_district(filled[0]))


def _section(reading: Recognised, row: Sequence[Raw]) -> str:
    """ "II. Xã Mường La" above its villages."""
    place = section_place(reading)
    cell = None if place is None else cell_at(row, place)
    return cell if isinstance(cell, str) and says_commune(cell) else ""


def _is_heading_again(reading: Recognised, row: Sequence[Raw]) -> bool:
    """The header printed once more at the top of the next page."""
    columns = [(c, cell_at(row, reading.positions[c.key])) for c in found_columns(reading)]
    texts = [(c, cell) for c, cell in columns if not is_blank(cell)]
    again = sum(_says(cell, c.headings) for c, cell in texts)
    return again >= 3 and again * 2 > len(texts)


def _says(cell: Raw, headings: Collection[str]) -> bool:
    return isinstance(cell, str) and len(cell) <= LONGEST_NAME and heading(cell) in headings
