"""What a process keeps for all of its tests, left as it was found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lib.domain.periods import set_cut_offs
from lib.files.reference import calendar
from lib.settings import settings


@contextmanager
def left_as_found() -> Iterator[None]:
    """Afterwards periods end as in the product's own calendar, and the settings are read anew."""
    try:
        yield
    finally:
        set_cut_offs(calendar().cut_offs)
        settings.cache_clear()
