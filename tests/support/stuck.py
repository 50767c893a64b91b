"""Whoever holds a store and does not let go, from outside our own processes."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
from sqlalchemy import make_url

from lib.services.installation import Installation
from lib.store.engine import WRITE_LOCK


@contextmanager
def stuck_writer(url: str) -> Iterator[None]:
    """Somebody who took their turn to write, and neither writes nor goes."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        with _file_held(str(address.database), "IMMEDIATE"):
            yield
        return
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", (WRITE_LOCK,))
        yield
        other.rollback()


@contextmanager
def held_whole(url: str) -> Iterator[None]:
    """Somebody in whose way even readers stand."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        with _file_held(str(address.database), "EXCLUSIVE"):
            yield
        return
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as other:
        other.execute("LOCK TABLE session, setting_change IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


@contextmanager
def _file_held(file: str, how: str) -> Iterator[None]:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute(f"BEGIN {how}")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def full_pool(installation: Installation) -> Iterator[None]:
    """Every connection of the pool is taken."""
    pool = installation.engine.pool
    with ExitStack() as stack:
        for _ in range(pool.size() + pool._max_overflow):  # type: ignore[attr-defined]
            stack.enter_context(installation.engine.connect())
        yield


@contextmanager
def silent_server() -> Iterator[str]:
    """The address of a PostgreSQL server that takes connections and says nothing, ever."""
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        ear.listen(200)
        yield f"postgresql://nobody:secret@127.0.0.1:{ear.getsockname()[1]}/bdhvs"
