"""The map sheet of a period, or of two, made once for a version of the data.

For the page, and for the first screen ahead of it.
"""

from __future__ import annotations

from dataclasses import replace

from lib.domain.access.permissions import Act
from lib.domain.periods import Period
from lib.maps.sheet import Sheet
from lib.services.caching import Everybody, Viewer, cached
from lib.services.figures.figures import Figures
from lib.services.map.comparing import Compared, change_sheet
from lib.services.map.sheet import Figures as Shown
from lib.services.map.sheet import sheet
from lib.services.view_address import FIRST_INDICATOR, SHEET_ADDRESS


@cached("map sheet", Everybody(Act.SEE_FIGURES), most=24, spoken=True, exact=True)
def period_sheet(viewer: Viewer, period: Period) -> Sheet:
    """The sheet of all indicators, which names its moment. Shared: never change it."""
    figures = Figures(viewer)
    shown = Shown(
        now=figures.all_measured(period),
        before=figures.all_measured(period.previous) if period.previous in figures.periods else {},
    )
    made = sheet(
        viewer.installation,
        shown,
        figures.flags(period.end),
        viewer.say,
        period=period,
        first=FIRST_INDICATOR,
        address=SHEET_ADDRESS,
    )
    nobody = figures.silence(period, viewer.say)
    return replace(made, words={**made.words, "nothing": nobody}) if nobody else made


@cached("map sheet of two periods", Everybody(Act.SEE_FIGURES), most=12, spoken=True, exact=True)
def compared_sheet(viewer: Viewer, period: Period, against: Period) -> Sheet:
    """The sheet of what changed between two periods. Shared: never change it."""
    figures = Figures(viewer)
    then, now = sorted((period, against))
    return change_sheet(
        viewer.installation,
        Compared(
            periods=(then, now), then=figures.all_measured(then), now=figures.all_measured(now)
        ),
        figures.flags(now.end),
        viewer.say,
        chosen=period,
        first=FIRST_INDICATOR,
        address=SHEET_ADDRESS,
    )
