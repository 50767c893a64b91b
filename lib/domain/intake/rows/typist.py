"""From the cells of a column to values of its kind, with every fault named at its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import pandas as pd
from pandas.arrays import IntegerArray

from lib.domain.codes import plain_code
from lib.domain.intake.cells.as_said import Read, as_said
from lib.domain.intake.cells.cells import LONGEST_NAME, LONGEST_TEXT, NOT_CALCULATED
from lib.domain.intake.cells.doubts import Doubts
from lib.domain.intake.cells.raw import Fault, Raw, Value, shown
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.cells.two_days import two_days
from lib.domain.intake.cells.yearless_days import in_year
from lib.domain.intake.rows.columns import Columns
from lib.domain.patience import go_on
from lib.domain.problems import (
    MOST_TOLD,
    Code,
    Problem,
    Severity,
)
from lib.domain.templates import Column, Level, Role
from lib.domain.templates.kinds import Kind
from lib.text import fold, say_date


class Typist:
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
        ways: dict[str, list[int]] = {}
        for at in coded.used(rows, beyond=plain):
            go_on()
            raw, way = coded.cells[at], ""
            result = self._read(column, raw)
            if isinstance(result, Fault) and result.code in _NOT_PLAIN and isinstance(raw, str):
                result, way = self._as_said(column, raw, result)
            if isinstance(result, Fault):
                faults[at] = result
                continue
            values[at] = result
            if way:
                ways.setdefault(way, []).append(at)
        for alike in ways.values():
            places = np.flatnonzero(np.isin(codes, alike))
            first = int(codes[places[0]])
            self.problems.append(
                Problem(
                    code=Code.READ_AS,
                    severity=Severity.NOTE,
                    row=int(rows[places[0]]) + 1,
                    column=self._reading.letters(column.key),
                    header=column.header,
                    given=shown(coded.cells[first]),
                    values={"value": _told(column, values[first]), "count": len(places)},
                )
            )
        if faults:
            left = MOST_TOLD + 1 - len(self.unread)
            for place in np.flatnonzero(np.isin(codes, list(faults)))[:left]:
                at = int(codes[place])
                self._tell(column, int(rows[place]) + 1, coded.cells[at], fault=faults[at])
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

    def _as_said(self, column: Column, raw: str, fault: Fault) -> tuple[Value | Fault, str]:
        """What a cell comes to that is not plain, and the way in which it was understood."""
        if column.kind is Kind.DATE:
            if day := in_year(raw, column, self._reading):
                return day, "year"
            return two_days(raw, column, self._reading.template) or fault, ""
        said = as_said(raw, column, self._doubts.answers)
        if not isinstance(said, Read):
            return said or fault, ""
        return self._read(column, said.figure), said.way

    def _tell(self, column: Column, row: int, raw: Raw, *, fault: Fault) -> None:
        self.unread.add((row, column.key))
        if not self._doubts.ask(column, row, shown(raw), fault=fault):
            self.problems.append(_fault(self._reading, column, row, raw=raw, fault=fault))


def _told(column: Column, value: Value) -> str:
    """A value as a message shows it."""
    day = column.kind is Kind.DATE and isinstance(value, str)
    return say_date(date.fromisoformat(str(value))) if day else shown(value)


_NOT_PLAIN = frozenset({Code.NOT_A_COUNT, Code.NOT_A_NUMBER, Code.NOT_A_DATE})
"""Why a cell is looked at once more: there may be more in it than a figure or a day."""


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


def _fault(reading: Recognised, column: Column, row: int, *, raw: Raw, fault: Fault) -> Problem:
    return Problem(
        code=fault.code,
        severity=Severity.ERROR,
        row=row,
        column=reading.letters(column.key),
        header=column.header,
        given=shown(raw),
        values=dict(fault.values)
        | ({"choices": fault.suggestion} if fault.suggestion else {})
        | ({"most": fault.most} if fault.most else {}),
    )
