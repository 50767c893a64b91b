"""Short forms of the scripts that look for what is half, lost, overwritten or silently wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from sqlalchemy import text

from lib.settings import HOME
from lib.store.engine import writing
from lib.store.soundness import soundness
from tests.scripts import corrupted, full_disk
from tests.support.houses import put
from tests.support.sheets import summary, summary_row


def test_a_full_disk_leaves_no_part_of_an_upload(tmp_path: Path):
    outcomes = full_disk.trial(tmp_path, 4, seed=3)

    assert outcomes["published"] + outcomes["told"] == 4
    assert outcomes["told"] > 0


def test_a_damaged_store_is_told_of_or_shows_the_true_figures(tmp_path: Path):
    outcomes = corrupted.trial(tmp_path, 12, seed=3)

    assert outcomes["told"] + outcomes["unharmed"] == 12
    assert outcomes["told"] > 0


def _ran(*words: str) -> str:
    """What a script told, run as people run it; it ends with 0 only where all held."""
    done = subprocess.run(
        [sys.executable, "-m", *words],
        check=False,
        cwd=HOME,
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_of_two_processes_that_race_one_wins_and_the_other_hears_of_it():
    assert "one won: 5" in _ran("tests.scripts.races", "--times", "5")


def test_readers_see_no_half_upload_and_nothing_answered_is_lost():
    told = _ran("tests.scripts.crowd", "--seconds", "4", "--people", "4")

    assert "'published'" in told
    assert "'looked'" in told


def test_a_figure_changed_behind_our_back_is_found(any_house):
    number = put(any_house, summary(summary_row("Xã Lóng Sập", guided=430)))
    assert soundness(any_house.engine).sound
    with writing(any_house.engine) as connection:
        (kept,) = connection.execute(text("SELECT id FROM figure")).scalars()
        changed = json.dumps({"households_guided": 431})
        connection.execute(
            text('UPDATE figure SET "values" = :v WHERE id = :id'), {"v": changed, "id": kept}
        )

    found = soundness(any_house.engine)

    assert found.whole
    assert found.uploads == (number,)
    assert not found.sound


def test_an_original_changed_behind_our_back_is_found(any_house):
    put(any_house, summary(summary_row("Xã Lóng Sập")))
    with writing(any_house.engine) as connection:
        connection.execute(text("UPDATE file SET content = :b"), {"b": b"x"})

    assert len(soundness(any_house.engine).files) == 1
