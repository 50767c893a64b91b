"""The map sheet of a period, or of two, made once for a version of the data.

For the page, and for the first screen ahead of it; a light page and paper, which show one indicator
and read the same sheet, get that of this indicator alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from lib.domain.access.permissions import Act
from lib.domain.figures.indicators import Measured
from lib.domain.periods import Period
from lib.maps.sheet import Sheet
from lib.maps.still import Looked, looked_at
from lib.services.caching.answers import cached
from lib.services.caching.audience import Everybody
from lib.services.caching.viewer import Viewer
from lib.services.figures.figures import Figures
from lib.services.map.comparing import Compared, change_sheet
from lib.services.map.sheet import Figures as Shown
from lib.services.map.sheet import sheet
from lib.services.view_address import FIRST_INDICATOR, SHEET_ADDRESS, Choice

_Known = Callable[[Period], Mapping[str, Measured]]
"""What is known in a period, by indicator code."""


@cached("map sheet", Everybody(Act.SEE_FIGURES), most=24, spoken=True, exact=True)
def period_sheet(viewer: Viewer, period: Period) -> Sheet:
    """The sheet of all indicators, which names its moment. Shared: never change it."""
    figures = Figures(viewer)
    return _of_period(figures, period, figures.all_measured, first=FIRST_INDICATOR)


@cached("map sheet of two periods", Everybody(Act.SEE_FIGURES), most=12, spoken=True, exact=True)
def compared_sheet(viewer: Viewer, period: Period, against: Period) -> Sheet:
    """The sheet of what changed between two periods. Shared: never change it."""
    figures = Figures(viewer)
    return _of_two(figures, (period, against), figures.all_measured, first=FIRST_INDICATOR)


def looked_alone(figures: Figures, choice: Choice, against: Period | None = None) -> Looked:
    """What a choice looks at, of a sheet with its indicator alone: made in a moment."""
    code = choice.indicator

    def known(period: Period) -> Mapping[str, Measured]:
        return {code: figures.measured(code, period)}

    if against:
        made = _of_two(figures, (choice.period, against), known, first=code)
    else:
        made = _of_period(figures, choice.period, known, first=code)
    return looked_at(made, choice.said())


def _of_period(figures: Figures, period: Period, known: _Known, *, first: str) -> Sheet:
    made = sheet(
        figures.installation,
        Shown(
            now=known(period),
            before=known(period.previous) if period.previous in figures.periods else {},
        ),
        figures.flags(period.end),
        say=figures.viewer.say,
        period=period,
        first=first,
        address=SHEET_ADDRESS,
    )
    nobody = figures.silence(period, figures.viewer.say)
    return replace(made, words={**made.words, "nothing": nobody}) if nobody else made


def _of_two(figures: Figures, both: tuple[Period, Period], known: _Known, *, first: str) -> Sheet:
    then, now = sorted(both)
    return change_sheet(
        figures.installation,
        Compared(periods=(then, now), then=known(then), now=known(now)),
        figures.flags(now.end),
        say=figures.viewer.say,
        chosen=both[0],
        first=first,
        address=SHEET_ADDRESS,
    )
