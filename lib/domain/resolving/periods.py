"""The period of every row: from its column, the title, a date in the row, or the answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.domain.clean import Cleaned
from lib.domain.periods import Cadence, Period
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.resolving.context import Context, known_texts, objects
from lib.domain.templates import Role, Template

_MONTHS_OFFERED = 12
_YEARS_OFFERED = 3


def row_periods(cleaned: Cleaned, context: Context) -> tuple[pd.Series, list[Problem]]:
    """The period of each row as text ("" where unknown), and what is to be asked or refused."""
    template = cleaned.reading.template
    given = _given(cleaned)
    fallback = _fallback(cleaned, context, set(given.unique()) - {""})
    periods = given.where(given != "", fallback)
    problems = [_question(template, context)] if _unknown(cleaned, periods).any() else []
    return periods, problems + _not_yet(cleaned, context, periods)


def _unknown(cleaned: Cleaned, periods: pd.Series) -> pd.Series:
    """Rows without a period, save those that give one which could not be read: told already."""
    template = cleaned.reading.template
    column = template.role(Role.PERIOD)
    keys = {column.key if column else "", template.period_from}
    unread = {row for row, key in cleaned.unread if key in keys}
    return (periods == "") & ~periods.index.isin(unread)


def _given(cleaned: Cleaned) -> pd.Series:
    template, rows = cleaned.reading.template, cleaned.rows
    column = template.role(Role.PERIOD)
    if column and column.key in rows:
        cells = known_texts(rows[column.key])
    elif template.period_from in rows:
        days = known_texts(rows[template.period_from])
        years = {d: d[:4] if _is_period(d[:4], monthly=False) else "" for d in pd.unique(days)}
        cells = np.array([years[d] for d in days], dtype=object)
    else:
        cells = np.full(len(rows), "", dtype=object)
    return objects(cells, rows)


def _fallback(cleaned: Cleaned, context: Context, distinct: set[str]) -> str:
    """What a row without a period gets: the answer, the file's only period, or the title's."""
    monthly = cleaned.reading.template.cadence is Cadence.MONTHLY
    if (answer := context.answers.get("period", "")) and _is_period(answer, monthly=monthly):
        return answer
    if len(distinct) == 1:
        return next(iter(distinct))
    titled = cleaned.reading.titled_period
    return str(titled) if titled and monthly and not distinct else ""


def _is_period(text: str, *, monthly: bool) -> bool:
    try:
        return bool(Period.parse(text).month) == monthly
    except ValueError:
        return False


def _question(template: Template, context: Context) -> Problem:
    yearly = template.cadence is Cadence.YEARLY
    recent = [Period(context.today.year) if yearly else Period.of(context.today)]
    while len(recent) < (_YEARS_OFFERED if yearly else _MONTHS_OFFERED):
        recent.append(recent[-1].previous)
    return Problem(
        code=Code.NO_PERIOD,
        severity=Severity.ASK,
        question="period",
        options=tuple(Option(str(p), str(p)) for p in recent),
    )


def _not_yet(cleaned: Cleaned, context: Context, periods: pd.Series) -> list[Problem]:
    """Months that have not begun; years further off than the next, which may be planned for."""
    template = cleaned.reading.template
    monthly = template.cadence is Cadence.MONTHLY
    latest = context.today if monthly else Period(context.today.year).next.start
    column = template.role(Role.PERIOD) or template.by_key.get(template.period_from)
    return [
        Problem(
            code=Code.FUTURE_PERIOD,
            severity=Severity.ERROR,
            row=int(periods.index[periods == text][0]),
            column=cleaned.reading.letters(column.key) if column else "",
            given=text,
            values={"period": text},
        )
        for text in sorted(set(periods.unique()) - {""})
        if Period.parse(text).start > latest
    ]
