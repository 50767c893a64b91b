"""Files that a page hands out: made when somebody asks, and on record."""

from __future__ import annotations

from collections.abc import Callable

from lib.domain.trail import Deed
from lib.services.tallies import note_or_count
from lib.services.trail import standing_at, standpoint
from lib.ui.page import Page


def on_record(page: Page, name: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """``make`` for a download button, kept in the trail under the file's name when it is asked.

    The file is made in another thread, later: where the person stands is taken along.
    """
    point = standpoint()

    def made() -> bytes:
        content = make()
        with standing_at(point):
            note_or_count(page.today.house, point.who, Deed.EXPORTED, f"file:{name}")
        return content

    return made
