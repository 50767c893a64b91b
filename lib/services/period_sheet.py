"""The map sheet of a period, or of two, made once for a version of the data.

For the page, and for the first screen ahead of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from lib.domain.indicators import Measured
from lib.domain.periods import Period
from lib.domain.places import PriorityFlag
from lib.maps.sheet import Sheet
from lib.services.choice import FIRST_INDICATOR, SHEET_ADDRESS
from lib.services.comparing import Compared, change_sheet
from lib.services.house import House
from lib.services.kept import Kept
from lib.services.overview import silent_since
from lib.services.scenes import boundaries_for
from lib.services.sheets import Figures, sheet
from lib.text import Words

_SHEETS_KEPT = 24
# Of the process: the pages and the routes beside them open the store each for itself.
_sheets = Kept(_SHEETS_KEPT)

MeasuredIn = Callable[[Period], Mapping[str, Measured]]
"""Every indicator in a period."""
FlagsOn = Callable[[date], Mapping[str, list[PriorityFlag]]]
"""The flags in force on a day."""


def period_sheet(
    house: House,
    period: Period,
    say: Words,
    *,
    version: str,
    periods: Sequence[Period],
    measured: MeasuredIn,
    flags: FlagsOn,
) -> Sheet:
    """The sheet as of this version of the data. Shared: never change it."""
    key = (version, period, *_house_key(house, say))

    def make() -> Sheet:
        stale = silent_since(house, period)
        figures = Figures(
            now=measured(period),
            before=measured(period.previous) if period.previous in periods else {},
            stale=stale,
            old={p: measured(p) for p in set(stale.values())},
        )
        return sheet(
            house,
            figures,
            flags(period.end),
            say,
            period=period,
            first=FIRST_INDICATOR,
            address=SHEET_ADDRESS,
        )

    return _sheets.get(key, make)


def compared_sheet(
    house: House,
    period: Period,
    against: Period,
    say: Words,
    *,
    version: str,
    measured: MeasuredIn,
    flags: FlagsOn,
) -> Sheet:
    """The sheet of what changed between two periods. Shared: never change it."""
    then, now = sorted((period, against))

    def make() -> Sheet:
        return change_sheet(
            house,
            Compared(periods=(then, now), then=measured(then), now=measured(now)),
            flags(now.end),
            say,
            chosen=period,
            first=FIRST_INDICATOR,
            address=SHEET_ADDRESS,
        )

    return _sheets.get((version, (period, against), *_house_key(house, say)), make)


def _house_key(house: House, say: Words) -> tuple[str, str, str]:
    return house.server, say.language, boundaries_for(house, "boundary").key
