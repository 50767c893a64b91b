"""The same 75 polygons and values for both maps."""

from __future__ import annotations

import json
from typing import Any

from lib.maps.boundaries import schematic

COLOURS = ("#e8f4f0", "#b5dcd6", "#74b9b6", "#35868c", "#0b4f5c")
INDICATORS = tuple(f"KH{n:02d}" for n in range(1, 6))


def topology() -> Any:
    return json.loads(schematic().topojson)


def communes(topojson: bytes = b"") -> list[tuple[str, str]]:
    """Code and name in the order of the geometry, of the schematic one when none is given."""
    places = json.loads(topojson or schematic().topojson)["objects"]["communes"]["geometries"]
    return [(g["properties"]["code"], g["properties"]["name"]) for g in places]


def cls(index: int, indicator: str) -> int:
    """Every commune changes its class with every indicator."""
    return (index + INDICATORS.index(indicator)) % len(COLOURS)


def shown(index: int, indicator: str) -> str:
    return f"{cls(index, indicator) * 20 + index % 20},{index % 10} %"


def geojson() -> dict[str, Any]:
    """The boundaries as the usual way wants them."""
    topo = topology()
    (sx, sy), (tx, ty) = topo["transform"]["scale"], topo["transform"]["translate"]
    arcs = []
    for arc in topo["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append([round(x * sx + tx, 5), round(y * sy + ty, 5)])
        arcs.append(points)

    def ring(numbers: list[int]) -> list[list[float]]:
        points: list[list[float]] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc[1:] if points else arc
        return points

    def coordinates(geometry: dict[str, Any]) -> list[Any]:
        if geometry["type"] == "Polygon":
            return [ring(r) for r in geometry["arcs"]]
        return [[ring(r) for r in polygon] for polygon in geometry["arcs"]]

    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {**g["properties"], "index": i},
                "geometry": {"type": g["type"], "coordinates": coordinates(g)},
            }
            for i, g in enumerate(topo["objects"]["communes"]["geometries"])
        ],
    }
