"""Answers remembered for a sender and a template, and those taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("template", sa.String(64), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_lesson_sender", "lesson", ["sender", "template"])
    op.create_table(
        "unlearned",
        sa.Column("lesson_id", sa.Integer, sa.ForeignKey("lesson.id"), primary_key=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", _moment, nullable=False),
    )
