"""Files of several layers: the one with communes, or a refusal that names them."""

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from tests.maps.made_up import as_geojson, as_geopackage
from tests.maps.spoiling import ALL, NAN, faults, kinds, parts_of, refusal, taken, zipped


@pytest.fixture
def province(nine):
    """One outline of the whole, with the code of its capital."""
    whole = [shapely.union_all(nine.geometry)]
    return gpd.GeoDataFrame({"ma_xa": ["03600"], "ten": ["Tỉnh"]}, geometry=whole, crs=4326)


def test_of_two_shapefiles_the_one_with_communes_is_taken(nine, province, book, tmp_path):
    (tmp_path / "p").mkdir()
    ours = {f"xa/{n}": c for n, c in parts_of(nine, tmp_path).items()}
    others = {f"tinh/{n}": c for n, c in parts_of(province, tmp_path / "p").items()}

    proposal = taken(zipped(others | ours), book, "a.zip")

    assert proposal.matched == ALL
    assert proposal.remarks[0].values == {
        "layer": "xa/ranh_gioi.shp",
        "others": "tinh/ranh_gioi.shp",
    }


def test_of_several_layers_the_one_with_communes_is_taken(nine, province, book, tmp_path):
    path = tmp_path / "a.gpkg"
    points = nine.assign(geometry=nine.geometry.representative_point())
    pd.concat([province] * 20).to_file(path, layer="tinh")
    points.to_file(path, layer="tram")
    nine.to_file(path, layer="xa")

    proposal = taken(path.read_bytes(), book, "a.gpkg")

    assert (proposal.matched, proposal.remarks[0].values["layer"]) == (ALL, "xa")


@pytest.mark.parametrize("split", [0, 3])
def test_two_layers_that_both_hold_communes_are_refused_by_name(split, nine, book, tmp_path):
    path = tmp_path / "a.gpkg"
    nine.iloc[split:].to_file(path, layer="xa_moi")
    nine.iloc[: 9 - split].to_file(path, layer="xa_cu")

    error = refusal(path.read_bytes(), book, "a.gpkg")

    assert error.code == "boundary_several_layers"
    assert f"xa_moi ({9 - split})" in error.values["layers"]


def test_a_layer_that_cannot_be_placed_is_not_replaced_by_a_poorer_one(
    nine, province, book, tmp_path
):
    (tmp_path / "p").mkdir()
    ours = parts_of(nine.to_crs(32648), tmp_path)
    del ours["ranh_gioi.prj"]
    others = {f"tinh/{n}": c for n, c in parts_of(province, tmp_path / "p").items()}

    assert refusal(zipped(ours | others), book, "a.zip").code == "boundary_no_crs_105"


def test_a_geopackage_without_areas_is_refused(nine, book, tmp_path):
    nine["geometry"] = nine.geometry.representative_point()

    assert refusal(as_geopackage(nine, tmp_path), book, "a.gpkg").code == "boundary_no_layers"


def test_a_zip_may_hold_other_kinds_and_not_another_zip(nine, book):
    content = as_geojson(nine)

    assert taken(zipped({"a/xa.geojson": content}), book, "a.zip").matched == ALL
    inner = zipped({"xa.geojson": content})
    assert refusal(zipped({"b.zip": inner}), book, "a.zip").code == "boundary_zip_in_zip"


@pytest.mark.parametrize("told", ["in the file", "by its name"])
def test_one_file_for_each_commune_makes_the_province(told, document, book):
    files = {}
    for feature in document["features"]:
        code = feature["properties"]["ma_xa"]
        inner = feature if told == "in the file" else feature["geometry"]
        files[f"xa/{code}_{len(files)}.geojson"] = json.dumps(inner)

    proposal = taken(zipped({"LICENSE": "x"} | files), book, "a.zip")

    assert (proposal.matched, proposal.doubtful, proposal.remarks) == (ALL, (), ())


def test_of_one_file_for_each_commune_a_spoilt_one_is_told(document, book):
    document["features"][4]["geometry"]["coordinates"][0][1] = [NAN, 21]
    files = {f"{n}.json": json.dumps(f) for n, f in enumerate(document["features"])}

    assert faults(taken(zipped(files), book, "a.zip")) == {"03604": "not_numbers"}


def test_what_lies_beside_the_files_of_communes_is_told(document, book):
    files = {f"{n}.json": json.dumps(f) for n, f in enumerate(document["features"])}

    proposal = taken(zipped(files | {"mo-ta.json": "{}"}), book, "a.zip")

    assert (proposal.matched, kinds(proposal)) == (ALL, ["left_aside"])


def test_two_files_for_one_commune_are_refused_by_name(document, book):
    files = {f"{n}.json": json.dumps(f) for n, f in enumerate(document["features"])}
    files["2.json"] = files["3.json"]

    assert refusal(zipped(files), book, "a.zip").code == "boundary_several_layers"


def test_one_shapefile_for_each_commune_makes_the_province_too(nine, book, tmp_path):
    files = {}
    for n in range(9):
        (tmp_path / str(n)).mkdir()
        parts = parts_of(nine.iloc[[n]][["ma_xa", "geometry"]], tmp_path / str(n))
        files |= {f"{n}/{name}": content for name, content in parts.items()}

    assert taken(zipped(files), book, "a.zip").matched == ALL
