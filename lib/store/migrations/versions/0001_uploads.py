"""Files, uploads, the figures they brought, and withdrawals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

_values = sa.JSON().with_variant(JSONB(), "postgresql")
_moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "file",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
    )
    op.create_table(
        "upload",
        # AUTOINCREMENT: an id is never given twice, so "later" and "greater" stay the same.
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("file.sha256"), nullable=False),
        sa.Column("filename", sa.Text, nullable=False),
        sa.Column("template", sa.String(64), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("published_at", _moment, nullable=False),
        sa.Column("sheet", sa.Text, nullable=False),
        sa.Column("answers", _values, nullable=False),
        sa.Column("summary", _values, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_upload_published_at", "upload", ["published_at"])
    op.create_table(
        "report",
        sa.Column("upload_id", sa.Integer, sa.ForeignKey("upload.id"), primary_key=True),
        sa.Column("template", sa.String(64), nullable=False),
        sa.Column("period", sa.String(16), primary_key=True),
        sa.Column("commune_code", sa.String(5), primary_key=True),
    )
    op.create_index(
        "ix_report_scope", "report", ["template", "period", "commune_code", "upload_id"]
    )
    op.create_table(
        "figure",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("upload_id", sa.Integer, sa.ForeignKey("upload.id"), nullable=False),
        sa.Column("template", sa.String(64), nullable=False),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("commune_code", sa.String(5), nullable=False),
        sa.Column("unit_key", sa.Text, nullable=False),
        sa.Column("unit_name", sa.Text, nullable=False),
        sa.Column("reported_name", sa.Text, nullable=False),
        sa.Column("former_code", sa.String(5), nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("values", _values, nullable=False),
        sa.UniqueConstraint("upload_id", "period", "commune_code", "unit_key"),
    )
    op.create_index("ix_figure_scope", "figure", ["template", "period", "commune_code"])
    op.create_table(
        "withdrawal",
        sa.Column("upload_id", sa.Integer, sa.ForeignKey("upload.id"), primary_key=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "mark",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
