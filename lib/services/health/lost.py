"""Whether the store that served from a data folder is gone.

An empty one would be begun in its place at the next opening, and nobody would hear of the loss.
"""

from __future__ import annotations

from pathlib import Path

from lib.domain.errors import NotAllowed
from lib.files.audit_heads import kept_heads
from lib.files.last_seen import LastSeen, last_seen
from lib.services.health.health import STORE_FILE
from lib.settings import Settings


def must_have_its_store(settings: Settings) -> None:
    """Raises ``NotAllowed`` where the store file that served here is gone. Writes nothing.

    A demonstration may be filled again. What nobody can tell to have been one counts as real.
    """
    folder = settings.data_dir
    if settings.database_url or _is_there(folder / STORE_FILE):
        return
    known = last_seen(folder)
    if has_served(known) or (known is None and kept_heads(folder)):
        raise store_lost(settings)


def has_served(known: LastSeen | None) -> bool:
    """Whether somebody has acted in the store, and not only in a demonstration."""
    return known is not None and known.seq > 0 and not known.demo


def store_lost(settings: Settings) -> NotAllowed:
    """What is said of it: what to do, and how to begin anew on purpose."""
    return NotAllowed("store_lost", folder=settings.data_dir)


def _is_there(file: Path) -> bool:
    """A file of no bytes is what a broken disk, or an opening cut short, leaves of a store."""
    try:
        return file.stat().st_size > 0
    except FileNotFoundError:
        return False
