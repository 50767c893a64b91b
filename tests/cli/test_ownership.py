"""What the product writes is readable by its owner alone, whatever the shell's umask says."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from lib.ownership import keep_private
from tests.bench.serving import ROOT, served


def open_to_others(folder: Path) -> dict[str, str]:
    """What below the folder, and the folder itself, anybody else may touch."""
    found = [folder, *folder.rglob("*")]
    modes = {p: stat.S_IMODE(p.lstat().st_mode) for p in found if not p.is_symlink()}
    return {str(p.relative_to(folder)): oct(m) for p, m in modes.items() if m & 0o077}


def run(folder: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lib.cli", *words],
        cwd=ROOT,
        env={**os.environ, "BDHVS_DATA_DIR": str(folder)},
        umask=0o022,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def own_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def loosened(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_the_command_line_writes_for_its_owner_alone(tmp_path: Path):
    data, out = tmp_path / "var", tmp_path / "out"
    out.mkdir(mode=0o700)
    trail = out / "trail.xlsx"
    trail.touch(0o644)

    run(data, "init")
    run(data, "backup", str(out / "deep" / "store.sqlite3"))
    run(data, "audit", "head")
    run(data, "audit", "export", str(trail))

    assert len(list(data.rglob("*"))) > 2
    assert open_to_others(data) == {}
    assert open_to_others(out) == {}


def test_the_server_tightens_what_is_there_and_writes_for_its_owner_alone(tmp_path: Path):
    data = tmp_path / "var"
    run(data, "init")
    (data / "boundaries").mkdir()
    (data / "boundaries" / "current.json").write_text("{}")
    loosened(data)

    with served(ROOT / "app.py", cwd=ROOT, env={"BDHVS_DATA_DIR": str(data)}):
        assert open_to_others(data) == {}


def test_links_and_what_is_outside_stay_as_they_are(tmp_path: Path, own_umask: None):
    data, outside = tmp_path / "var", tmp_path / "outside"
    data.mkdir()
    outside.write_text("x")
    outside.chmod(0o644)
    (data / "link").symlink_to(outside)
    (data / "tool").touch(0o755)

    assert keep_private(data) >= 1
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644
    assert stat.S_IMODE((data / "tool").stat().st_mode) == 0o700
    assert keep_private(data) == 0
