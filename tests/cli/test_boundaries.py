"""The commands say what they did and end with the status a script can rely on."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lib.cli import boundaries as command
from lib.domain.errors import AppError
from lib.maps.boundaries import BoundaryProblem, current
from lib.settings import settings
from lib.text import LANGUAGES, words
from tests.maps.made_up import as_geojson, whole_province


@pytest.fixture(autouse=True)
def own_data(tmp_path, monkeypatch):
    monkeypatch.setenv("BDHVS_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def run(*arguments):
    answer = CliRunner().invoke(command.app, [str(a) for a in arguments])
    return answer.exit_code, answer.output


def test_at_first_the_schematic_boundaries_are_shown():
    status, said = run("show")

    assert status == 0
    assert "Ranh giới minh họa" in said


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "a.geojson").write_text("hello")

    status, said = run("import", tmp_path / "a.geojson")

    assert status == 1
    assert "Không đọc được tệp “a.geojson”" in said


def test_a_file_that_is_not_there_is_a_wrong_usage():
    assert run("import", "nowhere.geojson")[0] == 2


def test_nothing_to_withdraw_is_refused():
    assert run("withdraw")[0] == 1


def test_a_failed_download_changes_nothing(own_data, monkeypatch):
    def fail(*_args, **_kwargs):
        raise BoundaryProblem("boundary_download_failed", path="x.geojson", reason="404")

    monkeypatch.setattr(command, "fetch", fail)

    status, said = run("fetch")

    assert status == 1
    assert "Bando.com.vn" in said
    assert "x.geojson" in said
    assert list(own_data.iterdir()) == []


def test_fetching_importing_and_withdrawing(own_data, monkeypatch, tmp_path_factory):
    made = whole_province(tmp_path_factory.mktemp("made"), spread=("03997",))
    content = as_geojson(made)
    monkeypatch.setattr(command, "fetch", lambda *_args, **_kwargs: content)

    status, said = run("fetch")

    assert status == 0
    assert "Nhận ra 75/75" in said
    assert "đã bỏ phần chồng lấn" in said
    assert current(own_data).name == "official"
    assert run("withdraw")[0] == 0
    assert current(own_data).name == "schematic"


def test_every_refusal_has_words_in_both_languages():
    sources = Path(command.__file__).parents[1].glob("maps/**/*.py")
    codes = {
        code
        for path in sources
        for code in re.findall(r'"(boundary_\w+)"', path.read_text(encoding="utf-8"))
    }

    assert len(codes) >= 30
    assert issubclass(BoundaryProblem, AppError)
    assert all(words(lang).has(f"error.{code}") for lang in LANGUAGES for code in codes)


def test_every_fault_and_remark_has_words_in_both_languages():
    inside = Path(command.__file__).parents[1] / "maps"
    written = (inside / "inside" / "shapes.py").read_text(encoding="utf-8").split("LOSSY")[0]
    faults = set(re.findall(r'"(\w+)",?$', written, re.MULTILINE)) | {"covered"}
    told = (inside / "importing" / "remarking.py").read_text(encoding="utf-8")
    kinds = set(re.findall(r'kind="(\w+)"', told)) | {"layer", "left_aside", "swapped", "vn2000"}

    assert len(faults) == 7
    assert len(kinds) >= 9
    for lang in LANGUAGES:
        assert all(words(lang).has(f"boundaries.fault.{f}") for f in faults)
        assert all(words(lang).has(f"boundaries.remark.{k}") for k in kinds)


def test_what_was_assumed_or_left_aside_is_told(tmp_path):
    made = json.loads(as_geojson(whole_province(tmp_path)))
    made["features"][3]["geometry"]["coordinates"][0][1] = [float("nan"), 21]
    extra = {"type": "Point", "coordinates": [104, 21]}
    made["features"].append({"properties": {"ten": "Trạm"}, "geometry": extra})
    (tmp_path / "a.geojson").write_text(json.dumps(made))

    status, said = run("import", tmp_path / "a.geojson")

    assert status == 1
    assert "chưa lấy được hình: tọa độ có chỗ không phải số" in said
    assert "Hình số 76 (“Trạm”) bị bỏ qua: là điểm hoặc đường" in said
