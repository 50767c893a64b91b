"""The roads of an extract as a net of junctions: which lead where, and in how many minutes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

_EARTH_KM = 6371.0088
PAVED, UNPAVED, UNSAID = 1, 0, -1
"""What a map says of the surface of a way."""
Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Ways:
    """Every way as its points one after the other, the ways end to end."""

    node: Numbers
    """For each point of each way the number of its place in ``lon`` and ``lat``."""
    way: Numbers
    """For each point its way, a number in what follows."""
    kmh: Floats
    forward: Flags
    backward: Flags
    paved: NDArray[np.int8]
    """``PAVED``, ``UNPAVED`` or ``UNSAID``."""
    lon: Floats
    """Of each place, in degrees; NaN for one that the extract leaves out."""
    lat: Floats

    @cached_property
    def leads_on(self) -> Flags:
        """Whether each point is joined to the next one."""
        there = ~np.isnan(self.lon[self.node])
        return np.asarray((self.way[:-1] == self.way[1:]) & there[:-1] & there[1:])

    @cached_property
    def km(self) -> Floats:
        """From each point to the next one; 0 where they are not joined."""
        at = self.node
        one, other = at[:-1], at[1:]
        length = kilometres((self.lon[one], self.lat[one]), (self.lon[other], self.lat[other]))
        return np.where(self.leads_on, length, 0.0)

    @cached_property
    def on_road(self) -> Flags:
        """Whether each point is joined to any other."""
        return np.asarray(np.append(self.leads_on, False) | np.append(False, self.leads_on))


@dataclass(frozen=True)
class Net:
    """Junctions and the pieces of road between them."""

    graph: rx.PyDiGraph[None, float]
    """Edges are minutes."""
    number: Numbers
    """Of each place its junction, -1 where it is none."""
    on_main: Flags
    """Of each place, whether it belongs to the roads that all lead to one another, by far the
    most of a province's; pieces that the map leaves unjoined do not.
    """

    def minutes_from(self, place: int) -> dict[int, float]:
        """Minutes to every junction that can be reached from a place which is one."""
        start = int(self.number[place])
        found = rx.digraph_dijkstra_shortest_path_lengths(self.graph, start, float)
        return {**dict(found), start: 0.0}


def kilometres(
    one: tuple[Floats, Floats], other: tuple[Floats, Floats] | tuple[float, float]
) -> Floats:
    """As the crow flies, between longitudes and latitudes."""
    up, down = np.radians(one[1]), np.radians(other[1])
    a = np.sin((down - up) / 2) ** 2
    a = a + np.cos(up) * np.cos(down) * np.sin(np.radians(other[0] - one[0]) / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, a))))


def net_of(ways: Ways, also: Numbers) -> Net:
    """Junctions are where roads meet or end, and the places ``also``."""
    joined = ways.leads_on
    begins = np.append(joined, False) & ~np.append(False, joined)
    ends = np.append(False, joined) & ~np.append(joined, False)
    met = np.bincount(ways.node[ways.on_road], minlength=len(ways.lon)) > 1
    met[also] = True
    at = np.flatnonzero(ways.on_road & (begins | ends | met[ways.node]))
    chain = np.cumsum(begins)
    same = chain[at[:-1]] == chain[at[1:]]
    one, other = at[:-1][same], at[1:][same]
    far = np.append(0.0, np.cumsum(ways.km))
    way = ways.way[one]
    minutes = (far[other] - far[one]) / ways.kmh[way] * 60
    places = np.unique(ways.node[at])
    number = np.full(len(ways.lon), -1, dtype=np.int64)
    number[places] = np.arange(len(places))
    a, b = number[ways.node[one]], number[ways.node[other]]
    graph: rx.PyDiGraph[None, float] = rx.PyDiGraph()
    graph.add_nodes_from([None] * len(places))
    for start, end, open_ in ((a, b, ways.forward[way]), (b, a, ways.backward[way])):
        pieces = zip(
            start[open_].tolist(), end[open_].tolist(), minutes[open_].tolist(), strict=True
        )
        graph.add_edges_from(list(pieces))
    length = (far[other] - far[one], a, b)
    on_main = _on_main(ways, places, _main(graph, length), pieces=(one, a, b))
    return Net(graph, number, on_main)


def _main(graph: rx.PyDiGraph[None, float], pieces: tuple[Floats, Numbers, Numbers]) -> Flags:
    """Of each junction, whether it is of those that all lead to one another by the most road."""
    km, a, b = pieces
    label = np.zeros(len(graph), dtype=np.int64)
    for n, those in enumerate(rx.strongly_connected_components(graph)):
        label[list(those)] = n
    within = label[a] == label[b]
    road = np.bincount(label[a][within], weights=km[within], minlength=1)
    return np.asarray((label == road.argmax()) & bool(road.any()))


def _on_main(
    ways: Ways, places: Numbers, in_main: Flags, *, pieces: tuple[Numbers, Numbers, Numbers]
) -> Flags:
    """Of each place, whether it is a junction of the main net or lies between two of them."""
    first, a, b = pieces
    found = np.zeros(len(ways.lon), dtype=np.bool_)
    found[places[in_main]] = True
    whole = in_main[a] & in_main[b]
    piece = np.searchsorted(first, np.arange(len(ways.node)), side="right") - 1
    lies = ways.on_road & (piece >= 0)
    found[ways.node[lies][whole[piece[lies]]]] = True
    return found
