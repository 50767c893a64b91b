"""Putting a backup into the place of the store.

That keeps the present store aside, ends every session, and is itself on record.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed, Head
from lib.domain.errors import StoreUnavailable
from lib.files.audit_heads import FOLDER
from lib.files.last_seen import FILE, LastSeen, keep_last_seen
from lib.services.audit.recording import record
from lib.services.health.health import STORE_FILE, digest_of_file
from lib.services.installation import DEMO, Installation
from lib.settings import Settings
from lib.store.access.sessions import forget_all_sessions
from lib.store.backups.putting_back import (
    Contents,
    contents,
    prepared,
    put_file,
    put_rows,
    trail_fault,
)
from lib.store.backups.taking import back_up
from lib.store.engine import asking, open_engine, writing
from lib.store.history.epoch import place, renew_epoch
from lib.store.history.uploads import read_mark
from lib.store.patience import UPKEEP, waiting

ASIDE, SCRATCH = "set-aside", "restoring"


@dataclass(frozen=True)
class Restoring:
    """A backup that was looked through and stands ready."""

    settings: Settings
    file: Path
    new: Engine
    """The copy that will be the store."""
    backup: Contents
    present: Contents | None
    """``None`` of a store that cannot be read."""
    aside: Path
    """Where the present store will be kept."""

    @property
    def is_gone(self) -> bool:
        """Whether there is no store at all whose place it would take."""
        at_home = self.settings.data_dir / STORE_FILE
        return not self.settings.database_url and not at_home.is_file()


@dataclass(frozen=True)
class Restored:
    """What was put back."""

    aside: Path
    sessions: int = field(default=0)
    """How many were ended that the backup would have let in."""


def restoring(
    settings: Settings, file: Path, *, who: Person, name: str
) -> AbstractContextManager[Restoring]:
    """A backup made ready; nothing of the present store is touched yet.

    ``name``: of the folder in which the present store will be kept. Raises ``NotAllowed`` with
    what is wrong with the file.
    """
    who.must(Act.SET_UP)
    return _made_ready(settings, file, name)


@contextmanager
def _made_ready(settings: Settings, file: Path, name: str) -> Iterator[Restoring]:
    scratch = settings.data_dir / SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        with waiting(UPKEEP):
            new = prepared(file, scratch / STORE_FILE)
            found = contents(new)
            backup = Contents(found.uploads, found.changed_at, found.trail, trail_fault(new))
            aside = settings.data_dir / ASIDE / name
            yield Restoring(settings, file, new, backup, _present(settings), aside)
            new.dispose()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _present(settings: Settings) -> Contents | None:
    if not settings.database_url and not (settings.data_dir / STORE_FILE).is_file():
        return None  # opening it would begin an empty one, though nobody has agreed to anything
    try:
        engine = open_engine(settings.store_url)
        found = contents(engine)
        engine.dispose()
    except StoreUnavailable:
        return None
    return found


def restore(ready: Restoring, *, who: Person) -> Restored:
    """Puts the backup into the store's place; ``StoreUnavailable`` leaves all as it was."""
    who.must(Act.SET_UP)
    scratch = ready.settings.data_dir / SCRATCH
    epoch, newest, sessions = _made_new(ready, scratch, who)
    with asking(ready.new) as connection:
        demo = read_mark(connection, DEMO) == "yes"
    ready.aside.mkdir(parents=True)
    if ready.settings.database_url:
        here = _rows_put(ready)
    else:
        ready.new.dispose()
        put_file(scratch / STORE_FILE, ready.settings.data_dir / STORE_FILE, ready.aside)
        here = place(open_engine(ready.settings.store_url))
    _keep_what_is_outside(ready, scratch)
    seen = LastSeen(epoch, here, newest.seq, newest.hash, demo=demo)
    keep_last_seen(ready.settings.data_dir, seen)
    return Restored(ready.aside, sessions)


def _made_new(ready: Restoring, scratch: Path, who: Person) -> tuple[str, Head, int]:
    """The copy becomes a store of its own: another name, nobody in, and its making on record."""
    installation = Installation(ready.settings.model_copy(update={"data_dir": scratch}), ready.new)
    told = {
        "sha256": digest_of_file(ready.file),
        "behind": ready.backup.trail.seq,
        "left": ready.present.trail.seq if ready.present else None,
    }
    with writing(ready.new) as connection:
        epoch = renew_epoch(connection)
        sessions = forget_all_sessions(connection, at=installation.clock())
        entry = record(
            installation, connection, who, deed=Deed.RESTORED, subject=f"file:{ready.file.name}",
            after={**told, "sessions": sessions},
        )  # fmt: skip
    return epoch, Head(entry.seq, entry.hash), sessions


def _rows_put(ready: Restoring) -> str:
    """Of PostgreSQL: the present store is kept as a backup of its own, then replaced at once."""
    store = open_engine(ready.settings.store_url)
    try:
        back_up(store, ready.aside / STORE_FILE)
        put_rows(ready.new, store)
        return place(store)
    finally:
        store.dispose()


def _keep_what_is_outside(ready: Restoring, scratch: Path) -> None:
    """Hashes told of the store before tell nothing of this one: they go aside with it."""
    folder = ready.settings.data_dir
    for name in (FOLDER, FILE):
        if (folder / name).exists():
            (folder / name).rename(ready.aside / name)
    if (scratch / FOLDER).exists():
        (scratch / FOLDER).rename(folder / FOLDER)
