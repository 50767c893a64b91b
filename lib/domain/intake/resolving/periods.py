"""The period of every row: from its column, the title, a date in the row, or the answer.

Only what names one whole period is taken; the rest is asked. Where the title, the name of the file
or of the sheet say another period than the rows, that is told.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.domain.intake.cells.cells import UNKNOWN
from lib.domain.intake.cells.worksheet import Coded
from lib.domain.intake.period_words.named import NOTHING, Named, in_column, says_another, says_plan
from lib.domain.intake.resolving.context import Context, coded, different, in_use, objects
from lib.domain.intake.resolving.disputes import settled_disputes
from lib.domain.intake.resolving.likely import (
    hinted_years,
    is_period,
    likely,
    offered,
    only_lacks_year,
    with_year,
)
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.periods import Cadence, Period
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.templates import Role
from lib.text import fold

_WHICH = "period"
"""The key of the question which period a file is of; each of several texts stands after it."""


def row_periods(cleaned: Cleaned, context: Context) -> tuple[pd.Series, list[Problem]]:
    """The period of each row as text ("" where unknown), and what is to be asked or refused."""
    given = _given(cleaned)
    finder = _Finder(cleaned, context, [str(text) for text in given.cells if text])
    found = [finder.of(str(text)) for text in given.cells]
    periods = objects(np.array(found, dtype=object)[given.codes], cleaned.rows)
    problems = list(finder.open_texts(given))
    if not problems and "" in found and _unknown(cleaned, periods).any():
        problems = [finder.question()]
    free = np.array([finder.answered(str(text)) for text in given.cells], dtype=bool)
    periods, told = settled_disputes(cleaned, periods, ~free[given.codes], context=context)
    return periods, [*problems, *told, *_not_yet(cleaned, context, periods)]


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
    column, year = template.role(Role.PERIOD), template.role(Role.YEAR)
    if column and column.key in rows:
        texts = in_use(coded(rows[column.key]))
        if year is None or year.key not in rows:
            return texts
        return _in_their_year(texts, coded(rows[year.key]), template.cadence)
    if template.period_from in rows:
        days = in_use(coded(rows[template.period_from]))
        starts = [str(day)[:4] for day in days.cells]
        years = [year if is_period(year, Cadence.YEARLY) else "" for year in starts]
        return Coded(days.codes, years)
    return Coded(np.zeros(len(rows), dtype=np.int64), [""] if len(rows) else [])


def _in_their_year(texts: Coded, years: Coded, cadence: Cadence) -> Coded:
    """ "11" beside "2026" is 11/2026; "11/2025" beside it names two years, and is asked."""
    first, which = different(texts, years)
    cells = [with_year(str(texts.cell(at)), str(years.cell(at)), cadence) for at in first]
    return in_use(Coded(which, cells))


class _Finder:
    """What each text of the column of periods stands for, and what a row without one gets."""

    def __init__(self, cleaned: Cleaned, context: Context, texts: list[str]) -> None:
        self._cleaned, self._context = cleaned, context
        self._reading = cleaned.reading
        self._cadence = cleaned.reading.template.cadence
        self._years = hinted_years(cleaned.reading, context)
        self._known = {text: self._settled(text) for text in texts}
        self._open = [text for text, known in self._known.items() if not known]
        self._answers = {text: self._answer(text) for text in ("", *self._open)}
        self._blank = self._fallback()

    def of(self, text: str) -> str:
        """The period of rows that say this; "" where it has to be asked."""
        if not text:
            return self._blank
        return self._known[text] or self._answers[text]

    def answered(self, text: str) -> bool:
        """Whether a person told whose figures the rows with this text are."""
        return bool(self._answers.get(text))

    def open_texts(self, given: Coded) -> list[Problem]:
        """A question for every text that leaves its period open."""
        rows = self._cleaned.rows.index
        cells = [str(cell) for cell in given.cells]
        return [
            self._problem(
                in_column(text, self._cadence),
                row=int(rows[int(np.argmax(given.codes == cells.index(text)))]),
                given=text,
                key=self._key(text),
            )
            for text in self._open
            if not self._answers[text]
        ]

    def question(self) -> Problem:
        """Which period a file is of that does not say it, or not clearly."""
        titled = self._reading.titled
        if titled.says_nothing or self._known:
            return self._problem(NOTHING, row=None, given="", key=_WHICH)
        row, text = self._reading.title_of_period
        return self._problem(titled, row=row, given=text, key=_WHICH)

    def _settled(self, text: str) -> str:
        if is_period(text, self._cadence):
            return text
        if says_plan(text) or says_another(text):
            return ""
        return likely(in_column(text, self._cadence), self._years, self._context)

    def _key(self, text: str) -> str:
        return _WHICH if len(self._open) == 1 else f"{_WHICH}:{fold(text)}"

    def _answer(self, text: str) -> str:
        answer = self._context.answers.get(self._key(text) if text else _WHICH, "")
        return answer if is_period(answer, self._cadence) else ""

    def _fallback(self) -> str:
        """What a row without a period gets: the answer, the file's only period, or the title's."""
        if self._answers[""]:
            return self._answers[""]
        if len(self._known) == 1 and not self._cleaned.blocks:
            return self.of(next(iter(self._known)))
        if self._known:
            return ""
        titled = self._reading.titled
        return str(titled.sure or likely(titled, self._years, self._context))

    def _problem(self, named: Named, *, row: int | None, given: str, key: str) -> Problem:
        column = self._reading.template.role(Role.PERIOD)
        in_table = row is not None and row > self._reading.header_row
        code = Code.SEVERAL_PERIODS
        if named.says_nothing and given in ("", UNKNOWN):
            code = Code.NO_PERIOD
        elif named.says_nothing or only_lacks_year(named):
            code = Code.PERIOD_WITHOUT_YEAR
        recent = offered(named, self._reading, self._context, years=self._years)
        return Problem(
            code=code,
            severity=Severity.ASK,
            row=row,
            column=self._reading.letters(column.key) if column and in_table else "",
            given=given,
            question=key,
            options=tuple(Option(str(p), p.written) for p in recent),
        )


def _not_yet(cleaned: Cleaned, context: Context, periods: pd.Series) -> list[Problem]:
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
            values={"period": Period.parse(text).written},
        )
        for text in sorted({*map(str, coded(periods).cells)} - {""})
        if Period.parse(text).start > latest
    ]
