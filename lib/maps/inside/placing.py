"""Where a layer lies: brought to degrees of WGS 84, or refused by naming what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from lib.maps.boundaries import BoundaryProblem
from lib.maps.inside.layers import Layer

WGS84 = "EPSG:4326"
VN2000_ZONES = {"EPSG:9206": "104°00′", "EPSG:9205": "103°00′"}
"""Zones of three degrees that no other system shares: where one fits, it is meant."""
_OF_105 = "EPSG:5897"
"""Three degrees and six, VN-2000 and WGS 84 share this meridian: nobody can tell them apart."""
_FITS_KM = 5.0


class _Look(StrEnum):
    """What coordinates of our part of the world look like."""

    DEGREES = "degrees"
    SWAPPED = "swapped"
    METRES = "metres"
    NORTH_FIRST = "north_first"
    MERCATOR = "mercator"
    OTHER = "other"


_RANGES = {
    _Look.DEGREES: (101, 5, 120, 25),
    _Look.SWAPPED: (5, 101, 25, 120),
    _Look.METRES: (50_000, 600_000, 1_200_000, 2_800_000),
    _Look.NORTH_FIRST: (1_200_001, 50_000, 2_800_000, 1_200_000),
    _Look.MERCATOR: (11_200_000, 550_000, 13_400_000, 2_900_000),
}
"""West, south, east, north. North first is told for our latitudes only: else it could be either."""


@dataclass(frozen=True)
class Placed:
    """A layer in degrees, and what had to be assumed for it."""

    frame: gpd.GeoDataFrame
    notes: tuple[tuple[str, Mapping[str, Any]], ...] = ()


def placed(layer: Layer, points: Mapping[int, tuple[float, float]], filename: str) -> Placed:
    """The layer in WGS 84.

    ``points``: by feature the published point of the commune it claims to be, in degrees; they
    tell which zone metres without a coordinate system are of.
    """
    frame = layer.frame
    where = f"{filename}: {layer.name}" if layer.name else filename
    look, crs = _look(frame), frame.crs
    if look is _Look.SWAPPED and (crs is None or crs.is_geographic):
        return Placed(_in_degrees(_turned(frame), crs), (("swapped", {}),))
    if look is _Look.DEGREES and crs is not None and crs.is_projected:
        raise BoundaryProblem("boundary_crs_differs", filename=where, crs=crs.name)
    if look is _Look.NORTH_FIRST:
        found = _of_metres(_turned(frame), points, where)
        return Placed(found.frame, (*found.notes, ("swapped", {})))
    if look is _Look.METRES and not (crs is not None and crs.is_projected):
        return _of_metres(frame, points, where)
    if look is _Look.MERCATOR and not (crs is not None and crs.is_projected):
        raise BoundaryProblem("boundary_no_crs_mercator", filename=where)
    if look is _Look.OTHER and crs is None:
        raise BoundaryProblem("boundary_no_crs", filename=where)
    return Placed(_in_degrees(frame, crs))


def _look(frame: gpd.GeoDataFrame) -> _Look:
    """What most of the features look like."""
    bounds = shapely.bounds(frame.geometry.dropna().to_numpy())
    counts = {look: _within(bounds, box) for look, box in _RANGES.items()}
    best = max(counts, key=lambda look: counts[look])
    return best if counts[best] * 2 > len(bounds) else _Look.OTHER


def _within(bounds: NDArray[np.float64], box: tuple[float, float, float, float]) -> int:
    west, south, east, north = box
    inside = (bounds[:, 0] >= west) & (bounds[:, 1] >= south)
    return int((inside & (bounds[:, 2] <= east) & (bounds[:, 3] <= north)).sum())


def _turned(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    turned = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    return frame.set_geometry(gpd.GeoSeries(turned, index=frame.index, crs=frame.crs))


def _in_degrees(frame: gpd.GeoDataFrame, crs: pyproj.CRS | str | None) -> gpd.GeoDataFrame:
    return frame.set_crs(crs or WGS84, allow_override=True).to_crs(WGS84)


def _of_metres(
    frame: gpd.GeoDataFrame, points: Mapping[int, tuple[float, float]], where: str
) -> Placed:
    """Metres by the system stated, else by the zone in which communes lie where they should."""
    if frame.crs is not None and frame.crs.is_projected:
        return Placed(_in_degrees(frame, frame.crs))
    for crs, meridian in VN2000_ZONES.items():
        if _off_km(frame, points, crs) <= _FITS_KM:
            told = {"crs": crs, "meridian": meridian}
            return Placed(_in_degrees(frame, crs), (("vn2000", told),))
    if _off_km(frame, points, _OF_105) <= _FITS_KM:
        raise BoundaryProblem("boundary_no_crs_105", filename=where)
    raise BoundaryProblem("boundary_no_crs_metres", filename=where)


def _off_km(frame: gpd.GeoDataFrame, points: Mapping[int, tuple[float, float]], crs: str) -> float:
    """How far, in the middle of all, communes would lie from where they are published."""
    shapes = frame.geometry.loc[[i for i in points if frame.geometry[i] is not None]]
    if shapes.empty:
        return float("inf")
    there = np.array([points[i] for i in shapes.index])
    turn = pyproj.Transformer.from_crs(WGS84, crs, always_xy=True)
    wanted = shapely.points(*turn.transform(there[:, 0], there[:, 1]))
    return float(np.median(shapely.distance(shapes.to_numpy(), wanted))) / 1000
