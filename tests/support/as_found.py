"""What a process keeps for all of its tests, left as it was found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lib.domain.figures import indicators
from lib.settings import settings


@contextmanager
def left_as_found() -> Iterator[None]:
    """Afterwards the indicators are those of before, and the settings are read anew.

    Whoever opens an installation sets the indicators of the whole process, see ``set_up``.
    """
    shown = dict(indicators.INDICATORS)
    try:
        yield
    finally:
        indicators._SHOWN.exchange(shown)
        settings.cache_clear()
