"""The tile map: one equal square for each commune, drawn equal where maps are in Mercator."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Iterable, Mapping

OBJECT = "communes"
"""Name of the TopoJSON object, in every set of boundaries."""

Place = tuple[int, int]
"""Column from the west and row from the north."""

_EARTH_M = 6_378_137.0
_TILE_M = 16_000.0
"""Side of a tile in Mercator metres; with it the tiles fill about the province's frame."""
_CENTRE = (104.0, 21.25)


def squares(places: Mapping[str, Place], names: Mapping[str, str]) -> bytes:
    """TopoJSON of the tiles; each side is one arc, shared by the two tiles it parts."""
    corner = _corners(places.values())
    arcs: dict[tuple[Place, Place], int] = {}

    def arc(start: Place, end: Place) -> int:
        if (end, start) in arcs:
            return ~arcs[end, start]
        return arcs.setdefault((start, end), len(arcs))

    shapes = []
    for code, (c, r) in sorted(places.items()):
        ring = [(c, r), (c + 1, r), (c + 1, r + 1), (c, r + 1), (c, r)]
        sides = [arc(a, b) for a, b in itertools.pairwise(ring)]
        properties = {"code": code, "name": names[code]}
        shapes.append({"type": "Polygon", "id": code, "properties": properties, "arcs": [sides]})
    points = [corner(place) for side in arcs for place in side]
    topology = {
        "type": "Topology",
        "bbox": [*map(min, zip(*points, strict=True)), *map(max, zip(*points, strict=True))],
        "objects": {OBJECT: {"type": "GeometryCollection", "geometries": shapes}},
        "arcs": [[corner(start), corner(end)] for start, end in arcs],
    }
    return json.dumps(topology, ensure_ascii=False, separators=(",", ":")).encode()


def _corners(places: Iterable[Place]) -> Callable[[Place], tuple[float, float]]:
    """A function from tile corner to degrees: equal squares where maps are drawn in Mercator."""
    columns, rows = zip(*places, strict=True)
    middle = (max(columns) + 1) / 2, (max(rows) + 1) / 2
    x0 = math.radians(_CENTRE[0]) * _EARTH_M
    y0 = math.asinh(math.tan(math.radians(_CENTRE[1]))) * _EARTH_M

    def corner(place: Place) -> tuple[float, float]:
        x = x0 + (place[0] - middle[0]) * _TILE_M
        y = y0 - (place[1] - middle[1]) * _TILE_M
        lat = math.degrees(math.atan(math.sinh(y / _EARTH_M)))
        return round(math.degrees(x / _EARTH_M), 6), round(lat, 6)

    return corner
