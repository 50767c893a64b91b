"""The tables of batches of files."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from lib.store.schema.records import MOMENT, VALUES, metadata

batch = Table(
    "batch",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("code", String(16), nullable=False, unique=True, comment="as addresses name it"),
    Column("who", Text, nullable=False),
    Column("sender", Text, nullable=False, comment="who, folded"),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    Column("skipped", VALUES, nullable=False, comment="[name, why] of what is no report"),
    Index("ix_batch_sender", "sender"),
    sqlite_autoincrement=True,
    comment="files dropped together",
)


batch_file = Table(
    "batch_file",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False),
    Column("filename", Text, nullable=False),
    Column("sha256", ForeignKey("file.sha256"), comment="nothing is kept of a file never opened"),
    Column("refused", VALUES, nullable=False, comment="code and values of the refusal, or {}"),
    Index("ix_batch_file_batch", "batch_id"),
    sqlite_autoincrement=True,
)


batch_answer = Table(
    "batch_answer",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False),
    Column("file_id", ForeignKey("batch_file.id"), comment="none: all files that ask the same"),
    Column("question", Text, nullable=False, comment="of one file its key; of all what they share"),
    Column("answer", Text, nullable=False, comment="'' takes it back"),
    Column("who", Text, nullable=False),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    Index("ix_batch_answer_batch", "batch_id"),
    sqlite_autoincrement=True,
)


batch_check = Table(
    "batch_check",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False),
    Column("file_id", ForeignKey("batch_file.id"), nullable=False),
    Column("answered", Integer, nullable=False, comment="the newest answer known to the check"),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    Column("outcome", VALUES, nullable=False),
    Index("ix_batch_check_batch", "batch_id"),
    sqlite_autoincrement=True,
    comment="what a check found; the newest of a file holds",
)


batch_published = Table(
    "batch_published",
    metadata,
    Column("file_id", ForeignKey("batch_file.id"), primary_key=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False),
    Column("upload_id", ForeignKey("upload.id"), nullable=False),
    Index("ix_batch_published_batch", "batch_id"),
)


batch_end = Table(
    "batch_end",
    metadata,
    Column("batch_id", ForeignKey("batch.id"), primary_key=True),
    Column("who", Text, nullable=False),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    comment="batches that somebody put away",
)
