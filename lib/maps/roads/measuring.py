"""Reads an extract and measures minutes between the communes' seats. Runs in a child process."""

from __future__ import annotations

from array import array
from datetime import date
from typing import Any

import numpy as np
import osmium

from lib.domain.planning.question.road_speeds import LINK_KMH, Way, taken
from lib.maps.roads.extract import RoadProblem
from lib.maps.roads.net import (
    PAVED,
    UNPAVED,
    UNSAID,
    Floats,
    Net,
    Numbers,
    Ways,
    kilometres,
    net_of,
)

NEAR_KM = 3.0
"""A seat with no road within so many kilometres has no minutes on the road."""
_MARGIN_DEGREES = 0.3
"""Some thirty kilometres: roads that leave the province and come back are roads as well."""
_DATE = "osmosis_replication_timestamp"

Seats = list[tuple[str, float, float]]


def measure(content: bytes, *, filename: str, seats: Seats) -> tuple[dict[str, Any], list[bytes]]:
    """What an extract tells, and the minutes from each seat (row) to each; NaN where there is no
    way. Seats: code, longitude, latitude. Raises ``RoadProblem`` where it has no road here.
    """
    try:
        ways = _ways(content, seats)
    except (RuntimeError, ValueError, OverflowError) as error:  # how the reader tells of bad bytes
        raise RoadProblem("road_unreadable", filename=filename) from error
    if not ways.leads_on.any():
        raise RoadProblem("road_none", filename=filename)
    place, off = _nearest(ways, seats)
    minutes = _minutes(net_of(ways, np.unique(place[place >= 0])), place, off / LINK_KMH * 60)
    told = {
        "extracted": _extracted(content),
        "far": {
            code: float(km) for (code, _, _), km in zip(seats, off, strict=True) if km > NEAR_KM
        },
        **{
            f"km_{name}": _km(ways, kind)
            for name, kind in (("paved", 1), ("unpaved", 0), ("unsaid", -1))
        },
    }
    return told, [minutes.tobytes()]


def _extracted(content: bytes) -> str:
    """The day that the extract is of, as its header tells; "" where it does not."""
    told = osmium.FileProcessor(osmium.io.FileBuffer(content, "pbf")).header.get(_DATE, "")
    try:
        return date.fromisoformat(told[:10]).isoformat()
    except ValueError:
        return ""


def _ways(content: bytes, seats: Seats) -> Ways:
    node, way = array("q"), array("q")
    kept: list[Way] = []
    found = osmium.FileProcessor(osmium.io.FileBuffer(content, "pbf"), osmium.osm.WAY)
    for one in found.with_filter(osmium.filter.KeyFilter("highway")):
        how = taken(dict(one.tags))
        if isinstance(one, osmium.osm.Way) and how is not None and len(one.nodes) > 1:
            node.extend(n.ref for n in one.nodes)
            way.extend([len(kept)] * len(one.nodes))
            kept.append(how)
    ids, numbers = np.unique(np.array(node, dtype=np.int64), return_inverse=True)
    lon, lat = _points(content, ids, seats)
    said = {True: PAVED, False: UNPAVED, None: UNSAID}
    return Ways(
        node=numbers.astype(np.int64),
        way=np.array(way, dtype=np.int64),
        kmh=np.array([w.kmh for w in kept], dtype=np.float64),
        forward=np.array([w.forward for w in kept], dtype=np.bool_),
        backward=np.array([w.backward for w in kept], dtype=np.bool_),
        paved=np.array([said[w.paved] for w in kept], dtype=np.int8),
        lon=lon,
        lat=lat,
    )


def _points(content: bytes, ids: Numbers, seats: Seats) -> tuple[Floats, Floats]:
    """Where these nodes are; NaN for those that are missing or far from the province."""
    lon, lat = np.full(len(ids), np.nan), np.full(len(ids), np.nan)
    found = osmium.FileProcessor(osmium.io.FileBuffer(content, "pbf"), osmium.osm.NODE)
    seen, x, y = array("q"), array("d"), array("d")
    for one in found.with_filter(osmium.filter.IdFilter(ids.tolist())):
        if isinstance(one, osmium.osm.Node) and one.location.valid():
            seen.append(one.id)
            x.append(one.location.lon)
            y.append(one.location.lat)
    at = np.searchsorted(ids, np.array(seen, dtype=np.int64))
    lon[at], lat[at] = np.array(x), np.array(y)
    here = np.array([(x, y) for _, x, y in seats])
    (west, south), (east, north) = here.min(0) - _MARGIN_DEGREES, here.max(0) + _MARGIN_DEGREES
    away = ~((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
    lon[away] = lat[away] = np.nan
    return lon, lat


def _nearest(ways: Ways, seats: Seats) -> tuple[Numbers, Floats]:
    """For each seat the place where it meets the roads, -1 for none, and the kilometres to it.

    Roads that lead everywhere go before a nearer piece of road that leads nowhere.
    """
    main = net_of(ways, np.array([], dtype=np.int64)).on_main
    every = np.zeros(len(ways.lon), dtype=np.bool_)
    every[ways.node[ways.on_road]] = True
    place, off = np.full(len(seats), -1, dtype=np.int64), np.full(len(seats), np.inf)
    for n, (_, lon, lat) in enumerate(seats):
        for those in (np.flatnonzero(main), np.flatnonzero(every)):
            if off[n] <= NEAR_KM or not len(those):
                continue
            km = kilometres((ways.lon[those], ways.lat[those]), (lon, lat))
            off[n] = km.min()
            place[n] = those[km.argmin()] if off[n] <= NEAR_KM else -1
    return place, off


def _minutes(net: Net, place: Numbers, link: Floats) -> Floats:
    """From each seat to each: to the road, along it, and from it."""
    minutes = np.full((len(place), len(place)), np.nan)
    for start in np.unique(place[place >= 0]):
        reached = net.minutes_from(int(start))
        along = np.array(
            [reached.get(int(net.number[p]), np.nan) if p >= 0 else np.nan for p in place]
        )
        minutes[place == start] = along
    minutes += link[:, None] + link[None, :]
    minutes[~np.isfinite(minutes)] = np.nan
    np.fill_diagonal(minutes, np.where(place >= 0, 0.0, np.nan))
    return minutes.round(1)


def _km(ways: Ways, kind: int) -> float:
    """Kilometres of road whose surface the map tells as that."""
    of = ways.paved[ways.way[:-1]] == kind
    return float(ways.km[of].sum().round(1))
