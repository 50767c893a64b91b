"""Stores that servers are tried on, as large as they are meant for, and small for short forms."""

from __future__ import annotations

from lib.services.installation import Installation
from lib.services.intake.demo import fill_with_demo
from tests.demo_store import fill_with_small_demo
from tests.support.years import fill_with_years


def filled_for_years(installation: Installation, *, short: bool = False) -> None:
    """Three years of 2,250 villages; in short form three months of 300."""
    if short:
        fill_with_small_demo(installation)
    else:
        fill_with_years(installation)


def filled_for_show(installation: Installation, *, short: bool = False) -> None:
    """The demonstration as people meet it; in short form its first three months."""
    if short:
        fill_with_small_demo(installation)
    else:
        fill_with_demo(installation)
