"""Whether the store is still the one that served last; any other ends every session.

A copy that was put back, by the command or by hand, would let in again whoever was logged out,
disabled or given another password since it was made. What the copy cannot know lies outside it:
``lib.files.last_seen``.
"""

from __future__ import annotations

from dataclasses import replace

import structlog
from sqlalchemy import Connection

from lib.domain.audit.chain import Deed, Head
from lib.files.last_seen import LastSeen, keep_last_seen, last_seen
from lib.services.audit.recording import record
from lib.services.health.lost import has_served
from lib.services.installation import DEMO, Installation
from lib.store.access.sessions import forget_all_sessions
from lib.store.audit import entries as trail_store
from lib.store.engine import asking, writing
from lib.store.history.epoch import epoch, place, renew_epoch
from lib.store.history.uploads import read_mark

log = structlog.get_logger()


def settle(installation: Installation, *, at_start: bool = False) -> None:
    """Makes sure that whoever is in has come in to this very store.

    At the start a store file in another place counts as another store as well; meanwhile only one
    that knows less than was known, so that moving a file about throws nobody out.
    """
    here = place(installation.engine)
    with asking(installation.engine) as connection:
        known = last_seen(installation.settings.data_dir)
        name = _same(connection, known, here, at_start=at_start)
    if not name:
        name = _succeed(installation, here, at_start=at_start)
    elif known and known.place != here:
        _keep(installation, replace(known, epoch=name, place=here))
    installation.settled.epoch, installation.settled.place = name, here


def is_settled(installation: Installation, name: str | None = None) -> bool:
    """Whether the store is the one this process has settled with; a look at its file.

    ``name``: what the store was just asked to be called, where it was.
    """
    settled = installation.settled
    if installation.engine.dialect.name == "sqlite" and settled.place != place(installation.engine):
        return False
    return name is None or name == settled.epoch


def _same(connection: Connection, known: LastSeen | None, here: str, *, at_start: bool) -> str:
    """The store's name where it is the one that served last, else ""."""
    name = epoch(connection)
    if not known or not name or known.epoch != name or (at_start and known.place != here):
        return ""
    newest = trail_store.head(connection)
    behind = newest.seq < known.seq or (newest.seq == known.seq and newest.hash != known.hash)
    return "" if behind and known.seq else name


def _succeed(installation: Installation, here: str, *, at_start: bool) -> str:
    with writing(installation.engine) as connection:
        known = last_seen(installation.settings.data_dir)
        # Another process may have done it meanwhile.
        if name := _same(connection, known, here, at_start=at_start):
            return name
        before = epoch(connection)
        is_first = known is None and not before
        name = installation.settled.epoch = renew_epoch(connection)
        installation.settled.place = here
        newest = trail_store.head(connection)
        if not is_first:
            newest = _ended(installation, connection)
        demo = read_mark(connection, DEMO) == "yes"
        lost = _has_lost(known, before)
        _keep(installation, LastSeen(name, here, newest.seq, newest.hash, demo=demo, lost=lost))
        return name


def _has_lost(known: LastSeen | None, before: str) -> bool:
    """Whether the store with real acts that served here is gone; ``before``: the name of this."""
    if known is None or before == known.epoch:
        return known is not None and known.lost
    return not before and (known.lost or has_served(known))


def _keep(installation: Installation, seen: LastSeen) -> None:
    try:
        keep_last_seen(installation.settings.data_dir, seen)
    except (
        OSError
    ) as error:  # the sessions have ended all the same; at the next start they do again
        log.error("last_seen_not_kept", exc_info=error)


def _ended(installation: Installation, connection: Connection) -> Head:
    count = forget_all_sessions(connection, at=installation.clock())
    log.warning("another_store", sessions_ended=count)
    entry = record(installation, connection, "", deed=Deed.STORE_CHANGED, after={"sessions": count})
    return Head(entry.seq, entry.hash)
