"""The tables of who may come in: accounts, their sessions, and how often somebody was refused."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from lib.store.schema.records import Moment, metadata

_moment = Moment()

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("login", String(80), nullable=False, unique=True, comment="case-folded"),
    Column("name", Text, nullable=False, comment="as history and exports show it"),
    Column("role", String(20), nullable=False),
    Column("commune_code", String(8), comment="of an officer"),
    Column("hash", Text, nullable=False, comment="argon2id; empty: no password opens it"),
    Column("created_at", _moment, nullable=False, comment="UTC"),
    Column("created_by", Text, nullable=False),
    Column("password_changed_at", _moment, nullable=False, comment="UTC"),
    Column("disabled_at", _moment, comment="UTC"),
    Column("subject", Text, unique=True, comment="at the single sign-on, where there is one"),
    sqlite_autoincrement=True,
)

session = Table(
    "session",
    metadata,
    Column("digest", String(64), primary_key=True, comment="SHA-256 of what the cookie holds"),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("created_at", _moment, nullable=False, comment="UTC"),
    Column("seen_at", _moment, nullable=False, comment="UTC; to within some minutes"),
    Column("expires_at", _moment, nullable=False, comment="UTC"),
    Column("ended_at", _moment, comment="UTC"),
    Column("ended_why", String(20)),
    Column("agent", Text, nullable=False, comment="the browser, as it names itself"),
    Column("address", Text, nullable=False),
    Index("ix_session_account", "account_id"),
    Index("ix_session_expires", "expires_at"),
)

refusal = Table(
    "login_refusal",
    metadata,
    Column("key", String(64), primary_key=True, comment="kind and digest of what is counted by"),
    Column("count", Integer, nullable=False, comment="in a row"),
    Column("last_at", _moment, nullable=False, comment="UTC"),
    Column("known", Integer, nullable=False, server_default="0", comment="of a real account"),
    Index("ix_login_refusal_last", "last_at"),
)

device = Table(
    "device",
    metadata,
    Column("digest", String(64), primary_key=True, comment="SHA-256 of what the cookie holds"),
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("used_at", _moment, nullable=False, comment="UTC; the last login there"),
    Index("ix_device_account", "account_id"),
    comment="on which accounts have come in; opens nothing by itself",
)
