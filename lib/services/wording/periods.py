"""Periods in words, within a sentence."""

from __future__ import annotations

from lib.domain.periods import Period
from lib.services.wording.figures import period_within
from lib.text import Words


def named(period: str, say: Words) -> str:
    """A period in the middle of a sentence."""
    return period_within(Period.parse(period), say)
