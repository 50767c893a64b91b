"""Coordinates turned, in metres or of no system stated: recognised, or refused by name."""

import geopandas as gpd
import pytest
import shapely

from lib.text import words
from tests.maps.made_up import as_geojson, as_shapefile
from tests.maps.spoiling import ALL, kinds, refusal, taken


def test_latitude_before_longitude_is_turned_and_told(nine, book):
    nine["geometry"] = shapely.transform(nine.geometry.to_numpy(), lambda xy: xy[:, ::-1])

    proposal = taken(as_geojson(nine), book)

    assert (proposal.matched, kinds(proposal), proposal.doubtful) == (ALL, ["swapped"], ())


def test_a_single_vertex_at_another_end_of_the_world_is_refused_by_name(document, book):
    document["features"][4]["geometry"]["coordinates"][0][2] = [0.0, 0.0]

    error = refusal(document, book)

    assert error.code == "boundary_wrong_place"
    assert "Phiêng Pằn" in error.values["names"]


@pytest.mark.parametrize("north_first", [False, True])
def test_metres_of_the_provinces_own_zone_are_recognised_by_where_communes_lie(
    north_first, nine, book, tmp_path
):
    metres = nine.to_crs(9206)
    if north_first:
        turned = shapely.transform(metres.geometry.to_numpy(), lambda xy: xy[:, ::-1])
        metres = metres.set_geometry(gpd.GeoSeries(turned, crs=9206))
    content = as_shapefile(metres, tmp_path, leave_out=(".prj",))

    proposal = taken(content, book, "a.zip")

    assert proposal.matched == ALL
    assert kinds(proposal) == ["vn2000"] + ["swapped"] * north_first
    assert [a.after_km2 for a in proposal.areas] == pytest.approx(
        [a.before_km2 for a in proposal.areas], rel=1e-3
    )


@pytest.mark.parametrize(("crs", "code"), [
    (5897, "no_crs_105"), (3405, "no_crs_105"), (32648, "no_crs_105"),
    (5899, "no_crs_metres"), (3857, "no_crs_mercator"),
])  # fmt: skip
@pytest.mark.parametrize("form", ["shapefile", "geojson"])
def test_metres_that_several_systems_share_are_refused_by_naming_them(
    crs, code, form, nine, book, tmp_path
):
    metres = nine.to_crs(crs)
    bare = metres.set_crs(None, allow_override=True)
    content = (
        as_geojson(bare)
        if form == "geojson"
        else as_shapefile(metres, tmp_path, leave_out=(".prj",))
    )

    error = refusal(content, book, "a")

    assert error.code == f"boundary_{code}"
    assert "EPSG" in words("vi")(f"error.{error.code}", **error.values)


def test_metres_of_nobody_known_are_refused(nine, book):
    metres = nine.to_crs(9206).set_crs(None, allow_override=True)
    metres["ma_xa"], metres["ten"] = "99999", "Xã Khác"

    assert refusal(as_geojson(metres), book).code == "boundary_no_crs_metres"


def test_degrees_that_say_they_are_metres_are_refused(nine, book, tmp_path):
    wrong = nine.set_crs(9206, allow_override=True)

    assert refusal(as_shapefile(wrong, tmp_path), book, "a.zip").code == "boundary_crs_differs"


@pytest.mark.parametrize("stated", [
    None, "x", 7, [], {"type": "name"}, {"properties": None}, {"properties": {"name": 4}},
    {"type": "name", "properties": {"name": "EPSG:4326"}},
    {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
    {"type": "name", "properties": {"name": "VN2000"}},
    {"type": "EPSG", "properties": {"code": 4326}},
])  # fmt: skip
def test_degrees_are_taken_whatever_is_said_of_their_system(stated, document, book):
    document["crs"] = stated

    assert taken(document, book).matched == ALL
