"""Files that a page hands out: made when somebody asks, and on record."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from lib.domain.audit.chain import Deed
from lib.services.access.sessions import digest_of
from lib.services.audit.recording import standing_at, standpoint
from lib.services.audit.tallies import note_or_count
from lib.services.rations import PAPERS, share_of
from lib.ui.frame.acting import token
from lib.ui.frame.page import Page


def in_turn(page: Page) -> AbstractContextManager[None]:
    """A turn at making papers: one person takes one at a time. Raises ``Busy``."""
    return PAPERS.turn(_share(page))


def _share(page: Page) -> str:
    return share_of(page.who, session=digest_of(token()) if page.installation.is_demo else "")


def on_record(page: Page, name: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """``make`` for a download button, kept in the trail under the file's name when it is asked.

    The file is made in another thread, later: where the person stands is taken along.
    """
    point, share = standpoint(), _share(page)

    def made() -> bytes:
        with standing_at(point), PAPERS.turn(share):
            content = make()
            note_or_count(page.today.installation, point.who, Deed.EXPORTED, subject=f"file:{name}")
        return content

    return made
