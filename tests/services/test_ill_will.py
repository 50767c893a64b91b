"""The store that hostile texts are tried on leaves out no column that holds a text."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Text, select

from lib.services.installation import Installation
from lib.store.schema import audit as trail_tables  # noqa: F401 - their tables join the others
from lib.store.schema.records import metadata
from tests.support.hostile import STRINGS, fill_with_ill_will
from tests.support.installations import open_test_installation

OURS = {
    "account.hash": "argon2",
    "account.subject": "the issuer's; shown nowhere",
    "ambassador.village_key": "shown nowhere; the name itself is tried",
    "mark.value": "the product's own marks",
    "meeting_freeze.seal": "digests",
    "session.address": "as the server sees it",
    "trail.address": "as the server sees it",
    "trail_anchor.who": "written when a year of the trail is taken out; shown as trail.name is",
}
"""Columns that nobody outside writes, or that are shown as another is. A new one is tried."""


def test_every_column_of_text_holds_something_hostile(tmp_path: Path):
    installation = open_test_installation(tmp_path)
    fill_with_ill_will(installation)

    kind = {f"{c.table.name}.{c.name}" for t in metadata.sorted_tables for c in t.c
            if isinstance(c.type, Text)}  # fmt: skip
    assert {name for name in kind if not hostile(installation, name)} == set(OURS)
    installation.engine.dispose()


def hostile(installation: Installation, name: str) -> bool:
    table, column = name.split(".")
    with installation.engine.connect() as connection:
        values = connection.execute(select(metadata.tables[table].c[column])).scalars()
        return any(s[:20].casefold() in str(v).casefold() for v in values for s in STRINGS)
