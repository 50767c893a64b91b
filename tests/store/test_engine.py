"""Opening stores: fresh, again, broken and unreachable."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from lib.domain.errors import StoreUnavailable
from lib.services.installation import Installation
from lib.store.engine import integrity, open_engine, version, writing
from lib.store.history.uploads import set_mark
from lib.store.schema.records import metadata
from tests.support.installations import now, open_test_installation, put
from tests.support.sheets import summary, summary_row


def set_demo_mark(installation: Installation, *, then: Exception | None = None) -> None:
    """Writes one row, then goes on or breaks off."""
    with writing(installation.engine) as connection:
        set_mark(connection, "demo", "yes")
        if then:
            raise then


def test_a_fresh_store_has_every_table_and_is_whole(any_installation: Installation):
    tables = set(inspect(any_installation.engine).get_table_names())

    assert tables == set(metadata.tables) | {"alembic_version"}
    assert integrity(any_installation.engine)
    assert version(any_installation.engine).split()[0] in ("SQLite", "PostgreSQL")


def test_the_migrations_make_the_very_tables_that_are_declared(any_installation: Installation):
    found = inspect(any_installation.engine)

    for table in metadata.tables.values():
        made = {c["name"]: bool(c["nullable"]) for c in found.get_columns(table.name)}
        assert made == {c.name: bool(c.nullable) for c in table.columns}, table.name
        assert {i["name"] for i in found.get_indexes(table.name) if not i["unique"]} == {
            i.name for i in table.indexes
        }


def test_opening_a_store_again_changes_nothing(any_installation: Installation):
    put(any_installation, summary(summary_row("Xã Lóng Sập")))

    again = open_test_installation(
        any_installation.settings.data_dir, any_installation.settings.database_url
    )

    assert now(again).equals(now(any_installation))
    again.engine.dispose()


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\x00" * 99])
def test_a_file_that_is_no_database_is_told_calmly(tmp_path: Path, content: bytes):
    (tmp_path / "store.sqlite3").write_bytes(content)

    with pytest.raises(StoreUnavailable):
        open_test_installation(tmp_path)


def test_a_store_that_breaks_while_in_use_is_told_calmly(installation: Installation):
    put(installation, summary(*(summary_row(n) for n in ("Xã Lóng Sập", "Xã Mường La"))))
    path = installation.settings.data_dir / "store.sqlite3"
    installation.engine.dispose()
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(bytes(content))

    with pytest.raises(StoreUnavailable):
        now(installation)
    assert not integrity(installation.engine)


def test_a_store_that_cannot_be_written_is_told_calmly(installation: Installation):
    with installation.engine.connect() as connection:
        connection.execute(text("PRAGMA query_only = ON"))

        with pytest.raises(StoreUnavailable):
            connection.execute(text("INSERT INTO mark VALUES ('a', 'b')"))


def test_a_place_where_no_store_can_be_is_told_calmly(tmp_path: Path):
    (tmp_path / "file").write_text("x")

    for url in (f"sqlite:///{tmp_path}/file/store.sqlite3", f"sqlite:///{tmp_path}", "nonsense"):
        with pytest.raises(StoreUnavailable):
            open_engine(url)


def test_a_store_of_a_newer_version_is_told_calmly(installation: Installation):
    with writing(installation.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreUnavailable):
        open_engine(installation.settings.store_url)


@pytest.mark.postgres
def test_a_server_that_is_not_there_is_told_calmly(new_pg_url):
    url = new_pg_url()

    for wrong in (url + "_gone", "postgresql://nobody@127.0.0.1:1/x"):
        with pytest.raises(StoreUnavailable):
            open_engine(wrong)


@pytest.mark.postgres
def test_a_connection_that_the_server_ended_is_made_anew(new_pg_installation):
    installation = new_pg_installation()
    put(installation, summary(summary_row("Xã Lóng Sập")))
    with installation.engine.connect() as one, installation.engine.connect() as two:
        ended = two.execute(text("SELECT pg_backend_pid()")).scalar_one()
        one.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": ended})
        with pytest.raises(StoreUnavailable):
            two.execute(text("SELECT 1"))

    assert len(now(installation)) == 1


def test_a_broken_rule_stays_a_fault_of_the_programmer(any_installation: Installation):
    set_demo_mark(any_installation)

    with pytest.raises(IntegrityError):
        set_demo_mark(any_installation)


def test_a_failed_transaction_leaves_nothing(any_installation: Installation):
    with pytest.raises(KeyError):
        set_demo_mark(any_installation, then=KeyError())

    with any_installation.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM mark")).scalar() == 0


def test_the_journal_is_the_safe_one(installation: Installation):
    with installation.engine.connect() as connection:
        said = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert said == ["delete", 2, 1]
    assert sqlite3.sqlite_version


def test_a_store_that_is_removed_while_in_use_is_told_and_no_empty_one_begun(
    installation: Installation,
):
    put(installation, summary(summary_row("Xã Lóng Sập")))
    path = installation.settings.data_dir / "store.sqlite3"
    aside = path.rename(path.with_suffix(".aside"))

    with pytest.raises(StoreUnavailable):
        now(installation)
    with pytest.raises(StoreUnavailable), writing(installation.engine):
        pass
    assert not path.exists()

    aside.rename(path)
    assert len(now(installation)) == 1


def test_a_store_put_in_the_place_of_another_is_the_one_that_is_read(installation: Installation):
    path = installation.settings.data_dir / "store.sqlite3"
    before = path.read_bytes()
    put(installation, summary(summary_row("Xã Lóng Sập")))
    copy = path.with_suffix(".copy")
    copy.write_bytes(before)
    copy.replace(path)

    assert len(now(installation)) == 0
