"""Files dropped together: the batch, its files, the answers, what each check found."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"

_moment = sa.DateTime(timezone=True)
_values = sa.JSON().with_variant(JSONB(), "postgresql")


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement=True)


def _batch() -> sa.Column[int]:
    return sa.Column("batch_id", sa.Integer, sa.ForeignKey("batch.id"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "batch",
        _id(),
        sa.Column("code", sa.String(16), nullable=False, unique=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sa.Column("skipped", _values, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_batch_sender", "batch", ["sender"])
    op.create_table(
        "batch_file",
        _id(),
        _batch(),
        sa.Column("filename", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("file.sha256")),
        sa.Column("refused", _values, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "batch_answer",
        _id(),
        _batch(),
        sa.Column("file_id", sa.Integer, sa.ForeignKey("batch_file.id")),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "batch_check",
        _id(),
        _batch(),
        sa.Column("file_id", sa.Integer, sa.ForeignKey("batch_file.id"), nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sa.Column("outcome", _values, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "batch_published",
        sa.Column("file_id", sa.Integer, sa.ForeignKey("batch_file.id"), primary_key=True),
        _batch(),
        sa.Column("upload_id", sa.Integer, sa.ForeignKey("upload.id"), nullable=False),
    )
    for name in ("file", "answer", "check", "published"):
        op.create_index(f"ix_batch_{name}_batch", f"batch_{name}", ["batch_id"])
    op.create_table(
        "batch_end",
        sa.Column("batch_id", sa.Integer, sa.ForeignKey("batch.id"), primary_key=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", _moment, nullable=False),
    )
