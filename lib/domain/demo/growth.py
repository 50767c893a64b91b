"""How households and ambassadors grow, village by village and month by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.domain.demo.calendar import MONTHS, Habits
from lib.domain.demo.chance import Floats, Ints, Truths, stream

_SEASON = np.array([0.7, 1.3, 1.0, 1.0, 1.0, 1.0, 0.9, 0.8, 0.4, 1.0, 1.0, 1.0, 1.4, 1.4, 1.0, 1.0])
"""From 7/2025: summer campaigns push, the weeks around Tết do not."""

_FORCE_SHARES = np.array([30, 14, 14, 4, 6, 14, 10, 5, 1, 1, 1], dtype=float)
"""Eleven forces in the order of template 02."""
_MOST_AMBASSADORS = 12
_FALL = 0.07


@dataclass(frozen=True)
class Growth:
    """One row a village and one column a month, except ``forces`` with a third axis."""

    reviewed: Ints
    needing: Ints
    guided: Ints
    digital: Ints
    ambassadors: Ints
    forces: Ints
    team_active: Truths


def growth_of(villages: pd.DataFrame, habits: Habits, seed: int) -> Growth:
    """Cumulative figures that never fall, except where a commune counted again."""
    rng = stream(seed, "growth")
    place = villages["place"].to_numpy(dtype=float)
    households = villages["households"].to_numpy(dtype=float)[:, None]
    guided = _guided(rng, villages, habits)
    reviewed = np.maximum.accumulate(
        np.maximum(guided, np.floor(_reviewed_share(place) * households)), axis=1
    ).astype(np.int64)
    needs = np.clip(0.4 + 0.4 * place + rng.normal(0, 0.06, len(place)), 0.1, 0.95)
    digital = guided * np.clip(0.75 - 0.35 * place, 0, 1)[:, None] * _curve(place + 0.3)
    ambassadors = _ambassadors(rng, place)
    starts = rng.integers(0, 4, len(place)) + np.round(12 * place * rng.random(len(place)))
    return Growth(
        reviewed=reviewed,
        needing=np.floor(reviewed * needs[:, None]).astype(np.int64),
        guided=guided,
        digital=np.floor(digital).astype(np.int64),
        ambassadors=ambassadors,
        forces=_forces(rng, ambassadors),
        team_active=np.arange(MONTHS)[None, :] >= starts[:, None],
    )


def _curve(place: Floats, *, lead: float = 0.0) -> Floats:
    """Logistic from 0 before the first month towards 1; remote places start later."""
    middle = (3.5 + 7.5 * place - lead)[:, None]
    width = (2.2 + 0.8 * place)[:, None]
    months = np.arange(-1, MONTHS)[None, :]
    raw = 1 / (1 + np.exp((middle - months) / width))
    risen: Floats = (raw[:, 1:] - raw[:, :1]) / (1 - raw[:, :1])
    return risen


def _reviewed_share(place: Floats) -> Floats:
    share: Floats = np.clip(1.0 - 0.25 * place, 0, 1)[:, None] * _curve(place, lead=3.0)
    return share


def _guided(rng: np.random.Generator, villages: pd.DataFrame, habits: Habits) -> Ints:
    place = villages["place"].to_numpy(dtype=float)
    ceiling = np.clip(0.97 - 0.48 * place + rng.normal(0, 0.06, len(place)), 0.2, 0.99)[:, None]
    steps = np.diff(ceiling * _curve(place), axis=1, prepend=0.0)
    share = np.cumsum(steps * rng.gamma(4, 0.25, steps.shape) * _SEASON, axis=1)
    share = np.minimum(share, ceiling)
    for code, month in habits.corrected:
        mine = (villages["commune_code"] == code).to_numpy()
        step = share[mine, month] - share[mine, month - 1]
        share[mine, month:] -= (step + _FALL * share[mine, month - 1])[:, None]
    households = villages["households"].to_numpy(dtype=float)[:, None]
    whole: Ints = np.floor(share * households).astype(np.int64)
    return whole


def _ambassadors(rng: np.random.Generator, place: Floats) -> Ints:
    """A village finds its first ambassador, then more up to its size; a few find none."""
    count = len(place)
    most = np.minimum(_MOST_AMBASSADORS, 3 + rng.poisson(3.5 - 1.5 * place))
    start = np.round(8 * place * rng.random(count))
    start = np.where((place > 0.7) & (rng.random(count) < 0.15), MONTHS, start)
    pace = rng.uniform(0.3, 1.0, count)
    since = np.arange(MONTHS)[None, :] - start[:, None]
    grown = np.floor(1 + np.maximum(since, 0) * pace[:, None])
    found: Ints = np.where(since < 0, 0, np.minimum(grown, most[:, None])).astype(np.int64)
    return found


def _forces(rng: np.random.Generator, ambassadors: Ints) -> Ints:
    """Ambassadors by force: everybody keeps the force they came from."""
    villages, forces = len(ambassadors), len(_FORCE_SHARES)
    seats = rng.choice(forces, (villages, _MOST_AMBASSADORS), p=_FORCE_SHARES / _FORCE_SHARES.sum())
    one_each = np.eye(forces, dtype=np.int64)[seats]
    among_first = np.concatenate(
        [np.zeros((villages, 1, forces), dtype=np.int64), one_each.cumsum(axis=1)], axis=1
    )
    taken: Ints = among_first[np.arange(villages)[:, None], ambassadors]
    return taken
