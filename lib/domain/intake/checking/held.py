"""What is in force for the same unit beside what a file brings: another day, ten times as much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from lib.domain.codes import same_code
from lib.domain.intake.checking.differences import UNIT
from lib.domain.intake.checking.unusual import aligned
from lib.domain.intake.resolving import Resolved
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.periods import Cadence
from lib.domain.problems import Code, Problem, Severity, first_of
from lib.domain.templates import Column, Level
from lib.domain.templates.kinds import NUMBERS, Kind
from lib.text import say_date, say_number
from lib.text.formats import day_of

_TIMES = 10
"""A digit too many or too few."""


def beside_held(
    cleaned: Cleaned,
    resolved: Resolved,
    current: pd.DataFrame,
    *,
    earlier: pd.DataFrame,
    least: float,
    told: Iterable[Problem],
) -> list[Problem]:
    """Settled days and texts that a row changes, and numbers of ten times or a tenth of the old.

    Old is what is in force for the row's unit and period, else in the period before. Nothing is
    said of cells of which ``told`` speaks.
    """
    rows, template = resolved.rows, resolved.template
    if rows.empty or (current.empty and earlier.empty):
        return []
    before = [_of_same_unit(rows, current)]
    if not earlier.empty:
        before.append(aligned(template, rows, earlier))
    problems: list[Problem] = []
    for column in (c for c in template.values if c.key in rows):
        old = _first_known(before, column.key)
        if old is None:
            continue
        if column.settled:
            problems += first_of(_changed(cleaned, rows, column, old=old))
        elif column.kind in NUMBERS:
            flows = template.level is Level.VILLAGE and template.cadence is not Cadence.YEARLY
            falls = not flows or column.stock
            problems += first_of(_far(cleaned, rows, column, old=old, falls=falls, least=least))
    said = {(p.row, p.header) for p in told if p.row}
    return [p for p in problems if (p.row, p.header) not in said]


def _of_same_unit(rows: pd.DataFrame, current: pd.DataFrame) -> pd.DataFrame:
    if current.empty:
        return pd.DataFrame(index=rows.index)
    found = current.drop_duplicates(UNIT, keep="last").set_index(UNIT)
    return found.reindex(pd.MultiIndex.from_frame(rows[UNIT])).set_axis(rows.index)


def _first_known(before: list[pd.DataFrame], key: str) -> pd.Series | None:
    known = [table[key] for table in before if key in table]
    if not known:
        return None
    return known[0].where(known[0].notna(), known[-1])


def _changed(
    cleaned: Cleaned, rows: pd.DataFrame, column: Column, *, old: pd.Series
) -> Iterator[Problem]:
    new = rows[column.key]
    for place in np.flatnonzero((old.notna() & new.notna()).to_numpy()):
        was, now = str(old.iloc[place]), str(new.iloc[place])
        if was != now and same_code(was) != same_code(now):
            seen = Code.HELD_CHANGES, _said(column, now), _said(column, was)
            yield _told(cleaned, column, rows.iloc[place], seen=seen)


def _far(
    cleaned: Cleaned,
    rows: pd.DataFrame,
    column: Column,
    *,
    old: pd.Series,
    falls: bool,
    least: float,
) -> Iterator[Problem]:
    was = old.to_numpy(dtype=float, na_value=np.nan)
    now = rows[column.key].to_numpy(dtype=float, na_value=np.nan)
    far = now >= _TIMES * was
    if falls:
        far |= now * _TIMES <= was
    for place in np.flatnonzero(far & (was > 0) & (np.abs(now - was) >= least)):
        seen = Code.FAR_FROM_HELD, say_number(float(now[place])), _decimal(was[place])
        yield _told(cleaned, column, rows.iloc[place], seen=seen)


def _told(
    cleaned: Cleaned, column: Column, row: pd.Series, *, seen: tuple[Code, str, str]
) -> Problem:
    code, given, old = seen
    return Problem(
        code=code,
        severity=Severity.WARN,
        row=int(str(row.name)),
        column=cleaned.reading.letters(column.key),
        header=column.header,
        given=given,
        values={"name": row["unit_name"], "old": old},
    )


def _said(column: Column, value: str) -> str:
    return say_date(day_of(value)) if column.kind is Kind.DATE else value


def _decimal(number: float) -> str:
    return say_number(number, digits=0 if float(number).is_integer() else 2)
