"""One demo store a test run, copied by whoever wants to change it."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from lib.services.demo import fill_with_demo
from lib.services.house import open_house
from lib.settings import Settings
from tests.support.as_found import left_as_found


def demo_store(factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo store, made by whichever worker of this run comes first."""
    mine = factory.getbasetemp()
    shared = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    folder, done, claim = shared / "demo", shared / "demo.done", shared / "demo.claim"
    try:
        os.close(os.open(claim, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        deadline = time.monotonic() + 240
        while not done.exists():
            if time.monotonic() > deadline:
                raise TimeoutError("no other worker finished the demo store") from None
            time.sleep(0.2)
        return folder
    with left_as_found():
        house = open_house(Settings(data_dir=folder))
        fill_with_demo(house)
        house.engine.dispose()
    done.touch()
    return folder


def copy_of(store: Path, target: Path) -> Path:
    """A data folder of one's own with the same figures."""
    return Path(shutil.copytree(store, target, ignore=shutil.ignore_patterns("*-journal")))
