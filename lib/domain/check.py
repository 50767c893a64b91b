"""What a template declares must hold in every row, and what a file's own totals must say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from lib.domain.cells import Kind
from lib.domain.clean import Cleaned
from lib.domain.problems import Code, Problem, Severity
from lib.domain.resolving import Resolved
from lib.domain.templates import AtMost, Column, Level, PartsOf, Role
from lib.text import say_number


def check(cleaned: Cleaned, resolved: Resolved) -> list[Problem]:
    """All cross-checks of the template, row by row, and the file's total rows."""
    rows = resolved.rows
    problems: list[Problem] = []
    for rule in resolved.template.checks:
        match rule:
            case AtMost():
                problems += _above(cleaned, rows, rule)
            case PartsOf():
                problems += _parts(cleaned, rows, rule)
    problems += _blanks(cleaned, rows)
    problems += _totals(cleaned, rows)
    return problems


_PLACE = {Role.PERIOD, Role.COMMUNE_CODE, Role.COMMUNE_NAME, Role.ORDINAL}


def without_spare_rows(cleaned: Cleaned) -> Cleaned:
    """Spare rows of a form name a commune and period at most: nobody has written into them."""
    template = cleaned.reading.template
    if template.level is Level.COMMUNE:
        return cleaned
    told = [c.key for c in template.columns if c.role not in _PLACE and c.key in cleaned.rows]
    faulty = cleaned.rows.index.isin([p.row for p in cleaned.problems])
    return replace(cleaned, rows=cleaned.rows[cleaned.rows[told].notna().any(axis=1) | faulty])


def nothing_filled_in(cleaned: Cleaned) -> Problem | None:
    """The one problem of a form that came back as it was sent: no figure, and so no zero."""
    template, rows = cleaned.reading.template, cleaned.rows
    # A day may have been proposed by the form itself.
    told = [c.key for c in template.values if c.key in rows and c.kind is not Kind.DATE]
    if cleaned.problems or bool(rows[told].notna().to_numpy().any()):
        return None
    row = cleaned.reading.header_row
    return Problem(code=Code.NO_FIGURES, severity=Severity.ERROR, row=row)


def _above(cleaned: Cleaned, rows: pd.DataFrame, rule: AtMost) -> Iterator[Problem]:
    if rule.lower not in rows or rule.upper not in rows:
        return
    lower, upper = rows[rule.lower], rows[rule.upper]
    both = (lower.notna() & upper.notna()).to_numpy()
    wrong = rows.index[both][(lower[both] > upper[both]).to_numpy(dtype=bool)]
    columns = cleaned.reading.template.by_key
    for number in wrong:
        yield _problem(
            cleaned,
            Code.ABOVE,
            Severity.ERROR,
            int(number),
            columns[rule.lower],
            given=_said(lower[number]),
            limit=_said(upper[number]),
            limit_header=columns[rule.upper].header,
            name=rows.at[number, "unit_name"],
        )


def _parts(cleaned: Cleaned, rows: pd.DataFrame, rule: PartsOf) -> Iterator[Problem]:
    """All parts known: they must give the total. Some blank: they must not exceed it."""
    parts = [p for p in rule.parts if p in rows]
    if rule.total not in rows or not parts:
        return
    total = rows[rule.total]
    together = rows[parts].sum(axis=1)
    complete = rows[parts].notna().all(axis=1) & (len(parts) == len(rule.parts))
    any_part = rows[parts].notna().any(axis=1)
    differs = (total.notna() & any_part & (together != total)).fillna(False).astype(bool)
    column = cleaned.reading.template.by_key[rule.total]
    for number in rows.index[differs]:
        above = bool(together[number] > total[number])
        if not above and not (complete[number] and rule.exact):
            continue
        exact = bool(complete[number] and rule.exact)
        yield _problem(
            cleaned,
            Code.PARTS_DIFFER if exact else Code.PARTS_ABOVE,
            Severity.ERROR,
            int(number),
            column,
            given=_said(total[number]),
            sum=_said(together[number]),
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
                    int(number),
                    column,
                    given="",
                    name=rows.at[number, "unit_name"],
                )


def _totals(cleaned: Cleaned, rows: pd.DataFrame) -> Iterator[Problem]:
    """The file's own totals against the sums of what we read; then they are left out.

    A total may stand for all rows, or for those since the total before it, or for those down to
    the next: it is taken for what most of its figures agree with. Columns with a cell that could
    not be read are left alone: their sum is not known.
    """
    faulty = {key for _, key in cleaned.unread}
    keys = [
        c.key
        for c in cleaned.reading.template.numbers
        if c.kind is not Kind.YES_NO and c.key in rows and c.key not in faulty
    ]
    for number, stated in cleaned.totals.iterrows():
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
                    int(str(number)),
                    cleaned.reading.template.by_key[key],
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
    row: int,
    column: Column,
    *,
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
