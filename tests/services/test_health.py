"""How the installation is, and backups that are really whole."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from lib.domain.access.permissions import Person, Role
from lib.domain.errors import NotAllowed, StoreUnavailable
from lib.services.health.health import health_of, take_backup
from lib.services.health.words import concerns, health_rows
from lib.services.installation import Installation
from lib.store.engine import open_engine
from lib.text import LANGUAGES, words
from tests.support.installations import NOON, now, put
from tests.support.people import administrator
from tests.support.sheets import summary, summary_row

ADMIN = Person("Quản trị", Role.ADMINISTRATOR)


def test_a_new_installation_says_what_it_lacks(any_installation: Installation):
    found = health_of(any_installation, who=administrator())

    assert found.answers
    assert found.last_backup is None
    assert {"backup", "hosts", "tls"} <= set(found.concerns)
    for language in LANGUAGES:
        said = " ".join(f"{a} {b}" for a, b in health_rows(found, words(language)))
        assert found.product in said
        assert len(concerns(found, words(language))) == len(found.concerns)


def test_a_backup_holds_everything_and_is_on_record(installation: Installation, tmp_path):
    put(installation, summary(summary_row("Xã Lóng Sập")))

    take_backup(installation, tmp_path / "far" / "copy.sqlite3", who=ADMIN)

    copy = replace(
        installation, engine=open_engine(f"sqlite:///{tmp_path / 'far' / 'copy.sqlite3'}")
    )
    assert now(copy).equals(now(installation))
    found = health_of(installation, who=administrator(), thorough=True)
    assert found.last_backup == NOON
    assert found.last_backup_file == "copy.sqlite3"
    assert "backup" not in found.concerns
    assert found.sound is not None
    assert found.sound.sound
    copy.engine.dispose()


def test_a_backup_of_long_ago_is_a_concern(installation: Installation, tmp_path):
    take_backup(installation, tmp_path / "copy.sqlite3", who=ADMIN)

    later = replace(installation, clock=lambda: NOON + timedelta(days=3))

    assert "backup" in health_of(later, who=administrator()).concerns


def test_a_backup_while_others_publish_is_whole(installation: Installation, tmp_path):
    stop = threading.Event()

    def publish() -> None:
        guided = 1
        while not stop.is_set():
            put(installation, summary(summary_row("Xã Lóng Sập", guided=guided)))
            guided += 1

    writer = threading.Thread(target=publish)
    writer.start()
    try:
        for number in range(3):
            take_backup(installation, tmp_path / f"{number}.sqlite3", who=ADMIN)
    finally:
        stop.set()
        writer.join()

    for number in range(3):
        with sqlite3.connect(tmp_path / f"{number}.sqlite3") as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert copy.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_backup_that_cannot_be_written_leaves_the_old_one(installation: Installation, tmp_path):
    target = tmp_path / "copy.sqlite3"
    take_backup(installation, target, who=ADMIN)
    before = target.read_bytes()
    (tmp_path / "copy.sqlite3.part").mkdir()

    with pytest.raises(StoreUnavailable):
        take_backup(installation, target, who=ADMIN)

    assert target.read_bytes() == before


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_only_an_administrator_takes_the_store_away(installation: Installation, tmp_path, role):
    with pytest.raises(NotAllowed):
        take_backup(installation, tmp_path / "x", who=Person("An", role))

    assert not (tmp_path / "x").exists()


@pytest.mark.postgres
def test_a_backup_of_postgresql_is_made_and_on_record(new_pg_installation, tmp_path):
    installation = new_pg_installation()
    (tmp_path / "store.dump").write_bytes(b"")

    assert take_backup(installation, tmp_path / "store.dump", who=ADMIN) > 1000

    assert (tmp_path / "store.dump").read_bytes().startswith(b"SQLite format 3")
    assert health_of(installation, who=administrator()).last_backup == NOON
