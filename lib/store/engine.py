"""Opening the store: SQLite by default, PostgreSQL by address, migrated at start."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ExceptionContext,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.pool import ConnectionPoolEntry

from lib.domain.errors import StoreUnavailable
from lib.store.turns import TURNS

MIGRATIONS = Path(__file__).with_name("migrations")
_PATIENCE_S = 30
_WRITE_LOCK = 7_241_001
"""Key of the advisory lock under which PostgreSQL writers take turns."""


def open_engine(url: str) -> Engine:
    """An engine for the address, migrated to the newest schema.

    Raises ``StoreUnavailable`` when the store cannot be reached or read.
    """
    try:
        engine = _engine(make_url(url))
        _migrate(engine)
        _keep_to_the_file(engine)
    except (SQLAlchemyError, sqlite3.DatabaseError, CommandError, OSError) as error:
        raise StoreUnavailable from error
    return engine


def _engine(address: URL) -> Engine:
    if address.get_backend_name() == "sqlite":
        if address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, connect_args={"timeout": _PATIENCE_S})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
    else:
        # A preview reads several times: all of it must be of one moment, as it is on SQLite.
        engine = create_engine(
            address.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_size=5,
            isolation_level="REPEATABLE READ",
        )
    event.listen(engine, "handle_error", _calmly)
    return engine


def _keep_to_the_file(engine: Engine) -> None:
    """From now on a store file that was removed or replaced is noticed at the next question.

    SQLite would go on writing into the removed file, or begin an empty one in its place.
    """
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        return

    @event.listens_for(engine, "do_connect")
    def must_be_there(*_given: object) -> None:
        if not Path(file).is_file():
            raise sqlite3.OperationalError("the store's file is gone")

    @event.listens_for(engine, "connect")
    def remember(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["file"] = _identity(file)

    @event.listens_for(engine, "checkout")
    def must_be_the_same(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        if record.info.setdefault("file", _identity(file)) != _identity(file):
            raise DisconnectionError("the store's file was replaced")


def _identity(file: str) -> tuple[int, int]:
    try:
        found = Path(file).stat()
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino


def _calmly(context: ExceptionContext) -> None:
    """A store that is broken, locked or gone is a fault of the machine, told calmly.

    Broken rules (a double row, a wrong statement) stay what they are: faults of the programmer.
    """
    rules = (IntegrityError, ProgrammingError, DataError)
    error = context.sqlalchemy_exception
    if isinstance(error, DBAPIError) and not isinstance(error, rules) and not context.is_pre_ping:
        raise StoreUnavailable from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Rollback journal: SQLite before 3.51.3 may corrupt a WAL under several connections."""
    connection.isolation_level = None  # we say BEGIN ourselves, see ``_begin``
    for pragma in ("journal_mode = DELETE", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: waiting is calm, a lost upgrade is an error."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


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
    """One transaction that writes; writers take turns. All or nothing, also when killed."""
    options: dict[str, Any] = {"writes": True}
    if engine.dialect.name == "postgresql":
        # What is read after waiting for one's turn must be what the one before has written.
        options["isolation_level"] = "READ COMMITTED"
    with (
        _turn(engine),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
        _open_here(connection),
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITE_LOCK})
        yield connection


def wipe_what_goes(connection: Connection) -> None:
    """From now on rows that this connection deletes are gone from the file as well.

    SQLite leaves their text in free pages unless it is told to wipe them; PostgreSQL gives the
    room away at its next VACUUM.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def _turn(engine: Engine) -> AbstractContextManager[None]:
    """PostgreSQL's advisory locks queue by themselves."""
    if engine.dialect.name == "postgresql":
        return nullcontext()
    return TURNS[str(engine.url)].mine(patience_s=_PATIENCE_S)


def _migrate(engine: Engine, revision: str = "head") -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


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
