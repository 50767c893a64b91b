"""The villages of the demonstration: made-up names, households and conditions."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from lib.domain.demo.chance import Floats, between, pick, shares_of, stream
from lib.domain.demo.words import (
    BASIS,
    HAMLET,
    MONG_FIRST,
    MONG_SECOND,
    QUARTER,
    THAI_FIRST,
    THAI_SECOND,
    WARD_GROUP,
)
from lib.domain.templates import TEMPLATES

VILLAGES = 2250
"""Villages of the province before the merger of villages, as inferred from published counts."""

_PEOPLE_PER_HOUSEHOLD = 4.4
_LEAST_VILLAGES = 3
_SIGNALS = TEMPLATES["01_danh_muc_thon_ban"].by_key["signal"].choices
_SIGNAL_NEAR = (0.80, 0.12, 0.06, 0.0, 0.02, 0.0)
_SIGNAL_FAR = (0.45, 0.0, 0.20, 0.10, 0.20, 0.05)
_POOL = tuple(
    f"{a} {b}"
    for first, second in ((THAI_FIRST, THAI_SECOND), (MONG_FIRST, MONG_SECOND))
    for a in first
    for b in second
)
_THAI_NAMES = len(THAI_FIRST) * len(THAI_SECOND)


def villages_of(communes: pd.DataFrame, seed: int, *, count: int = VILLAGES) -> pd.DataFrame:
    """One row a village, with the columns of template 01 and ``place``, its remoteness.

    The people of a commune's villages add up to its published population.
    """
    rng = stream(seed, "villages")
    people = communes["population"].to_numpy(dtype=float)
    each = shares_of(count, people**0.85, least=_LEAST_VILLAGES)
    parts = [
        _of_commune(rng, code, row, count=int(n))
        for (code, row), n in zip(communes.iterrows(), each, strict=True)
    ]
    return _with_conditions(rng, pd.concat(parts, ignore_index=True))


def _of_commune(
    rng: np.random.Generator, code: str, commune: pd.Series, *, count: int
) -> pd.DataFrame:
    weights = rng.lognormal(0, 0.45, count)
    names = _names(rng, commune, count)
    return pd.DataFrame(
        {
            "commune_code": code,
            "commune_name": commune["name"],
            "village_code": [f"{code}-{n:03d}" for n in range(1, count + 1)],
            "village_name": [name for _, name in names],
            "village_kind": [kind for kind, _ in names],
            "people": shares_of(int(commune["population"]), weights, least=20),
            "place": np.clip(commune["remoteness"] + rng.normal(0, 0.12, count), 0, 1),
        }
    )


def _names(rng: np.random.Generator, commune: pd.Series, count: int) -> list[tuple[str, str]]:
    """Kind and name of each village, no name twice in a commune."""
    remoteness = float(commune["remoteness"])
    kind = WARD_GROUP if commune["ward"] else QUARTER
    share = 0.55 if commune["ward"] else max(0.0, 0.3 - 0.6 * remoteness)
    numbered = round(count * share)
    mong = np.arange(len(_POOL)) >= _THAI_NAMES
    weights = np.where(mong, 8 * remoteness**2, 1.0) + 0.01
    drawn = rng.choice(len(_POOL), count - numbered, replace=False, p=weights / weights.sum())
    return [
        *((kind, f"{kind.capitalize()} {n}") for n in range(1, numbered + 1)),
        *((HAMLET, f"{HAMLET.capitalize()} {_POOL[i]}") for i in drawn),
    ]


def _with_conditions(rng: np.random.Generator, villages: pd.DataFrame) -> pd.DataFrame:
    place = villages["place"].to_numpy(dtype=float)
    people = villages["people"].to_numpy(dtype=float)
    size = _PEOPLE_PER_HOUSEHOLD * (0.92 + 0.15 * place) * rng.normal(1, 0.05, len(villages))
    households = np.maximum(5, np.round(people / size)).astype(np.int64)
    signals = pick(rng, between(_SIGNAL_NEAR, _SIGNAL_FAR, place))
    return villages.assign(
        households=households,
        adults=np.floor(people * rng.uniform(0.60, 0.68, len(villages))).astype(np.int64),
        poor_households=rng.binomial(households, _poverty(place)),
        minority_households=rng.binomial(households, np.clip(0.55 + 0.44 * place, 0, 0.99)),
        special_difficulty=(place > 0.45) & (rng.random(len(place)) < place),
        signal=[_SIGNALS[i] for i in signals],
        grid=rng.random(len(place)) > 0.06 * place,
        km_to_seat=np.round(rng.gamma(2.0, 1.5 + 4 * place), 1),
    )


def _poverty(place: Floats) -> Floats:
    return 0.06 + 0.34 * place


def register_sheet(villages: pd.DataFrame, counted_on: date, seed: int) -> pd.DataFrame:
    """Template 01 as counted on a day; from year to year some villages gain households."""
    rng = stream(seed, f"register {counted_on.year}")
    gained = rng.poisson(0.6, len(villages)) * max(0, counted_on.year - 2025)
    return villages.assign(
        households=villages["households"] + gained, counted_on=counted_on, basis=BASIS
    )
