"""What titles, names and notes say of the figures: asked about where it would change them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

import pandas as pd

from lib.domain.intake.around.over import HEADING, other_headings
from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.worksheet import is_written
from lib.domain.intake.period_words.said import changes_meaning, is_no_result, is_of_another_time
from lib.domain.intake.resolving.context import Context
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.periods import Period
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.templates import Level
from lib.text import fold

SAID = "said:"
"""The question's key is this and the folded words."""
AS_RESULT = "as_result"
_RESULTS = (Level.COMMUNE, Level.VILLAGE)
_LAST_ROWS, _MOST_TOLD, _LONGEST = 15, 20, 300
_MOST_TEXTS = 2
"""A letterhead has two halves."""
_NOTE = "note"


def asked_sayings(cleaned: Cleaned, periods: pd.Series, context: Context) -> list[Problem]:
    """A question for each title and footnote that makes the figures something else.

    Names of files and sheets, and remarks beside a row, are told.
    """
    if cleaned.reading.template.level not in _RESULTS:
        return []
    return [
        *_of_titles(cleaned, periods, context),
        *_of_names(cleaned, periods, context),
        *_of_footnotes(cleaned, periods, context),
        *_of_remarks(cleaned, periods),
    ]


def _of_titles(cleaned: Cleaned, periods: pd.Series, context: Context) -> Iterator[Problem]:
    first = cleaned.blocks[0][0] if cleaned.blocks else len(cleaned.reading.sheet.rows) + 1
    below = _different(periods[periods.index < first])
    above = ""
    for row, text in _titles(cleaned, context):
        code = _doubt(cleaned, text, below, above=above)
        above = text
        if code:
            yield _asked(code, row, text, periods=below, context=context)


def _titles(cleaned: Cleaned, context: Context) -> Iterator[tuple[int, str]]:
    """The lines above the header with their rows; headings over columns are asked elsewhere."""
    reading = cleaned.reading
    over = {o.row for o in other_headings(reading)}
    for index, row in enumerate(reading.sheet.rows[: reading.header_row - 1]):
        for text in _texts(row) if index + 1 not in over else ():
            if HEADING + fold(text) not in context.answers:
                yield index + 1, text


def _doubt(cleaned: Cleaned, text: str, periods: list[Period], *, above: str = "") -> Code | None:
    if is_no_result(text, above=above):
        return Code.NO_RESULT
    cadence = cleaned.reading.template.cadence
    return Code.OTHER_TIME if is_of_another_time(text, periods, cadence) else None


def _of_names(cleaned: Cleaned, periods: pd.Series, context: Context) -> Iterator[Problem]:
    below = _different(periods)
    for name in (PurePath(context.filename).stem, cleaned.reading.sheet.name):
        code = _doubt(cleaned, name.replace("_", " "), below)
        if code:
            yield _problem(code, None, name, periods=below)


def _of_footnotes(cleaned: Cleaned, periods: pd.Series, context: Context) -> Iterator[Problem]:
    reading, below = cleaned.reading, _different(periods)
    for index in _below_all(cleaned):
        for text in _texts(reading.sheet.rows[index]):
            if changes_meaning(text, below, reading.template.cadence):
                yield _asked(Code.NOTE_CHANGES, index + 1, text, periods=below, context=context)


def _below_all(cleaned: Cleaned) -> range:
    """The last lines, as far as no figures stand among them or below."""
    rows = cleaned.reading.sheet.rows
    first = max(cleaned.reading.header_row, len(rows) - _LAST_ROWS)
    filled = (i for i in range(len(rows) - 1, first - 1, -1) if _has_figures(rows[i]))
    return range(next(filled, first - 1) + 1, len(rows))


def _has_figures(row: Sequence[Raw]) -> bool:
    cells = {str(c).strip() for c in row if is_written(c)}
    return len(cells) > _MOST_TEXTS and any(c[:1].isdigit() for c in cells)


def _texts(row: Sequence[Raw]) -> list[str]:
    """The texts of a line of one or two; a row of figures has more cells."""
    cells = [c for c in row if is_written(c)]
    texts = {" ".join(c.split()) for c in cells if isinstance(c, str) and len(c) <= _LONGEST}
    return sorted(texts) if len(set(map(str, cells))) <= _MOST_TEXTS else []


def _of_remarks(cleaned: Cleaned, periods: pd.Series) -> Iterator[Problem]:
    rows, cadence = cleaned.rows, cleaned.reading.template.cadence
    if _NOTE not in rows:
        return
    pairs = pd.DataFrame({"note": rows[_NOTE].astype(object), "period": periods}).dropna()
    told = 0
    for row, text, period in pairs.drop_duplicates().itertuples():
        own = [Period.parse(period)] if period else []
        if text and told < _MOST_TOLD and changes_meaning(str(text), own, cadence):
            told += 1
            yield _problem(Code.NOTE_CHANGES, int(row), str(text), periods=own)


def _different(periods: pd.Series) -> list[Period]:
    return [Period.parse(str(p)) for p in sorted({*periods.unique()} - {""})]


def _asked(code: Code, row: int, text: str, *, periods: list[Period], context: Context) -> Problem:
    key = SAID + fold(text)
    problem = _problem(code, row, text, periods=periods)
    if context.answers.get(key, "") == AS_RESULT:
        return problem
    options = (Option(AS_RESULT, ""),)
    return replace(problem, severity=Severity.ASK, question=key, options=options)


def _problem(code: Code, row: int | None, text: str, *, periods: list[Period]) -> Problem:
    shown = ", ".join(p.written for p in periods[:3])
    return Problem(code=code, severity=Severity.WARN, row=row, given=text, values={"period": shown})
