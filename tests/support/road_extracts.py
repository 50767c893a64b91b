"""Small extracts of OpenStreetMap, made up, written as a real file is."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import osmium
from osmium.osm import mutable

EARTH_KM = 6371.0088
HERE = (103.9, 21.3)
Point = tuple[float, float]
Road = tuple[Sequence[int], Mapping[str, str]]


def east(km: float, north_km: float = 0.0) -> Point:
    """So many kilometres from ``HERE``."""
    lat = HERE[1] + math.degrees(north_km / EARTH_KM)
    return HERE[0] + math.degrees(km / EARTH_KM / math.cos(math.radians(lat))), lat


def km(one: Point, other: Point) -> float:
    """As the crow flies, by the law of cosines: not the product's own formula."""
    (lon1, lat1), (lon2, lat2) = (tuple(map(math.radians, p)) for p in (one, other))
    cosine = math.sin(lat1) * math.sin(lat2)
    cosine += math.cos(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)
    return EARTH_KM * math.acos(max(-1.0, min(1.0, cosine)))


def extract(nodes: Mapping[int, Point], roads: Sequence[Road], *, of: str = "2026-11-01") -> bytes:
    """The bytes of a PBF file; ``of``: the day in its header, "" for none."""
    header = osmium.io.Header()
    if of:
        header.set("osmosis_replication_timestamp", f"{of}T20:21:00Z")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.osm.pbf"
        writer = osmium.SimpleWriter(str(path), header=header)
        for number, place in nodes.items():
            writer.add_node(mutable.Node(id=number, location=place))
        for number, (along, tags) in enumerate(roads, 1):
            writer.add_way(mutable.Way(id=number, nodes=list(along), tags=dict(tags)))
        writer.close()
        return path.read_bytes()
