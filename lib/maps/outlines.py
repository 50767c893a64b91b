"""The outlines of a set of boundaries, decoded: in degrees for files, in whole units to draw."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

import shapely

from lib.maps.boundaries import Boundaries
from lib.maps.tiles import OBJECT

WIDTH = 1000
"""Units from west to east in every drawing."""

_MOST_POINTS = 2_600
"""Of all arcs together: more would be finer than paper and heavier than a slow line bears."""

Point = tuple[float, float]
Spot = tuple[int, int]
Line = list[Point]
P = TypeVar("P", Point, Spot)


@dataclass(frozen=True)
class Outline:
    """One commune as it is drawn."""

    name: str
    """Without its kind of unit: "Tô Hiệu"."""

    path: str
    """The ``d`` of an SVG path, in whole units."""

    anchor: Spot
    """The point deepest inside; of a tile, its middle."""

    depth: int
    """How far the anchor is from the edge."""


@dataclass(frozen=True)
class Drawing:
    """All communes on one sheet of ``WIDTH`` by ``height`` units."""

    height: int
    communes: dict[str, Outline]
    """By commune code."""

    province: str
    """The outer outline as the ``d`` of a path."""


@dataclass(frozen=True)
class _Topology:
    arcs: list[Line]
    shapes: dict[str, list[list[list[int]]]]
    """By commune code: polygons of rings of arc numbers; ``~n`` is arc ``n`` backwards."""
    names: dict[str, str]


def in_degrees(boundaries: Boundaries) -> dict[str, shapely.Geometry]:
    """Each commune's polygon in WGS 84 by code, outer rings counter-clockwise as GeoJSON asks."""
    topology = _decoded(boundaries.topojson)
    return {
        code: shapely.orient_polygons(_geometry(polygons, topology.arcs))
        for code, polygons in topology.shapes.items()
    }


def names_drawn(boundaries: Boundaries) -> dict[str, str]:
    """What the outlines are called, by code."""
    return {code: outline.name for code, outline in drawing(boundaries).communes.items()}


@lru_cache(maxsize=6)
def drawing(boundaries: Boundaries) -> Drawing:
    """The outlines in Web Mercator, north up; each arc is thinned once, so neighbours still fit."""
    topology = _decoded(boundaries.topojson)
    lines = [[_mercator(p) for p in arc] for arc in topology.arcs]
    west, east = _ends(p[0] for line in lines for p in line)
    south, north = _ends(p[1] for line in lines for p in line)
    scale = WIDTH / (east - west)
    placed = [[((x - west) * scale, (north - y) * scale) for x, y in line] for line in lines]
    arcs = _thinned(placed)
    return Drawing(
        height=math.ceil((north - south) * scale),
        communes={
            code: _outline(topology.names[code], polygons, arcs)
            for code, polygons in topology.shapes.items()
        },
        province=_open_path(arcs, topology),
    )


def _ends(values: Iterable[float]) -> tuple[float, float]:
    found = list(values)
    return min(found), max(found)


def _decoded(content: bytes) -> _Topology:
    document = json.loads(content)
    transform = document.get("transform")
    arcs = [_undelta(a, transform) if transform else [(p[0], p[1]) for p in a]
            for a in document["arcs"]]  # fmt: skip
    communes = document["objects"][OBJECT]["geometries"]
    return _Topology(
        arcs,
        {str(g["id"]): [g["arcs"]] if g["type"] == "Polygon" else g["arcs"] for g in communes},
        {str(g["id"]): str(g["properties"]["name"]) for g in communes},
    )


def _undelta(arc: list[list[float]], transform: dict[str, list[float]]) -> Line:
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0.0
    line = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        line.append((x * sx + tx, y * sy + ty))
    return line


def _mercator(point: Point) -> Point:
    lon, lat = point
    return lon, math.degrees(math.asinh(math.tan(math.radians(lat))))


def _thinned(lines: list[Line]) -> list[list[Spot]]:
    """Whole units, as coarse as keeps the number of points within bounds."""
    tolerance = 0.4
    while True:
        thin = [shapely.LineString(line).simplify(tolerance).coords for line in lines]
        if sum(map(len, thin)) <= _MOST_POINTS or tolerance > 8:
            return [list(_whole(line)) for line in thin]
        tolerance *= 1.5


def _whole(line: Iterable[Point]) -> Iterator[Spot]:
    before = None
    for x, y in line:
        spot = (round(x), round(y))
        if spot != before:
            yield spot
        before = spot


def _ring(numbers: list[int], arcs: list[list[P]]) -> list[P]:
    """The arcs end to end; each begins where the one before ended."""
    points: list[P] = []
    for n in numbers:
        arc = arcs[n] if n >= 0 else arcs[~n][::-1]
        points += arc[1:] if points else arc
    return points


def _geometry(polygons: list[list[list[int]]], arcs: list[Line]) -> shapely.Geometry:
    made = [
        shapely.Polygon(outer, holes)
        for outer, *holes in ([_ring(r, arcs) for r in rings] for rings in polygons)
    ]
    return made[0] if len(made) == 1 else shapely.MultiPolygon(made)


def _outline(name: str, polygons: list[list[list[int]]], arcs: list[list[Spot]]) -> Outline:
    rings = [[_ring(r, arcs) for r in polygon] for polygon in polygons]
    largest = max((_area(p[0]) for p in rings), key=lambda shape: shape.area)
    spot, depth = _deepest(largest) if largest.area else (rings[0][0][0], 0)
    path = "".join(_path(r) + "z" for polygon in rings for r in polygon)
    return Outline(name=name, path=path, anchor=spot, depth=depth)


def _area(ring: list[Spot]) -> shapely.Geometry:
    return shapely.make_valid(shapely.Polygon(ring)) if len(ring) > 3 else shapely.Polygon()


def _deepest(shape: shapely.Geometry) -> tuple[Spot, int]:
    middle, edge = shapely.maximum_inscribed_circle(shape, tolerance=1).coords
    return (round(middle[0]), round(middle[1])), round(math.dist(middle, edge))


def _open_path(arcs: list[list[Spot]], topology: _Topology) -> str:
    """The arcs that only one commune has: the edge of the province."""
    used = Counter(
        n if n >= 0 else ~n
        for polygons in topology.shapes.values()
        for polygon in polygons
        for ring in polygon
        for n in ring
    )
    return "".join(_path(arcs[n]) for n, times in used.items() if times == 1)


def _path(points: list[Spot]) -> str:
    """``M`` to the first point, then small steps: a third of the bytes of full coordinates."""
    (x, y), *_ = points
    steps = "".join(f" {b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(points))
    return f"M{x} {y}l{steps.strip()}".replace(" -", "-")
