"""A process killed while it publishes leaves all of its upload or nothing."""

from pathlib import Path

from tests.scripts.kill_during_publish import trial


def test_a_kill_during_publish_leaves_no_half_of_an_upload(tmp_path: Path):
    outcomes = trial(tmp_path, 5, seed=7)

    assert outcomes["partial"] == 0
    assert outcomes["there"] + outcomes["not there"] == 5
