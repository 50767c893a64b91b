"""From the cells under a header to typed columns, with every fault named at its place."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

import numpy as np
import pandas as pd
from pandas.arrays import IntegerArray

from lib.domain.codes import plain_code
from lib.domain.intake.around.blocks import blocks_told, in_blocks
from lib.domain.intake.around.lines import lines_told
from lib.domain.intake.around.over import without_left_out
from lib.domain.intake.around.parts import Part, is_group, left_out
from lib.domain.intake.around.units import asked_units
from lib.domain.intake.cells.cells import (
    LONGEST_NAME,
    LONGEST_TEXT,
    NOT_CALCULATED,
    Fault,
    Raw,
    Value,
    shown,
)
from lib.domain.intake.cells.doubts import Doubts
from lib.domain.intake.cells.recognise import Recognised
from lib.domain.intake.rows.body import Body, Columns, body_of
from lib.domain.intake.rows.merged import shared_figures
from lib.domain.intake.rows.struck import without_struck
from lib.domain.intake.rows.unseen import unseen
from lib.domain.patience import go_on
from lib.domain.problems import (
    MOST_TOLD,
    Code,
    Problem,
    Severity,
    first_of,
    too_many,
)
from lib.domain.templates import Column, Level, Role
from lib.domain.templates.kinds import Kind
from lib.text import fold

_NUMERIC = {Kind.COUNT, Kind.DECIMAL}


@dataclass(frozen=True)
class Cleaned:
    """Typed rows of a file.

    ``rows`` has one column for each column of the template that the file holds, indexed by the
    row number Excel shows. Counts are ``Int64``, decimals ``Float64``, yes and no ``Int64``
    (1, 0), all else text with ``None`` where missing; names, codes and periods are categories.
    ``totals`` are the file's own total rows.
    """

    reading: Recognised
    rows: pd.DataFrame
    totals: pd.DataFrame
    problems: tuple[Problem, ...]
    blocks: tuple[tuple[int, str], ...] = ()
    """Lines between the rows that name a period: row and words; the rows below are of it."""
    parts: tuple[Part, ...] = ()
    """Rows below a line that may be no result of the period; some of them are left out."""
    unread: frozenset[tuple[int, str]] = frozenset()
    """Row and column key of the cells that hold something we could not read: not blank."""

    @property
    def faulty_all_over(self) -> bool:
        """Whether so many cells could not be read that nothing more is looked at."""
        return len(self.unread) > MOST_TOLD


def clean(reading: Recognised, answers: Mapping[str, str] | None = None) -> Cleaned:
    """Types every cell; blank rows, numbering, totals and signatures are set apart."""
    reading, missing = without_left_out(reading, answers or {})
    columns = Columns(reading)
    body = _taken_parts(body_of(reading, columns), answers or {})
    doubts = Doubts(answers or {}, since_1904=reading.sheet.since_1904)
    typist = _Typist(reading, columns, doubts)
    struck = without_struck(reading, columns, body.rows, answers or {})
    doubts.look_at(
        chain(*typist.different_cells(struck.rows, _NUMERIC).values()),
        typist.different_cells(struck.rows, {Kind.DATE}),
    )
    typed = typist.typed(struck.rows)
    shared = [*islice(shared_figures(reading, columns, struck.rows), MOST_TOLD + 1)]
    unsure = {(each.row, each.column.key) for each in shared}
    typist.unread |= unsure | (struck.cells if struck.problems else set())
    rows = _in_sections(reading, _blanked(typed, unsure | struck.cells), body.sections)
    rows = in_blocks(reading, rows, body.blocks)
    problems = [
        *missing,
        *asked_units(reading, answers or {}),
        *typist.problems,
        *struck.problems,
        *first_of(each.problem(reading) for each in shared),
        *blocks_told(reading, rows, body.blocks),
        *first_of(lines_told(body.in_one_cell, body.notes)),
        *unseen(reading, rows),
        *doubts.questions({c: reading.letters(c) for c in reading.positions}),
    ]
    if len(typist.unread) > MOST_TOLD:
        problems.append(too_many())
    if not len(rows) and not any(part.aside for part in body.parts):
        problems.append(Problem(code=Code.NO_ROWS, severity=Severity.ERROR, row=reading.header_row))
    return Cleaned(
        reading=reading,
        rows=rows,
        totals=_Typist(reading, columns, doubts).typed(body.totals),
        problems=tuple(problems),
        blocks=body.blocks,
        parts=body.parts,
        unread=frozenset(typist.unread),
    )


def _taken_parts(body: Body, answers: Mapping[str, str]) -> Body:
    """The body without the rows below lines that are no results, as far as they are left out."""
    if not body.parts:
        return body
    rows = body.rows[left_out(body.parts, body.rows + 1, answers)]
    totals = body.totals[left_out(body.parts, body.totals + 1, answers)]
    return replace(body, rows=rows, totals=totals)


def _blanked(rows: pd.DataFrame, cells: Collection[tuple[int, str]]) -> pd.DataFrame:
    """The rows with these cells left blank; a new table only where there are any."""
    rows = rows.copy() if cells else rows
    for key in {key for _, key in cells}:
        rows.loc[[row for row, other in cells if other == key], key] = None
    return rows


def without_blank_rows(cleaned: Cleaned) -> tuple[Cleaned, list[Problem]]:
    """Rows in which every figure is blank are no report: set apart and told, never stored.

    A row with a cell that cannot be read is not blank.
    """
    template, rows = cleaned.reading.template, cleaned.rows
    if cleaned.faulty_all_over:
        return cleaned, []
    numbers = [c.key for c in template.numbers if c.key in rows]
    texts = [c.key for c in template.values if c.key in rows]
    faulty = {row for row, _ in cleaned.unread}
    blank = pd.Series(~rows.index.isin(faulty), index=rows.index)
    for key in numbers or texts:
        blank &= rows[key].isna()
        if not blank.any():
            return cleaned, []
    roles = (Role.UNIT_NAME, Role.COMMUNE_NAME, Role.UNIT_CODE, Role.COMMUNE_CODE)
    names = [c.key for r in roles if (c := template.role(r)) and c.key in rows]
    headings = {int(n) for n in rows.index[blank & _under_letters(cleaned)]}
    told = (
        _blank_row(cleaned, int(number), next((t for t in row if isinstance(t, str)), ""), headings)
        for number, *row in rows.loc[blank, names].itertuples()
    )
    return replace(cleaned, rows=rows[~blank]), first_of(told)


def _blank_row(cleaned: Cleaned, number: int, name: str, headings: Collection[int]) -> Problem:
    """A row without figures by its name, or a line of words by what it says."""
    said = name or _words_of(cleaned, number)
    if not name and is_group(said):
        return Problem(code=Code.GROUP_LINE, severity=Severity.NOTE, row=number, given=said)
    severity = Severity.NOTE if number in headings else Severity.WARN
    return Problem(code=Code.BLANK_ROW, severity=severity, row=number, given=said)


def _words_of(cleaned: Cleaned, number: int) -> str:
    """What a row of words says, where it names nothing."""
    cells = cleaned.reading.sheet.rows[number - 1]
    return shown(" ".join(" ".join(c.split()) for c in cells if isinstance(c, str) and c.strip()))


def _under_letters(cleaned: Cleaned) -> pd.Series:
    """Rows numbered I, II or A, B: headings of parts, beside rows numbered 1, 2."""
    column = cleaned.reading.template.role(Role.ORDINAL)
    if column is None or column.key not in cleaned.rows:
        return pd.Series(False, index=cleaned.rows.index)
    marks = cleaned.rows[column.key].fillna("").astype(str).str.strip(" .)")
    return marks.str.fullmatch(r"[IVX]{1,5}|[A-H]")


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


class _Typist:
    """Types the columns of a sheet, noting every cell that cannot be what its column holds."""

    def __init__(self, reading: Recognised, columns: Columns, doubts: Doubts) -> None:
        self.problems: list[Problem] = []
        self.unread: set[tuple[int, str]] = set()
        self._reading = reading
        self._columns = columns
        self._doubts = doubts
        self._found = [c for c in reading.template.columns if c.key in reading.positions]

    def different_cells(self, rows: np.ndarray, kinds: Collection[Kind]) -> dict[str, list[Raw]]:
        """The different cells of each column of these kinds, by its key."""
        wanted = [c.key for c in self._found if c.kind in kinds]
        columns = {key: self._columns[self._reading.positions[key]] for key in wanted}
        return {
            key: [c.cells[at] for at in c.used(rows, beyond=c.numbers)]
            for key, c in columns.items()
        }

    def typed(self, rows: np.ndarray) -> pd.DataFrame:
        """These rows, counted from 0, under Excel's numbers."""
        index = pd.Index(rows + 1, dtype="int64", name="row")
        columns = {c.key: self._typed(c, rows).set_axis(index) for c in self._found}
        return pd.DataFrame(columns, index=index, copy=False)

    def _typed(self, column: Column, rows: np.ndarray) -> pd.Series:
        """One column. Equal cells are cleaned once: a column has few different ones."""
        coded = self._columns[self._reading.positions[column.key]]
        if not len(rows):
            return _taken([], rows, column)
        if column.kind is Kind.ORDINAL:  # every row has another; none is ever wrong
            if coded.numbers and not coded.used(rows, beyond=coded.numbers):
                return pd.Series(coded.at(rows))
            return _taken(coded.cells, coded.at(rows), column)
        codes = coded.at(rows)
        plain = coded.numbers if column.kind is Kind.COUNT else 0
        if codes.max() < plain:
            figures = codes.astype(np.int64)
            return pd.Series(IntegerArray(figures, np.zeros(len(rows), dtype=bool)), copy=False)
        values: list[Value] = [*range(plain), *[None] * (len(coded.cells) - plain)]
        faults: dict[int, Fault] = {}
        for at in coded.used(rows, beyond=plain):
            go_on()
            result = self._read(column, coded.cells[at])
            if isinstance(result, Fault):
                faults[at] = result
            else:
                values[at] = result
        if faults:
            left = MOST_TOLD + 1 - len(self.unread)
            for place in np.flatnonzero(np.isin(codes, list(faults)))[:left]:
                at = int(codes[place])
                self._tell(column, int(rows[place]) + 1, coded.cells[at], faults[at])
        return _taken(values, codes, column)

    def _read(self, column: Column, raw: Raw) -> Value | Fault:
        """The cell's value, or why there is none; a cell far too long is not looked into."""
        most = _longest(self._reading.template.level, column)
        if isinstance(raw, str) and len(raw) > most:
            raw = " ".join(raw.split())
            if len(raw) > most:
                return Fault(Code.TEXT_TOO_LONG, most=most)
        if raw == NOT_CALCULATED:
            return Fault(Code.NOT_CALCULATED)
        return _allowed(column, self._doubts.read(column, raw))

    def _tell(self, column: Column, row: int, raw: Raw, fault: Fault) -> None:
        self.unread.add((row, column.key))
        if not self._doubts.ask(column, row, shown(raw), fault):
            self.problems.append(_fault(self._reading, column, row, raw, fault))


