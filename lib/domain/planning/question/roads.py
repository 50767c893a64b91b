"""What people know of the roads, taken into a planning question; and how well each base knows them.

Known minutes are those of template 09. A correction of one trip goes before the table, the table
before what was measured on a map, that before the straight line. Where a base has ten known trips
or more, they say how much longer its roads take than the map or the straight line tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import quantiles

import numpy as np
import pandas as pd

from lib.domain.planning.question.instance import Instance, KnownTrip, Travel
from lib.domain.planning.question.travel import (
    CALIBRATED_FROM,
    HourClass,
    Source,
    Trips,
    detour_factors,
    hour_class,
    road_factor,
    road_factors,
    trips,
)
from lib.domain.templates.travel_times import DROPPED, SINGLE


def travel_from_rows(rows: pd.DataFrame, year: int) -> Travel:
    """The known trips of template 09 up to ``year``; of several years the newest counts.

    ``rows``: those in force (``period, commune_code, unit_key, minutes, known_by``), in any order.
    """
    known: dict[tuple[str, str, bool], Mapping[str, object]] = {}
    if not rows.empty:
        until = rows[rows["period"].astype(str) <= str(year)]
        for row in until.sort_values(["period", "commune_code", "unit_key"]).to_dict("records"):
            base, _, mark = str(row["unit_key"]).partition(":")
            known[base, str(row["commune_code"]), bool(mark)] = row
    matrix: dict[str, dict[str, float | None]] = {}
    overrides = []
    for (base, commune, single), row in sorted(known.items(), key=lambda item: item[0]):
        minutes = row.get("minutes")
        if minutes is None or pd.isna(minutes) or row.get("known_by") == DROPPED:
            continue
        if single:
            overrides.append(KnownTrip(base=base, commune=commune, minutes=float(str(minutes))))
        else:
            matrix.setdefault(base, {})[commune] = float(str(minutes))
    return Travel(minutes=matrix, overrides=tuple(overrides), calibration=_all(matrix, overrides))


def _all(
    matrix: Mapping[str, Mapping[str, float | None]], overrides: list[KnownTrip]
) -> tuple[KnownTrip, ...]:
    best = {(b, c): m for b, trips in matrix.items() for c, m in trips.items() if m is not None}
    best |= {(t.base, t.commune): t.minutes for t in overrides}
    return tuple(
        KnownTrip(base=b, commune=c, minutes=m) for (b, c), m in sorted(best.items()) if b != c
    )


def with_settings(known: Travel, chosen: Travel) -> Travel:
    """What is known of the roads under the planner's factor and speed; taken twice it is the same.

    Trips that the planner's own settings state go before those of the store.
    """
    minutes = dict(known.minutes)
    for base, own in chosen.minutes.items():
        minutes[base] = {**minutes.get(base, {}), **own}
    return Travel(
        minutes=minutes,
        road_minutes=chosen.road_minutes or known.road_minutes,
        road_source=chosen.road_source or known.road_source,
        overrides=_newest(known.overrides, chosen.overrides),
        calibration=_newest(known.calibration, chosen.calibration),
        detour=chosen.detour,
        km_per_hour=chosen.km_per_hour,
    )


def _newest(known: tuple[KnownTrip, ...], chosen: tuple[KnownTrip, ...]) -> tuple[KnownTrip, ...]:
    by_pair = {(t.base, t.commune): t for t in (*known, *chosen)}
    return tuple(by_pair[pair] for pair in sorted(by_pair))


@dataclass(frozen=True, kw_only=True)
class BaseRoads:
    """How the trips from one base are known."""

    base: str
    sources: Mapping[Source, int]
    """Trips to other communes by where their time comes from."""
    hours: Mapping[HourClass, int]
    """Trips by class, those that are known or estimated."""
    detour: float
    """The road is so many times the straight line, where it has to be estimated."""
    known: int
    """Known trips that the factor rests on; below ten it is the planner's setting."""
    spread: tuple[float, float] | None
    """Half of the known trips lie between these factors; ``None`` below ten."""
    road_factor: float
    """Measured minutes are taken so many times."""
    road_known: int
    """Known trips that this rests on; below ten it is 1."""


def base_roads(instance: Instance) -> list[BaseRoads]:
    """Every base of a team, in the order of its code."""
    every = trips(instance)
    return [_of_base(instance, every, n) for n in range(len(every.bases))]


def _of_base(instance: Instance, every: Trips, at: int) -> BaseRoads:
    base = every.bases[at]
    away = np.array([c.code != base for c in instance.communes])
    source, minutes = every.source[at][away], every.minutes[at][away]
    factors = detour_factors(instance, base)
    enough = len(factors) >= CALIBRATED_FROM
    cuts = quantiles(factors, n=4) if enough else []
    classes = [hour_class(m) for m in minutes if not np.isnan(m)]
    return BaseRoads(
        base=base,
        sources={kind: int((source == kind).sum()) for kind in Source},
        hours={kind: classes.count(kind) for kind in HourClass},
        detour=cuts[1] if cuts else instance.travel.detour,
        known=len(factors),
        spread=(cuts[0], cuts[2]) if cuts else None,
        road_factor=road_factor(instance, base),
        road_known=len(road_factors(instance, base)),
    )


__all__ = ["DROPPED", "SINGLE", "BaseRoads", "base_roads", "travel_from_rows", "with_settings"]
