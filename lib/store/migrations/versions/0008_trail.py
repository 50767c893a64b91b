"""The trail, and the triggers by which the database refuses to change it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

# Entries leave only when an anchor says up to where; anchors never leave.
_SQLITE = (
    """CREATE TRIGGER trail_in_order BEFORE INSERT ON trail
    WHEN EXISTS (SELECT 1 FROM trail WHERE seq >= NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'the trail only grows'); END""",
    """CREATE TRIGGER trail_no_update BEFORE UPDATE ON trail
    BEGIN SELECT RAISE(ABORT, 'the trail is never changed'); END""",
    """CREATE TRIGGER trail_no_delete BEFORE DELETE ON trail
    WHEN OLD.seq > (SELECT coalesce(max(seq), 0) FROM trail_anchor)
    BEGIN SELECT RAISE(ABORT, 'the trail is never shortened'); END""",
    """CREATE TRIGGER trail_anchor_in_order BEFORE INSERT ON trail_anchor
    WHEN EXISTS (SELECT 1 FROM trail_anchor WHERE seq >= NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'anchors only move on'); END""",
    """CREATE TRIGGER trail_anchor_no_update BEFORE UPDATE ON trail_anchor
    BEGIN SELECT RAISE(ABORT, 'anchors are never changed'); END""",
    """CREATE TRIGGER trail_anchor_no_delete BEFORE DELETE ON trail_anchor
    BEGIN SELECT RAISE(ABORT, 'anchors are never removed'); END""",
)
_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION trail_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'trail' THEN
            IF OLD.seq <= (SELECT coalesce(max(seq), 0) FROM trail_anchor) THEN
                RETURN OLD;
            END IF;
        END IF;
        RAISE EXCEPTION 'the trail is never changed' USING ERRCODE = 'restrict_violation';
    END $$""",
    """CREATE TRIGGER trail_no_change BEFORE UPDATE OR DELETE ON trail
    FOR EACH ROW EXECUTE FUNCTION trail_refuses()""",
    """CREATE TRIGGER trail_no_truncate BEFORE TRUNCATE ON trail
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuses()""",
    """CREATE TRIGGER trail_anchor_no_change BEFORE UPDATE OR DELETE ON trail_anchor
    FOR EACH ROW EXECUTE FUNCTION trail_refuses()""",
    """CREATE TRIGGER trail_anchor_no_truncate BEFORE TRUNCATE ON trail_anchor
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuses()""",
)


def upgrade() -> None:
    op.create_table(
        "trail",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("account", sa.Integer),
        sa.Column("deed", sa.String(32), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("agent", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("ix_trail_at", "trail", ["at"])
    op.create_table(
        "trail_anchor",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
