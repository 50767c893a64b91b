"""Seals of freezes: a digest for each part shown instead of one for all.

One digest for everything broke as soon as the programme learned a new indicator. What it was made
of cannot be known any more, so older seals are emptied: such a freeze is not compared.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":  # SQLite heeds no length
        op.alter_column("meeting_freeze", "seal", type_=sa.Text)
    op.execute("update meeting_freeze set seal = ''")
