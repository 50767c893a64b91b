"""Visits of teams and a campaign of four weeks, for tests."""

from __future__ import annotations

from datetime import date, timedelta

from lib.domain.campaign.visits import Visit
from lib.domain.campaign.weeks import Campaign

MONDAY = date(2026, 6, 8)
LATER = date(2026, 9, 1)


def visit(team: str, commune: str, *, week: int = 1, days: int = 7, village: str = "") -> Visit:
    first = MONDAY + timedelta(days=7 * (week - 1))
    last = first + timedelta(days=days - 1)
    return Visit(team=team, commune=commune, village=village, first=first, last=last)


def campaign(planned=(), done=()) -> Campaign:
    return Campaign(
        first_day=MONDAY, weeks=4, planned=tuple(planned), done=tuple(done), host_limit=2
    )
