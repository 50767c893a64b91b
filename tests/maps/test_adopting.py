"""Boundaries go into force in one step and can be taken back."""

import json
import os

import pytest

from lib.maps.boundaries import BoundaryProblem, by_name, current, history
from lib.maps.importing.adopting import adopt, withdraw
from lib.maps.importing.proposal import prepare
from tests.maps.made_up import as_geojson


@pytest.fixture
def whole(nine, book):
    return prepare(as_geojson(nine), "đủ.geojson", book)


@pytest.fixture
def part(nine, book):
    return prepare(as_geojson(nine.iloc[:5]), "thiếu.geojson", book)


def everything_in(folder):
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_adopted_boundaries_are_in_force_at_once(whole, tmp_path):
    found = adopt(whole, tmp_path)

    assert (found.name, found.schematic, found.source) == ("official", False, "đủ.geojson")
    assert current(tmp_path) == found
    assert by_name(found.key, tmp_path).topojson == whole.topojson


def test_preparing_touches_nothing(whole, tmp_path):
    assert everything_in(tmp_path) == {}


def test_what_is_incomplete_is_refused_and_changes_nothing(part, tmp_path):
    with pytest.raises(BoundaryProblem) as problem:
        adopt(part, tmp_path)

    assert problem.value.code == "boundary_incomplete"
    assert problem.value.values == {"missing": 4, "doubtful": 0}
    assert everything_in(tmp_path) == {}


def test_what_is_incomplete_is_taken_when_a_person_agrees(part, tmp_path):
    assert adopt(part, tmp_path, agreed=True).source == "thiếu.geojson"


def test_withdrawing_goes_back_one_step_at_a_time(whole, part, tmp_path):
    first = adopt(whole, tmp_path)
    second = adopt(part, tmp_path, agreed=True)

    assert withdraw(tmp_path) == first
    assert withdraw(tmp_path).name == "schematic"
    with pytest.raises(BoundaryProblem):
        withdraw(tmp_path)
    # A page opened before still finds what it was drawn with.
    assert by_name(second.key, tmp_path) is not None


def test_the_history_tells_what_was_adopted_when(whole, tmp_path):
    adopt(whole, tmp_path)

    (entry,) = history(tmp_path)

    assert entry["digest"] == whole.digest
    assert entry["adopted_at"].endswith("+00:00")


def test_a_failure_while_writing_leaves_the_old_boundaries(whole, part, tmp_path, monkeypatch):
    first = adopt(whole, tmp_path)
    before = everything_in(tmp_path)

    def full_disk(_handle):
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        adopt(part, tmp_path, agreed=True)

    assert everything_in(tmp_path) == before
    assert current(tmp_path) == first


def test_lost_files_fall_back_to_the_schematic_boundaries(whole, tmp_path):
    found = adopt(whole, tmp_path)

    (tmp_path / "boundaries" / f"{found.digest}.topojson").unlink()

    assert current(tmp_path).name == "schematic"


def test_the_pointer_is_plain_json(whole, tmp_path):
    adopt(whole, tmp_path)

    pointer = json.loads((tmp_path / "boundaries" / "current.json").read_text(encoding="utf-8"))

    assert pointer["adopted"][0]["source"] == "đủ.geojson"
