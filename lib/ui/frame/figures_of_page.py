"""Figures for the pages, as whoever opened the page sees them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lib.domain.figures.indicators import Measured
from lib.domain.figures.snapshot import Snapshot
from lib.domain.periods import Period
from lib.domain.places.gazetteer import PriorityFlag
from lib.maps.sheet import Sheet
from lib.services.map import period_sheet
from lib.services.profile.profile import Profile, profile_in
from lib.ui.frame.page import Page


def snapshot(page: Page, period: Period) -> Snapshot:
    """All measures in the period. Shared: never change it."""
    return page.figures.snapshot(period)


def measured(page: Page, indicator: str, period: Period) -> Measured:
    """One indicator in the period."""
    return page.figures.measured(indicator, period)


def profile(page: Page, code: str, period: Period) -> Profile:
    """All that is known of a commune in the period. Shared: never change it."""
    return profile_in(page.viewer, code, period)


def sheet(page: Page, period: Period) -> Sheet:
    """The map sheet of the period: all indicators at once. Shared: never change it."""
    return period_sheet.period_sheet(page.viewer, period)


def compared_sheet(page: Page, period: Period, against: Period) -> Sheet:
    """The map sheet of what changed between two periods. Shared: never change it."""
    return period_sheet.compared_sheet(page.viewer, period, against)


def flags(page: Page, day: date) -> Mapping[str, list[PriorityFlag]]:
    """Priority flags in force on the day, by commune."""
    return page.figures.flags(day)
