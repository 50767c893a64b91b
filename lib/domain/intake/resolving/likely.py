"""Which period is meant where a text leaves something open: settled by the file, or offered."""

from __future__ import annotations

from pathlib import PurePath

from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.period_words.named import Named, in_column, named_in, together
from lib.domain.intake.resolving.context import Context
from lib.domain.periods import Cadence, Period, recent_periods

_OFFERED = {Cadence.MONTHLY: 12, Cadence.QUARTERLY: 6, Cadence.YEARLY: 3}
"""How many periods back a person may choose from."""


def is_period(text: str, cadence: Cadence) -> bool:
    """Whether this is the text form of a period of the cadence."""
    try:
        return Period.parse(text).cadence is cadence
    except ValueError:
        return False


def of_filename(context: Context, cadence: Cadence) -> Named:
    """What the sender's name for the file says: underscores part words there."""
    return named_in(PurePath(context.filename).stem.replace("_", " ")).of(cadence)


def of_sheet(reading: Recognised) -> Named:
    """What the sheet's name says."""
    return named_in(reading.sheet.name.replace("_", " ")).of(reading.template.cadence)


def hinted_years(reading: Recognised, context: Context) -> frozenset[int]:
    """The years that the title, the file's name and the sheet's name mention."""
    named = (reading.titled, of_filename(context, reading.template.cadence), of_sheet(reading))
    return frozenset[int]().union(*(n.years for n in named))


def only_lacks_year(named: Named) -> bool:
    """Whether one whole month or quarter is named, of any year."""
    return len(named.yearless) == 1 and not (named.periods or named.part or named.more)


def with_year(text: str, year: str, cadence: Cadence) -> str:
    """A text of the column of periods beside one of the column of years."""
    if not text or not year:
        return text
    if is_period(text, cadence):
        period = Period.parse(text)
        return text if str(period.year) == year else f"{period.written}, năm {year}"
    named = in_column(text, cadence)
    if not only_lacks_year(named):
        return text
    return str(_in(named.yearless[0], int(year)))


def likely(named: Named, years: frozenset[int], context: Context) -> str:
    """A month without a year is of the one year in sight, if that is its newest; else ""."""
    if not only_lacks_year(named) or len(years) != 1:
        return ""
    found = _in(named.yearless[0], min(years))
    return str(found) if found == _newest(named.yearless[0], context) else ""


def offered(
    named: Named, reading: Recognised, context: Context, *, years: frozenset[int]
) -> list[Period]:
    """What a person may choose from, first what is named: results before plans.

    Next year is offered last where a year is told whole: it may be planned for.
    """
    cadence = reading.template.cadence
    hints = together([named, reading.titled, of_filename(context, cadence), of_sheet(reading)])
    found = candidates(hints, context, years)
    recent = recent_periods(cadence, context.today, many=_OFFERED[cadence])
    if cadence is Cadence.YEARLY:
        ahead = Period(context.today.year).next
        found += [Period(y) for y in sorted(years, reverse=True) if y <= ahead.year]
        recent = [*recent, ahead]
    return list(dict.fromkeys([*found, *recent]))


def candidates(named: Named, context: Context, years: frozenset[int] = frozenset()) -> list[Period]:
    """The periods that may be meant, none that has not begun."""
    bare = [_in(p, year) for p in named.yearless for year in sorted(years, reverse=True)]
    newest = [p for p in (_newest(p, context) for p in named.yearless) if p not in bare]
    whole = [*named.periods, *bare, *newest]
    aside = [p for p in whole if p in named.beside]
    return [p for p in [*(p for p in whole if p not in aside), *aside] if p.start <= context.today]


def _newest(bare: Period, context: Context) -> Period:
    """The newest period of this month or quarter that has begun."""
    found = _in(bare, context.today.year + 1)
    while found.start > context.today:
        found = _in(bare, found.year - 1)
    return found


def _in(bare: Period, year: int) -> Period:
    return Period(year, bare.month, bare.quarter)
