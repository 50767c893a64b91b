"""The communes of the demonstration: real names and people, made-up remoteness."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from lib.domain.demo.chance import Floats, Truths, stream
from lib.domain.demo.words import AREA_KINDS, WARD
from lib.domain.places.gazetteer import Commune, Gazetteer

_KM_PER_DEGREE = 111.2
_ROAD_PER_STRAIGHT_KM = 1.6
_OUTSIDE_AREA_III = 9
"""66 of 75 communes are area III from 2026 (QĐ 60/QĐ-BDTTG); which ones was not found."""


def communes_of(gazetteer: Gazetteer, border: Collection[str], seed: int) -> pd.DataFrame:
    """One row a commune, by code.

    Real: ``name``, ``population``, ``lon``, ``lat``, ``ward``, ``border``. Made up:
    ``remoteness`` (0 nearest to 1 farthest, by rank), ``km`` (road to the densest commune),
    ``area_kind``, ``remote``.
    """
    found = sorted(gazetteer.communes.values(), key=lambda c: c.code)
    km = _road_km(found)
    at_border = np.array([c.code in border for c in found])
    remoteness = _remoteness(found, km, at_border, seed=seed)
    outside = np.argsort(np.argsort(remoteness)) < _OUTSIDE_AREA_III
    return pd.DataFrame(
        {
            "name": [c.full_name for c in found],
            "population": [c.population for c in found],
            "lon": [c.lon for c in found],
            "lat": [c.lat for c in found],
            "ward": [c.full_name.startswith(WARD) for c in found],
            "border": at_border,
            "remoteness": remoteness,
            "km": km,
            "area_kind": np.where(outside, AREA_KINDS[0], AREA_KINDS[2]),
            "remote": remoteness > 0.7,
        },
        index=pd.Index([c.code for c in found], name="commune_code"),
    )


def _density(communes: list[Commune]) -> Floats:
    return np.array([c.population / c.area_km2 for c in communes])


def _road_km(communes: list[Commune]) -> Floats:
    """Kilometres to the densest commune, where the province is governed."""
    centre = communes[int(np.argmax(_density(communes)))]
    lon = np.array([c.lon for c in communes]) - centre.lon
    lat = np.array([c.lat for c in communes]) - centre.lat
    straight = _KM_PER_DEGREE * np.hypot(lon * np.cos(np.radians(centre.lat)), lat)
    road: Floats = np.round(straight * _ROAD_PER_STRAIGHT_KM, 1)
    return road


def _remoteness(communes: list[Commune], km: Floats, border: Truths, *, seed: int) -> Floats:
    """Rank by thin settlement, way to the centre and the border, a little shuffled."""
    thin = -np.log(_density(communes))
    score = (thin - thin.mean()) / thin.std() + km / 120 + border * 0.9
    score += stream(seed, "remoteness").normal(0, 0.35, len(communes))
    ranks: Floats = np.argsort(np.argsort(score)) / max(1, len(communes) - 1)
    return ranks
