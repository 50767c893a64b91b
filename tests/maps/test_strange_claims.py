"""What a shape says of itself: codes and names wherever and however they were written."""

import json
from copy import deepcopy

import pytest

from tests.maps.spoiling import ALL, faults, kinds, taken


def test_codes_that_stand_beside_the_properties_are_found(document, book):
    for feature in document["features"]:
        feature["id"], feature["properties"] = feature["properties"]["ma_xa"], {}

    assert taken(document, book).matched == ALL


def test_numbers_beside_the_properties_are_no_codes_of_shapes_that_lie_elsewhere(document, book):
    moved = deepcopy(document)
    for n, feature in enumerate(moved["features"]):
        feature["id"] = 3600 + (n + 4) % 9
        feature["properties"] = {"ten": feature["properties"]["ten"]}

    assert taken(moved, book).matched == ALL
    assert taken(moved, book).doubtful == ()


@pytest.mark.parametrize("wrap", [
    lambda code: {"tags": {"ref": code}},
    lambda code: {"a": {"b": {"ma": int(code)}}},
    lambda code: {"refs": ["x", code]},
    lambda code: {"more": json.dumps({"ma_xa": code})},
])  # fmt: skip
def test_codes_within_properties_are_found(wrap, document, book):
    for feature in document["features"]:
        feature["properties"] = wrap(feature["properties"]["ma_xa"])

    assert taken(document, book).matched == ALL


@pytest.mark.parametrize("written", [
    "{0:05d}", "{0}", "{0}.0", " {0:05d} ", "\u200b{0:05d}",
    "{0:05d} - Phường X", "Xã Y ({0:05d})", "{0:05d}\u00a0", "'{0:05d}", "{0},0",
])  # fmt: skip
def test_codes_are_known_however_they_were_written(written, document, book):
    for feature in document["features"]:
        feature["properties"] = {"ma": written.format(int(feature["properties"]["ma_xa"]))}

    assert taken(document, book).matched == ALL


def test_one_code_at_two_places_is_told(document, book):
    document["features"][1]["properties"]["ma_xa"] = "03600"

    proposal = taken(document, book)

    assert proposal.missing == ("03601",)
    assert "joined" in kinds(proposal)
    assert "03600" in proposal.doubtful


def test_a_name_that_contradicts_the_code_needs_agreement(document, book):
    first, second = document["features"][0]["properties"], document["features"][1]["properties"]
    first["ten"], second["ten"] = second["ten"], first["ten"]

    proposal = taken(document, book)

    assert proposal.doubtful == ("03600", "03601")
    assert [r.values["other"] for r in proposal.remarks] == ["03601", "03600"]


def test_codes_that_slipped_by_a_row_need_agreement(document, book):
    codes = [f["properties"]["ma_xa"] for f in document["features"]]
    for feature, code in zip(document["features"], codes[1:] + codes[:1], strict=True):
        feature["properties"] = {"ma_xa": code}

    proposal = taken(document, book)

    assert len(proposal.doubtful) >= 3
    assert {r.code for r in proposal.remarks if r.kind == "elsewhere"} == set(proposal.doubtful)


def test_one_shape_too_many_is_told(document, book):
    more = deepcopy(document["features"][0])
    more["properties"] = {"ma_xa": "99999", "ten": "Xã Lạ"}
    document["features"].append(more)

    proposal = taken(document, book)

    assert (proposal.matched, proposal.unmatched) == (ALL, ("Xã Lạ",))


def test_two_communes_with_one_outline_are_not_both_taken(document, book):
    document["features"][1]["geometry"] = document["features"][0]["geometry"]

    proposal = taken(document, book)

    assert len(proposal.missing) == 1
    assert set(faults(proposal).values()) == {"covered"}
