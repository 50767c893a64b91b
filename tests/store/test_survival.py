"""Short forms of the scripts that look for what is half, lost, overwritten or silently wrong.

Races and the crowd are tried by ``tests/scripts/test_kept_scripts.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import text

from lib.store.engine import writing
from lib.store.soundness import soundness
from tests.scripts import corrupted, full_disk
from tests.support.installations import put
from tests.support.sheets import summary, summary_row


def test_a_full_disk_leaves_no_part_of_an_upload(tmp_path: Path):
    outcomes = full_disk.trial(tmp_path, 4, seed=3)

    assert outcomes["published"] + outcomes["told"] == 4
    assert outcomes["told"] > 0


def test_a_damaged_store_is_told_of_or_shows_the_true_figures(tmp_path: Path):
    outcomes = corrupted.trial(tmp_path, 12, seed=3)

    assert outcomes["told"] + outcomes["unharmed"] == 12
    assert outcomes["told"] > 0


def test_a_figure_changed_behind_our_back_is_found(any_installation):
    number = put(any_installation, summary(summary_row("Xã Lóng Sập", guided=430)))
    assert soundness(any_installation.engine).sound
    with writing(any_installation.engine) as connection:
        (kept,) = connection.execute(text("SELECT id FROM figure")).scalars()
        changed = json.dumps({"households_guided": 431})
        connection.execute(
            text('UPDATE figure SET "values" = :v WHERE id = :id'), {"v": changed, "id": kept}
        )

    found = soundness(any_installation.engine)

    assert found.whole
    assert found.uploads == (number,)
    assert not found.sound


def test_an_original_changed_behind_our_back_is_found(any_installation):
    put(any_installation, summary(summary_row("Xã Lóng Sập")))
    with writing(any_installation.engine) as connection:
        connection.execute(text("UPDATE file SET content = :b"), {"b": b"x"})

    assert len(soundness(any_installation.engine).files) == 1
