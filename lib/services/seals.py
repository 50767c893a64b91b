"""The seal of a freeze: whether a later programme still shows the very same figures."""

from __future__ import annotations

import hashlib
import json

import pandas as pd

from lib.domain.indicators import INDICATORS, Measured, measure
from lib.domain.periods import Period
from lib.files.reference import targets
from lib.maps.boundaries import by_name
from lib.services.house import House
from lib.services.overview import priority_flags, snapshot_of

_COLUMNS = ("numerator", "denominator", "value")
_DIGITS = 6
"""Behind these, sums may differ with another database or machine."""


def seal_of(house: House, period: Period) -> str:
    """Digest of everything that the period shows: every indicator, targets, flags, names.

    A freeze keeps the rows of the store by its moment; formulas and reference tables come with the
    programme. The digest tells whether a later programme still shows the very same.
    """
    snapshot = snapshot_of(house, period)
    told = {
        "figures": {code: _plain(measure(i, snapshot)) for code, i in INDICATORS.items()},
        "targets": {code: [t.value, str(t.due_on), t.basis] for code, t in targets().items()},
        "flags": {
            code: sorted([f.flag, f.grade, f.basis] for f in flags)
            for code, flags in sorted(priority_flags(house, period.end).items())
        },
        "communes": {code: c.full_name for code, c in house.gazetteer.communes.items()},
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def is_unbroken(house: House) -> bool:
    """Whether the frozen period still shows what it showed when it was frozen."""
    freeze = house.freeze
    if freeze is None or not freeze.seal:
        return True

    def ask() -> bool:
        outlines_there = by_name(freeze.boundaries, house.settings.data_dir) is not None
        return outlines_there and seal_of(house, Period.parse(freeze.period)) == freeze.seal

    return house.kept.get(("seal", freeze.code), ask)


def _plain(measured: Measured) -> list[object]:
    rows = measured.communes[list(_COLUMNS)].astype(object).to_numpy()
    return [_rounded(measured.value), [[_rounded(v) for v in row] for row in rows]]


def _rounded(value: object) -> float | None:
    return None if value is None or pd.isna(value) else round(float(str(value)), _DIGITS)
