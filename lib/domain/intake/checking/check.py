"""What a template declares must hold in every row, and what a file's own totals must say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from lib.domain.intake.resolving import Resolved
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.patience import go_on
from lib.domain.problems import Code, Problem, Severity, first_of
from lib.domain.templates import AtMost, Column, Level, NoShare, PartsOf, Role, Within
from lib.domain.templates.kinds import Kind
from lib.text import say_number


def check(cleaned: Cleaned, resolved: Resolved) -> list[Problem]:
    """All cross-checks of the template, row by row, and the file's total rows."""
    rows = resolved.rows
    problems: list[Problem] = []
    if cleaned.faulty_all_over:
        return problems
    for rule in resolved.template.checks:
        match rule:
            case AtMost():
                problems += first_of(_above(cleaned, rows, rule))
            case PartsOf():
                problems += first_of(parts(cleaned, rows, rule, severity=Severity.ERROR))
            case Within():
                problems += first_of(_outside(cleaned, rows, rule))
            case NoShare():
                problems += first_of(_shares(cleaned, rows, rule))
    problems += first_of(_blanks(cleaned, rows))
    problems += first_of(_totals(cleaned, rows))
    return problems


_PLACE = {Role.PERIOD, Role.YEAR, Role.COMMUNE_CODE, Role.COMMUNE_NAME, Role.ORDINAL}


def without_spare_rows(cleaned: Cleaned) -> Cleaned:
    """Spare rows of a form name a commune and period at most: nobody has written into them."""
    template = cleaned.reading.template
    if template.level is Level.COMMUNE:
        return cleaned
    told = [c.key for c in template.columns if c.role not in _PLACE and c.key in cleaned.rows]
    written = cleaned.rows.index.isin([p.row for p in cleaned.problems])
    for key in sorted(told, key=lambda k: cleaned.rows[k].dtype == object):
        if written.all():
            return cleaned
        written |= cleaned.rows[key].notna().to_numpy()
    return replace(cleaned, rows=cleaned.rows[written])


def nothing_filled_in(cleaned: Cleaned) -> Problem | None:
    """The one problem of a form that came back as it was sent: no figure, and so no zero."""
    template, rows = cleaned.reading.template, cleaned.rows
    # A day may have been proposed by the form itself.
    told = [c.key for c in template.values if c.key in rows and c.kind is not Kind.DATE]
    if cleaned.problems or any(rows[key].notna().any() for key in told):
        return None
    row = cleaned.reading.header_row
    return Problem(code=Code.NO_FIGURES, severity=Severity.ERROR, row=row)


def _above(cleaned: Cleaned, rows: pd.DataFrame, rule: AtMost) -> Iterator[Problem]:
    if rule.lower not in rows or rule.upper not in rows:
        return
    lower, upper = rows[rule.lower], rows[rule.upper]
    columns = cleaned.reading.template.by_key
    for number in rows.index[_exceeds(lower, upper)]:
        yield _problem(
            cleaned,
            Code.ABOVE,
            Severity.ERROR,
            row=int(number),
            column=columns[rule.lower],
            given=_said(lower[number]),
            limit=_said(upper[number]),
            limit_header=columns[rule.upper].header,
            name=rows.at[number, "unit_name"],
        )


def _exceeds(lower: pd.Series, upper: pd.Series) -> np.ndarray:
    """Where both are known and the first is more; texts of days are compared as such."""
    if object not in (lower.dtype, upper.dtype):
        return np.flatnonzero((lower > upper).to_numpy(dtype=bool, na_value=False))
    both = np.flatnonzero((lower.notna() & upper.notna()).to_numpy())
    more = (lower.iloc[both] > upper.iloc[both]).to_numpy(dtype=bool)
    exceeds: np.ndarray = both[more]
    return exceeds


def parts(
    cleaned: Cleaned, rows: pd.DataFrame, rule: PartsOf, *, severity: Severity
) -> Iterator[Problem]:
    """All parts known: they must give the total. Some blank: they must not exceed it."""
    known_parts = [p for p in rule.parts if p in rows]
    if rule.total not in rows or not known_parts:
        return
    total = rows[rule.total].to_numpy(dtype=float, na_value=np.nan)
    each = [rows[p].to_numpy(dtype=float, na_value=np.nan) for p in known_parts]
    known = sum((~np.isnan(part)).astype(np.int8) for part in each)
    together = sum(np.nan_to_num(part) for part in each)
    complete = known == len(rule.parts)
    wrong = (together > total) | ((together != total) & complete & rule.exact)
    column = cleaned.reading.template.by_key[rule.total]
    for place in np.flatnonzero(wrong & (known > 0) & ~np.isnan(total)):
        number, exact = rows.index[place], bool(complete[place] and rule.exact)
        yield _problem(
            cleaned,
            Code.PARTS_DIFFER if exact else Code.PARTS_ABOVE,
            severity,
            row=int(number),
            column=column,
            given=_said(total[place]),
            sum=_said(together[place]),
            name=rows.at[number, "unit_name"],
        )


