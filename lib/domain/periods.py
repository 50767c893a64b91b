"""Reporting periods: months from one cut-off day to the next, quarters, years."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import total_ordering

FIRST_CUT_OFF = 14
"""The last day of a monthly period before any rule of the reporting calendar holds."""


class _CutOffs:
    """The cut-off days of all times: exchanged as a whole, asked by every period."""

    def __init__(self) -> None:
        self._days: tuple[tuple[date, int], ...] = ()

    def exchange(self, days: Iterable[tuple[date, int]]) -> None:
        self._days = tuple(sorted(days))

    def of(self, month: date) -> int:
        held = [day for since, day in self._days if since <= month]
        return held[-1] if held else FIRST_CUT_OFF


_CUT_OFFS = _CutOffs()


def set_cut_offs(days: Iterable[tuple[date, int]]) -> None:
    """From now on periods end on these days: each with the first of the month it holds from.

    Whoever opens an installation calls this with the rules of its calendar, and again when one is
    added; rules hold for months to come, so no period that has begun is moved.
    """
    _CUT_OFFS.exchange(days)


class Cadence(StrEnum):
    """How often something is reported."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


@total_ordering
@dataclass(frozen=True)
class Period:
    """A month, a quarter, or the whole year where both are 0; text form 2026-08, 2026-Q3, 2026.

    In order, a year stands before all that is in it, and a quarter just before the month it ends
    with: what a month shows never depends on a period that comes after it.
    """

    year: int
    month: int = 0
    quarter: int = 0

    def __str__(self) -> str:
        if self.quarter:
            return f"{self.year}-Q{self.quarter}"
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)

    @property
    def written(self) -> str:
        """As offices write it: 08/2026, Q3/2026, 2026."""
        if self.quarter:
            return f"Q{self.quarter}/{self.year}"
        return f"{self.month:02d}/{self.year}" if self.month else str(self.year)

    def __lt__(self, other: Period) -> bool:
        return self._place < other._place

    @property
    def _place(self) -> tuple[int, int, bool]:
        return (self.year, self.month or 3 * self.quarter, bool(self.month))

    @property
    def cadence(self) -> Cadence:
        """Whether this is a month, a quarter or a year."""
        if self.quarter:
            return Cadence.QUARTERLY
        return Cadence.MONTHLY if self.month else Cadence.YEARLY

    @property
    def months(self) -> tuple[Period, ...]:
        """The monthly periods it is made of, oldest first."""
        if self.month:
            return (self,)
        first, last = (3 * self.quarter - 2, 3 * self.quarter) if self.quarter else (1, 12)
        return tuple(Period(self.year, month) for month in range(first, last + 1))

    @property
    def start(self) -> date:
        """First day, inclusive."""
        if self.quarter:
            return self.months[0].start
        if not self.month:
            return date(self.year, 1, 1)
        return self.previous.end + timedelta(days=1)

    @property
    def end(self) -> date:
        """Last day, inclusive."""
        if self.quarter:
            return self.months[-1].end
        if not self.month:
            return date(self.year, 12, 31)
        return date(self.year, self.month, _CUT_OFFS.of(date(self.year, self.month, 1)))

    @property
    def previous(self) -> Period:
        """The period of its kind before this one."""
        if self.quarter:
            return _quarter(4 * self.year + self.quarter - 2)
        if not self.month:
            return Period(self.year - 1)
        return Period(self.year, self.month - 1) if self.month > 1 else Period(self.year - 1, 12)

    @property
    def next(self) -> Period:
        """The period of its kind after this one."""
        if self.quarter:
            return _quarter(4 * self.year + self.quarter)
        if not self.month:
            return Period(self.year + 1)
        return Period(self.year, self.month + 1) if self.month < 12 else Period(self.year + 1, 1)

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period whose text form this is; raises ``ValueError`` otherwise."""
        match = re.fullmatch(r"(20\d\d)(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?", text)
        if match is None:
            raise ValueError(text)
        return cls(*(int(part or 0) for part in match.groups()))

    @classmethod
    def of(cls, day: date) -> Period:
        """The monthly period that ``day`` falls in."""
        month = cls(day.year, day.month)
        return month if day <= month.end else month.next


def _quarter(number: int) -> Period:
    """The quarter with this number, counted on from the first of the year 0."""
    return Period(number // 4, quarter=number % 4 + 1)


def last_quarter(period: Period) -> Period:
    """The newest quarter that has wholly ended by the end of the period.

    A month shows its figures: of July and August the second quarter, of September the third.
    """
    ended = period.month // 3 if period.month else period.quarter or 4
    return _quarter(4 * period.year + ended - 1)


def recent_periods(cadence: Cadence, today: date, *, many: int) -> list[Period]:
    """Periods that a report may be of, the likeliest first; never one to come.

    Of months and quarters the last that has ended, then the one that runs, then older ones. A year
    is reported while it runs: it comes first.
    """
    month = Period.of(today)
    if cadence is Cadence.QUARTERLY:
        running = Period(month.year, quarter=(month.month + 2) // 3)
    else:
        running = month if cadence is Cadence.MONTHLY else Period(today.year)
    found = [running]
    while len(found) < many:
        found.append(found[-1].previous)
    if cadence is not Cadence.YEARLY:
        found[:2] = found[1::-1]
    return found


def written(period: Period) -> str:
    """A period as people write it into a cell: 08/2026, Q3/2026, 2026."""
    if period.quarter:
        return f"Q{period.quarter}/{period.year}"
    return f"{period.month:02d}/{period.year}" if period.month else str(period)
