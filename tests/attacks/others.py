"""Hostile boundaries, instances of plans and letter templates."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import tempfile
from pathlib import Path

import docx

from tests.attacks.books import Maker, members_of, zipped

_SQUARE = [[103.9, 21.3], [104.0, 21.3], [104.0, 21.4], [103.9, 21.3]]


def _features(coordinates: object, times: int = 1, **properties: object) -> bytes:
    shape = {"type": "Polygon", "coordinates": coordinates}
    one = {"type": "Feature", "properties": {"ma_xa": "03646", **properties}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [one] * times}).encode()


def _zigzag(points: int) -> list[list[float]]:
    """A ring that crosses itself at every turn."""
    ring = [
        [103.9 + (i * 7919 % points) / points / 10, 21.3 + i / points / 10] for i in range(points)
    ]
    return [*ring, ring[0]]


def _shapefile(shp: bytes, *, size: int = 0) -> bytes:
    return zipped({"a.shp": shp + b"\0" * size, "a.shx": shp[:100], "a.dbf": _dbf(1)})


def _shp(length: int, parts: int, points: int) -> bytes:
    """A polygon that says it has so many parts and points, and has none."""
    box = struct.pack("<4d", 103, 21, 104, 22)
    head = struct.pack(">7I", 9994, 0, 0, 0, 0, 0, length) + struct.pack("<2I", 1000, 5) + box
    body = struct.pack("<I", 5) + box + struct.pack("<2I", parts, points) + bytes(64)
    return head + struct.pack("<4d", 0, 0, 0, 0) + struct.pack(">2I", 1, len(body) // 2) + body


def _dbf(records: int) -> bytes:
    return struct.pack("<4BIHH20x", 3, 126, 1, 1, records, 65, 11) + (
        b"ma_xa".ljust(11, b"\0") + b"C" + bytes(4) + b"\x0a\0" + bytes(14) + b"\r"
    )


def _geopackage(statements: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        store = sqlite3.connect(path)
        store.executescript(
            "PRAGMA application_id=0x47504B47; PRAGMA user_version=10300;"
            "CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT, srs_id INTEGER PRIMARY KEY,"
            " organization TEXT, organization_coordsys_id INTEGER, definition TEXT,"
            " description TEXT);"
            "INSERT INTO gpkg_spatial_ref_sys VALUES('WGS',4326,'EPSG',4326,'undefined','');"
            "CREATE TABLE gpkg_contents(table_name TEXT PRIMARY KEY, data_type TEXT,"
            " identifier TEXT, description TEXT, last_change TEXT, min_x, min_y, max_x, max_y,"
            " srs_id INTEGER);"
            "CREATE TABLE gpkg_geometry_columns(table_name TEXT, column_name TEXT,"
            " geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);"
            "INSERT INTO gpkg_contents VALUES('xa','features','xa','','2026-01-01T00:00:00.000Z',"
            "103,21,104,22,4326);"
            "INSERT INTO gpkg_geometry_columns VALUES('xa','geom','POLYGON',4326,0,0);" + statements
        )
        store.commit()
        store.close()
        return path.read_bytes()


def _endless(rows: int) -> str:
    """A layer that is a view without an end to its counting."""
    return (
        "CREATE VIEW xa AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid+1 FROM n"
        f" LIMIT {rows}) SELECT fid, NULL AS geom, hex(zeroblob(1000)) AS ten FROM n;"
    )


BOUNDARIES: dict[str, Maker] = {
    "geojson deep": lambda n: b'{"features":' + b"[" * (n * 50_000) + b"]" * (n * 50_000) + b"}",
    "geojson deep coordinates": lambda n: (
        b'{"type":"Polygon","coordinates":' + b"[" * (n * 500) + b"]" * (n * 500) + b"}"
    ),
    "geojson many features": lambda n: _features([_SQUARE], n * 20_000),
    "geojson many points": lambda n: _features([_zigzag(n * 2_000)]),
    "geojson many properties": lambda n: _features(
        [_SQUARE], **{f"p{i}": i for i in range(n * 3_000)}
    ),
    "geojson nested properties": lambda n: _features(
        [_SQUARE], inside=json.loads("[" * 400 + "]" * 400), long="x" * (n * 1_000_000)
    ),
    "geojson long numbers": lambda n: _features([_SQUARE]).replace(b"103.9", b"1" * (n * 4_000)),
    "geojson without sense": lambda n: json.dumps([[]] * n).encode(),
    "shapefile of zeros": lambda n: _shapefile(_shp(50, 1, 1), size=n * 30_000_000),
    "shapefile lies about its points": lambda n: _shapefile(_shp(1_000, 1, n * 100_000_000)),
    "shapefile lies about its parts": lambda n: _shapefile(_shp(1_000, n * 100_000_000, 4)),
    "shapefile lies about its length": lambda n: _shapefile(_shp(2**31 - 1, 1, 4)),
    "shapefile lies about its rows": lambda n: zipped(
        {"a.shp": _shp(1_000, 1, 4), "a.shx": _shp(1_000, 1, 4)[:100], "a.dbf": _dbf(2**31 - n)}
    ),
    "shapefile of many members": lambda n: zipped({f"{i}.prj": b"" for i in range(n * 5_000)}),
    "geopackage endless": lambda n: _geopackage(_endless(n * 100_000)),
    "geopackage of many layers": lambda n: _geopackage(
        "".join(
            f"INSERT INTO gpkg_contents VALUES('l{i}','features','l{i}','','',1,1,2,2,4326);"
            f"INSERT INTO gpkg_geometry_columns VALUES('l{i}','geom','POLYGON',4326,0,0);"
            f"CREATE TABLE l{i}(fid INTEGER PRIMARY KEY, geom BLOB);"
            for i in range(n * 150)
        )
    ),
}


def _plan(**changes: object) -> bytes:
    whole = {
        "format": "ke-hoach/1",
        "communes": [{"code": "03646", "need": 2100, "lon": 103.9, "lat": 21.3}],
        "teams": [{"code": "T1", "base": "03646", "size": 15}],
        "rules": {"weeks": 6},
    }
    return json.dumps(whole | changes).encode()


PLANS: dict[str, Maker] = {
    "plan deep": lambda n: b"[" * (n * 100_000) + b"]" * (n * 100_000),
    "plan deep inside": lambda n: _plan(title="DEEP").replace(
        b'"DEEP"', b'{"a":' * (n * 50_000) + b"1" + b"}" * (n * 50_000)
    ),
    "plan never closed": lambda n: b'{"a":' * (n * 100_000),
    "plan long number": lambda n: _plan(title=1).replace(
        b'"title": 1', b'"title": ' + b"1" * (n * 5_000)
    ),
    "plan unknown fields": lambda n: _plan(**{f"x{i}": 1 for i in range(n * 10_000)}),
    "plan many communes": lambda n: _plan(
        communes=[{"code": f"{i:05d}", "need": 10} for i in range(n * 3_000)]
    ),
    "plan many teams": lambda n: _plan(
        teams=[{"code": f"T{i}", "base": "03646", "size": 15} for i in range(n * 2_000)]
    ),
    "plan many faults": lambda n: _plan(communes=[{"code": "03646"}] * (n * 20_000)),
    "plan no text": lambda n: b"\xff\xfe\x00" * (n * 1000),
}


def _letter(text: str, **members: bytes) -> bytes:
    made, buffer = docx.Document(), io.BytesIO()
    made.add_paragraph(text)
    made.save(buffer)
    return zipped(members_of(buffer.getvalue()) | members)


def _bomb(megabytes: int) -> bytes:
    whole = members_of(_letter("x"))
    return zipped(
        whole | {"word/document.xml": whole["word/document.xml"] + b" " * megabytes * 2**20}
    )


LETTERS: dict[str, Maker] = {
    "letter loops": lambda n: _letter(
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}" * n
    ),
    "letter grows": lambda n: _letter("{{ 'x' * (10 ** 9) }}" * n),
    "letter doubles": lambda n: _letter("{% set a = 'xx' %}" + "{% set a = a + a %}" * (30 + n)),
    "letter powers": lambda n: _letter("{% set a = 9 %}" + "{{ a ** (a ** a) }}" * n),
    "letter widths": lambda n: _letter("{{ '%1000000000d' % 1 }}" * n),
    "letter of spaces": lambda n: _bomb(n * 60),
    "letter nested": lambda n: _letter("{% if 1 %}" * (n * 300) + "{% endif %}" * (n * 300)),
    "letter entities": lambda n: zipped(
        {
            **members_of(_letter("x")),
            "word/document.xml": b'<!DOCTYPE a [<!ENTITY a "'
            + b"x" * (n * 10_000)
            + b'"><!ENTITY b "'
            + b"&a;" * 10_000
            + b'">]><a>&b;</a>',
        }
    ),
    "letter no zip": lambda n: b"PK\x03\x04" + b"x" * (n * 1000),
}
