"""A store that is gone is told as gone: nothing empty and nothing made up takes its place."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from lib.cli.__main__ import app
from lib.domain.access.permissions import Role
from lib.domain.errors import NotAllowed
from lib.files.last_seen import FILE
from lib.services.access.accounts import add_account
from lib.services.health.health import take_backup
from lib.services.health.opening import open_installation
from lib.services.installation import DEMO
from lib.services.intake.demo import wants_demo
from lib.settings import HOME, Settings, settings
from lib.store.engine import writing
from lib.store.history.uploads import set_mark
from lib.text import words
from tests.support.installations import put
from tests.support.patience import PATIENCE_S
from tests.support.people import CHEAP, GOOD, administrator
from tests.support.sheets import summary, summary_row

BOSS = administrator()
SAY = words()
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that served a store with an account, with a backup beside it."""
    installation = open_installation(Settings(data_dir=tmp_path / "var"))
    add_account(
        installation, "lan", who=BOSS, name="Lan", role=Role.STAFF, password=GOOD, hasher=CHEAP
    )
    take_backup(installation, tmp_path / "b.store", who=BOSS)
    installation.engine.dispose()
    return tmp_path / "var"


def lose(folder: Path) -> None:
    (folder / "store.sqlite3").unlink()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """A command in this process, which has its libraries already."""

    def within(folder: Path, *told: str) -> Result:
        monkeypatch.setenv("BDHVS_DATA_DIR", str(folder))
        monkeypatch.setenv("BDHVS_DATABASE_URL", "")
        settings.cache_clear()
        return CliRunner().invoke(app, told)

    before = os.umask(0o077)
    yield within
    os.umask(before)
    settings.cache_clear()


def run_apart(folder: Path, *told: str) -> subprocess.CompletedProcess[str]:
    """A command as somebody types it: what its process writes besides is seen too."""
    return subprocess.run(
        [sys.executable, "-m", "lib.cli", *told],
        cwd=HOME,
        env={**os.environ, "BDHVS_DATA_DIR": str(folder), "BDHVS_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
        stdin=subprocess.DEVNULL,
    )


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("emptied", [False, True])
def test_no_command_begins_another_store_in_the_place_of_a_lost_one(folder, tmp_path, emptied, run):
    lose(folder)
    if emptied:
        (folder / "store.sqlite3").touch()
    before = everything(tmp_path)

    ways = (("init", "--demo"), ("init",), ("backup", str(tmp_path / "b.store")))
    for told in ways[: 1 if emptied else None]:
        refused = run(folder, *told)

        assert refused.exit_code == 1
        assert refused.stderr.strip() == SAY("error.store_lost", folder=folder)
        assert refused.stdout == ""
    assert everything(tmp_path) == before


def test_heads_of_a_trail_alone_tell_that_a_store_was_there(folder, run):
    lose(folder)
    (folder / FILE).unlink()

    assert run(folder, "init", "--demo").exit_code == 1
    assert not (folder / "store.sqlite3").exists()


def test_an_empty_store_that_a_server_has_begun_there_is_not_filled_either(folder, run):
    lose(folder)
    for _ in range(2):
        installation = open_installation(Settings(data_dir=folder))
        with pytest.raises(NotAllowed, match="store_lost"):
            wants_demo(installation)
        installation.engine.dispose()

    refused = run(folder, "init", "--demo")

    assert (refused.exit_code, SAY("error.store_lost", folder=folder)) == (
        1, refused.stdout.strip(),
    )  # fmt: skip


def test_a_restore_that_nobody_agreed_to_leaves_no_empty_store(folder, tmp_path, run):
    lose(folder)

    refused = run(folder, "restore", str(tmp_path / "b.store"))

    assert refused.exit_code == 1
    assert SAY("health.restore_gone") in refused.stdout
    assert not (folder / "store.sqlite3").exists()
    assert run(folder, "restore", str(tmp_path / "b.store"), "--yes").exit_code == 0
    assert "lan" in run(folder, "user", "list").stdout
    installation = open_installation(Settings(data_dir=folder))
    assert not wants_demo(installation)
    installation.engine.dispose()


def test_a_demonstration_that_lost_its_store_may_be_filled_again(tmp_path, run):
    installation = open_installation(Settings(data_dir=tmp_path))
    with writing(installation.engine) as connection:
        set_mark(connection, DEMO, "yes")
    put(installation, summary(summary_row("Xã Lóng Sập")))
    installation.engine.dispose()
    lose(tmp_path)

    for _ in range(2):
        again = open_installation(Settings(data_dir=tmp_path))
        assert wants_demo(again)
        again.engine.dispose()
    assert run(tmp_path, "history").exit_code == 0


def test_what_happens_inside_is_not_written_to_the_terminal(folder):
    (folder / FILE).unlink()  # the sessions end: another store, as far as anybody can tell

    told = run_apart(folder, "user", "list")

    assert told.returncode == 0
    assert "another_store" not in told.stdout + told.stderr
    assert told.stdout.startswith("lan")


def test_a_folder_is_told_to_be_a_folder(folder, tmp_path, run):
    refused = run(folder, "restore", str(tmp_path))

    assert refused.stderr.strip() == SAY("error.restore_folder", file=tmp_path.name)


def test_a_damaged_store_is_told_to_be_damaged(folder, run):
    (folder / "store.sqlite3").write_bytes(b"rubbish " * 9_000)

    refused = run(folder, "health")

    assert refused.exit_code == 1
    assert SAY("error.store_damaged", ticket="").rstrip(".") in refused.stderr
