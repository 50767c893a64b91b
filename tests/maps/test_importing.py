"""A file of boundaries is read, matched, repaired and measured; nothing is adopted by it."""

import json
import zipfile
from io import BytesIO

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from lib.files.reference import gazetteer
from lib.maps.boundaries import BoundaryProblem
from lib.maps.importing import geofiles
from lib.maps.importing.coverage import area_km2, simplified
from lib.maps.importing.proposal import prepare
from tests.maps.made_up import as_geojson, as_geopackage, as_shapefile, place, whole_province


def refused(content, name, book):
    with pytest.raises(BoundaryProblem) as problem:
        prepare(content, name, book)
    return problem.value.code


@pytest.mark.parametrize("form", ["geojson", "geopackage", "shapefile"])
def test_three_kinds_of_file_give_the_same_communes(form, nine, book, tmp_path):
    write = {"geojson": lambda f, _: as_geojson(f), "geopackage": as_geopackage}
    content = write.get(form, as_shapefile)(nine, tmp_path)

    proposal = prepare(content, f"made.{form}", book)

    assert proposal.matched == tuple(sorted(nine.ma_xa))
    assert (proposal.missing, proposal.unmatched, proposal.repairs) == ((), (), ())
    assert not proposal.needs_agreement


def test_the_topojson_has_codes_as_ids_and_shared_edges(nine, book):
    topology = json.loads(prepare(as_geojson(nine), "a.geojson", book).topojson)

    shapes = topology["objects"]["communes"]["geometries"]
    used = [abs(i) if i >= 0 else ~i for s in shapes for ring in s["arcs"] for i in ring]

    assert [s["id"] for s in shapes] == sorted(nine.ma_xa)
    assert shapes[0]["properties"] == {"code": "03600", "name": "Chiềng An"}
    assert len(used) > len(set(used))


@pytest.mark.parametrize("lost_zero", [str, int, float], ids=["text", "whole", "decimal"])
def test_a_code_that_lost_its_zero_is_known(lost_zero, nine, book):
    nine["ma_xa"] = [lost_zero(c.lstrip("0")) for c in nine.ma_xa]

    proposal = prepare(as_geojson(nine.drop(columns="ten")), "a.geojson", book)

    assert len(proposal.matched) == 9


def test_without_codes_names_are_matched_exactly(nine, book):
    nine["ten"] = nine.ten.str.replace("Xã Chiềng An", "xã  CHIỀNG AN")

    proposal = prepare(as_geojson(nine.drop(columns="ma_xa")), "a.geojson", book)

    assert len(proposal.matched) == 9


@pytest.mark.parametrize("given", ["Chiềng Ân", "Chieng An", "Chiềng Am"])
def test_a_former_or_misspelt_name_is_not_guessed(given, nine, book):
    nine["ten"] = nine.ten.where(nine.ten != "Xã Chiềng An", given)

    proposal = prepare(as_geojson(nine.drop(columns="ma_xa")), "a.geojson", book)

    assert proposal.missing == ("03600",)
    assert proposal.unmatched == (given,)


def test_a_namesake_elsewhere_in_the_country_is_left_out(nine, book):
    far = gpd.GeoDataFrame(
        {"ten": ["Xã Tô Hiệu"]}, geometry=[shapely.box(105.9, 20.5, 106, 20.6)], crs=4326
    )
    both = gpd.pd.concat([nine.drop(columns="ma_xa"), far])

    proposal = prepare(as_geojson(both), "a.geojson", book)

    assert len(proposal.matched) == 9
    assert proposal.unmatched == ("Xã Tô Hiệu",)


def test_missing_communes_need_agreement(nine, book):
    proposal = prepare(as_geojson(nine.iloc[:7]), "a.geojson", book)

    assert proposal.missing == ("03607", "03608")
    assert proposal.needs_agreement


def test_an_outline_far_from_the_published_area_needs_agreement(nine, book):
    nine.loc[0, "geometry"] = place(0).buffer(-0.02)

    proposal = prepare(as_geojson(nine), "a.geojson", book)

    assert proposal.doubtful == ("03600",)
    assert proposal.needs_agreement


def test_an_overlap_is_cut_once_and_no_ground_is_lost(nine, book):
    nine.loc[0, "geometry"] = shapely.union(place(0), shapely.box(103.6, 21.02, 103.61, 21.04))
    lapped = area_km2(shapely.box(103.6, 21.02, 103.61, 21.04))

    proposal = prepare(as_geojson(nine), "a.geojson", book)

    assert [(r.code, r.kind) for r in proposal.repairs] == [("03600", "overlap")]
    assert proposal.repairs[0].km2 == pytest.approx(lapped, rel=0.01)
    after = sum(a.after_km2 for a in proposal.areas)
    assert after == pytest.approx(area_km2(shapely.union_all(nine.geometry)), rel=1e-3)


def test_a_sliver_between_two_communes_is_filled(nine, book):
    nine.loc[4, "geometry"] = shapely.difference(
        place(4), shapely.box(103.6, 21.12, 103.6005, 21.15)
    )

    proposal = prepare(as_geojson(nine), "a.geojson", book)

    assert [r.kind for r in proposal.repairs] == ["gap"]
    assert proposal.repairs[0].code in {"03603", "03604"}


def test_a_hole_as_large_as_a_commune_is_not_filled(nine, book):
    proposal = prepare(as_geojson(nine.drop(index=4)), "a.geojson", book)

    assert proposal.missing == ("03604",)
    assert proposal.repairs == ()


def test_a_self_crossing_outline_is_mended_and_told(nine, book):
    west, south, east, north = place(8).bounds
    crossed = [(west, south), (east, south), (west, north), (west + 0.01, north), (east, north)]
    nine.loc[8, "geometry"] = shapely.Polygon([*crossed, (west, south)])

    proposal = prepare(as_geojson(nine), "a.geojson", book)

    assert ("03608", "invalid") in {(r.code, r.kind) for r in proposal.repairs}


