"""``roads`` says what an extract gives, keeps it, goes back, and refuses in a sentence."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from lib.cli import roads as command
from lib.services.health.opening import open_installation
from lib.settings import Settings, settings
from lib.text import words
from tests.support.road_extracts import extract

SAY = words()


@pytest.fixture(autouse=True)
def own_data(tmp_path, monkeypatch):
    monkeypatch.setenv("BDHVS_DATA_DIR", str(tmp_path / "var"))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def file(own_data):
    book = open_installation(Settings(data_dir=own_data / "var")).gazetteer.communes
    ends = [book[c] for c in ("03646", "04240")]
    nodes = {n: (c.lon, c.lat) for n, c in enumerate(ends, 1)}
    path = own_data / "duong-sa.osm.pbf"
    path.write_bytes(extract(nodes, [([1, 2], {"highway": "tertiary", "surface": "dirt"})]))
    return path


def run(*arguments):
    answer = CliRunner().invoke(command.app, [str(a) for a in arguments])
    return answer.exit_code, answer.output


def test_an_extract_is_taken_shown_and_taken_back(file):
    status, said = run("import", file, "--who", "Lò Thị Mai")
    assert status == 0
    assert "Có đường cho 2/5.550 chặng" in said
    assert "km ghi chưa trải mặt" in said
    assert SAY("road_extract.faults") in said

    status, shown = run("show")
    assert status == 0
    for part in ("duong-sa.osm.pbf", "01/11/2026", "Lò Thị Mai"):
        assert part in shown

    status, said = run("withdraw", "--reason", "đường đã cũ")
    assert status == 0
    assert SAY("road_extract.none") in said
    assert run("show") == (0, SAY("road_extract.none") + "\n")


def test_a_look_keeps_nothing(file):
    status, said = run("import", file, "--look")

    assert status == 0
    assert "duong-sa.osm.pbf" in said
    assert run("show") == (0, SAY("road_extract.none") + "\n")


def test_what_is_no_extract_is_refused_and_changes_nothing(own_data):
    (own_data / "ảnh.osm.pbf").write_bytes(b"\x89PNG" * 99)

    status, said = run("import", own_data / "ảnh.osm.pbf")

    assert status == 1
    assert "Không đọc được tệp “ảnh.osm.pbf”" in said
    assert "Traceback" not in said
    assert run("show") == (0, SAY("road_extract.none") + "\n")


def test_nothing_to_take_back_and_no_file_at_all_are_told_apart():
    assert run("withdraw") == (1, SAY("error.road_none_to_withdraw") + "\n")
    assert run("import", "nowhere.osm.pbf")[0] == 2
