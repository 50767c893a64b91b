"""Stores that cost seconds, made once a test run and copied by whoever wants to change them."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lib.services.health.opening import open_house
from lib.services.intake.demo import fill_with_demo
from lib.settings import Settings
from tests.support.as_found import left_as_found


def demo_store(factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo store."""
    return made_once(factory, "demo", _with_demo)[0]


def _with_demo(folder: Path) -> str:
    house = open_house(Settings(data_dir=folder))
    fill_with_demo(house)
    house.engine.dispose()
    return ""


def made_once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], str]
) -> tuple[Path, str]:
    """A data folder made by whichever worker of this run comes first, and what its maker said.

    Nobody writes in it: see ``copy_of``.
    """
    mine = factory.getbasetemp()
    shared = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    folder, said, claim = shared / name, shared / f"{name}.said", shared / f"{name}.claim"
    try:
        os.close(os.open(claim, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return folder, _waited_for(said)
    with left_as_found():
        words = make(folder)
    draft = said.with_suffix(".draft")
    draft.write_text(words, encoding="utf-8")
    draft.replace(said)
    return folder, words


def _waited_for(said: Path) -> str:
    deadline = time.monotonic() + 240
    while not said.exists():
        if time.monotonic() > deadline:
            raise TimeoutError(f"no other worker finished {said.stem}")
        time.sleep(0.2)
    return said.read_text(encoding="utf-8")


def copy_of(store: Path, target: Path) -> Path:
    """A data folder of one's own with the same figures."""
    return Path(shutil.copytree(store, target, ignore=shutil.ignore_patterns("*-journal")))
