"""The villages drawn within their commune."""

from __future__ import annotations

from lib.files.reference import gazetteer
from lib.maps.boundaries import schematic
from lib.maps.village_map import Spot, village_map

CODE = "04045"
COMMUNE = gazetteer().communes[CODE]
MIDDLE = (COMMUNE.lon, COMMUNE.lat)


def test_a_village_far_outside_its_commune_is_named_and_not_drawn():
    spots = [Spot("Bản Gần", "under_way", MIDDLE), Spot("Bản Xa", "silent", (106.0, 21.0))]

    drawn = village_map(schematic(), CODE, spots, title="x")

    assert drawn is not None
    assert drawn.outside == ("Bản Xa",)
    assert "Bản Gần" in drawn.svg
    assert "Bản Xa" not in drawn.svg


def test_hostile_names_are_only_text():
    drawn = village_map(schematic(), CODE, [Spot("<script>", "silent", MIDDLE)], title="</svg>")

    assert drawn is not None
    assert "<script>" not in drawn.svg
    assert drawn.svg.count("</svg>") == 1


def test_a_commune_without_an_outline_has_no_drawing():
    assert village_map(schematic(), "99999", [], title="x") is None
