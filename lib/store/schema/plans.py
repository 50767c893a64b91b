"""The tables of saved plans."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from lib.store.schema.records import MOMENT, VALUES, metadata

plan_body = Table(
    "plan_body",
    metadata,
    Column("sha256", String(64), primary_key=True, comment="of the text, not of the bytes kept"),
    Column("content", LargeBinary, nullable=False, comment="JSON, zlib"),
    comment="instances and results of plans; versions that share one share its row",
)


plan_version = Table(
    "plan_version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("line", String(16), nullable=False, comment="versions that follow one another"),
    Column("version", Integer, nullable=False, comment="within the line, from 1"),
    Column("base_id", ForeignKey("plan_version.id"), comment="what it was made from"),
    Column("season", String(16), nullable=False, comment="2027"),
    Column("title", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    Column("params", VALUES, nullable=False),
    Column("instance", ForeignKey("plan_body.sha256"), nullable=False),
    Column("result", ForeignKey("plan_body.sha256"), comment="none before it is solved"),
    Column("note", Text, nullable=False),
    UniqueConstraint("line", "version"),
    Index("ix_plan_version_season", "season"),
    sqlite_autoincrement=True,
    comment="every saved state of a deployment plan",
)


plan_publication = Table(
    "plan_publication",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("season", String(16), nullable=False),
    Column("plan_id", ForeignKey("plan_version.id"), comment="in force from here; none: no plan"),
    Column("undoes", ForeignKey("plan_publication.id"), comment="the publication taken back"),
    Column("who", Text, nullable=False),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    Column("reason", Text, nullable=False),
    Index("ix_plan_publication_season", "season"),
    sqlite_autoincrement=True,
)


plan_reply = Table(
    "plan_reply",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("season", String(16), nullable=False),
    Column("plan_id", ForeignKey("plan_version.id"), nullable=False, comment="which it answers"),
    Column("team", Text, nullable=False, comment="empty where it is of no stay"),
    Column("commune_code", String(16), nullable=False),
    Column("turn", Integer, nullable=False, comment="of the team in this commune, from 1"),
    Column("party", String(16), nullable=False, comment="whose answer: commune, team"),
    Column("kind", String(16), nullable=False),
    Column("wished", Date, comment="first day asked for instead"),
    Column("why", Text, nullable=False),
    Column("need", Integer, comment="households left, as the commune counts them"),
    Column("villages", VALUES, nullable=False, comment="the same by village code"),
    Column("said_by", Text, nullable=False, comment="who said it, where another wrote it down"),
    Column("who", Text, nullable=False),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    Index("ix_plan_reply_season", "season"),
    sqlite_autoincrement=True,
    comment="what communes and teams answer to published plans",
)


plan_telling = Table(
    "plan_telling",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("season", String(16), nullable=False),
    Column("plan_id", ForeignKey("plan_version.id"), nullable=False, comment="what was told"),
    Column("party", String(16), nullable=False, comment="commune, team"),
    Column("code", Text, nullable=False, comment="of the commune or the team"),
    Column("undoes", ForeignKey("plan_telling.id"), comment="the telling noted by mistake"),
    Column("who", Text, nullable=False),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    Index("ix_plan_telling_season", "season"),
    sqlite_autoincrement=True,
    comment="who was told of which version of a plan",
)
