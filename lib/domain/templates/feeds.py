"""Which reports of a template tell the figures of a period."""

from __future__ import annotations

from enum import StrEnum


class Feeds(StrEnum):
    """Which of a template's reports tell the figures of a period."""

    NOTHING = ""
    """None: nothing is counted of them commune by commune."""
    PERIOD = "period"
    """Those for the period itself."""
    LAST_QUARTER = "last_quarter"
    """Those for the last quarter that has wholly ended by the period."""
    YEAR = "year"
    """Those for the period's year."""
    UP_TO_PERIOD = "up_to_period"
    """Those for the period and for all before it."""
    NEWEST = "newest"
    """Of each commune the newest up to the period's year."""
