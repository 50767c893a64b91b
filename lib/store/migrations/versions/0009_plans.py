"""Deployment plans: every saved version, what they were computed from, and publications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"

_moment = sa.DateTime(timezone=True)
_values = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "plan_body",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("line", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("base_id", sa.Integer, sa.ForeignKey("plan_version.id")),
        sa.Column("season", sa.String(16), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sa.Column("params", _values, nullable=False),
        sa.Column("instance", sa.String(64), sa.ForeignKey("plan_body.sha256"), nullable=False),
        sa.Column("result", sa.String(64), sa.ForeignKey("plan_body.sha256")),
        sa.Column("note", sa.Text, nullable=False),
        sa.UniqueConstraint("line", "version"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_version_season", "plan_version", ["season"])
    op.create_table(
        "plan_publication",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("season", sa.String(16), nullable=False),
        sa.Column("plan_id", sa.Integer, sa.ForeignKey("plan_version.id")),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("plan_publication.id")),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_publication_season", "plan_publication", ["season"])
