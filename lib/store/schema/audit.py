"""The tables of the trail. The database itself refuses to change or remove what they hold."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from lib.store.schema.records import metadata

trail = Table(
    "trail",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False, comment="UTC, as it stands in the hash"),
    Column("name", Text, nullable=False),
    Column("role", String(32), nullable=False),
    Column("account", Integer, comment="none where the installation has no accounts"),
    Column("deed", String(32), nullable=False),
    Column("subject", Text, nullable=False),
    Column("before", Text, nullable=False, comment="canonical JSON or ''"),
    Column("after", Text, nullable=False, comment="canonical JSON or ''"),
    Column("address", Text, nullable=False),
    Column("agent", String(64), nullable=False, comment="digest of the browser's description"),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_trail_at", "at"),
    comment="who did what, chained by hashes",
)

trail_anchor = Table(
    "trail_anchor",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False, comment="of the entry of this number"),
    Column("at", String(32), nullable=False, comment="UTC"),
    Column("who", Text, nullable=False),
    comment="up to which entry the trail was removed when its time was over",
)
