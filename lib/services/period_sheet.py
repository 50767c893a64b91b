"""The map sheet of a period, made once for a version of the data: for the page and ahead of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lib.domain.indicators import Measured
from lib.domain.periods import Period
from lib.domain.places import PriorityFlag
from lib.maps.sheet import Sheet
from lib.services.choice import FIRST_INDICATOR, SHEET_ADDRESS
from lib.services.house import House
from lib.services.kept import Kept
from lib.services.overview import silent_since
from lib.services.scenes import boundaries_for
from lib.services.sheets import Figures, sheet
from lib.text import Words

_SHEETS_KEPT = 24
# Of the process: the pages and the routes beside them open the store each for itself.
_sheets = Kept(_SHEETS_KEPT)


def period_sheet(
    house: House,
    period: Period,
    say: Words,
    *,
    version: str,
    periods: Sequence[Period],
    measured: Callable[[Period], Mapping[str, Measured]],
    flags: Callable[[], Mapping[str, list[PriorityFlag]]],
) -> Sheet:
    """The sheet as of this version of the data. Shared: never change it.

    ``measured`` gives every indicator in a period, ``flags`` those in force at the end of this one.
    """
    outlines = boundaries_for(house, "boundary").key
    key = (house.settings.store_url, version, period, say.language, outlines)

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
            flags(),
            say,
            period=period,
            first=FIRST_INDICATOR,
            address=SHEET_ADDRESS,
        )

    return _sheets.get(key, make)
