"""The whole store in one SQLite file, while it is in use: whole or not at all, and read back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine

from lib.domain.errors import StoreUnavailable
from lib.store.backups.copying import copy_all
from lib.store.engine import asking, integrity, open_engine, writing
from lib.store.patience import UPKEEP, waiting


def is_embedded(engine: Engine) -> bool:
    """Whether the store is a file of this installation."""
    return engine.dialect.name == "sqlite"


def back_up(engine: Engine, target: Path) -> None:
    """Copies the store as it stands into ``target``, readable by its owner alone.

    Of an embedded store SQLite's own copy, of PostgreSQL every row, of one moment: the same kind
    of file, which ``restore`` takes for either. What was at ``target`` is replaced only by a copy
    that was read back and is whole. Raises ``StoreUnavailable`` when the store cannot be read or
    the copy cannot be written.
    """
    unfinished = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with waiting(UPKEEP):
            (_copied_file if is_embedded(engine) else _copied_rows)(engine, unfinished)
        os.replace(unfinished, target)
    except (OSError, sqlite3.DatabaseError) as error:
        raise StoreUnavailable from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _copied_file(engine: Engine, target: Path) -> None:
    with engine.connect() as connection:
        source = connection.connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise StoreUnavailable
        copy_file(source, target)


def copy_file(source: sqlite3.Connection, target: Path) -> None:
    """SQLite's own copy, checked page by page."""
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("the copy is not whole")
        if copy.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.DatabaseError("the copy's tables do not fit each other")
    finally:
        copy.close()


def _copied_rows(engine: Engine, target: Path) -> None:
    copy = open_engine(f"sqlite:///{target}")
    try:
        with asking(engine) as source, writing(copy) as rows:
            copy_all(source, rows)
        if not integrity(copy):
            raise StoreUnavailable
    finally:
        copy.dispose()
