"""Stores that cost seconds: made once, kept for the runs after, and copied for whoever wants one.

What is kept is named by everything it is made of, so another state of the code makes its own.
"""

from __future__ import annotations

import fcntl
import hashlib
import inspect
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from lib.services.health.opening import open_installation
from lib.services.health.succession import settle
from lib.services.installation import Installation
from lib.services.intake.demo import fill_with_demo
from lib.settings import HOME, Settings
from tests.support.as_found import left_as_found
from tests.support.installations import STORE_FILE

_SHELF = HOME / "var" / "tests"
_MADE_OF = ("lib", "data", "tests/support", "tests/demo_store.py", "requirements.txt")
_KEPT = 3
"""Of each store so many: some branch of the code is often gone back to."""


def demo_store(factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo store, for the tests of this process; see ``copy_of``."""
    return made_once(factory, "demo", _with_demo)[0]


def copy_of_demo(folder: Path) -> Path:
    """A data folder of one's own with the demo store."""
    return copy_of(_kept("demo", _with_demo) / "data", folder)


def _with_demo(folder: Path) -> str:
    installation = open_installation(Settings(data_dir=folder))
    fill_with_demo(installation)
    installation.engine.dispose()
    return ""


def copy_of_small_demo(folder: Path) -> Path:
    """A data folder of one's own with the first three months of the demonstration, 300 villages."""
    return copy_of(_kept("small", _with_small_demo) / "data", folder)


def fill_with_small_demo(installation: Installation) -> None:
    """The same into an empty store that is open; by taking in its files where it is no file."""
    if installation.engine.dialect.name != "sqlite":
        fill_with_demo(installation, months=3, villages=300)
        return
    made = _kept("small", _with_small_demo) / "data" / STORE_FILE
    with (
        closing(sqlite3.connect(made)) as full,
        closing(sqlite3.connect(str(installation.engine.url.database))) as empty,
    ):
        full.backup(empty)
    settle(installation, at_start=True)  # another store now lies where the empty one was


def _with_small_demo(folder: Path) -> str:
    installation = open_installation(Settings(data_dir=folder))
    fill_with_demo(installation, months=3, villages=300)
    installation.engine.dispose()
    return ""


def made_once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], str]
) -> tuple[Path, str]:
    """A data folder, and what its maker said. Tests of one process share it: none changes it."""
    kept, mine = _kept(name, make), factory.getbasetemp() / name
    if not mine.exists():
        copy_of(kept / "data", mine)
    return mine, (kept / "said").read_text(encoding="utf-8")


def _kept(name: str, make: Callable[[Path], str]) -> Path:
    """Made by whichever process comes first; the others wait, and make it where that one died."""
    kept = _SHELF / f"{name}-{_made_of(Path(inspect.getfile(make)))}"
    with _alone(name):
        if not kept.exists():
            draft = _SHELF / f"{name}.draft"
            shutil.rmtree(draft, ignore_errors=True)
            with left_as_found():
                said = make(draft / "data")
            (draft / "said").write_text(said, encoding="utf-8")
            draft.rename(kept)
            _throw_away(sorted(_SHELF.glob(f"{name}-*"), key=lambda p: p.stat().st_mtime)[:-_KEPT])
    return kept


@contextmanager
def _alone(name: str) -> Iterator[None]:
    _SHELF.mkdir(parents=True, exist_ok=True)
    with (_SHELF / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _throw_away(folders: list[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder)


@cache
def _made_of(maker: Path) -> str:
    """Names the code, the data, the libraries and the day that a store is made of."""
    told = hashlib.sha256(f"{sys.version} {datetime.now(UTC).date()}".encode())
    for place in (*(HOME / within for within in _MADE_OF), maker):
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and "__pycache__" not in path.parts:
                told.update(f"{path.relative_to(HOME)} ".encode() + path.read_bytes())
    return told.hexdigest()[:16]


def copy_of(store: Path, target: Path) -> Path:
    """A data folder of one's own with the same figures."""
    return Path(shutil.copytree(store, target, ignore=shutil.ignore_patterns("*-journal")))
