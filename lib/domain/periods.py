"""Reporting periods: months that run from the 15th of the month before to the 14th, and years."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import total_ordering

from lib.text import fold

FIRST_DAY = 15
"""A monthly period starts on this day of the month before (Nghị định 09/2019, a setting)."""


class Cadence(StrEnum):
    """How often something is reported."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


@total_ordering
@dataclass(frozen=True)
class Period:
    """A reporting period. ``month`` 0 stands for the whole year; text form 2026-08 or 2026."""

    year: int
    month: int = 0

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)

    def __lt__(self, other: Period) -> bool:
        return (self.year, self.month) < (other.year, other.month)

    @property
    def start(self) -> date:
        """First day, inclusive."""
        if not self.month:
            return date(self.year, 1, 1)
        return self.previous.end + timedelta(days=1)

    @property
    def end(self) -> date:
        """Last day, inclusive."""
        if not self.month:
            return date(self.year, 12, 31)
        return date(self.year, self.month, FIRST_DAY - 1)

    @property
    def previous(self) -> Period:
        """The period before this one."""
        if not self.month:
            return Period(self.year - 1)
        return Period(self.year, self.month - 1) if self.month > 1 else Period(self.year - 1, 12)

    @property
    def next(self) -> Period:
        """The period after this one."""
        if not self.month:
            return Period(self.year + 1)
        return Period(self.year, self.month + 1) if self.month < 12 else Period(self.year + 1, 1)

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period whose text form this is; raises ``ValueError`` otherwise."""
        match = re.fullmatch(r"(20\d\d)(?:-(0[1-9]|1[0-2]))?", text)
        if match is None:
            raise ValueError(text)
        return cls(int(match.group(1)), int(match.group(2) or 0))

    @classmethod
    def of(cls, day: date) -> Period:
        """The monthly period that ``day`` falls in."""
        month = cls(day.year, day.month)
        return month if day <= month.end else month.next


STALE_AFTER = 2
"""A commune that has not reported for more than this many periods shows an old figure."""


def stale_reports(
    last: Mapping[str, Period], now: Period, *, after: int = STALE_AFTER
) -> dict[str, Period]:
    """Of the last report of each commune, those more than ``after`` periods before ``now``."""
    limit = now
    for _ in range(after):
        limit = limit.previous
    return {commune: period for commune, period in last.items() if period < limit}


_MONTH_YEAR = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])\s*(?:/|-|\.|\s|năm)+\s*(20\d\d)(?!\d|\s*/\s*\w)")
_YEAR_MONTH = re.compile(
    r"(?<!\d)(20\d\d)\s*[-/.]\s*(0[1-9]|1[0-2])"
    r"(?:-01(?:[ t]00:00(?::00)?)?)?(?!\d|\s*[-/.]\s*\d)"
)
_NOT_A_MONTH = re.compile(r"(?:quý|tuần|đợt|lần|học kỳ|số)\s*:?\s*$")
"""What stands before a number that is no month: "Quý 3/2026", "Số 8/2026/QĐ-UBND"."""
_GAP = r"[\s\d.…_]*"
_WHOLE_DAY = re.compile(
    r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}"
    rf"|ngày{_GAP}tháng{_GAP}(?:năm{_GAP})?|ngày{_GAP}(?:[-/]{_GAP})*"
)
"""A day is no month: "ngày 16 tháng 8 năm 2026", "14/8/2026", "ngày   /8/2026"."""
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def month_in(text: str) -> Period | None:
    """The month a person wrote: "08/2026", "tháng 8/2026", "Tháng 8 năm 2026", "2026-08".

    None where there is none, or where two different months are named.
    """
    plain = fold(text)
    months = {Period(int(m[1]), int(m[2])) for m in _YEAR_MONTH.finditer(plain)}
    without_days = _WHOLE_DAY.sub(" ; ", plain)
    months |= {
        Period(int(m[2]), int(m[1]))
        for m in _MONTH_YEAR.finditer(without_days)
        if not _NOT_A_MONTH.search(without_days[: m.start()])
    }
    return months.pop() if len(months) == 1 else None


def year_in(text: str) -> Period | None:
    """The year a person wrote: "2026", "năm 2026", "31/12/2025"; None where two are named."""
    years = set(_YEAR.findall(fold(text)))
    return Period(int(years.pop())) if len(years) == 1 else None
