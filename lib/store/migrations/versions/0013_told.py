"""Answers of communes and teams to a published plan, and who was told of which version."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"

_moment = sa.DateTime(timezone=True)
_values = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "plan_reply",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("season", sa.String(16), nullable=False),
        sa.Column("plan_id", sa.Integer, sa.ForeignKey("plan_version.id"), nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("commune_code", sa.String(16), nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("party", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("wished", sa.Date),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("need", sa.Integer),
        sa.Column("villages", _values, nullable=False),
        sa.Column("said_by", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_reply_season", "plan_reply", ["season"])
    op.create_table(
        "plan_telling",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("season", sa.String(16), nullable=False),
        sa.Column("plan_id", sa.Integer, sa.ForeignKey("plan_version.id"), nullable=False),
        sa.Column("party", sa.String(16), nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("plan_telling.id")),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_telling_season", "plan_telling", ["season"])


def downgrade() -> None:
    op.drop_table("plan_telling")
    op.drop_table("plan_reply")
