"""Figures frozen for a meeting under a name, and the record that takes such a name back."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "meeting_freeze",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("code", sa.String(16), nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("as_of", _moment, nullable=False),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("boundaries", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", _moment, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "meeting_freeze_withdrawal",
        sa.Column("freeze_id", sa.Integer, sa.ForeignKey("meeting_freeze.id"), primary_key=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
