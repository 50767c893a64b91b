"""Shapes without an area, or with points that are no numbers: never adopted, always told."""

import json
from copy import deepcopy

import numpy as np
import pytest
import shapely

from tests.maps.made_up import as_geopackage, place
from tests.maps.spoiling import ALL, INF, NAN, faults, kinds, taken


@pytest.mark.parametrize("bad", [NAN, INF, -INF, None, "x", {}, [], "1e999"])
@pytest.mark.parametrize("at", [0, 1])
def test_a_vertex_that_is_no_number_leaves_its_commune_out_and_names_it(bad, at, document, book):
    document["features"][4]["geometry"]["coordinates"][0][2][at] = bad

    proposal = taken(document, book)

    assert proposal.missing == ("03604",)
    assert faults(proposal) == {"03604": "not_numbers"}
    assert b"NaN" not in proposal.topojson


def test_a_commune_that_has_lost_a_vertex_in_one_of_its_parts_is_left_out(document, book):
    part = deepcopy(document["features"][4])
    part["geometry"]["coordinates"][0][1] = [NAN, 21.1]

    document["features"].append(part)

    assert faults(taken(document, book)) == {"03604": "not_numbers"}


@pytest.mark.parametrize(("geometry", "fault"), [
    (None, "null"),
    ({"type": "Polygon", "coordinates": []}, "empty"),
    ({"type": "Polygon", "coordinates": [[]]}, "no_area"),
    ({"type": "Polygon", "coordinates": [[[103.6, 21.1]]]}, "no_area"),
    ({"type": "Polygon", "coordinates": [[[103.6, 21.1], [103.7, 21.2]]]}, "no_area"),
    ({"type": "Polygon", "coordinates": [[[103.6, 21.1]] * 5]}, "no_area"),
    ({"type": "Polygon", "coordinates": [[[103.6, 21], [103.7, 21], [103.8, 21]]]}, "no_area"),
    ({"type": "GeometryCollection", "geometries": []}, "empty"),
    ({"type": "Point", "coordinates": [103.6, 21.1]}, "not_area"),
    ({"type": "LineString", "coordinates": [[103.6, 21.1]]}, "not_area"),
    ({"type": "Polygon"}, "empty"),
    ({"type": "Polygon", "coordinates": "x"}, "broken"),
    ({"type": "Polygon", "coordinates": [103.6, 21.1, 103.7]}, "broken"),
    ({"type": "Circle", "coordinates": [103.6, 21.1], "radius": 3}, "broken"),
    ({"coordinates": [[[103.6, 21.1]]]}, "broken"),
    ("POLYGON EMPTY", "broken"),
])  # fmt: skip
def test_a_shape_without_area_leaves_its_commune_out_and_says_why(geometry, fault, document, book):
    document["features"][4]["geometry"] = geometry

    proposal = taken(document, book)

    assert proposal.missing == ("03604",)
    assert faults(proposal) == {"03604": fault}


@pytest.mark.parametrize("extra", [
    {"type": "LineString", "coordinates": [[104, 21]]},
    {"type": "Point", "coordinates": [NAN, 21]},
    {"type": "Polygon", "coordinates": [[[104, 21]]]},
    None,
    {"type": "Polygon", "coordinates": [[[NAN, 21], [1, 2], [3, 4]]]},
])  # fmt: skip
def test_a_spoilt_shape_that_is_no_commune_is_left_aside_by_its_number(extra, document, book):
    more = {"type": "Feature", "properties": {"ma_xa": "99999"}, "geometry": extra}
    document["features"].insert(2, more)

    proposal = taken(document, book)

    assert proposal.matched == ALL
    assert [r.values["number"] for r in proposal.remarks if r.kind == "feature"] == [3]


def test_areas_are_found_within_collections_and_beside_points(document, book):
    for feature in document["features"]:
        point = {"type": "Point", "coordinates": [103.5, 21]}
        inner = {"type": "GeometryCollection", "geometries": [feature["geometry"]]}
        feature["geometry"] = {"type": "GeometryCollection", "geometries": [point, inner]}

    assert taken(document, book).matched == ALL


def test_a_ring_without_area_beside_a_whole_one_is_left_out_and_told(document, book):
    whole = document["features"][4]["geometry"]["coordinates"]
    both = {"type": "MultiPolygon", "coordinates": [whole, [[[103.6, 21.1], [103.6, 21.1]]]]}
    document["features"][4]["geometry"] = both

    proposal = taken(document, book)

    assert proposal.matched == ALL
    assert kinds(proposal) == ["trimmed"]


@pytest.mark.parametrize("change", [
    lambda ring: ring[:-1],
    lambda ring: [[*p, 512.5] for p in ring],
    lambda ring: [[*p, NAN] for p in ring],
    lambda ring: [[*p, None, 3] for p in ring],
    lambda ring: [[*ring[0], 1.0], *ring[1:]],
    lambda ring: [[str(x), str(y)] for x, y in ring],
    lambda ring: [[str(x).replace(".", ","), str(y).replace(".", ",")] for x, y in ring],
    lambda ring: [p for p in ring for _ in range(3)],
    lambda ring: ring[::-1],
])  # fmt: skip
def test_rings_are_read_however_their_points_were_written(change, document, book):
    for feature in document["features"]:
        feature["geometry"]["coordinates"] = [change(feature["geometry"]["coordinates"][0])]

    proposal = taken(document, book)

    assert proposal.matched == ALL
    assert sum(a.after_km2 for a in proposal.areas) == pytest.approx(1036, rel=0.01)


@pytest.mark.parametrize("named", ["Polygon", "MultiPolygon", "polygon"])
@pytest.mark.parametrize("brackets", [0, 1, 2])
def test_a_bracket_too_few_or_too_many_is_understood(named, brackets, document, book):
    for feature in document["features"]:
        ring = feature["geometry"]["coordinates"][0]
        for _ in range(brackets):
            ring = [ring]
        feature["geometry"] = {"type": named, "coordinates": ring}

    assert taken(document, book).matched == ALL


def test_spoilt_shapes_of_a_geopackage_are_told_too(nine, book, tmp_path):
    nine.loc[0, "geometry"] = None
    nine.loc[1, "geometry"] = shapely.Polygon()
    nine.loc[2, "geometry"] = shapely.Polygon([(103.7, 21), (NAN, 21), (103.8, 21.1), (103.7, 21)])
    nine.loc[3, "geometry"] = shapely.GeometryCollection([place(3), shapely.Point(103.5, 21)])
    nine.loc[4, "geometry"] = shapely.force_3d(place(4), 512.5)

    proposal = taken(as_geopackage(nine, tmp_path), book, "a.gpkg")

    assert proposal.missing == ("03600", "03601", "03602")
    assert faults(proposal)["03602"] == "not_numbers"


def test_every_number_that_is_adopted_is_finite(document, book):
    for n, bad in enumerate((NAN, INF, None)):
        document["features"][n]["geometry"]["coordinates"][0][1][0] = bad

    topology = json.loads(taken(document, book).topojson)

    assert np.isfinite([p for arc in topology["arcs"] for step in arc for p in step]).all()
    assert np.isfinite(topology["bbox"]).all()
