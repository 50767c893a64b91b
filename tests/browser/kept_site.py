"""A server that is kept from test to test, and begins again where one has written something."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

from tests.browser.serving import serving
from tests.demo_store import copy_of

_WRITTEN_BY_COMING_IN = {"account", "device", "session", "login_refusal", "trail", "trail_anchor"}


class KeptSite:
    """A store of its own with these contents, served on loopback."""

    def __init__(self, original: Path, folder: Path) -> None:
        self._original, self.folder = original, folder
        self._open, self._address = ExitStack(), ""
        self._as_made: dict[str, tuple[int, int]] = {}

    def fresh(self) -> str:
        """The address of the site with nothing in its store that a test before has left."""
        if not self._address or written(self.folder) != self._as_made:
            self.close()
            shutil.rmtree(self.folder, ignore_errors=True)
            copy_of(self._original, self.folder)
            self._address = self._open.enter_context(serving(self.folder))
            # A server that begins writes of its own accord which store it serves.
            self._as_made = written(self.folder)
        return self._address

    def close(self) -> None:
        """Stops the server."""
        self._open.close()
        self._address = ""


def written(folder: Path) -> dict[str, tuple[int, int]]:
    """How much each table holds and its newest row: where rows are only added, what changed."""
    with closing(sqlite3.connect(f"file:{folder / 'store.sqlite3'}?mode=ro", uri=True)) as store:
        named = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            table: store.execute(f'SELECT count(*), max(rowid) FROM "{table}"').fetchone()
            for (table,) in named
            if table not in _WRITTEN_BY_COMING_IN and not table.startswith("sqlite_")
        }
