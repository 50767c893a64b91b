"""From bytes to polygons in WGS 84: GeoJSON, GeoPackage and zipped Shapefile."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

import geopandas as gpd
import pyogrio
import shapely
from pyproj.exceptions import CRSError

from lib.maps.boundaries import BoundaryProblem

WGS84 = "EPSG:4326"
MOST_BYTES = 200 * 1024 * 1024
_SHAPEFILE_PARTS = {".shp", ".shx", ".dbf", ".prj", ".cpg"}
_SHP_MAGIC = bytes.fromhex("0000270a")
_VIETNAM = shapely.box(102, 8, 110, 24)


def read_polygons(
    content: bytes, filename: str, *, most_bytes: int = MOST_BYTES
) -> gpd.GeoDataFrame:
    """The features that have an area, as 2D polygons in WGS 84, with all their columns.

    The type is decided by content and only these three are opened: GDAL would otherwise follow
    a virtual file to wherever it points. Raises ``BoundaryProblem``.
    """
    if len(content) > most_bytes:
        raise _too_large(filename, most_bytes)
    try:
        frame = _read(content, filename, most_bytes)
        return _in_wgs84(frame, filename)
    except (BoundaryProblem, MemoryError):
        raise
    except CRSError as error:
        raise BoundaryProblem("boundary_no_crs", filename=filename) from error
    except Exception as error:
        # The libraries' own faults are many and English; the person needs one calm sentence.
        raise BoundaryProblem("boundary_unreadable", filename=filename) from error


def _read(content: bytes, filename: str, most_bytes: int) -> gpd.GeoDataFrame:
    if content.startswith(b"PK\x03\x04"):
        return _shapefile(content, filename, most_bytes)
    if content.startswith(b"SQLite format 3\x00"):
        return _geopackage(content)
    return _geojson(content)


def _geojson(content: bytes) -> gpd.GeoDataFrame:
    document = json.loads(content.decode("utf-8-sig"))
    features = document.get("features", [document])
    named = document.get("crs") or {}
    crs = named.get("properties", {}).get("name", WGS84)
    return gpd.GeoDataFrame.from_features(features, crs=crs)


def _geopackage(content: bytes) -> gpd.GeoDataFrame:
    """The layer of polygons with the most features."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "boundaries.gpkg"
        path.write_bytes(content)
        layers = [name for name, kind in pyogrio.list_layers(path) if "Polygon" in str(kind)]
        counts = {n: pyogrio.read_info(path, layer=n)["features"] for n in layers}
        return gpd.read_file(path, layer=max(layers, key=lambda n: counts[n]))


def _shapefile(content: bytes, filename: str, most_bytes: int) -> gpd.GeoDataFrame:
    with tempfile.TemporaryDirectory() as folder:
        shp = _unpacked(content, Path(folder), filename, most_bytes)
        if not shp.read_bytes().startswith(_SHP_MAGIC):
            raise BoundaryProblem("boundary_unreadable", filename=filename)
        encoding = None if shp.with_suffix(".cpg").exists() else "utf-8"
        return gpd.read_file(shp, encoding=encoding)


def _unpacked(content: bytes, folder: Path, filename: str, most_bytes: int) -> Path:
    """Writes the parts of the one Shapefile under plain names; gives its ``.shp``."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        paths = {m.filename: PurePosixPath(m.filename.replace("\\", "/")) for m in members}
        if any(p.is_absolute() or ".." in p.parts or ":" in str(p) for p in paths.values()):
            raise BoundaryProblem("boundary_unsafe_zip", filename=filename)
        if sum(m.file_size for m in members) > most_bytes:
            raise _too_large(filename, most_bytes)
        shapes = [p for p in paths.values() if p.suffix.lower() == ".shp"]
        if len(shapes) != 1:
            raise BoundaryProblem("boundary_no_shapefile", filename=filename)
        for member in members:
            path = paths[member.filename]
            suffix = path.suffix.lower()
            if suffix in _SHAPEFILE_PARTS and path.with_suffix("") == shapes[0].with_suffix(""):
                with archive.open(member) as part:
                    # Never more than the directory of the archive promised.
                    (folder / f"shape{suffix}").write_bytes(part.read(member.file_size))
    return folder / "shape.shp"


def _in_wgs84(frame: gpd.GeoDataFrame, filename: str) -> gpd.GeoDataFrame:
    frame = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
    if frame.empty:
        raise BoundaryProblem("boundary_nothing_known", filename=filename)
    if frame.crs is None:
        if not _VIETNAM.contains(shapely.box(*frame.total_bounds)):
            raise BoundaryProblem("boundary_no_crs", filename=filename)
        frame = frame.set_crs(WGS84)
    frame = frame.to_crs(WGS84)
    flat = shapely.force_2d(frame.geometry.to_numpy())
    frame = frame.set_geometry(gpd.GeoSeries(flat, index=frame.index, crs=WGS84))
    return frame[frame.geom_type.isin(["Polygon", "MultiPolygon"])].reset_index(drop=True)


def _too_large(filename: str, most_bytes: int) -> BoundaryProblem:
    most = most_bytes // (1024 * 1024)
    return BoundaryProblem("boundary_too_large", filename=filename, most=most)
