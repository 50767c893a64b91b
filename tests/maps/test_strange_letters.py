"""One kind of file in many clothes: letters, wrappings, and what holds no boundaries."""

import json

import pytest

from tests.maps.made_up import as_geopackage, place
from tests.maps.spoiling import ALL, faults, refusal, taken, zipped


@pytest.mark.parametrize(
    "letters", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1258"]
)
def test_geojson_is_read_in_the_letters_it_was_saved_in(letters, document, book):
    text = json.dumps(document, ensure_ascii=False)

    assert taken(text.encode(letters, "replace"), book).matched == ALL


@pytest.mark.parametrize("change", [
    lambda d: f"var ranhGioi = {json.dumps(d)};",
    lambda d: "\n".join(map(json.dumps, d["features"])),
    lambda d: "\x1e" + "\n\x1e".join(map(json.dumps, d["features"])) + "\n",
    lambda d: json.dumps(d["features"]),
    lambda d: json.dumps({"type": "FeatureCollection", "features": [d]}),
    lambda d: json.dumps({"features": d["features"]}),
    lambda d: json.dumps(d).replace("Xã", "X\tã"),
])  # fmt: skip
def test_geojson_is_read_in_other_clothes(change, document, book):
    assert taken(change(document).encode(), book).matched == ALL


def test_the_products_own_topojson_is_read(document, book):
    own = taken(document, book).topojson

    again = taken(own, book, "a.topojson")

    assert again.matched == ALL
    assert [a.after_km2 for a in again.areas] == pytest.approx(
        [a.after_km2 for a in taken(document, book).areas], rel=1e-6
    )


def test_a_torn_topology_leaves_out_what_it_has_lost(document, book):
    own = json.loads(taken(document, book).topojson)
    last = own["objects"]["communes"]["geometries"][8]
    last["arcs"] = [[10_000]]

    assert faults(taken(own, book)) == {"03608": "broken"}


def test_esri_rings_are_read_outer_and_inner(document, book):
    features = [
        {
            "attributes": {"MA_XA": f["properties"]["ma_xa"]},
            "geometry": {"rings": f["geometry"]["coordinates"]},
        }
        for f in document["features"]
    ]
    features[4]["geometry"]["rings"].append(list(place(4).buffer(-0.03).exterior.coords))
    told = {"geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 4326}}

    proposal = taken(told | {"features": features}, book)

    assert proposal.matched == ALL
    assert proposal.areas[4].after_km2 < proposal.areas[3].after_km2 * 0.9


@pytest.mark.parametrize("packed", [False, True])
def test_kml_is_read_and_its_lines_are_no_outlines(packed, nine, book):
    def placemark(row):
        ring = " ".join(f"{x},{y},0" for x, y in row.geometry.exterior.coords)
        return (
            f"<Placemark id='p{row.ma_xa}'><name>{row.ten}</name><ExtendedData><SchemaData>"
            f"<SimpleData name='MA'>{row.ma_xa}</SimpleData></SchemaData></ExtendedData>"
            f"<MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}"
            "</coordinates></LinearRing></outerBoundaryIs></Polygon><LineString><coordinates>"
            "103,21 104,22</coordinates></LineString></MultiGeometry></Placemark>"
        )

    inside = "".join(placemark(row) for row in nine.itertuples())
    text = f"<kml xmlns='http://www.opengis.net/kml/2.2'><Document>{inside}</Document></kml>"
    content = zipped({"doc.kml": text}) if packed else text.encode()

    proposal = taken(content, book, "a.kml")

    assert (proposal.matched, proposal.repairs) == (ALL, ())


@pytest.mark.parametrize(("content", "code"), [
    (b"", "blank"),
    (b" \n", "blank"),
    (b"Rar!\x1a\x07\x00", "other_archive"),
    (b"7z\xbc\xaf\x27\x1c", "other_archive"),
    (bytes.fromhex("0000270a") + bytes(96), "bare_shapefile"),
    (b"<!DOCTYPE x [<!ENTITY a 'b'>]><kml>&a;</kml>", "unreadable"),
    (b"<html><body>404</body></html>", "unreadable"),
    (b"<kml><Placemark>", "broken_xml"),
    (b'{"type": "FeatureCollection", "features": [{"type": "Fea', "broken_json"),
    (b'{"features": [1, 2, null, "x"]}', "nothing_known"),
    (b"ma_xa,ten\n03646,To Hieu\n", "unreadable"),
    (b"%PDF-1.7", "unreadable"),
    (b"[" * 100_000, "too_hard"),
])  # fmt: skip
def test_what_holds_no_boundaries_is_refused_by_what_it_is(content, code, book):
    assert refusal(content, book, "a").code == f"boundary_{code}"


def test_half_a_letter_in_a_name_spoils_nothing(document, book):
    document["features"][0]["properties"]["ten"] = "\ud800"

    assert taken(document, book).matched == ALL


@pytest.mark.parametrize("letters", ["utf-8-sig", "utf-16"])
def test_kml_is_read_in_the_letters_it_was_saved_in(letters, nine, book):
    ring = " ".join(f"{x},{y}" for x, y in place(0).exterior.coords)
    text = (
        "<kml><Placemark><name>Xã Chiềng An</name><Polygon><outerBoundaryIs><LinearRing>"
        f"<coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        "</kml>"
    )

    assert taken(text.encode(letters), book).matched == ("03600",)


def test_a_torn_geopackage_is_called_one(nine, book, tmp_path):
    whole = as_geopackage(nine, tmp_path)

    for content in (whole[:100], whole[: len(whole) // 2]):
        assert refusal(content, book).code == "boundary_broken_geopackage"


def test_a_torn_edge_costs_only_the_communes_it_belongs_to(document, book):
    own = json.loads(taken(document, book).topojson)
    shapes = own["objects"]["communes"]["geometries"]
    edge = shapes[0]["arcs"][0][0]
    own["arcs"][edge if edge >= 0 else ~edge][1] = "x"

    proposal = taken(own, book)

    assert 0 < len(proposal.missing) <= 2
    assert set(faults(proposal).values()) == {"broken"}
