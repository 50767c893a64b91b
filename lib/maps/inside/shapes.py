"""The area of one feature, or why it has none. Nothing here fails, whatever was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

NULL, EMPTY, NOT_NUMBERS, NO_AREA, NOT_AREA, BROKEN = (
    "null",
    "empty",
    "not_numbers",
    "no_area",
    "not_area",
    "broken",
)
LOSSY = frozenset({NOT_NUMBERS, BROKEN})
"""Faults of shapes that were there and are no longer whole: of such a commune nothing is taken."""
_LINES = frozenset({"point", "multipoint", "linestring", "multilinestring"})
_SINGLE = 3
"""Type ids up to this are single shapes: points, lines, rings, polygons."""
_MOST_NESTED = 20


@dataclass(frozen=True)
class Shape:
    """The polygons of one feature, flat; without them the fault."""

    area: shapely.Geometry | None = None
    fault: str = ""
    trimmed: bool = False
    """Whether rings without an area were left out."""


class _Unusable(Exception):
    """A fault found deep inside."""


def usable(shape: shapely.Geometry | None, *, trimmed: bool = False) -> Shape:
    """What of a geometry is area."""
    if shape is None:
        return Shape(fault=NULL)
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        return Shape(fault=NOT_NUMBERS)
    if shapely.is_empty(shape):
        return Shape(fault=NO_AREA if trimmed else EMPTY)
    parts = shapely.get_parts([shapely.force_2d(shape)])
    while (shapely.get_type_id(parts) > _SINGLE).any():
        parts = shapely.get_parts(parts)
    polygons = parts[shapely.get_type_id(parts) == _SINGLE]
    if not len(polygons):
        return Shape(fault=NOT_AREA)
    whole = [p for p in polygons if p.area > 0 or shapely.make_valid(p).area > 0]
    if not whole:
        return Shape(fault=NO_AREA)
    area = whole[0] if len(whole) == 1 else shapely.MultiPolygon(whole)
    return Shape(area, trimmed=trimmed or len(whole) < len(polygons))


def from_wkb(content: bytes | None) -> Shape:
    """The shape a database or GDAL gives."""
    if content is None:
        return Shape(fault=NULL)
    shape = shapely.from_wkb(content, on_invalid="fix")
    return Shape(fault=BROKEN) if shape is None else usable(shape)


def from_json(geometry: object) -> Shape:
    """The shape of a GeoJSON geometry; rings of one or two points are left out."""
    if geometry is None:
        return Shape(fault=NULL)
    try:
        polygons = list(_polygons(geometry, _MOST_NESTED))
        areas = [p for p in polygons if p is not None]
        made = shapely.MultiPolygon(areas)
    except _Unusable as fault:
        return Shape(fault=str(fault))
    except (shapely.errors.ShapelyError, ValueError, TypeError):
        return Shape(fault=BROKEN)
    return usable(made, trimmed=len(areas) < len(polygons))


def from_rings(rings: object) -> Shape:
    """The shape of ESRI's rings, outer and inner without a word which is which."""
    try:
        lines = [_points(ring) for ring in rings if isinstance(rings, list)]  # type: ignore[attr-defined]
        closed = [shapely.LinearRing(line) for line in lines if len(line) > 2]
    except _Unusable as fault:
        return Shape(fault=str(fault))
    except (shapely.errors.ShapelyError, ValueError, TypeError):
        return Shape(fault=BROKEN)
    area = shapely.build_area(shapely.GeometryCollection(closed))
    return usable(area, trimmed=len(closed) < len(lines))


def _polygons(geometry: object, nested: int) -> Iterator[shapely.Polygon | None]:
    """The polygons of a geometry; ``None`` for one whose outer ring has no area."""
    if not isinstance(geometry, dict) or not nested:
        raise _Unusable(BROKEN)
    kind = str(geometry.get("type", "")).lower()
    if kind == "geometrycollection":
        inner = geometry.get("geometries") or []
        if not isinstance(inner, list):
            raise _Unusable(BROKEN)
        for one in inner:
            if str(isinstance(one, dict) and one.get("type", "")).lower() not in _LINES:
                yield from _polygons(one, nested - 1)
        return
    if kind in _LINES:
        raise _Unusable(NOT_AREA)
    if kind not in ("polygon", "multipolygon"):
        raise _Unusable(BROKEN)
    coordinates = geometry.get("coordinates")
    for rings in _by_polygon(coordinates, many=kind == "multipolygon"):
        yield _polygon(rings)


def _by_polygon(coordinates: object, *, many: bool) -> list[list[object]]:
    """Rings by polygon; a bracket too few or too many is seen by how deep the numbers lie."""
    if not coordinates:
        return []
    if not isinstance(coordinates, list):
        raise _Unusable(BROKEN)
    deep, here = 0, coordinates
    while isinstance(here, list) and here:
        deep, here = deep + 1, here[0]
    deep = deep if deep in (2, 3, 4) and not isinstance(here, list) else 4 if many else 3
    return [[coordinates]] if deep == 2 else [coordinates] if deep == 3 else coordinates


def _polygon(rings: object) -> shapely.Polygon | None:
    if not isinstance(rings, list):
        raise _Unusable(BROKEN)
    outer, *holes = [_points(ring) for ring in rings] or [np.empty((0, 2))]
    if len(outer) < 3:
        return None
    return shapely.Polygon(outer, [hole for hole in holes if len(hole) > 2])


def _points(ring: object) -> NDArray[np.float64]:
    """Longitude and latitude of each point, whatever follows them."""
    if not isinstance(ring, list):
        raise _Unusable(BROKEN)
    if not ring:
        return np.empty((0, 2))
    try:
        points = np.asarray(ring, dtype=np.float64)
    except (ValueError, TypeError):  # of different lengths, or numbers as people write them
        points = np.array([_point(one) for one in ring])
    if points.ndim != 2 or points.shape[1] < 2:
        raise _Unusable(BROKEN)
    if not np.isfinite(points[:, :2]).all():
        raise _Unusable(NOT_NUMBERS)
    return points[:, :2]


def _point(one: object) -> tuple[float, float]:
    if not isinstance(one, list) or len(one) < 2:
        raise _Unusable(BROKEN)
    try:
        x, y = (float(str(n).strip().replace(",", ".")) for n in one[:2])
    except ValueError as error:
        raise _Unusable(NOT_NUMBERS) from error
    return x, y
