"""Backups of either database are read back; one put back is the store, with nobody in."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from lib.domain.access.permissions import Person, Role
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed, StoreUnavailable
from lib.files.audit_heads import kept_heads
from lib.services.access.sessions import log_out, visit_of
from lib.services.audit.recording import export_head, verify
from lib.services.health.backups import restore, restoring
from lib.services.health.health import take_backup
from lib.services.health.opening import open_installation
from lib.services.installation import Installation
from lib.settings import HOME, Settings
from lib.store.audit import entries as trail_store
from lib.store.audit.entries import Wanted
from lib.store.backups import copying, taking
from lib.store.backups.copying import tables_digest
from lib.store.engine import asking, open_engine, writing
from lib.store.history.uploads import newest_upload
from tests.support.entering import admit_to
from tests.support.installations import facts, now, put
from tests.support.people import administrator
from tests.support.sheets import summary, summary_row

ADMIN = Person("Quản trị", Role.ADMINISTRATOR)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Installation]:
    """Makes installations, each with a database of its own, opened as the server does."""
    urls = None if request.param == "sqlite" else request.getfixturevalue("new_pg_url")

    def made(name: str) -> Installation:
        url = urls() if urls else ""
        return open_installation(Settings(data_dir=tmp_path / name, database_url=url))

    return made


def filled(installation: Installation) -> Installation:
    put(installation, summary(summary_row("Xã Lóng Sập")))
    put(installation, summary(summary_row("Xã Mường La", guided=7)), name="b.csv")
    admit_to(installation, Role.STAFF)
    return installation


def put_back(installation: Installation, file: Path, name: str = "then") -> Installation:
    with restoring(installation.settings, file, who=ADMIN, name=name) as ready:
        restore(ready, who=ADMIN)
    return open_installation(installation.settings)


def contents(installation: Installation) -> dict[str, tuple[int, str]]:
    with asking(installation.engine) as connection:
        return tables_digest(connection)


def test_a_backup_holds_every_row_and_names_the_same_trail(make, tmp_path):
    installation = filled(make("var"))
    before = contents(installation)

    assert take_backup(installation, tmp_path / "b.store", who=ADMIN) > 10_000

    copy = open_engine(f"sqlite:///{tmp_path / 'b.store'}")
    with asking(copy) as connection:
        assert tables_digest(connection) == before
        assert trail_store.head(connection).seq == before["trail"][0]
    copy.dispose()
    assert (tmp_path / "b.store").stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("*.part*"))


def test_a_backup_restores_into_an_empty_installation_and_verifies(make, tmp_path):
    installation = filled(make("var"))
    take_backup(installation, tmp_path / "b.store", who=ADMIN)

    other = put_back(make("other"), tmp_path / "b.store")

    assert facts(other) == facts(installation)
    assert now(other).equals(now(installation))
    assert verify(other, who=administrator()).fault is None
    assert visit_of(other, "test-staff") is None
    assert visit_of(installation, "test-staff") is not None
    assert other.settled.epoch != installation.settled.epoch
    later = put(other, summary(summary_row("Xã Chiềng Sại")), name="c.csv")
    assert later == 3  # no number is given twice
    export_head(other)
    assert verify(other, who=administrator()).fault is None


def test_what_was_ended_since_the_backup_stays_ended_and_the_store_before_is_kept(make, tmp_path):
    installation = filled(make("var"))
    take_backup(installation, tmp_path / "b.store", who=ADMIN)
    put(installation, summary(summary_row("Xã Chiềng Sại")), name="c.csv")
    log_out(installation, "test-staff")
    assert kept_heads(installation.settings.data_dir)

    again = put_back(installation, tmp_path / "b.store")

    assert visit_of(again, "test-staff") is None
    assert (
        visit_of(installation, "test-staff") is None
    )  # the server that runs on sees the new store
    with asking(again.engine) as connection:
        assert newest_upload(connection) == 2
        done = trail_store.entries(connection, Wanted(deed=Deed.RESTORED.value))
    assert [e.name for e in done] == ["Quản trị"]
    assert verify(again, who=administrator()).fault is None
    aside = installation.settings.data_dir / "set-aside" / "then"
    kept = open_engine(f"sqlite:///{aside / 'store.sqlite3'}")
    with asking(kept) as connection:
        assert newest_upload(connection) == 3
    kept.dispose()
    assert list((aside / "trail-heads").glob("*.jsonl"))
    assert not (installation.settings.data_dir / "restoring").exists()


def spoilt(file: Path, how: str) -> str:
    """Makes the file useless; the code by which it is told."""
    content = file.read_bytes()
    if how == "gone":
        file.unlink()
        return "restore_no_file"
    if how == "rows":
        with sqlite3.connect(file) as broken:
            broken.execute('UPDATE figure SET "values" = \'{"households_guided": 99}\'')
        broken.close()
        return "restore_damaged"
    if how == "newer":
        with sqlite3.connect(file) as newer:
            newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.close()
        return "restore_newer"
    made, code = {
        "empty": (b"", "restore_empty"),
        "cut": (content[: len(content) // 2], "restore_damaged"),
        "cut to a page": (content[:4096], "restore_damaged"),
        "middle": (content[:20_000] + b"\xff" * 20_000 + content[40_000:], "restore_damaged"),
        "dump": (b"PGDMP" + content, "restore_foreign"),
        "other": (b"PK\x03\x04" + content, "restore_not_ours"),
    }[how]
    file.write_bytes(made)
    return code


@pytest.mark.parametrize(
    "how",
    ["gone", "empty", "cut", "cut to a page", "middle", "dump", "other", "rows", "newer"],
)
def test_a_file_that_is_no_whole_backup_is_named_and_nothing_is_touched(tmp_path, how):
    installation = filled(open_installation(Settings(data_dir=tmp_path / "var")))
    take_backup(installation, tmp_path / "b.store", who=ADMIN)
    code, before = spoilt(tmp_path / "b.store", how), contents(installation)

    with pytest.raises(NotAllowed, match=code):
        put_back(installation, tmp_path / "b.store")

    assert contents(installation) == before
    assert visit_of(installation, "test-staff") is not None
    assert not (installation.settings.data_dir / "set-aside").exists()


@pytest.mark.postgres
def test_a_copy_that_is_not_the_same_is_no_backup(new_pg_installation, tmp_path, monkeypatch):
    installation = filled(new_pg_installation())
    (tmp_path / "b.store").write_bytes(b"what was there")

    def forgetful(source, target) -> None:
        copying._keep_counters(source, target)
        copying.must_be_alike(source, target)

    monkeypatch.setattr(taking, "copy_all", forgetful)
    with pytest.raises(StoreUnavailable):
        take_backup(installation, tmp_path / "b.store", who=ADMIN)

    assert (tmp_path / "b.store").read_bytes() == b"what was there"
    with asking(installation.engine) as connection:
        assert not trail_store.entries(connection, Wanted(deed=Deed.BACKED_UP.value))


@pytest.mark.postgres
def test_numbers_of_rows_that_are_gone_are_not_given_again(
    new_pg_installation, new_pg_url, tmp_path
):
    installation = new_pg_installation()
    with writing(installation.engine) as connection:
        connection.execute(text("SELECT setval(pg_get_serial_sequence('upload', 'id'), 41)"))
    put(installation, summary(summary_row("Xã Lóng Sập")))
    take_backup(installation, tmp_path / "b.store", who=ADMIN)

    other = open_installation(Settings(data_dir=tmp_path / "other", database_url=new_pg_url()))
    there = put_back(other, tmp_path / "b.store")

    assert put(there, summary(summary_row("Xã Mường La")), name="b.csv") == 43


def test_a_store_that_is_broken_is_kept_as_it_is_and_replaced(tmp_path):
    installation = filled(open_installation(Settings(data_dir=tmp_path / "var")))
    take_backup(installation, tmp_path / "b.store", who=ADMIN)
    installation.engine.dispose()
    store = tmp_path / "var" / "store.sqlite3"
    store.write_bytes(b"rubbish " * 9_000)
    store.with_name("store.sqlite3-journal").write_bytes(b"left behind")

    again = put_back(installation, tmp_path / "b.store")

    assert len(now(again)) == 2
    kept = tmp_path / "var" / "set-aside" / "then"
    assert (kept / "store.sqlite3").read_bytes().startswith(b"rubbish")
    assert not store.with_name("store.sqlite3-journal").exists()


def test_a_backup_never_overwrites_the_store_itself(tmp_path):
    installation = filled(open_installation(Settings(data_dir=tmp_path / "var")))

    for wrong in (tmp_path / "var" / "store.sqlite3", tmp_path):
        with pytest.raises(NotAllowed, match="backup_not_there"):
            take_backup(installation, wrong, who=ADMIN)


def run(folder: Path, url: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lib.cli", *words],
        cwd=HOME,
        env={**os.environ, "BDHVS_DATA_DIR": str(folder), "BDHVS_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        stdin=subprocess.DEVNULL,
    )


def test_the_command_says_what_it_found_asks_and_tells_what_to_do_next(make, tmp_path):
    installation = filled(make("var"))
    url = installation.settings.database_url
    told = run(tmp_path / "var", url, "backup", str(tmp_path / "b.store"))
    assert told.returncode == 0, told.stdout + told.stderr

    refused = run(tmp_path / "var", url, "restore", str(tmp_path / "b.store"))
    assert refused.returncode == 1
    assert "2 lần tải" in refused.stdout
    assert "--yes" in refused.stderr
    assert visit_of(installation, "test-staff") is not None

    done = run(tmp_path / "var", url, "restore", str(tmp_path / "b.store"), "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "set-aside" in done.stdout
    assert visit_of(installation, "test-staff") is None
    verified = run(tmp_path / "var", url, "audit", "verify")
    assert verified.returncode == 0, verified.stdout
    if url:
        secret = make_url(url).render_as_string(hide_password=False)
        assert secret not in done.stdout + done.stderr
