"""Opening an installation: its store, its indicators, and whether it is the store of before."""

from __future__ import annotations

from sqlalchemy import Engine

from lib.domain.periods import set_cut_offs
from lib.files.reference import calendar
from lib.services.health.succession import settle
from lib.services.installation import Installation
from lib.services.shared_cache import of_the_process
from lib.settings import Settings
from lib.store.engine import open_engine


def open_installation(settings: Settings) -> Installation:
    """Opens the store of these settings, bringing it to the newest schema."""
    return installation_with(settings, open_engine(settings.store_url))


def installation_with(settings: Settings, engine: Engine) -> Installation:
    """The installation of these settings with a store that is open already.

    All of one process share one memory: pages and routes open the store each for itself.
    """
    opened = Installation(settings, engine, memory=of_the_process())
    set_cut_offs(calendar().cut_offs)
    opened.calendar  # noqa: B018 - periods end on the days that administrators have set
    settle(opened, at_start=True)
    return opened
