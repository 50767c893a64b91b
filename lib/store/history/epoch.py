"""Which store this is: a name of its own, and another one after every restore."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, Engine, delete, insert, select, text

from lib.store.connecting import identity
from lib.store.engine import asking
from lib.store.history.uploads import read_mark
from lib.store.schema.records import mark

EPOCH = "epoch"
NAMED = select(mark.c.value).where(mark.c.name == EPOCH).scalar_subquery()
"""The name, as part of a question that is asked anyway."""


def epoch(connection: Connection) -> str:
    """The name; "" of a store that has none yet."""
    return read_mark(connection, EPOCH)


def renew_epoch(connection: Connection) -> str:
    """A new name, which no copy made before can know."""
    new = secrets.token_hex(8)
    connection.execute(delete(mark).where(mark.c.name == EPOCH))
    connection.execute(insert(mark), {"name": EPOCH, "value": new})
    return new


def place(engine: Engine) -> str:
    """Tells the file, or the database, from another one under the same address."""
    if engine.dialect.name == "sqlite":
        return "{}:{}".format(*identity(str(engine.url.database)))
    with asking(engine) as connection:
        named = text("SELECT oid FROM pg_database WHERE datname = current_database()")
        return f"database:{connection.execute(named).scalar_one()}"
