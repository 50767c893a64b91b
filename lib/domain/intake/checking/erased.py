"""Figures in force that a file would erase by leaving them out: told with what they are."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lib.domain.intake.checking.compare import Changes
from lib.domain.intake.checking.differences import UNIT, Differences
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.periods import Cadence
from lib.domain.problems import Code, Problem, Severity, first_of
from lib.domain.templates import Column, Level, Template
from lib.domain.templates.kinds import Kind
from lib.text import say_date, say_number
from lib.text.formats import day_of

_MOST_NAMED = 5


def erased(cleaned: Cleaned, changes: Changes, earlier: pd.DataFrame) -> list[Problem]:
    """Blank cells, and missing columns, where a figure is in force for the same unit.

    Of a new year's register the year before counts too: its villages' figures are the
    denominators until it comes. A cell that holds what could not be read is no blank.
    """
    template = changes.template
    columns = list(template.values)
    before = [changes.differences]
    if template.level is Level.VILLAGE and template.cadence is Cadence.YEARLY and len(earlier):
        before.append(_beside_year_before(changes.differences, earlier))
    problems: list[Problem] = []
    for differences in before:
        missing = [c for c in columns if c.key not in differences.new]
        problems += first_of(
            _blanks(cleaned, differences, [c for c in columns if c not in missing])
        )
        problems += _missing(template, differences, missing)
    return problems


def _beside_year_before(differences: Differences, earlier: pd.DataFrame) -> Differences:
    last = earlier.drop_duplicates(UNIT[1:], keep="last").drop(columns="period")
    known = differences.new[UNIT].drop_duplicates().merge(last, on=UNIT[1:])
    return Differences(known, differences.new, differences.columns)


def _blanks(cleaned: Cleaned, differences: Differences, columns: list[Column]) -> Iterator[Problem]:
    for column in columns:
        for number, name, old in differences.erased(column.key):
            if (number, column.key) not in cleaned.unread:
                yield Problem(
                    code=Code.BLANK_ERASES,
                    severity=Severity.WARN,
                    row=number,
                    column=cleaned.reading.letters(column.key),
                    header=column.header,
                    values={"name": name, "old": _said(column, old)},
                )


def _missing(template: Template, differences: Differences, columns: list[Column]) -> list[Problem]:
    lost = {c.header: list(differences.erased(c.key)) for c in columns}
    lost = {header: cells for header, cells in lost.items() if cells}
    if not lost:
        return []
    header, cells = next(iter(lost.items()))
    _, name, old = cells[0]
    column = next(c for c in template.values if c.header == header)
    more = ", …" if len(lost) > _MOST_NAMED else ""
    return [
        Problem(
            code=Code.COLUMN_ERASES,
            severity=Severity.WARN,
            values={
                "headers": ", ".join(f"“{h}”" for h in [*lost][:_MOST_NAMED]) + more,
                "count": sum(map(len, lost.values())),
                "name": name,
                "old": _said(column, old),
            },
        )
    ]


def _said(column: Column, value: object) -> str:
    if column.kind is Kind.DATE:
        return say_date(day_of(str(value)))
    if isinstance(value, str):
        return value
    number = float(str(value))
    return say_number(number, digits=0 if number.is_integer() else 2)
