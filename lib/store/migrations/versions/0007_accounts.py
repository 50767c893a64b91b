"""Accounts, their sessions, and refused logins."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("login", sa.String(80), nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("commune_code", sa.String(8)),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("created_at", _moment, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("password_changed_at", _moment, nullable=False),
        sa.Column("disabled_at", _moment),
        sa.Column("subject", sa.Text, unique=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "session",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("created_at", _moment, nullable=False),
        sa.Column("seen_at", _moment, nullable=False),
        sa.Column("expires_at", _moment, nullable=False),
        sa.Column("ended_at", _moment),
        sa.Column("ended_why", sa.String(20)),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
    )
    op.create_index("ix_session_account", "session", ["account_id"])
    op.create_table(
        "login_refusal",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_at", _moment, nullable=False),
    )
