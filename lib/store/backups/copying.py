"""Everything of one store into another, whatever database either is, and proof that it is all.

A copy is read back: every table has as many rows and the same digest as where it came from. The
digest says nothing of the order of rows, in which databases differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, inspect, select, text

from lib.domain.errors import StoreUnavailable
from lib.store.schema import accounts as account_tables
from lib.store.schema import audit as trail_tables
from lib.store.schema import directory as directory_tables
from lib.store.schema.records import metadata

__all__ = ["copy_all", "must_be_alike", "tables_digest"]
_WITH = (account_tables, directory_tables, trail_tables)
"""Declare their tables when they are loaded: without them ``metadata`` would not be all."""
_AT_ONCE = 500
_ALL = 2**256


def copy_all(source: Connection, target: Connection) -> None:
    """Copies every row into a store that was just made and holds none."""
    for table in metadata.sorted_tables:
        target.execute(table.delete()) if _has_rows(target, table) else None
        rows = source.execute(select(table)).mappings()
        for part in rows.yield_per(_AT_ONCE).partitions():
            target.execute(insert(table), [dict(row) for row in part])
    _keep_counters(source, target)
    must_be_alike(source, target)


def must_be_alike(source: Connection, target: Connection) -> None:
    """Raises ``StoreUnavailable`` unless both hold the same, row by row."""
    if tables_digest(source) != tables_digest(target):
        raise StoreUnavailable


def tables_digest(connection: Connection) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and their digest."""
    return {table.name: _digest(connection, table) for table in metadata.sorted_tables}


def _has_rows(connection: Connection, table: Table) -> bool:
    return connection.execute(select(table).limit(1)).first() is not None


def _digest(connection: Connection, table: Table) -> tuple[int, str]:
    count = total = 0
    for row in connection.execute(select(table)).yield_per(_AT_ONCE):
        line = json.dumps([_plain(value) for value in row], sort_keys=True).encode()
        total = (total + int.from_bytes(hashlib.sha256(line).digest())) % _ALL
        count += 1
    return count, f"{total:064x}"


def _plain(value: Any) -> Any:
    """1 and 1.0 are one number, however it is kept; bytes by their digest."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return value


def _keep_counters(source: Connection, target: Connection) -> None:
    """Numbers that were given once are never given again, also those of rows that are gone."""
    given = _counters(source)
    for table in metadata.sorted_tables:
        key = table.autoincrement_column
        if key is None:
            continue
        highest = target.execute(select(func.coalesce(func.max(key), 0))).scalar_one()
        _set_counter(target, table.name, key.name, value=max(highest, given.get(table.name, 0)))


def _counters(connection: Connection) -> dict[str, int]:
    if connection.dialect.name == "sqlite":
        if not inspect(connection).has_table("sqlite_sequence"):
            return {}
        return {n: int(s) for n, s in connection.execute(text("SELECT * FROM sqlite_sequence"))}
    asked = text(
        "SELECT t.relname, s.last_value FROM pg_sequences s JOIN pg_class c "
        "ON c.relname = s.sequencename JOIN pg_depend d ON d.objid = c.oid AND d.deptype IN "
        "('a', 'i') JOIN pg_class t ON t.oid = d.refobjid WHERE s.schemaname = current_schema()"
    )
    return {n: int(value or 0) for n, value in connection.execute(asked)}


def _set_counter(target: Connection, table: str, key: str, *, value: int) -> None:
    if not value:
        return
    if target.dialect.name == "sqlite":
        done = target.execute(
            text("UPDATE sqlite_sequence SET seq = :value WHERE name = :name"),
            {"value": value, "name": table},
        )
        if not done.rowcount and f"{table}" in _counted(target):
            target.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :value)"),
                {"value": value, "name": table},
            )
        return
    named = {"table": f'"{table}"', "key": key, "value": value}
    target.execute(text("SELECT setval(pg_get_serial_sequence(:table, :key), :value)"), named)


def _counted(target: Connection) -> set[str]:
    """The tables of an SQLite store that never give a number twice."""
    asked = text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
    return set(target.execute(asked).scalars())
