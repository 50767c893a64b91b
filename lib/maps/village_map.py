"""The villages of one commune as points within its outline, drawn on the server."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import shapely

from lib.maps.boundaries import Boundaries
from lib.maps.outlines import in_degrees

_WIDTH, _TALLEST, _MARGIN = 640, 560, 18
_NEAR_DEGREES = 0.01
"""About a kilometre: outlines are simplified, and a village may lie on the very edge."""

# A shape and a colour for each standing: neither alone has to be told apart.
_SIGNS = {
    "silent": '<circle r="6" fill="#fff" stroke="#566164" stroke-width="2"/>',
    "no_ambassador": '<path d="M0-7.5 7 5.5H-7Z" fill="#b3541e" stroke="#fff" stroke-width="1.2"/>',
    "no_guided": '<path d="M-6-6H6V6H-6Z" fill="#e2a93b" stroke="#182427" stroke-width="1.2"/>',
    "under_way": '<circle r="6" fill="#0b6e75" stroke="#fff" stroke-width="1.2"/>',
}


@dataclass(frozen=True)
class Spot:
    """A village on the map; ``kind`` is one of the signs."""

    name: str
    kind: str
    place: tuple[float, float]
    """Longitude and latitude, degrees."""


@dataclass(frozen=True)
class VillageMap:
    """A drawing, and the villages that lie outside the commune and are not on it."""

    svg: str
    outside: tuple[str, ...]


def village_map(
    boundaries: Boundaries, code: str, spots: Sequence[Spot], *, title: str
) -> VillageMap | None:
    """The commune's outline with a sign for each village; ``None`` without an outline."""
    outline = _outlines(boundaries).get(code)
    if outline is None:
        return None
    near = outline.buffer(_NEAR_DEGREES)
    inside = [s for s in spots if near.contains(shapely.Point(s.place))]
    frame = _Frame(outline.bounds)
    signs = "".join(_sign(s, frame.at(s.place)) for s in inside)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {frame.height}" role="img">'
        f"<title>{escape(title)}</title>"
        f'<path d="{_path(outline, frame)}" fill="#eef3f3" stroke="#566164" stroke-width="1.6"'
        f' fill-rule="evenodd"/>{signs}</svg>'
    )
    return VillageMap(svg, tuple(s.name for s in spots if s not in inside))


def village_sign(kind: str) -> str:
    """The sign of a standing as a small ``<svg>`` for a legend."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-9 -9 18 18" width="18" height="18"'
        f' aria-hidden="true">{_SIGNS[kind]}</svg>'
    )


@lru_cache(maxsize=3)
def _outlines(boundaries: Boundaries) -> dict[str, shapely.Geometry]:
    return in_degrees(boundaries)


class _Frame:
    """Degrees to units, north up; a degree of longitude as long as it is at this latitude."""

    def __init__(self, bounds: tuple[float, float, float, float]) -> None:
        west, south, east, north = bounds
        self._west, self._north = west, north
        self._narrow = math.cos(math.radians((south + north) / 2))
        wide, tall = (east - west) * self._narrow, north - south
        self._scale = min((_WIDTH - 2 * _MARGIN) / wide, (_TALLEST - 2 * _MARGIN) / tall)
        self._left = (_WIDTH - wide * self._scale) / 2
        self.height = round(tall * self._scale + 2 * _MARGIN)

    def at(self, place: tuple[float, float]) -> tuple[float, float]:
        """Where a point in degrees lies."""
        x = self._left + (place[0] - self._west) * self._narrow * self._scale
        return round(x, 1), round(_MARGIN + (self._north - place[1]) * self._scale, 1)


def _path(outline: shapely.Geometry, frame: _Frame) -> str:
    polygons = getattr(outline, "geoms", [outline])
    rings = [r for p in polygons for r in (p.exterior, *p.interiors)]
    return "".join(
        "M" + "L".join("{} {}".format(*frame.at(p)) for p in ring.coords) + "z" for ring in rings
    )


def _sign(spot: Spot, at: tuple[float, float]) -> str:
    return (
        f'<g transform="translate({at[0]} {at[1]})"><title>{escape(spot.name)}</title>'
        f"{_SIGNS[spot.kind]}</g>"
    )