def test_one_commune_in_several_rows_is_joined(nine, book):
    halves = [shapely.box(103.5, 21, 103.55, 21.1), shapely.box(103.55, 21, 103.6, 21.1)]
    parts = gpd.GeoDataFrame({"ma_xa": ["03600"] * 2, "ten": ["a", "b"]}, geometry=halves, crs=4326)

    proposal = prepare(as_geojson(gpd.pd.concat([nine.iloc[1:], parts])), "a.geojson", book)

    assert len(proposal.matched) == 9
    assert proposal.areas[0].after_km2 == pytest.approx(area_km2(place(0)), rel=1e-3)


def test_projected_coordinates_are_brought_to_degrees(nine, book, tmp_path):
    content = as_shapefile(nine.to_crs(32648), tmp_path)

    proposal = prepare(content, "a.zip", book)

    assert [a.after_km2 for a in proposal.areas] == pytest.approx(
        [area_km2(s) for s in nine.geometry], rel=2e-3
    )


def test_metres_without_a_coordinate_system_are_refused(nine, book, tmp_path):
    content = as_shapefile(nine.to_crs(32648), tmp_path, leave_out=(".prj",))

    assert refused(content, "a.zip", book) == "boundary_no_crs_105"


def test_the_right_codes_in_the_wrong_place_are_refused(nine, book):
    nine["geometry"] = nine.geometry.translate(yoff=-6)

    assert refused(as_geojson(nine), "a.geojson", book) == "boundary_wrong_place"


def test_a_file_about_another_province_is_refused(nine, book):
    nine["ma_xa"], nine["ten"] = "99999", "Xã Khác"

    assert refused(as_geojson(nine), "a.geojson", book) == "boundary_nothing_known"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"{}",
        b'{"type":"FeatureCollection","features":[]}',
        b"[1, 2]",
        b"PK\x03\x04 broken",
        b"SQLite format 3\x00 broken",
        b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>',
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_file_of_boundaries_is_refused_calmly(content, book):
    calm = {"unreadable", "nothing_known", "blank", "broken_zip", "broken_geopackage"}

    assert refused(content, "a.bin", book).removeprefix("boundary_") in calm


def test_points_are_no_boundaries(nine, book):
    nine["geometry"] = nine.geometry.representative_point()

    assert refused(as_geojson(nine), "a.geojson", book) == "boundary_no_shape"


@pytest.mark.parametrize("inside", ["../", "/etc/", "C:\\", "a/../../"])
def test_an_archive_with_path_tricks_is_refused(inside, nine, book, tmp_path):
    content = as_shapefile(nine, tmp_path, inside=inside)

    assert refused(content, "a.zip", book) == "boundary_unsafe_zip"


def test_an_archive_may_hold_its_shapefile_in_a_folder(nine, book, tmp_path):
    content = as_shapefile(nine, tmp_path, inside="ranh giới/")

    assert len(prepare(content, "a.zip", book).matched) == 9


def test_an_archive_without_a_shapefile_is_refused(nine, book, tmp_path):
    content = as_shapefile(nine, tmp_path, leave_out=(".shp",))

    assert refused(content, "a.zip", book) == "boundary_no_shapefile"


def test_a_virtual_file_called_shp_is_not_followed(book):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.shp", "<OGRVRTDataSource></OGRVRTDataSource>")
        archive.writestr("a.dbf", b"\0" * 100)

    assert refused(packed.getvalue(), "a.zip", book) == "boundary_layer_unreadable"


def test_an_archive_that_unpacks_to_too_much_is_refused(book, monkeypatch):
    monkeypatch.setattr(geofiles, "MOST_BYTES", 1000)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", b"\0" * 100_000)

    assert refused(packed.getvalue(), "a.zip", book) == "boundary_too_large"


def test_a_file_beyond_the_limit_is_not_opened(book, monkeypatch):
    monkeypatch.setattr(geofiles, "MOST_BYTES", 10)

    assert refused(b"{" + b" " * 20 + b"}", "a.geojson", book) == "boundary_too_large"


def test_simplifying_never_empties_a_commune():
    tiny = shapely.box(103.6, 21.0, 103.6002, 21.0002)
    rest = shapely.difference(shapely.box(103.5, 20.9, 103.7, 21.1), tiny)

    after = simplified({"a": tiny, "b": rest})

    assert after["a"].area == pytest.approx(tiny.area, rel=0.03)


def test_a_whole_province_is_taken_and_its_overlaps_repaired(tmp_path):
    content = as_geojson(whole_province(tmp_path, spread=("03970", "03997")))

    proposal = prepare(content, "full.geojson", gazetteer())

    assert (len(proposal.matched), proposal.missing, proposal.unmatched) == (75, (), ())
    assert {r.kind for r in proposal.repairs} == {"overlap"}
    assert {r.code for r in proposal.repairs} >= {"03970", "03997"}
    assert all(abs(a.after_km2 / a.before_km2 - 1) < 0.1 for a in proposal.areas)
    assert len(proposal.topojson) < 250_000


def test_a_national_file_gives_our_communes_only(tmp_path):
    ours = whole_province(tmp_path)
    others = ours.assign(
        ma_xa=[f"9{i:04}" for i in range(75)],
        ten=[f"Xã Nơi Khác {i}" for i in range(75)],
        geometry=ours.geometry.translate(4),
    )

    proposal = prepare(as_geojson(pd.concat([others, ours])), "vn.geojson", gazetteer())

    assert (len(proposal.matched), len(proposal.unmatched)) == (75, 75)
    assert proposal.missing == ()
