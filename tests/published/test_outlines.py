"""The official outlines are taken in, and the schematic ones resemble them."""

import gzip

import geopandas as gpd

from lib.files.reference import gazetteer
from lib.maps.boundaries import schematic
from lib.maps.importing.coverage import Repair
from lib.maps.importing.proposal import prepare
from lib.settings import HOME

GEO = HOME.parent / "shared" / "geo"


def packed(name):
    return gzip.decompress((GEO / f"{name}.geojson.gz").read_bytes())


def test_the_full_official_file_is_taken_and_its_two_overlaps_repaired():
    proposal = prepare(packed("son_la_communes_full"), "full.geojson", gazetteer())

    assert (len(proposal.matched), proposal.missing, proposal.doubtful) == (75, (), ())
    assert [(r.code, r.kind, round(r.km2 * 100, 1)) for r in proposal.repairs] == [
        ("03970", "overlap", 8.8),
        ("03997", "overlap", 6.7),
    ]
    assert all(abs(a.after_km2 / a.before_km2 - 1) < 0.01 for a in proposal.areas)
    assert len(proposal.topojson) < 250_000


def test_a_national_file_gives_our_communes_only():
    proposal = prepare(packed("vietnam_communes_simplified"), "vn.geojson", gazetteer())

    assert (len(proposal.matched), len(proposal.unmatched)) == (75, 3246)
    assert {r.kind for r in proposal.repairs} <= {"overlap"}
    assert all(isinstance(r, Repair) for r in proposal.repairs)


def test_schematic_outlines_overlap_the_official_ones_well(tmp_path):
    path = tmp_path / "ours.topojson"
    path.write_bytes(schematic().topojson)
    ours = gpd.read_file(path).set_crs(4326, allow_override=True).set_index("code").sort_index()
    ours = ours.geometry.to_crs(32648)
    official = gpd.read_file(GEO / "son_la_communes.geojson").set_index("code").geometry
    official = official.to_crs(32648).sort_index()

    both = ours.intersection(official).area
    share = both / (ours.area + official.area - both)

    assert share.mean() >= 0.74
    assert (share > 0.5).sum() >= 70
