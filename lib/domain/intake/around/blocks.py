"""Rows of several periods under one another, each block beneath a line that names its own."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pandas as pd

from lib.domain.intake.cells.cells import CLEANERS
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.period_words.named import says_another, says_plan
from lib.domain.problems import Code, Problem, Severity
from lib.domain.templates import Role

END = 10**9
"""After every row."""
Blocks = Sequence[tuple[int, str]]
"""Rows as Excel counts them, and the words there that name a period."""


def in_blocks(reading: Recognised, rows: pd.DataFrame, blocks: Blocks) -> pd.DataFrame:
    """The rows with the period of the line that they stand under, where they give none.

    The first ones stand under the title. A line that names no single period is given as it is:
    its rows' period is asked.
    """
    column = reading.template.role(Role.PERIOD)
    if not blocks or column is None:
        return rows
    said = [_of_title(reading), *(_of_line(reading, text) for _, text in blocks)]
    starts = [row for row, _ in blocks]
    named = pd.Series([said[bisect(starts, int(n))] for n in rows.index], index=rows.index)
    given = rows[column.key].astype(object) if column.key in rows else named
    whole = given.where(given.notna(), named)
    return rows.assign(**{column.key: pd.Categorical(whole.where(whole.notna(), None))})


def blocks_told(reading: Recognised, rows: pd.DataFrame, blocks: Blocks) -> Iterator[Problem]:
    """Each line that begins rows of another period than the title's."""
    title = _of_title(reading)
    for (start, text), (end, _) in pairwise([*blocks, (END, "")]):
        below = (rows.index > start) & (rows.index < end)
        if below.any() and _of_line(reading, text) != title:
            yield Problem(code=Code.PERIOD_BELOW, severity=Severity.WARN, row=start, given=text)


def _of_title(reading: Recognised) -> str | None:
    titled = reading.titled
    return str(titled.sure or reading.title_of_period[1]) or None


def _of_line(reading: Recognised, text: str) -> str:
    """A plan is no result of its month: left open, it is asked."""
    column = reading.template.role(Role.PERIOD)
    if column is None or says_plan(text) or says_another(text):
        return text
    found = CLEANERS[column.kind](text)
    return found if isinstance(found, str) else text
