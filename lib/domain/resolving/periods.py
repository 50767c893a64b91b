"""The period of every row: from its column, the title, a date in the row, or the answer."""

from __future__ import annotations

import pandas as pd

from lib.domain.clean import Cleaned
from lib.domain.periods import Cadence, Period
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.resolving.context import Context
from lib.domain.templates import Role, Template

_MONTHS_OFFERED = 12
_YEARS_OFFERED = 3


def row_periods(cleaned: Cleaned, context: Context) -> tuple[pd.Series, list[Problem]]:
    """The period of each row as text ("" where unknown), and what is to be asked or refused."""
    template = cleaned.reading.template
    given = _given(cleaned)
    fallback = _fallback(cleaned, context, {p for p in given if p})
    periods = given.where(given != "", fallback)
    problems = [_question(template, context)] if (periods == "").any() else []
    return periods, problems + _not_yet(cleaned, context, periods)


def _given(cleaned: Cleaned) -> pd.Series:
    template, rows = cleaned.reading.template, cleaned.rows
    column = template.role(Role.PERIOD)
    if column and column.key in rows:
        cells = list(rows[column.key])
    elif template.period_from in rows:
        cells = [d[:4] if isinstance(d, str) else None for d in rows[template.period_from]]
    else:
        cells = [None] * len(rows)
    return pd.Series([c if isinstance(c, str) else "" for c in cells], index=rows.index, dtype=str)


def _fallback(cleaned: Cleaned, context: Context, distinct: set[str]) -> str:
    """What a row without a period gets: the answer, the file's only period, or the title's."""
    if answer := context.answers.get("period"):
        return answer
    if len(distinct) == 1:
        return next(iter(distinct))
    titled = cleaned.reading.titled_period
    monthly = cleaned.reading.template.cadence is Cadence.MONTHLY
    return str(titled) if titled and monthly and not distinct else ""


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
    template = cleaned.reading.template
    if template.cadence is not Cadence.MONTHLY:
        return []
    column = template.role(Role.PERIOD)
    return [
        Problem(
            code=Code.FUTURE_PERIOD,
            severity=Severity.ERROR,
            row=int(periods.index[periods == text][0]),
            column=cleaned.reading.letters(column.key) if column else "",
            given=text,
            values={"period": text},
        )
        for text in sorted(set(periods) - {""})
        if Period.parse(text).start > context.today
    ]
