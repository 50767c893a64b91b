"""The months of the demonstration and who reports when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import numpy as np
import pandas as pd

from lib.domain.demo.chance import stream
from lib.domain.periods import Period

FIRST = Period(2025, 7)
MONTHS = 16
DUE_DAY = 17
"""Communes report by this day of the month (a setting of the product)."""

ON_TIME, LATE, MISSING = 0, 1, 2
_LATE_BY = timedelta(days=7)
_SILENT_FROM = 11
BOTH_SINCE = 13
"""From this month two communes send a summary beside their villages."""
_SUMMARY_COMMUNES = 4
_CORRECTED_MONTHS = (6, 9, 13)
_PUNCTUAL_MONTHS = [0, 3, 6, 8, 9, 11]
"""Months in which nobody is late: who does not report in time then does not report."""


@dataclass(frozen=True)
class Habits:
    """How each commune reports.

    ``status``: ``ON_TIME``, ``LATE`` or ``MISSING``; one row a commune, one column a month.
    """

    status: pd.DataFrame
    silent: str
    """Has not reported for months."""
    summary_only: tuple[str, ...]
    """Send the commune summary and never a village."""
    both: tuple[str, ...]
    """Send villages and, lately, a summary that says a little more."""
    corrected: tuple[tuple[str, int], ...]
    """(commune, month) in which guided households were counted again and fell."""
    sparing: tuple[str, ...]
    """Leave topics and groups blank."""


def months(count: int = MONTHS) -> list[Period]:
    """The first ``count`` months of the programme."""
    found = [FIRST]
    while len(found) < count:
        found.append(found[-1].next)
    return found


def sent_at(period: Period, status: int, *, minute: int = 0) -> datetime:
    """When the file of a month is published: on the due day, or a week after. UTC."""
    due = datetime.combine(period.end.replace(day=DUE_DAY), time(8), UTC)
    return due + timedelta(minutes=minute) + (_LATE_BY if status == LATE else timedelta())


def habits_of(communes: pd.DataFrame, seed: int) -> Habits:
    """Who reports on time, late, seldom, in short, or no longer."""
    rng = stream(seed, "habits")
    ordered = communes.sort_values("remoteness").index
    middle = list(rng.permutation(ordered[len(ordered) // 4 : -len(ordered) // 4]))
    silent = str(rng.choice(ordered[-len(ordered) // 5 :]))
    summary_only = tuple(sorted(map(str, middle[:_SUMMARY_COMMUNES])))
    corrected = tuple(zip(map(str, middle[4:7]), _CORRECTED_MONTHS, strict=True))
    status = _status(communes, rng)
    status.loc[silent, _SILENT_FROM:] = MISSING
    both = tuple(map(str, middle[7:9]))
    status.loc[list(both), BOTH_SINCE:] = ON_TIME
    status.loc[list(summary_only), 1:] = ON_TIME
    for code, month in corrected:
        status.loc[code, month - 1 : month] = ON_TIME
    return Habits(
        status=status,
        silent=silent,
        summary_only=summary_only,
        both=both,
        corrected=corrected,
        sparing=tuple(map(str, middle[9:14])),
    )


def _status(communes: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """In the first month most were still writing their plan; later remote communes lag."""
    remoteness = communes["remoteness"].to_numpy(dtype=float)[:, None]
    starting = 0.45 * np.exp(-np.arange(MONTHS) / 1.2)[None, :]
    missing = 0.01 + 0.04 * remoteness + starting * (0.6 + 0.8 * remoteness)
    late = missing + 0.02 + 0.10 * remoteness
    drawn = rng.random((len(communes), MONTHS))
    status = np.where(drawn < missing, MISSING, np.where(drawn < late, LATE, ON_TIME))
    punctual = status[:, _PUNCTUAL_MONTHS]
    status[:, _PUNCTUAL_MONTHS] = np.where(punctual == LATE, ON_TIME, punctual)
    return pd.DataFrame(status, index=communes.index)