def _longest(level: Level, column: Column) -> int:
    """How many signs a cell may have: remarks many, and the one cell that lists many communes."""
    lists_communes = level is Level.TEAM and column.role is Role.COMMUNE_CODE
    remark = column.kind is Kind.TEXT and column.role is Role.VALUE
    return LONGEST_TEXT if remark or lists_communes else LONGEST_NAME


def _taken(cells: Sequence[Raw], codes: np.ndarray, column: Column) -> pd.Series:
    """For every row its cell: names and codes as categories, other texts as plain objects."""
    if column.kind in _DTYPES:
        return pd.Series(pd.array(cells, dtype=_DTYPES[column.kind])[codes], copy=False)
    if column.role not in (Role.VALUE, Role.ORDINAL):
        places, names = pd.factorize(np.array(cells, dtype=object))
        return pd.Series(pd.Categorical.from_codes(places[codes], names), copy=False)
    different = np.empty(len(cells), dtype=object)
    different[:] = cells
    return pd.Series(different[codes], dtype=object, copy=False)


_DTYPES = {Kind.COUNT: "Int64", Kind.YES_NO: "Int64", Kind.DECIMAL: "Float64"}


def _allowed(column: Column, value: Value | Fault) -> Value | Fault:
    """A choice in the template's own spelling, or a fault; a document's number in plain signs."""
    if column.code and isinstance(value, str):
        return plain_code(value) or None
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
        values=({"choices": fault.suggestion} if fault.suggestion else {})
        | ({"most": fault.most} if fault.most else {}),
    )
