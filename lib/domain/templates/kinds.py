"""What a column of a template holds."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a column holds."""

    COUNT = "count"
    DECIMAL = "decimal"
    TEXT = "text"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ORDINAL = "ordinal"


NUMBERS = frozenset({Kind.COUNT, Kind.DECIMAL})
FIGURES = NUMBERS | {Kind.YES_NO}
"""What can be added up: yes counts as one."""
