"""How fast a way of OpenStreetMap is taken. A declared setting, not a fact: change it here alone.

By class and by surface: the car profile of the routing engine OSRM (``profiles/car.lua``). Ours:
the speed on tracks, which that profile leaves out and a commune may depend on, and the most that
anybody is credited with on mountain roads, whatever class the map gives them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TOP_KMH = 60.0
"""Ours: nobody is reckoned faster."""
LINK_KMH = 15.0
"""From a commune's seat to the nearest road: as a service road."""

CLASS_KMH: Mapping[str, float] = {
    "motorway": 90, "motorway_link": 75, "trunk": 85, "trunk_link": 70,
    "primary": 65, "primary_link": 60, "secondary": 55, "secondary_link": 50,
    "tertiary": 40, "tertiary_link": 30, "unclassified": 25, "residential": 25,
    "road": 25, "living_street": 10, "service": 15,
    "track": 15,
}  # fmt: skip
SURFACE_KMH: Mapping[str, float] = {
    "gravel": 30, "fine_gravel": 30, "pebblestone": 30, "unpaved": 30, "ground": 30, "dirt": 30,
    "grass": 30, "cobblestone": 30, "wood": 30, "stone": 30, "rocky": 30,
    "compacted": 45, "grass_paver": 45, "clay": 20, "earth": 15, "sand": 15, "mud": 15,
}  # fmt: skip
"""At most so fast; any other surface leaves the speed of the class."""
TRACK_KMH: Mapping[str, float] = {"grade2": 45, "grade3": 30, "grade4": 20, "grade5": 15}

_PAVED = frozenset({
    "asphalt", "concrete", "concrete:plates", "concrete:lanes", "paved", "paving_stones", "sett",
    "bricks", "cement", "metal", "chipseal",
})  # fmt: skip
_CLOSED = frozenset({"no", "private", "agricultural", "forestry", "emergency"})
_ACCESS = ("motorcar", "motor_vehicle", "vehicle", "access")
"""The first of these tags that a way has says who may use it."""
_ROUND = frozenset({"roundabout", "circular"})
_ALONG, _AGAINST = frozenset({"yes", "1", "true"}), frozenset({"-1", "reverse"})


@dataclass(frozen=True)
class Way:
    """How one way is taken."""

    kmh: float
    forward: bool
    backward: bool
    paved: bool | None
    """``None`` where the map does not say."""


def taken(tags: Mapping[str, str]) -> Way | None:
    """How a way with these tags is taken by car or motorbike; ``None`` where it is not."""
    kind = tags.get("highway", "")
    kmh = CLASS_KMH.get(kind)
    access = next((tags[name] for name in _ACCESS if name in tags), "")
    if kmh is None or access in _CLOSED or tags.get("area") == "yes":
        return None
    surface = tags.get("surface", "")
    limits = (
        TOP_KMH,
        SURFACE_KMH.get(surface, kmh),
        TRACK_KMH.get(tags.get("tracktype", ""), kmh),
        _signed(tags.get("maxspeed", "")) or kmh,
    )
    along, against = _directions(kind, tags)
    paved = True if surface in _PAVED else False if surface else None
    return Way(min(kmh, *limits), along, against, paved)


def _signed(text: str) -> float:
    """Kilometres an hour on the sign; 0 where it is not a plain number."""
    plain = text.removesuffix("km/h").strip()
    return float(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 3 else 0.0


def _directions(kind: str, tags: Mapping[str, str]) -> tuple[bool, bool]:
    said = tags.get("oneway", "")
    if said in _AGAINST:
        return False, True
    by_kind = tags.get("junction") in _ROUND or kind in ("motorway", "motorway_link")
    return True, not (said in _ALONG or (by_kind and said != "no"))
