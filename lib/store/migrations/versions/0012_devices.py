"""Devices on which accounts have come in; refusals of real accounts are told from invented ones."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_device_account", "device", ["account_id"])
    op.add_column(
        "login_refusal", sa.Column("known", sa.Integer, nullable=False, server_default="0")
    )
    op.create_index("ix_login_refusal_last", "login_refusal", ["last_at"])
    op.create_index("ix_session_expires", "session", ["expires_at"])
