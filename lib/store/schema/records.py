"""The tables of the store. Rows are only ever added: withdrawing adds a record too."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone: what goes in is brought to UTC, what comes out is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: object) -> datetime | None:
        """The same moment in UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, _dialect: object) -> datetime | None:
        """The moment with its zone."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


VALUES = JSON().with_variant(JSONB(), "postgresql")
MOMENT = Moment()

file = Table(
    "file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False, comment="the sender's bytes, unchanged"),
    Column("size", Integer, nullable=False, comment="bytes"),
)

upload = Table(
    "upload",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("sha256", ForeignKey("file.sha256"), nullable=False),
    Column("filename", Text, nullable=False),
    Column("template", String(64), nullable=False),
    Column("mode", String(16), nullable=False, comment="replace | update"),
    Column("who", Text, nullable=False),
    Column("published_at", MOMENT, nullable=False, comment="UTC"),
    Column("sheet", Text, nullable=False),
    Column("answers", VALUES, nullable=False, comment="what the person chose, by question"),
    Column("summary", VALUES, nullable=False, comment="rows, communes, headline totals"),
    Index("ix_upload_published_at", "published_at"),
    sqlite_autoincrement=True,
)

report = Table(
    "report",
    metadata,
    Column("upload_id", ForeignKey("upload.id"), primary_key=True),
    Column("template", String(64), nullable=False),
    Column("period", String(16), primary_key=True),
    Column("commune_code", String(5), primary_key=True),
    Index("ix_report_scope", "template", "period", "commune_code", "upload_id"),
    comment="which commune and period an upload speaks for",
)

figure = Table(
    "figure",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("upload_id", ForeignKey("upload.id"), nullable=False),
    Column("template", String(64), nullable=False),
    Column("period", String(16), nullable=False),
    Column("commune_code", String(5), nullable=False),
    Column("unit_key", Text, nullable=False, comment="'' | old:code | village, team, drive code"),
    Column("unit_name", Text, nullable=False),
    Column("reported_name", Text, nullable=False, comment="as the file wrote it"),
    Column("former_code", String(5), nullable=False),
    Column("row", Integer, nullable=False, comment="as Excel shows it"),
    Column("values", VALUES, nullable=False, comment="by column key; blanks are absent"),
    UniqueConstraint("upload_id", "period", "commune_code", "unit_key"),
    Index("ix_figure_scope", "template", "period", "commune_code"),
    comment="one reported row at the level it was reported",
)

withdrawal = Table(
    "withdrawal",
    metadata,
    Column("upload_id", ForeignKey("upload.id"), primary_key=True),
    Column("who", Text, nullable=False),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    Column("reason", Text, nullable=False),
)

freeze = Table(
    "meeting_freeze",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("code", String(16), nullable=False, unique=True, comment="as addresses name it"),
    Column("name", Text, nullable=False, comment="as the meeting is called"),
    Column("as_of", MOMENT, nullable=False, comment="UTC; what was known until then"),
    Column("period", String(16), nullable=False, comment="the one it opens with"),
    Column("boundaries", String(64), nullable=False, comment="the outlines then in force"),
    Column("seal", Text, nullable=False, comment="digests of all that the period showed"),
    Column("who", Text, nullable=False),
    Column("made_at", MOMENT, nullable=False, comment="UTC"),
    Column("note", Text, nullable=False),
    comment="figures frozen for a meeting under a name",
    sqlite_autoincrement=True,
)

freeze_withdrawal = Table(
    "meeting_freeze_withdrawal",
    metadata,
    Column("freeze_id", ForeignKey("meeting_freeze.id"), primary_key=True),
    Column("who", Text, nullable=False),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    Column("reason", Text, nullable=False),
)

mark = Table(
    "mark",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
    comment="what is true of this store as a whole, as demo = yes",
)

lesson = Table(
    "lesson",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("sender", Text, nullable=False, comment="whose files it holds for, folded"),
    Column("template", String(64), nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    Index("ix_lesson_sender", "sender", "template"),
    sqlite_autoincrement=True,
    comment="an answer remembered for a sender and a template",
)

unlearned = Table(
    "unlearned",
    metadata,
    Column("lesson_id", ForeignKey("lesson.id"), primary_key=True),
    Column("who", Text, nullable=False),
    Column("at", MOMENT, nullable=False, comment="UTC"),
)


closing = Table(
    "period_closing",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("period", String(16), nullable=False),
    Column("closed", Boolean, nullable=False, comment="false where it is opened again"),
    Column("who", Text, nullable=False),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    Column("reason", Text, nullable=False),
    sqlite_autoincrement=True,
)

correction = Table(
    "correction",
    metadata,
    Column("upload_id", ForeignKey("upload.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    comment="why an upload touches a period that was closed",
)

period_return = Table(
    "period_return",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("period", String(16), nullable=False),
    Column("as_of", MOMENT, nullable=False, comment="UTC; the moment returned to"),
    Column("newest_upload", Integer, nullable=False, comment="later ones count as ever"),
    Column("who", Text, nullable=False),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    Column("reason", Text, nullable=False),
    sqlite_autoincrement=True,
    comment="a period brought back to an earlier state",
)

period_return_upload = Table(
    "period_return_upload",
    metadata,
    Column("return_id", ForeignKey("period_return.id"), primary_key=True),
    Column("upload_id", ForeignKey("upload.id"), primary_key=True),
    comment="the uploads that counted for the period at that moment, and count again",
)

period_return_undone = Table(
    "period_return_undone",
    metadata,
    Column("return_id", ForeignKey("period_return.id"), primary_key=True),
    Column("who", Text, nullable=False),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    Column("reason", Text, nullable=False),
)


setting_change = Table(
    "setting_change",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False),
    Column("value", Text, nullable=False, comment="JSON; '' for the default"),
    Column("who", Text, nullable=False),
    Column("at", MOMENT, nullable=False, comment="UTC"),
    Column("reason", Text, nullable=False),
    sqlite_autoincrement=True,
    comment="settings that administrators changed; the newest of a key holds",
)
