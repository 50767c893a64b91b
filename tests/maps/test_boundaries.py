"""The schematic outlines and the tiles are whole, light and found by their content."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lib.files.reference import gazetteer
from lib.maps.boundaries import GEO, by_name, current, digest_of, schematic, tiles

CODES = sorted(gazetteer().communes)


def drawn(boundaries, folder):
    path = folder / f"{boundaries.key}.topojson"
    path.write_bytes(boundaries.topojson)
    return gpd.read_file(path).set_crs(4326, allow_override=True).set_index("code").sort_index()


@pytest.mark.parametrize("boundaries", [schematic(), tiles()], ids=lambda b: b.name)
def test_every_commune_is_drawn_once_as_one_polygon(boundaries, tmp_path):
    frame = drawn(boundaries, tmp_path)

    assert list(frame.index) == CODES
    assert set(frame.geom_type) == {"Polygon"}
    assert frame.is_valid.all()
    assert all(frame.loc[c, "name"] == gazetteer().communes[c].name for c in CODES)


@pytest.mark.parametrize("boundaries", [schematic(), tiles()], ids=lambda b: b.name)
def test_outlines_meet_edge_to_edge(boundaries, tmp_path):
    shapes = np.array(drawn(boundaries, tmp_path).geometry)

    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(shapely.union_all(shapes).area)


@pytest.mark.parametrize("boundaries", [schematic(), tiles()], ids=lambda b: b.name)
def test_the_script_in_the_browser_finds_ids_and_properties(boundaries):
    topology = json.loads(boundaries.topojson)

    shapes = topology["objects"]["communes"]["geometries"]

    assert sorted(s["id"] for s in shapes) == CODES
    assert all(s["properties"]["code"] == s["id"] for s in shapes)
    assert tuple(topology["bbox"]) == boundaries.bounds


def test_the_schematic_province_has_no_hole(tmp_path):
    whole = drawn(schematic(), tmp_path).union_all()

    assert whole.geom_type == "Polygon"
    assert not whole.interiors


def test_schematic_areas_are_near_the_published_ones(tmp_path):
    areas = drawn(schematic(), tmp_path).to_crs(32648).area / 1e6

    published = np.array([gazetteer().communes[c].area_km2 for c in CODES])

    off = np.abs(areas.to_numpy() / published - 1)
    assert off.max() < 0.25
    assert np.median(off) < 0.03


def test_files_are_light():
    assert len(schematic().topojson) <= 40_000
    assert len(tiles().topojson) <= 20_000


def test_tiles_are_equal_squares_on_a_mercator_map(tmp_path):
    boxes = drawn(tiles(), tmp_path).to_crs(3857).bounds

    sides = np.r_[boxes.maxx - boxes.minx, boxes.maxy - boxes.miny]

    assert sides == pytest.approx(sides.mean(), rel=1e-4)


def test_tiles_fill_about_the_frame_of_the_province():
    (west, south, east, north), province = tiles().bounds, schematic().bounds

    middle = ((west + east) / 2, (south + north) / 2)

    assert middle == pytest.approx(((province[0] + province[2]) / 2, 21.3), abs=0.2)
    assert 0.8 < (east - west) / (province[2] - province[0]) < 1.25


def test_most_true_neighbours_touch_among_the_tiles(tmp_path):
    shapes, squares = (np.array(drawn(b, tmp_path).geometry) for b in (schematic(), tiles()))
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    along = shapely.length(shapely.intersection(shapes[first], shapes[second])) > 0
    pairs = (first < second) & along

    touching = shapely.distance(squares[first[pairs]], squares[second[pairs]]) < 1e-9

    assert touching.mean() >= 0.9


def test_nothing_imported_means_schematic(tmp_path):
    found = current(tmp_path)

    assert (found.name, found.schematic) == ("schematic", True)
    assert found.digest == digest_of(found.topojson)


@pytest.mark.parametrize("boundaries", [schematic(), tiles()], ids=lambda b: b.name)
def test_boundaries_are_found_by_name_and_content(boundaries, tmp_path):
    assert by_name(boundaries.key, tmp_path) == boundaries
    assert by_name(f"{boundaries.name}-000000000000", tmp_path) is None


@pytest.mark.parametrize(
    "name", ["", "schematic", "official-../../x", "official-0123456789ab", "other-0123456789ab"]
)
def test_an_unknown_name_finds_nothing(name, tmp_path):
    assert by_name(name, tmp_path) is None


def test_the_pinned_upstream_files_are_one_for_each_commune():
    rows = (GEO / "upstream_files.csv").read_text(encoding="utf-8").splitlines()[1:]

    assert sorted(Path(r).name[:5] for r in rows) == CODES
