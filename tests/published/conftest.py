"""Comparisons with published data that may not be kept here: they run where it lies beside."""

from __future__ import annotations

from pathlib import Path

from lib.settings import HOME

SHARED = HOME.parent / "shared"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    # Not left out: a clone without that data has nothing to compare, and all else is tested on
    # data made by the tests.
    return True if collection_path.name.startswith("test_") and not SHARED.is_dir() else None
