"""One file is read once, each snapshot made of it is made once, and the map is drawn from that."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.support.value_way import Heard, followed


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Heard]:
    """What ran while a workbook went from its upload to the painted map."""
    return followed(tmp_path_factory.mktemp("way") / "var")


def test_the_file_is_read_once(heard: dict[str, Heard]):
    assert {step: one.reads for step, one in heard.items() if one.reads} == {"preview": 1}


def test_publishing_computes_no_snapshot_and_the_map_each_of_them_once(heard: dict[str, Heard]):
    taken = {step: one.snapshots for step, one in heard.items() if one.snapshots}

    assert list(taken) == ["map"]
    assert taken["map"] == Counter({"2026-06": 1, "2026-07": 1, "2026-08": 1})


def test_a_second_look_draws_nothing(heard: dict[str, Heard]):
    assert (heard["map"].drawn, heard["map again"].drawn) == (1, 0)
    assert len(heard["map again"].modules) < len(heard["map"].modules)
