"""Values on their outlines as GeoJSON (RFC 7946), for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping

import shapely

from lib.maps.boundaries import Boundaries
from lib.maps.outlines import in_degrees

_DEGREES = 1e-5
"""About a metre: finer than the outlines are."""


def geojson(
    boundaries: Boundaries,
    properties: Mapping[str, Mapping[str, object]],
    *,
    about: Mapping[str, object],
) -> bytes:
    """One feature a commune of ``properties`` (by code); ``about`` stands beside the features."""
    shapes = in_degrees(boundaries)
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": dict(told),
            "geometry": json.loads(shapely.to_geojson(_rounded(shapes[code]))),
        }
        for code, told in properties.items()
        if code in shapes
    ]
    document = {"type": "FeatureCollection", **about, "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _rounded(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.set_precision(shape, _DEGREES, mode="pointwise")
