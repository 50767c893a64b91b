"""Layers that GDAL reads: of a GeoPackage, and of the parts of a Shapefile."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
from numpy.typing import NDArray

from lib.maps.boundaries import BoundaryProblem
from lib.maps.inside.layers import FEATURE_ID, Layer, Unread, layer_of
from lib.maps.inside.shapes import from_wkb

# An index that is missing or torn is made anew from the shapes.
pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
_AREAS = ("Polygon", "Surface", "Collection", "Unknown")
_MOST_LAYERS = 50
_HEAD, _ENTRY = 100, 8
"""Bytes at the head of an index, and for each shape."""
_BYTES = "ISO-8859-1"
"""Letter for byte: what they mean is found out afterwards."""


def geopackage(content: bytes, folder: Path, filename: str) -> list[Layer | Unread]:
    """Every layer that may hold areas. Raises ``BoundaryProblem`` for what is no GeoPackage."""
    path = folder / "boundaries.gpkg"
    path.write_bytes(content)
    try:
        found = pyogrio.list_layers(path)
    except Exception as error:
        raise BoundaryProblem("boundary_broken_geopackage", filename=filename) from error
    layers = [
        str(name)
        for name, kind in found
        if kind is not None and any(word in str(kind) for word in _AREAS)
    ]
    return [_of_geopackage(path, name) for name in layers[:_MOST_LAYERS]]


def _of_geopackage(path: Path, name: str) -> Layer | Unread:
    try:
        meta, fids, shapes, values = pyogrio.raw.read(path, layer=name, return_fids=True)
    except MemoryError:
        raise
    except Exception:  # GDAL's faults are many, and other layers may be whole
        return Unread(name, BoundaryProblem("boundary_layer_unreadable", layer=name))
    columns = {str(k): list(v) for k, v in zip(meta["fields"], values, strict=True)}
    return layer_of(
        _rows(columns | {FEATURE_ID: [int(n) for n in fids]}, len(shapes)),
        map(from_wkb, shapes),
        crs=meta["crs"],
        name=name,
    )


def shapefile(parts: Mapping[str, bytes], folder: Path, name: str) -> Layer | Unread:
    """The Shapefile of these parts, by their endings."""
    if missing := [end for end in (".shp", ".dbf") if not parts.get(end)]:
        told = ", ".join(str(Path(name).with_suffix(end)) for end in missing)
        return Unread(name, BoundaryProblem("boundary_part_missing", layer=name, parts=told))
    for end in (".shp", ".shx", ".dbf", ".prj"):
        if end in parts:
            (folder / f"shape{end}").write_bytes(parts[end])
    try:
        meta, shapes, values = _opened(folder / "shape.shp")
    except MemoryError:
        raise
    except Exception:  # GDAL's faults are many, and other layers may be whole
        return Unread(name, BoundaryProblem("boundary_layer_unreadable", layer=name))
    # GDAL gives as many as both have, and shape and row may belong to different communes.
    rows = int.from_bytes(parts[".dbf"][4:8], "little")
    drawn = ((folder / "shape.shx").stat().st_size - _HEAD) // _ENTRY
    if rows != drawn:
        differ = {"layer": name, "rows": rows, "shapes": drawn}
        return Unread(name, BoundaryProblem("boundary_rows_differ", **differ))
    columns = {
        str(k): [legible(v, parts.get(".cpg", b"")) for v in column]
        for k, column in zip(meta["fields"], values, strict=True)
    }
    return layer_of(_rows(columns, len(shapes)), map(from_wkb, shapes), crs=meta["crs"], name=name)


def _opened(path: Path) -> tuple[dict[str, Any], NDArray[np.object_], Sequence[Any]]:
    for torn in (".shx", ".prj", ""):
        try:
            meta, _, shapes, values = pyogrio.raw.read(path, encoding=_BYTES)
        except Exception:  # once more, without what may be torn and can be done without
            if not torn:
                raise
            path.with_suffix(torn).unlink(missing_ok=True)
        else:
            return meta, shapes, values
    raise AssertionError(path)


def legible(value: Any, stated: bytes) -> Any:
    """A text of bytes as UTF-8 where it is that, else in the letters a .cpg names, else as is."""
    if not isinstance(value, str) or value.isascii():
        return value
    content = value.encode(_BYTES, "replace")
    with suppress(UnicodeDecodeError):
        return content.decode()
    name = stated.decode("ascii", "ignore").strip().lower().removeprefix("ansi").strip()
    with suppress(LookupError, ValueError):
        return content.decode(codecs.lookup(f"cp{name}" if name.isdigit() else name).name)
    # Cut off in the middle of its last letter, where the column was too narrow.
    with suppress(UnicodeDecodeError):
        whole = codecs.getincrementaldecoder("utf-8")().decode(content)
        return value if whole.isascii() else whole
    return value


def _rows(columns: Mapping[str, list[Any]], count: int) -> list[dict[str, Any]]:
    plain = {k: [_plain(v) for v in column] for k, column in columns.items()}
    return [{k: column[i] for k, column in plain.items()} for i in range(count)]


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
