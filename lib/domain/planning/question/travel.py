"""Minutes one way between bases and communes, each with where the figure comes from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from statistics import median

import numpy as np
from numpy.typing import NDArray

from lib.domain.planning.question.instance import Base, Commune, Instance

CALIBRATED_FROM = 10
"""So many known trips make a factor of a base credible."""
_EARTH_KM = 6371.0088
_HOURS_SHORT, _HOURS_LONG = 2, 4


class Source(IntEnum):
    """Where a travel time comes from, the surest last."""

    NONE = 0
    ESTIMATE = 1
    CALIBRATED = 2
    ROAD = 3
    """Measured along the roads of a map."""
    MATRIX = 4
    OVERRIDE = 5


class HourClass(IntEnum):
    """How far, in the words of people: up to 2 hours, 2 to 4, more."""

    NEAR = 0
    MIDDLE = 1
    FAR = 2


@dataclass(frozen=True)
class Trips:
    """Every trip: ``minutes`` (bases × communes, NaN where unknown) and its ``source``."""

    bases: tuple[str, ...]
    minutes: NDArray[np.float64]
    source: NDArray[np.int8]


def hour_class(minutes: float) -> HourClass:
    """The class of one trip."""
    hours = minutes / 60
    if hours <= _HOURS_SHORT:
        return HourClass.NEAR
    return HourClass.MIDDLE if hours <= _HOURS_LONG else HourClass.FAR


def trips(instance: Instance) -> Trips:
    """All trips of an instance whose communes are in order; surer figures cover less sure ones."""
    places: dict[str, Base | Commune] = {c.code: c for c in instance.communes}
    places |= {b.code: b for b in instance.bases}
    bases = tuple(sorted({t.base for t in instance.teams if t.base in places}))
    rows = [_row(instance, places[b]) for b in bases]
    shape = (len(bases), len(instance.communes))
    minutes = np.array([m for m, _ in rows], dtype=np.float64).reshape(shape)
    source = np.array([s for _, s in rows], dtype=np.int8).reshape(shape)
    return Trips(bases, minutes, source)


def _row(instance: Instance, base: Base | Commune) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    factor, kind = _detour(instance, base)
    per_km = factor / instance.travel.km_per_hour * 60
    stated = instance.travel.minutes.get(base.code, {})
    measured = instance.travel.road_minutes.get(base.code, {})
    slower = road_factor(instance, base.code) if measured else 1.0
    single = {o.commune: o.minutes for o in instance.travel.overrides if o.base == base.code}
    minutes = np.full(len(instance.communes), np.nan)
    source = np.zeros(len(instance.communes), dtype=np.int8)
    for n, commune in enumerate(instance.communes):
        known = stated.get(commune.code)
        if commune.code in single:
            minutes[n], source[n] = single[commune.code], Source.OVERRIDE
        elif known is not None:
            minutes[n], source[n] = known, Source.MATRIX
        elif commune.code == base.code:
            minutes[n], source[n] = 0.0, Source.MATRIX
        elif commune.code in measured:
            minutes[n], source[n] = round(measured[commune.code] * slower, 1), Source.ROAD
        elif (km := straight_km(base, commune)) is not None:
            minutes[n], source[n] = round(km * per_km, 1), kind
    return minutes, source


def _detour(instance: Instance, base: Base | Commune) -> tuple[float, Source]:
    """How much longer the road is than the straight line, from ten or more known trips."""
    factors = detour_factors(instance, base.code)
    if len(factors) >= CALIBRATED_FROM:
        return median(factors), Source.CALIBRATED
    return instance.travel.detour, Source.ESTIMATE


def road_factor(instance: Instance, base: str) -> float:
    """Known trips from ``base`` take so many times as long as the map says; 1 below ten of them."""
    factors = road_factors(instance, base)
    return median(factors) if len(factors) >= CALIBRATED_FROM else 1.0


def road_factors(instance: Instance, base: str) -> list[float]:
    """Known ÷ measured of every known trip from ``base`` that the map has a road for.

    Trips to or from a doubtful point say nothing of the road.
    """
    doubtful = {c.code for c in instance.communes if c.point_doubtful}
    measured = {} if base in doubtful else instance.travel.road_minutes.get(base, {})
    return [
        trip.minutes / measured[trip.commune]
        for trip in instance.travel.calibration
        if trip.base == base and trip.commune not in doubtful and measured.get(trip.commune)
    ]


def detour_factors(instance: Instance, base: str) -> list[float]:
    """Road ÷ straight line of every known trip from ``base``, at the speed of the settings.

    Trips to or from a doubtful point say nothing of the road.
    """
    places: dict[str, Base | Commune] = {b.code: b for b in instance.bases}
    places |= {c.code: c for c in instance.communes if not c.point_doubtful}
    speed = instance.travel.km_per_hour / 60
    factors = []
    for trip in instance.travel.calibration:
        if trip.base != base or base not in places or trip.commune not in places:
            continue
        if km := straight_km(places[base], places[trip.commune]):
            factors.append(trip.minutes * speed / km)
    return factors


def straight_km(one: Base | Commune, other: Base | Commune) -> float | None:
    """Kilometres as the crow flies; ``None`` where a point is missing."""
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    dlon = math.radians(other.lon - one.lon)
    a = math.sin((lat2 - lat1) / 2) ** 2
    a += math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(a)))
