"""The period of every row: from its column, the title, a date in the row, or the answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.domain.clean import Cleaned
from lib.domain.periods import Cadence, Period, recent_periods
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.resolving.context import Context, coded, in_use, objects
from lib.domain.sheets import Coded
from lib.domain.templates import Role, Template

_OFFERED = {Cadence.MONTHLY: 12, Cadence.QUARTERLY: 6, Cadence.YEARLY: 3}
"""How many periods back a person may choose from."""


def row_periods(cleaned: Cleaned, context: Context) -> tuple[pd.Series, list[Problem]]:
    """The period of each row as text ("" where unknown), and what is to be asked or refused."""
    template = cleaned.reading.template
    given = _given(cleaned)
    named = {str(text) for text in given.cells if text}
    fallback = _fallback(cleaned, context, named)
    different = np.array([text or fallback for text in given.cells], dtype=object)
    periods = objects(different[given.codes], cleaned.rows)
    blank = "" in different
    problems = [_question(template, context)] if blank and _unknown(cleaned, periods).any() else []
    return periods, problems + _not_yet(cleaned, context, periods, set(different))


def _unknown(cleaned: Cleaned, periods: pd.Series) -> pd.Series:
    """Rows without a period, save those that give one which could not be read: told already."""
    template = cleaned.reading.template
    column = template.role(Role.PERIOD)
    keys = {column.key if column else "", template.period_from}
    unread = {row for row, key in cleaned.unread if key in keys}
    return (periods == "") & ~periods.index.isin(unread)


def _given(cleaned: Cleaned) -> Coded:
    """What the rows say themselves, "" where they say nothing."""
    template, rows = cleaned.reading.template, cleaned.rows
    column = template.role(Role.PERIOD)
    if column and column.key in rows:
        return in_use(coded(rows[column.key]))
    if template.period_from in rows:
        days = in_use(coded(rows[template.period_from]))
        starts = [str(day)[:4] for day in days.cells]
        years = [year if _is_period(year, Cadence.YEARLY) else "" for year in starts]
        return Coded(days.codes, years)
    return Coded(np.zeros(len(rows), dtype=np.int64), [""] if len(rows) else [])


def _fallback(cleaned: Cleaned, context: Context, distinct: set[str]) -> str:
    """What a row without a period gets: the answer, the file's only period, or the title's."""
    cadence = cleaned.reading.template.cadence
    if (answer := context.answers.get("period", "")) and _is_period(answer, cadence):
        return answer
    if len(distinct) == 1:
        return next(iter(distinct))
    titled = cleaned.reading.titled_period
    return str(titled) if titled and titled.cadence is cadence and not distinct else ""


def _is_period(text: str, cadence: Cadence) -> bool:
    try:
        return Period.parse(text).cadence is cadence
    except ValueError:
        return False


def _question(template: Template, context: Context) -> Problem:
    many = _OFFERED[template.cadence]
    recent = recent_periods(template.cadence, context.today, many=many)
    return Problem(
        code=Code.NO_PERIOD,
        severity=Severity.ASK,
        question="period",
        options=tuple(Option(str(p), str(p)) for p in recent),
    )


def _not_yet(
    cleaned: Cleaned, context: Context, periods: pd.Series, different: set[str]
) -> list[Problem]:
    """Months and quarters not yet begun; years after the next, which may be planned for."""
    template = cleaned.reading.template
    yearly = template.cadence is Cadence.YEARLY
    latest = Period(context.today.year).next.start if yearly else context.today
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
        for text in sorted(different - {""})
        if Period.parse(text).start > latest
    ]
