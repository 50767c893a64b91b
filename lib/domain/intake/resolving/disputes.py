"""Where the title, the name of the file or of the sheet say another period than the rows do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from lib.domain.intake.around.blocks import END
from lib.domain.intake.period_words.named import Named, named_in
from lib.domain.intake.resolving.context import Context, coded
from lib.domain.intake.resolving.likely import candidates, is_period, of_filename, of_sheet
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.periods import Period
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.templates import Role

SAID = "period_said"
"""The key of the question which of two periods holds."""
AS_ROWS = "as_rows"
"""The answer that the rows are right."""
_NAMES = (Code.FILE_NAMES_PERIOD, Code.SHEET_NAMES_PERIOD)
"""Files and sheets often keep an old name; a title is read by whoever signs."""
_MOST_NAMED = 3


@dataclass(frozen=True)
class _Saying:
    """Words that stand over some rows and name periods; row 0: in no row."""

    code: Code
    row: int
    text: str
    named: Named
    first: int = 0
    last: int = END


def settled_disputes(
    cleaned: Cleaned, periods: pd.Series, open_to: np.ndarray, *, context: Context
) -> tuple[pd.Series, list[Problem]]:
    """The periods, corrected as a person answered, and what still disagrees with them.

    ``open_to``: the rows whose period no person has told. A title's is asked; that of a name is
    only asked where figures in force would be overwritten: see ``where_overwriting``.
    """
    answer = context.answers.get(SAID, "")
    corrected = is_period(answer, cleaned.reading.template.cadence)
    found = list(_disputes(cleaned, periods, open_to, context=context))
    if found and corrected:
        saying = found[0]
        within = (periods.index >= saying.first) & (periods.index <= saying.last) & open_to
        periods = periods.mask(within & (periods != ""), answer)
        found = list(_disputes(cleaned, periods, open_to, context=context))
    told = [_problem(saying, periods, context) for saying in found]
    asks = (
        bool(told) and answer != AS_ROWS and not is_period(answer, cleaned.reading.template.cadence)
    )
    periods, slips = _year_slips(cleaned, periods, open_to, context=context)
    told = [p if asks and at == 0 else _unasked(p) for at, p in enumerate(told)]
    return periods, [*told, *slips]


def _year_slips(
    cleaned: Cleaned, periods: pd.Series, open_to: np.ndarray, *, context: Context
) -> tuple[pd.Series, list[Problem]]:
    """Rows of a month among those of the same month of another year: a slip, or meant so.

    A year of which the file tells other months too is meant.
    """
    counts = periods[open_to & (periods != "")].value_counts()
    by_place: dict[tuple[int, int], list[Period]] = {}
    of_year = Counter[int]()
    for text in counts.index:  # the most frequent first
        period = Period.parse(str(text))
        by_place.setdefault((period.month, period.quarter), []).append(period)
        of_year[period.year] += 1
    problems = []
    for most, *fewer in by_place.values():
        doubted = [p for p in fewer if of_year[p.year] == 1]
        for period in doubted if most.month or most.quarter else ():
            key = f"{SAID}:{period}"
            answer = context.answers.get(key, "")
            rows = periods.index[(periods == str(period)) & open_to]
            if answer == str(most):
                periods = periods.mask((periods == str(period)) & open_to, answer)
                continue
            problems.append(_slip(cleaned, period, most, row=int(rows[0]), key=key))
            if answer == AS_ROWS:
                problems[-1] = _unasked(problems[-1])
    return periods, problems


def _slip(cleaned: Cleaned, period: Period, most: Period, *, row: int, key: str) -> Problem:
    column = cleaned.reading.template.role(Role.PERIOD)
    return Problem(
        code=Code.YEAR_DIFFERS,
        severity=Severity.ASK,
        row=row,
        column=cleaned.reading.letters(column.key) if column else "",
        given=period.written,
        values={"others": most.written},
        question=key,
        options=(Option(AS_ROWS, ""), Option(str(most), most.written)),
    )


def where_overwriting(problems: Iterable[Problem], current: pd.DataFrame) -> Iterator[Problem]:
    """The problems, names of another period asked about where figures in force are at stake."""
    for problem in problems:
        if problem.code not in _NAMES or not problem.question:
            yield problem
        else:
            yield _unasked(problem) if current.empty else replace(problem, severity=Severity.ASK)


def _unasked(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARN, question="", options=())


def _disputes(
    cleaned: Cleaned, periods: pd.Series, open_to: np.ndarray, *, context: Context
) -> Iterator[_Saying]:
    """The sayings that do not agree with all of the rows they stand over."""
    for saying in _sayings(cleaned, context):
        if saying.named.says_nothing:
            continue
        within = (periods.index >= saying.first) & (periods.index <= saying.last) & open_to
        if not all(map(saying.named.agrees, _different(periods[within]))):
            yield saying


def _sayings(cleaned: Cleaned, context: Context) -> Iterator[_Saying]:
    reading = cleaned.reading
    cadence = reading.template.cadence
    row, text = reading.title_of_period
    last = cleaned.blocks[0][0] if cleaned.blocks else END
    yield _Saying(Code.PERIOD_DIFFERS, row, text, reading.titled, reading.header_row, last)
    for (start, text), (end, _) in pairwise([*cleaned.blocks, (END, "")]):
        named = named_in(text).of(cadence)
        yield _Saying(Code.PERIOD_DIFFERS, start, text, named, start, end)
    filename = of_filename(context, cadence)
    yield _Saying(Code.FILE_NAMES_PERIOD, 0, context.filename, filename)
    yield _Saying(Code.SHEET_NAMES_PERIOD, 0, reading.sheet.name, of_sheet(reading))


def _different(periods: pd.Series) -> list[Period]:
    return [Period.parse(str(text)) for text in sorted({*map(str, coded(periods).cells)} - {""})]


def _problem(saying: _Saying, periods: pd.Series, context: Context) -> Problem:
    within = (periods.index >= saying.first) & (periods.index <= saying.last)
    rows = _different(periods[within])
    years = frozenset(p.year for p in rows)
    shown = [p.written for p in rows[:_MOST_NAMED]] + ["…"] * (len(rows) > _MOST_NAMED)
    named = candidates(saying.named, context, years)
    others = [p for p in named if [p] != rows]
    return Problem(
        code=saying.code,
        severity=Severity.WARN if saying.code in _NAMES else Severity.ASK,
        row=saying.row or None,
        given=saying.text,
        values={"period": ", ".join(shown)},
        question=SAID,
        options=(Option(AS_ROWS, ""), *(Option(str(p), p.written) for p in others)),
    )
