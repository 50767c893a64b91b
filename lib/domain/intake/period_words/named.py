"""The periods that people name in a cell, a title, or the name of a file or of a sheet.

"Tháng 9 và tháng 10/2026", "9+10/2026", "T8-T10/2026" name several; "Tuần 2 tháng 11/2026" names
a part of one, "6 tháng đầu năm" more than one. Only what names one whole period is ever taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lib.domain.intake.period_words.spelled import (
    is_period_alone,
    months_as_numbers,
    names_two_years,
)
from lib.domain.intake.period_words.words import ROMAN, Mention, mentions, names_more, names_part
from lib.domain.periods import Cadence, Period
from lib.text import fold, kept_for_short

_YEAR_MONTH = re.compile(
    r"(?<!\d)(20\d\d)\s*[-/.]\s*(0[1-9]|1[0-2])"
    r"(?:-01(?:[ t]00:00(?::00)?)?)?(?!\d|\s*[-/.]\s*\d)"
)
_GAP = r"[\s\d.…_]*"
_WHOLE_DAY = re.compile(
    r"\d{1,2}\s*(?:-\s*\d{1,2}\s*-|/\s*\d{1,2}\s*/|\.\s*\d{1,2}\s*\.)\s*\d{4}"
    rf"|ngày{_GAP}tháng{_GAP}(?:năm{_GAP})?|ngày{_GAP}(?:[-/]{_GAP})*"
)
"""A day is no month: "ngày 16 tháng 8 năm 2026", "14/8/2026", "ngày   /8/2026"."""
_REFERENCE = re.compile(
    r"(?<!\w)(?:theo|ban hành|căn cứ) (?:công văn|văn bản|quyết định|nghị quyết|thông tư|công điện)"
    r"(?: số)?(?: \d[\w/&.-]{0,40})?,? tháng \d{1,2}(?:/| năm )20\d\d(?!\d)"
)
"""The month of a letter is none of the figures."""
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True)
class Named:
    """The months and quarters that a text names, results before plans and comparisons."""

    periods: tuple[Period, ...] = ()
    """With their year."""
    yearless: tuple[Period, ...] = ()
    """Named without any year in sight; theirs is 0."""
    beside: frozenset[Period] = frozenset()
    """Those among them that are planned for, or compared with."""
    years: frozenset[int] = frozenset()
    part: bool = False
    """A week or some days of a month."""
    more: bool = False
    """Several months together: "6 tháng đầu năm"."""

    def of(self, cadence: Cadence) -> Named:
        """What matters to a report of this cadence; a quarter is more than a month."""
        if cadence not in (Cadence.MONTHLY, Cadence.QUARTERLY):
            return Named(years=self.years)
        mine = tuple(p for p in self.periods if p.cadence is cadence)
        bare = tuple(p for p in self.yearless if p.cadence is cadence)
        known = {(p.month, p.quarter) for p in mine}
        others = len(mine) + len(bare) < len(self.periods) + len(self.yearless)
        return replace(
            self,
            periods=mine,
            yearless=tuple(p for p in bare if (p.month, p.quarter) not in known),
            beside=self.beside & {*mine, *bare},
            more=self.more or (others and cadence is Cadence.MONTHLY),
        )

    @property
    def sure(self) -> Period | None:
        """The one period that is named, where nothing else is."""
        plain = not (self.yearless or self.part or self.more)
        return self.periods[0] if plain and len(self.periods) == 1 else None

    @property
    def says_nothing(self) -> bool:
        """Whether no period is named at all."""
        return not (self.periods or self.yearless or self.part or self.more)

    def agrees(self, period: Period) -> bool:
        """Whether this may stand over figures of the period; plans and comparisons do not count."""
        if self.part or self.more:
            return False
        bare = Period(0, period.month, period.quarter)
        named = {*self.periods, *self.yearless} - self.beside or {*self.periods, *self.yearless}
        return named <= {period, bare}


NOTHING = Named()


@kept_for_short(2000)
def named_in(text: str) -> Named:
    """All periods that a text names."""
    plain = months_as_numbers(_REFERENCE.sub(" ; ", fold(text)))
    found = [Mention(Period(int(m[1]), int(m[2]))) for m in _YEAR_MONTH.finditer(plain)]
    without_days = _WHOLE_DAY.sub(" ; ", _YEAR_MONTH.sub(" ; ", plain))
    found += mentions(without_days)
    found.sort(key=lambda mention: mention.beside)
    years = {*map(int, _YEAR.findall(without_days)), *(m.period.year for m in found)}
    return Named(
        periods=_different(m.period for m in found if m.period.year),
        yearless=_different(m.period for m in found if not m.period.year),
        beside=frozenset(m.period for m in found if m.beside),
        years=frozenset(years - {0}),
        part=names_part(plain),
        more=names_more(plain) or names_two_years(plain),
    )


def together(named: Iterable[Named]) -> Named:
    """What several texts name, in their order."""
    every = list(named)
    if len(every) == 1:
        return every[0]
    return Named(
        periods=_different(p for n in every for p in n.periods),
        yearless=_different(p for n in every for p in n.yearless),
        beside=frozenset[Period]().union(*(n.beside for n in every)),
        years=frozenset[int]().union(*(n.years for n in every)),
        part=any(n.part for n in every),
        more=any(n.more for n in every),
    )


def _different(periods: Iterable[Period]) -> tuple[Period, ...]:
    return tuple(dict.fromkeys(periods))


def in_column(text: str, cadence: Cadence) -> Named:
    """What a cell of the column of periods names; there "11" is a month, in any year."""
    plain = fold(text)
    if not is_period_alone(plain):
        return replace(named_in(text).of(cadence), part=True)
    numeral = ROMAN.get(plain, 0) if cadence is Cadence.QUARTERLY else 0
    number = numeral or (int(plain) if plain.isdecimal() and len(plain) <= 2 else 0)
    if not 1 <= number <= (4 if cadence is Cadence.QUARTERLY else 12):
        return named_in(text).of(cadence)
    quarterly = cadence is Cadence.QUARTERLY
    return Named(yearless=(Period(0, quarter=number) if quarterly else Period(0, number),))


_ANOTHER = re.compile(
    r"(?:kỳ|tháng|quý|năm) (?:trước|sau|tới|ngoái)(?!\w)|cùng kỳ"
    r"|^(?:[ivx\d]{1,3}[.)\-:/ ]+)?(?:số liệu |kết quả )?"
    r"(?:năm 20\d\d|kế hoạch|dự kiến|chỉ tiêu)[ .:]*$"
)
_PLAN = re.compile(r"kế hoạch|dự kiến|nhiệm vụ|phương hướng|chỉ tiêu")
_RESULT = re.compile(r"kết quả|thực hiện|tình hình|báo cáo")


def says_another(text: str) -> bool:
    """Whether a line is of another period without naming which: "Kỳ trước", "Năm 2025"."""
    return _ANOTHER.search(fold(text)) is not None


def says_plan(text: str) -> bool:
    """Whether a line is of what is planned: "Kế hoạch tháng 12/2026", no result of December."""
    plain = fold(text)
    return bool(_PLAN.search(plain)) and not _RESULT.search(plain)


def month_in(text: str) -> Period | None:
    """The month a person wrote: "08/2026", "tháng 8/2026", "Tháng 8 năm 2026", "2026-08".

    None where there is none, where several are named, or only a part of one.
    """
    return named_in(text).of(Cadence.MONTHLY).sure


def quarter_in(text: str) -> Period | None:
    """The quarter a person wrote: "Quý III/2026", "Q3/2026", "III/2026", "2026-Q3".

    None where there is none or where several are named; "3/2026" may be the month of March and is
    not taken for the third quarter.
    """
    return named_in(text).of(Cadence.QUARTERLY).sure


def year_in(text: str) -> Period | None:
    """The year a person wrote: "2026", "năm 2026", "31/12/2025"; None where two are named."""
    years = set(_YEAR.findall(fold(text)))
    return Period(int(years.pop())) if len(years) == 1 else None
