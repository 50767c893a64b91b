"""Connections that never leave anybody waiting for ever: to a file, or to a PostgreSQL server."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import _WaitTimeout
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ExceptionContext,
    create_engine,
    event,
)
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import (
    ConnectionPoolEntry,
    NullPool,
    PoolProxiedConnection,
    QueuePool,
)

from lib.domain.errors import StoreBusy, StoreDamaged, StoreUnavailable
from lib.store.patience import READING_S, left_until, patience

T = TypeVar("T")

_KEPT, _MORE = 10, 30
"""Connections kept open, and how many more at a crowded moment. Fewer than PostgreSQL's own 100."""
_FREE_S, _CONNECT_S, _PING_S, _AGAIN_S = 4, 3, 3, 2
"""Seconds: for a connection that is free, for a new one, for a word from one that was kept, and
until a server that did not answer is asked again."""
_GRACE_S = 5
"""A server that lives ends a statement by itself; after that it is taken for gone."""
_BUSY_STATES = {"55P03", "57014", "25P03", "53300"}
"""Of PostgreSQL: a lock not given, a statement over its time, a pause over its time, no room."""
_BUSY_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGE_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class CalmPool(QueuePool):
    """A pool that tells calmly that nothing is free."""

    def connect(self) -> PoolProxiedConnection:
        """A connection; raises ``StoreBusy`` where none comes free."""
        try:
            return super().connect()
        except PoolTimeout as error:
            raise StoreBusy from error


class BoundedConnection(psycopg.Connection[Any]):
    """Gives up on a server that takes a question and never answers it."""

    limit_s: float | None = None

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """What the server answers; a server that does not is left, for good."""
        limits = [one for one in (timeout, self.limit_s) if one is not None]
        try:
            return super().wait(gen, interval, min(limits, default=None))
        except _WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError("the server does not answer") from error


def engine_for(address: URL, *, pooled: bool = True) -> Engine:
    """An engine for the address; nothing is opened yet."""
    is_file = address.get_backend_name() == "sqlite"
    pool: dict[str, Any] = {"poolclass": NullPool}
    if pooled:
        pool = {"poolclass": CalmPool, "pool_size": _KEPT, "max_overflow": _MORE}
        pool |= {"pool_timeout": _FREE_S}
    engine = _of_a_file(address, pool) if is_file else _of_a_server(address, pool)
    event.listen(engine, "handle_error", _calmly)
    return engine


def _of_a_file(address: URL, pool: dict[str, Any]) -> Engine:
    if address.database in (None, "", ":memory:"):
        pool = {}
    elif address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": READING_S}, **pool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _of_a_server(address: URL, pool: dict[str, Any]) -> Engine:
    # A preview reads several times: all of it must be of one moment, as it is on SQLite.
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
        connect_args={
            "connect_timeout": _CONNECT_S,
            "keepalives_idle": 10,
            "keepalives_interval": 3,
            "keepalives_count": 3,
            "tcp_user_timeout": 10_000,
        },
        **pool,
    )
    event.listen(engine, "do_connect", _Caller())
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine.pool, "checkout", _bound)
    event.listen(engine.pool, "checkin", _bound_for_a_ping)
    return engine


class _Caller:
    """Connects; a server that did not answer is not asked again at once, by everybody."""

    def __init__(self) -> None:
        self._not_before = 0.0

    def __call__(
        self, _dialect: object, _entry: object, given: list[Any], named: dict[str, Any]
    ) -> BoundedConnection:
        if time.monotonic() < self._not_before:
            raise psycopg.OperationalError("the server did not answer a moment ago")
        try:
            return BoundedConnection.connect(*given, **named)
        except psycopg.Error:
            self._not_before = time.monotonic() + _AGAIN_S
            raise


def _prepare_postgresql(connection: BoundedConnection, _entry: object) -> None:
    """What holds for readers, who say nothing of their patience; writers say their own."""
    connection.limit_s = _PING_S
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '300s'")
        cursor.execute(f"SET lock_timeout = '{READING_S:.0f}s'")
        cursor.execute("SET idle_in_transaction_session_timeout = '600s'")
    connection.commit()


def _bound(connection: BoundedConnection, _entry: object, _proxy: object) -> None:
    allowed = patience().statement_s
    connection.limit_s = allowed + _GRACE_S if allowed else None


def _bound_for_a_ping(connection: BoundedConnection | None, _entry: object) -> None:
    if connection is not None:
        connection.limit_s = _PING_S


def keep_to_the_file(engine: Engine) -> None:
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
        record.info["file"] = identity(file)

    @event.listens_for(engine, "checkout")
    def must_be_the_same(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        if record.info.setdefault("file", identity(file)) != identity(file):
            raise DisconnectionError("the store's file was replaced")


def must_still_be_there(connection: Connection) -> None:
    """Raises ``StoreUnavailable`` where the file was replaced while one waited for it."""
    known, file = connection.info.get("file"), connection.engine.url.database
    if known and file and known != identity(file):
        connection.invalidate()
        raise StoreUnavailable


def identity(file: str) -> tuple[int, int]:
    """What tells this file from another one that was put into its place."""
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
        raise told_calmly(error.orig) from error


def told_calmly(error: BaseException | None) -> StoreUnavailable:
    """What a fault of the store is to people: a moment's, a damage, or that nothing is known."""
    if _is_busy(error):
        return StoreBusy()
    return StoreDamaged() if _code(error) in _DAMAGE_CODES else StoreUnavailable()


def _is_busy(error: BaseException | None) -> bool:
    """Whether it is there, and somebody else has it for now."""
    return getattr(error, "sqlstate", None) in _BUSY_STATES or _code(error) in _BUSY_CODES


def _code(error: BaseException | None) -> int | None:
    """SQLite's own, without what it says more."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Rollback journal: SQLite before 3.51.3 may corrupt a WAL under several connections."""
    connection.isolation_level = None  # we say BEGIN ourselves, see ``_begin``
    for pragma in ("journal_mode = DELETE", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: waiting is calm, a lost upgrade is an error."""
    options = connection.get_execution_options()
    writes = options.get("writes", False)
    wait_s = left_until(options["until"]) if writes else patience().reading_s
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait_s * 1000:.0f}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    if writes:
        # Of what it cannot hold back a large publication would write into the file before its end,
        # and everybody who only looks would have to wait for that end.
        connection.exec_driver_sql("PRAGMA cache_spill = OFF")
        must_still_be_there(connection)
