"""Small counts of vulnerable people on the pages: two provinces that differ in them look the same.

What the addresses send, and the services behind files, are walked in ``tests/web``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.domain.access.permissions import Role
from tests.support.small_counts import AUGUST, JULY, worlds

LONG_SAP, MUONG_LA = "04045", "03808"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    made = []
    for world in worlds(tmp_path_factory.mktemp("worlds")):
        world.installation.engine.dispose()
        made.append(world.installation.settings.data_dir)
    return made


def seen(page) -> list[str]:
    """All that the page draws, in order."""
    assert not page.exception
    bodies = [block.proto.body for block in page.get("html")]
    tables = [str(table.value.to_dict()) for table in page.dataframe]
    return [*bodies, *tables, *(str(e.value) for e in (*page.caption, *page.info, *page.subheader))]


@pytest.mark.parametrize(
    ("script", "query"),
    [
        ("map", {"chi_tieu": "YT04", "ky": JULY, "xa": LONG_SAP}),
        ("map", {"chi_tieu": "YT04", "ky": AUGUST, "so_voi": JULY}),
        ("commune", {"chi_tieu": "YT04", "ky": JULY, "xa": LONG_SAP}),
        ("commune", {"chi_tieu": "YT04", "ky": AUGUST, "xa": MUONG_LA}),
    ],
)
def test_a_leader_cannot_tell_one_province_from_the_other(at, folders, script, query):
    one, other = (seen(at(f, script, role=Role.LEADER, **query)) for f in folders)

    assert len(one) > 3
    assert one == other
