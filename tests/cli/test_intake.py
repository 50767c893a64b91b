"""``intake`` of a folder: what lies in folders within it is taken too, or named as left aside."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lib.cli.__main__ import app
from lib.settings import settings
from tests.support.sheets import summary, summary_row


@pytest.fixture(autouse=True)
def own_data(tmp_path, monkeypatch):
    monkeypatch.setenv("BDHVS_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def folder(tmp_path):
    given = {
        "a.csv": "Xã Mường La",
        "Lóng Sập/bieu.csv": "Xã Lóng Sập",
        "Mường Bú/sâu/hơn/bieu.csv": "Xã Mường Bú",
        "Mường Bú/._bieu.csv": "",
        ".cache/b.csv": "",
        "Thumbs.db": "",
    }
    for name, commune in given.items():
        path = tmp_path / "nhan" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(summary(summary_row(commune)) if commune else b"x")
    return tmp_path / "nhan"


def test_files_of_folders_within_are_taken_and_told_apart(folder):
    told = json.loads(CliRunner().invoke(app, ["intake", str(folder), "--json"]).stdout)

    assert [(f["file"], f["standing"]) for f in told["files"]] == [
        ("Lóng Sập › bieu.csv", "clean"),
        ("Mường Bú › sâu › hơn › bieu.csv", "clean"),
        ("a.csv", "clean"),
    ]
    assert sorted(s["file"] for s in told["skipped"]) == ["._bieu.csv", "Thumbs.db", "b.csv"]


def test_what_is_left_aside_is_told_to_people(folder):
    said = CliRunner().invoke(app, ["intake", str(folder)]).stdout

    assert "Thumbs.db" in said


def test_a_file_that_cannot_be_opened_is_named(folder, monkeypatch):
    read = Path.read_bytes

    def closed(path):
        if path.name == "a.csv":
            raise PermissionError(path)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", closed)

    said = CliRunner().invoke(app, ["intake", str(folder)]).stdout

    assert "Không mở được để đọc: a.csv" in said
