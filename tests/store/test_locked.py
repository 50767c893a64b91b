"""A store that another process holds: whoever waits in vain is told calmly, and nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from lib.domain.errors import StoreUnavailable
from lib.services.history.uploads import history
from lib.services.installation import Installation
from lib.settings import Settings
from lib.store.patience import WORK, waiting
from lib.text import words
from tests.support.installations import facts, open_test_installation, put, see, try_put
from tests.support.people import staff
from tests.support.sheets import summary, summary_row


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    opened = open_test_installation(tmp_path)
    put(opened, summary(summary_row("Xã Lóng Sập")))
    with waiting(replace(WORK, turn_s=0.2)):
        yield opened
    opened.engine.dispose()


@contextmanager
def held(settings: Settings, how: str) -> Iterator[None]:
    """The store's file, held by somebody else."""
    other = sqlite3.connect(settings.data_dir / "store.sqlite3", isolation_level=None)
    other.execute(f"BEGIN {how}")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_a_publication_waits_in_vain_is_told_and_goes_through_later(installation: Installation):
    ready = see(installation, summary(summary_row("Xã Mường La")))
    before = facts(installation)

    with held(installation.settings, "IMMEDIATE"):
        with pytest.raises(StoreUnavailable) as refused:
            try_put(installation, ready)
        assert facts(installation) == before  # reading goes on
    assert facts(installation) == before

    try_put(installation, ready)
    assert len(history(installation, who=staff())) == 2
    told = words()("error.store_busy", **refused.value.values)
    assert refused.value.values["ticket"] in told
    assert "sqlite" not in told.lower()


def test_a_reader_of_a_store_held_whole_is_told_and_reads_later(installation: Installation):
    with held(installation.settings, "EXCLUSIVE"), pytest.raises(StoreUnavailable):
        history(installation, who=staff())

    assert len(history(installation, who=staff())) == 1
