"""The tables of the ambassadors' directory. Unlike all others, these rows are meant to go."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text

from lib.store.schema.records import Moment, metadata

_moment = Moment()

directory_intake = Table(
    "directory_intake",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("who", Text, nullable=False),
    Column("at", _moment, nullable=False, comment="UTC"),
    Column("added", Integer, nullable=False, comment="people who were new"),
    Column("renewed", Integer, nullable=False, comment="people told anew"),
    Column("undone_at", _moment, comment="UTC"),
    Column("undone_by", Text),
    sqlite_autoincrement=True,
    comment="one list taken in; the list itself is not kept",
)

ambassador = Table(
    "ambassador",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("person", Integer, nullable=False, comment="the same for all that was told of somebody"),
    Column("intake_id", ForeignKey("directory_intake.id"), nullable=False),
    Column("replaced_by", ForeignKey("directory_intake.id"), comment="none: in force"),
    Column("commune_code", String(5), nullable=False),
    Column("village_key", Text, nullable=False),
    Column("village_name", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("phone", String(20), nullable=False, comment="E.164; '' where none was given"),
    Column("consented_on", Date, nullable=False),
    Column("trained_on", Date),
    Column("keep_until", Date, nullable=False, comment="the last day"),
    Index("ix_ambassador_person", "person"),
    Index("ix_ambassador_commune", "commune_code"),
    sqlite_autoincrement=True,
)
