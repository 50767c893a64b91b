"""The ambassadors' directory: people who agreed, and the lists they came with."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "directory_intake",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added", sa.Integer, nullable=False),
        sa.Column("renewed", sa.Integer, nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("undone_by", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ambassador",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("intake_id", sa.Integer, sa.ForeignKey("directory_intake.id"), nullable=False),
        sa.Column("replaced_by", sa.Integer, sa.ForeignKey("directory_intake.id")),
        sa.Column("commune_code", sa.String(5), nullable=False),
        sa.Column("village_key", sa.Text, nullable=False),
        sa.Column("village_name", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("consented_on", sa.Date, nullable=False),
        sa.Column("trained_on", sa.Date),
        sa.Column("keep_until", sa.Date, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ambassador_person", "ambassador", ["person"])
    op.create_index("ix_ambassador_commune", "ambassador", ["commune_code"])
