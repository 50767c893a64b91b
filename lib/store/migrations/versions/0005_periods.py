"""Periods closed and reopened, corrections after closing, and returns to an earlier state."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "period_closing",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "correction",
        sa.Column("upload_id", sa.Integer, sa.ForeignKey("upload.id"), primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "period_return",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("as_of", _moment, nullable=False),
        sa.Column("newest_upload", sa.Integer, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "period_return_upload",
        sa.Column("return_id", sa.Integer, sa.ForeignKey("period_return.id"), primary_key=True),
        sa.Column("upload_id", sa.Integer, sa.ForeignKey("upload.id"), primary_key=True),
    )
    op.create_table(
        "period_return_undone",
        sa.Column("return_id", sa.Integer, sa.ForeignKey("period_return.id"), primary_key=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
