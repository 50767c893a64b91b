"""Opening the store: SQLite by default, PostgreSQL by address, migrated at start."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from lib.domain.errors import StoreBusy, StoreUnavailable
from lib.store.connecting import engine_for, keep_to_the_file, told_calmly
from lib.store.patience import UPKEEP, left_until, patience, waiting
from lib.store.turns import TURNS

MIGRATIONS = Path(__file__).with_name("migrations")
WRITE_LOCK = 7_241_001
"""Key of the advisory lock under which PostgreSQL writers take turns."""
_AFTERWARDS = "afterwards"
_ALLOW = text(
    "SELECT set_config('lock_timeout', :lock, true), "
    "set_config('statement_timeout', :statement, true), "
    "set_config('idle_in_transaction_session_timeout', :pause, true)"
)


def open_engine(url: str) -> Engine:
    """An engine for the address, migrated to the newest schema.

    Raises ``StoreUnavailable`` when the store cannot be reached or read.
    """
    try:
        engine = engine_for(make_url(url))
        _bring_up(engine)
        keep_to_the_file(engine)
    except (SQLAlchemyError, sqlite3.DatabaseError, CommandError, OSError) as error:
        raise told_calmly(getattr(error, "orig", error)) from error
    return engine


_HERE = threading.local()


@contextmanager
def asking(engine: Engine) -> Iterator[Connection]:
    """A connection to read with: the one this thread has open already, where it has one.

    On SQLite a second one would wait for a writer that itself waits for the first to be done. And
    what is read within one question is of one moment.
    """
    here = _HERE.__dict__
    if str(id(engine)) in here:
        yield here[str(id(engine))]
        return
    with engine.connect() as connection, _open_here(connection):
        yield connection


@contextmanager
def _open_here(connection: Connection) -> Iterator[None]:
    here = _HERE.__dict__
    key = str(id(connection.engine))
    before = here.get(key)
    here[key] = connection
    try:
        yield
    finally:
        if before is None:
            del here[key]
        else:
            here[key] = before


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes; writers take turns. All or nothing, also when killed.

    Raises ``StoreBusy`` where one's turn does not come within the patience of whoever acts.
    """
    turns = TURNS[str(engine.url)]
    turn_s = turns.worth(patience().turn_s)
    until = time.monotonic() + turn_s
    options: dict[str, Any] = {"writes": True, "until": until}
    if engine.dialect.name == "postgresql":
        # What is read after waiting for one's turn must be what the one before has written.
        options["isolation_level"] = "READ COMMITTED"
    afterwards: list[Callable[[], None]] = []
    came = False
    try:
        with (
            # Also on PostgreSQL: whoever waits holds no connection that somebody could read with.
            turns.mine(patience_s=turn_s),
            engine.connect().execution_options(**options) as connection,
            connection.begin(),
            _open_here(connection),
        ):
            if engine.dialect.name == "postgresql":
                _take_turn(connection, until)
            came = True
            turns.came()
            connection.info[_AFTERWARDS] = afterwards
            yield connection
    except StoreBusy:
        if not came:
            turns.never_came()
        raise
    for act in afterwards:
        act()


def when_written(connection: Connection, act: Callable[[], None]) -> None:
    """Does something once the transaction of ``writing`` that is open here has been kept."""
    connection.info[_AFTERWARDS].append(act)


def _take_turn(connection: Connection, until: float) -> None:
    """PostgreSQL's own, among all processes; with the patience of whoever acts."""
    seconds = {"lock": left_until(until), "statement": patience().statement_s,
               "pause": patience().pause_s}  # fmt: skip
    connection.execute(_ALLOW, {name: f"{s * 1000:.0f}" for name, s in seconds.items()})
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})


def wipe_what_goes(connection: Connection) -> None:
    """From now on rows that this connection deletes are gone from the file as well.

    SQLite leaves their text in free pages unless it is told to wipe them; PostgreSQL gives the
    room away at its next VACUUM.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def _bring_up(engine: Engine) -> None:
    """Brings the store to the newest schema; one that has it is not kept from anybody."""
    with asking(engine) as connection:
        if MigrationContext.configure(connection).get_current_revision() == newest_schema():
            return
    with waiting(UPKEEP), writing(engine) as connection:
        migrate(connection)


def migrate(connection: Connection, *, to: str = "head") -> None:
    """Brings the store of an open transaction to the newest schema, or to an older one."""
    config = _migrations()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


@cache
def newest_schema() -> str:
    """The number of the newest schema; numbers grow."""
    return str(ScriptDirectory.from_config(_migrations()).get_current_head())


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def answers(url: str) -> bool:
    """Whether the store answers a question at this moment, on a connection of its own.

    The pool may be taken to its last, and a stuck writer does not keep readers out.
    """
    with _probe(url).connect() as connection:
        return bool(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


@cache
def _probe(url: str) -> Engine:
    probe = engine_for(make_url(url), pooled=False)
    keep_to_the_file(probe)
    return probe


def integrity(engine: Engine) -> bool:
    """Whether the store's own check finds it whole (SQLite); PostgreSQL answers a query."""
    try:
        with engine.connect() as connection:
            if engine.dialect.name != "sqlite":
                return connection.execute(text("SELECT 1")).scalar() == 1
            whole = connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            return whole and not connection.execute(text("PRAGMA foreign_key_check")).first()
    except StoreUnavailable:
        return False


def version(engine: Engine) -> str:
    """Name and version of the database, for the health page."""
    if engine.dialect.name == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    with engine.connect() as connection:
        return "PostgreSQL " + str(connection.execute(text("SHOW server_version")).scalar())
