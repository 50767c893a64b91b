"""Polygons that share their edges: repaired without gaps or overlaps, measured, simplified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

_EARTH = Geod(ellps="WGS84")
_GRID_DEGREES = 1e-7
_LARGEST_GAP_KM2 = 0.2
"""A larger hole is a place without a commune in the file, not a slip of the pen."""
_WORTH_TELLING_KM2 = 0.001
_TOLERANCES_DEGREES = (0.0006, 0.0002, 0.0)
_AREA_KEPT = 0.02

Shapes = dict[str, shapely.Geometry]


@dataclass(frozen=True)
class Repair:
    """One thing that was put right in the outline of a commune."""

    code: str
    kind: Literal["invalid", "overlap", "gap"]
    km2: float


def area_km2(shape: shapely.Geometry) -> float:
    """Geodesic area of a polygon in WGS 84."""
    oriented = [shapely.orient_polygons(p) for p in shapely.get_parts(shape)]
    return float(sum(_EARTH.geometry_area_perimeter(p)[0] for p in oriented)) / 1e6


def validated(shapes: Mapping[str, shapely.Geometry]) -> tuple[Shapes, list[Repair]]:
    """Shapes as valid polygons on a fine grid, and which of them were not valid.

    What has no area on the grid is left out.
    """
    repairs = []
    valid: Shapes = {}
    for code, shape in shapes.items():
        good = _polygons_of(shapely.make_valid(shape))
        if not shapely.is_valid(shape):
            repairs.append(Repair(code, "invalid", area_km2(good)))
        snapped = shapely.set_precision(good, _GRID_DEGREES, mode="pointwise")
        drawn = _polygons_of(shapely.make_valid(snapped))
        if drawn.area > 0:
            valid[code] = drawn
    return valid, repairs


def _polygons_of(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def without_overlaps(
    shapes: Mapping[str, shapely.Geometry], published_km2: Mapping[str, float]
) -> tuple[Shapes, list[Repair]]:
    """Shapes that meet edge to edge, and what was taken away or filled.

    Ground claimed twice stays with the commune that is smaller for its published area; a small
    gap goes to the neighbour with the longest edge on it. What lies wholly on ground of others is
    left out.
    """
    codes = list(shapes)
    if not codes:
        return {}, []
    drawn = np.array([shapes[c] for c in codes], dtype=object)
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(shapely.boundary(drawn))]))
    fullness = np.array([area_km2(shapes[c]) / published_km2[c] for c in codes])
    owner, repairs = _owners(faces, drawn, fullness)
    repairs += _fill_gaps(faces, owner, len(codes))
    return (
        {
            c: shapely.coverage_union_all(faces[owner == i])
            for i, c in enumerate(codes)
            if (owner == i).any()
        },
        [Repair(codes[i], kind, km2) for i, kind, km2 in repairs if km2 >= _WORTH_TELLING_KM2],
    )


_Found = list[tuple[int, Literal["invalid", "overlap", "gap"], float]]


def _owners(
    faces: NDArray[np.object_], drawn: NDArray[np.object_], fullness: NDArray[np.float64]
) -> tuple[NDArray[np.int64], _Found]:
    """Number of the shape that keeps each face, -1 for none; and who lost what."""
    inside = shapely.point_on_surface(faces)
    face, shape = shapely.STRtree(drawn).query(inside, predicate="within")
    owner = np.full(len(faces), -1)
    for i in np.argsort(-fullness[shape], kind="stable"):
        owner[face[i]] = shape[i]  # the emptiest comes last and keeps it
    lost = np.zeros(len(drawn))
    for f, s in zip(face, shape, strict=True):
        if owner[f] != s:
            lost[s] += area_km2(faces[f])
    return owner, [(int(s), "overlap", float(lost[s])) for s in np.flatnonzero(lost)]


def _fill_gaps(faces: NDArray[np.object_], owner: NDArray[np.int64], count: int) -> _Found:
    gained = np.zeros(count)
    for gap in np.flatnonzero(owner < 0):
        size = area_km2(faces[gap])
        shared = shapely.length(shapely.intersection(faces[gap].boundary, faces))
        shared[owner < 0] = 0
        if size <= _LARGEST_GAP_KM2 and shared.any():
            owner[gap] = owner[np.argmax(shared)]
            gained[owner[gap]] += size
    return [(int(i), "gap", float(gained[i])) for i in np.flatnonzero(gained)]


def simplified(shapes: Mapping[str, shapely.Geometry]) -> Shapes:
    """Fewer points, edges still shared; as coarse as keeps every area within 2 %.

    Some library versions emptied polygons without a word, so areas are compared each time.
    """
    if not shapes:
        return {}
    before = np.array(list(shapes.values()), dtype=object)
    for tolerance in _TOLERANCES_DEGREES:
        after = shapely.coverage_simplify(before, tolerance)
        kept = np.abs(shapely.area(after) / shapely.area(before) - 1)
        if shapely.is_valid(after).all() and kept.max() <= _AREA_KEPT:
            return dict(zip(shapes, after, strict=True))
    return dict(shapes)
