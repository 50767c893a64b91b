"""A backup in the place of the store: at once or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from lib.domain.audit.chain import Fault, Head, first_fault
from lib.domain.errors import NotAllowed, StoreBusy, StoreUnavailable
from lib.store.audit import entries as trail
from lib.store.backups.copying import copy_all
from lib.store.backups.taking import copy_file
from lib.store.engine import asking, migrate, newest_schema, open_engine, writing
from lib.store.history.uploads import last_change, newest_upload
from lib.store.patience import UPKEEP, waiting
from lib.store.schema.records import metadata
from lib.store.soundness import soundness

_SIGNATURE, _DUMP = b"SQLite format 3\x00", b"PGDMP"
_PATIENCE_S = 30
_JOURNALS = ("-journal", "-wal", "-shm")


@dataclass(frozen=True)
class Contents:
    """What a store holds, enough for a person to know it by."""

    uploads: int
    changed_at: datetime | None
    trail: Head
    fault: Fault | None = None
    """Of the trail, where it was looked for."""


def contents(engine: Engine) -> Contents:
    """What the store holds."""
    with asking(engine) as connection:
        return Contents(newest_upload(connection), last_change(connection), trail.head(connection))


def prepared(file: Path, target: Path) -> Engine:
    """A copy of the backup at ``target``, brought to this version's schema and looked through.

    Raises ``NotAllowed`` with what is wrong with the file: missing, empty, of another kind, of a
    newer version, damaged. The file itself is never touched.
    """
    _must_be_a_store(file)
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source:
            _must_be_known(source, file)
            copy_file(source, target)
        engine = open_engine(f"sqlite:///{target}")
    except (sqlite3.DatabaseError, StoreUnavailable) as error:
        raise NotAllowed("restore_damaged", file=file.name) from error
    if not soundness(engine).sound:
        engine.dispose()
        raise NotAllowed("restore_damaged", file=file.name)
    return engine


def trail_fault(engine: Engine) -> Fault | None:
    """The first bad entry of its trail."""
    with asking(engine) as connection:
        return first_fault(trail.raw_rows(connection), anchor=trail.anchor(connection), heads={})


def _must_be_a_store(file: Path) -> None:
    if file.is_dir():
        raise NotAllowed("restore_folder", file=file.name or str(file))
    if not file.is_file():
        raise NotAllowed("restore_no_file", file=file.name)
    with file.open("rb") as opened:
        begin = opened.read(len(_SIGNATURE))
    if not begin:
        raise NotAllowed("restore_empty", file=file.name)
    if begin.startswith(_DUMP):
        raise NotAllowed("restore_foreign", file=file.name)
    if begin != _SIGNATURE:
        raise NotAllowed("restore_not_ours", file=file.name)


def _must_be_known(source: sqlite3.Connection, file: Path) -> None:
    tables = {n for (n,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"alembic_version", "upload", "figure"} <= tables:
        raise NotAllowed("restore_not_ours", file=file.name)
    found = source.execute("SELECT version_num FROM alembic_version").fetchone()
    if not found or found[0] > newest_schema():
        raise NotAllowed("restore_newer", file=file.name)


def put_file(new: Path, store: Path, aside: Path) -> None:
    """The file in the store's place in one step; the store goes on to exist in ``aside``.

    Whoever writes at this moment ends first; whoever waits finds another file and is told. Raises
    ``StoreBusy`` where somebody does not end.
    """
    held = _held(store)
    try:
        if store.exists():
            (aside / store.name).hardlink_to(store)
        for rest in _JOURNALS:  # of a store that broke: it would be played into the new one
            if (journal := store.with_name(store.name + rest)).exists():
                journal.rename(aside / journal.name)
        new.replace(store)
    except OSError as error:
        raise StoreUnavailable from error
    finally:
        if held:
            held.close()


def _held(store: Path) -> sqlite3.Connection | None:
    """The store's lock; ``None`` of a store that is broken, which nobody can write into."""
    if not store.is_file():
        return None
    held = sqlite3.connect(store, timeout=_PATIENCE_S, isolation_level=None)
    try:
        held.execute("BEGIN IMMEDIATE")
    except sqlite3.DatabaseError as error:
        held.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            raise StoreBusy from error
        return None
    return held


def put_rows(new: Engine, store: Engine) -> None:
    """Every row of a prepared backup in place of all that a PostgreSQL store holds."""
    with waiting(UPKEEP), asking(new) as source, writing(store) as target:
        _clear(target)
        migrate(target)
        copy_all(source, target)


def _clear(target: Connection) -> None:
    """Tables and all that hangs on them; the trail lets nobody delete its rows one by one."""
    metadata.drop_all(target)
    target.execute(text("DROP TABLE IF EXISTS alembic_version"))
