"""A copy of the embedded store while it is in use, by SQLite's own backup."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine

from lib.domain.errors import StoreUnavailable


def is_embedded(engine: Engine) -> bool:
    """Whether the store is a file of this installation."""
    return engine.dialect.name == "sqlite"


def back_up(engine: Engine, target: Path) -> None:
    """Copies the store as it stands into ``target``, whole or not at all, and checks the copy.

    What was at ``target`` is replaced only by a copy that is whole. Raises ``StoreUnavailable``
    when the store cannot be read or the copy cannot be written.
    """
    unfinished = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        with engine.connect() as connection:
            source = connection.connection.driver_connection
            if not isinstance(source, sqlite3.Connection):
                raise StoreUnavailable
            _copy(source, unfinished)
        os.replace(unfinished, target)
    except (OSError, sqlite3.DatabaseError) as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise StoreUnavailable from error


def _copy(source: sqlite3.Connection, target: Path) -> None:
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("the copy is not whole")
    finally:
        copy.close()
