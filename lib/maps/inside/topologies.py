"""TopoJSON, whose shapes share their edges, as features of GeoJSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

_COLLECTION = "GeometryCollection"


def as_features(topology: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The features of each object by its name; a shape that cannot be put together is ``{}``."""
    arcs = _arcs(topology)
    objects = topology.get("objects")
    return {
        str(name): [_feature(one, arcs) for one in _members(inside)]
        for name, inside in (objects.items() if isinstance(objects, dict) else ())
    }


def _members(inside: object) -> list[object]:
    if isinstance(inside, dict) and inside.get("type") == _COLLECTION:
        members = inside.get("geometries")
        return members if isinstance(members, list) else []
    return [inside]


def _feature(one: object, arcs: Sequence[Any]) -> dict[str, Any]:
    if not isinstance(one, dict):
        return {}
    told = {"properties": one.get("properties"), "id": one.get("id")}
    try:
        return told | {"geometry": _geometry(one, arcs)}
    except (LookupError, TypeError, ValueError, AttributeError):
        return told | {"geometry": {}}


def _geometry(one: Mapping[str, Any], arcs: Sequence[Any]) -> dict[str, Any] | None:
    kind = one.get("type")
    if kind is None:
        return None
    if kind == _COLLECTION:
        return {"type": kind, "geometries": [_geometry(g, arcs) for g in one["geometries"]]}
    if kind not in ("Polygon", "MultiPolygon"):
        return {"type": kind}
    polygons = [one["arcs"]] if kind == "Polygon" else one["arcs"]
    drawn = [[_ring(ring, arcs) for ring in polygon] for polygon in polygons]
    return {"type": "MultiPolygon", "coordinates": drawn}


def _ring(numbers: Sequence[int], arcs: Sequence[Any]) -> list[Any]:
    """The arcs end to end; ``~n`` is arc ``n`` backwards."""
    points: list[Any] = []
    for n in numbers:
        arc = arcs[n] if n >= 0 else arcs[~n][::-1]
        points += arc[1:] if points else arc
    return points


def _arcs(topology: Mapping[str, Any]) -> list[Any]:
    """The arcs in full coordinates; ``None`` for one that cannot be read."""
    given = topology.get("arcs")
    transform = topology.get("transform")
    if not isinstance(given, list) or not isinstance(transform, dict):
        return given if isinstance(given, list) else []
    try:
        (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    except (TypeError, ValueError, LookupError):
        return []
    return [_undelta(arc, (sx, sy), (tx, ty)) for arc in given]


def _undelta(arc: Any, scale: tuple[Any, Any], origin: tuple[Any, Any]) -> list[Any] | None:
    try:
        steps = [[step[0], step[1]] for step in arc]
        across = accumulate(x for x, _ in steps)
        along = accumulate(y for _, y in steps)
        return [
            [x * scale[0] + origin[0], y * scale[1] + origin[1]]
            for x, y in zip(across, along, strict=True)
        ]
    except (TypeError, ValueError, LookupError):
        return None