def _outside(cleaned: Cleaned, rows: pd.DataFrame, rule: Within) -> Iterator[Problem]:
    if rule.key not in rows:
        return
    told = rows[rule.key].to_numpy(dtype=float, na_value=np.nan)
    for place in np.flatnonzero((told < rule.least) | (told > rule.most)):
        number = rows.index[place]
        yield _problem(
            cleaned,
            Code.OUTSIDE,
            Severity.ERROR,
            row=int(number),
            column=cleaned.reading.template.by_key[rule.key],
            given=_said(told[place]),
            least=_said(rule.least),
            most=_said(rule.most),
            name=rows.at[number, "unit_name"],
        )


def _shares(cleaned: Cleaned, rows: pd.DataFrame, rule: NoShare) -> Iterator[Problem]:
    if rule.key not in rows or rule.unit not in rows:
        return
    told = rows[rule.key].to_numpy(dtype=float, na_value=np.nan)
    percent = (rows[rule.unit].astype(object).fillna("").astype(str).str.strip() == "%").to_numpy()
    for place in np.flatnonzero(percent & (told > 0) & (told <= 1)):
        number = rows.index[place]
        yield _problem(
            cleaned,
            Code.SHARE_FOR_PERCENT,
            Severity.WARN,
            row=int(number),
            column=cleaned.reading.template.by_key[rule.key],
            given=_said(told[place]),
            percent=_said(100 * told[place]),
            name=rows.at[number, "unit_name"],
        )


def _blanks(cleaned: Cleaned, rows: pd.DataFrame) -> Iterator[Problem]:
    """A required figure left blank stays unknown, and is told: it is not zero."""
    for column in cleaned.reading.template.values:
        if not column.required or column.key not in rows:
            continue
        for number in rows.index[rows[column.key].isna()]:
            if (int(number), column.key) not in cleaned.unread:
                yield _problem(
                    cleaned,
                    Code.MISSING_VALUE,
                    Severity.WARN,
                    row=int(number),
                    column=column,
                    given="",
                    name=rows.at[number, "unit_name"],
                )


_MOST_TOTALS = 300
"""More than one for each commune and district; the sums behind each one are reckoned anew."""


def _totals(cleaned: Cleaned, rows: pd.DataFrame) -> Iterator[Problem]:
    """The file's own totals against the sums of what we read; then they are left out.

    A total may stand for all rows, or for those since the total before it, or for those down to
    the next: it is taken for what most of its figures agree with. Columns with a cell that could
    not be read are left alone: their sum is not known.
    """
    if cleaned.totals.empty:
        return
    faulty = {key for _, key in cleaned.unread}
    keys = [
        c.key
        for c in cleaned.reading.template.numbers
        if c.kind is not Kind.YES_NO and c.key in rows and c.key not in faulty
    ]
    for number, stated in cleaned.totals[:_MOST_TOTALS].iterrows():
        go_on()
        known = [k for k in keys if k in stated and not pd.isna(stated[k])]
        sums = [part[known].sum() for part in _summed(cleaned, rows, int(str(number)))]
        right = [[_equal(one[k], stated[k]) for k in known] for one in sums]
        best = max(range(len(sums)), key=lambda at: sum(right[at]))
        for key, agrees in zip(known, right[best], strict=True):
            if not agrees:
                yield _problem(
                    cleaned,
                    Code.TOTAL_DIFFERS,
                    Severity.WARN,
                    row=int(str(number)),
                    column=cleaned.reading.template.by_key[key],
                    given=_said(stated[key]),
                    sum=_said(sums[best][key]),
                )


def _summed(cleaned: Cleaned, rows: pd.DataFrame, number: int) -> list[pd.DataFrame]:
    """The rows that a total in this row may stand for, the likeliest first."""
    totals = [int(n) for n in cleaned.totals.index]
    before = max((n for n in totals if n < number), default=0)
    after = min((n for n in totals if n > number), default=len(cleaned.reading.sheet.rows) + 1)
    blocks = [
        rows[(rows.index > before) & (rows.index < number)],
        rows[(rows.index > number) & (rows.index < after)],
    ]
    last = number == totals[-1]
    return [rows, *blocks] if last else [*blocks, rows]


def _equal(one: object, other: object) -> bool:
    return math.isclose(float(one), float(other), abs_tol=1e-6)  # type: ignore[arg-type]


def _problem(
    cleaned: Cleaned,
    code: Code,
    severity: Severity,
    *,
    row: int,
    column: Column,
    given: str,
    **values: object,
) -> Problem:
    return Problem(
        code=code,
        severity=severity,
        row=row,
        column=cleaned.reading.letters(column.key),
        header=column.header,
        given=given,
        values={"name": "", **values},
    )


def _said(value: object) -> str:
    """A cleaned value as people write it."""
    if isinstance(value, str):
        year, month, day = value.split("-")
        return f"{day}/{month}/{year}"
    number = float(value)  # type: ignore[arg-type]
    return say_number(number, digits=0 if number.is_integer() else 2)
