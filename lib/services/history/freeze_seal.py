"""The seal of a freeze: whether a later programme still shows the very same figures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import pandas as pd

from lib.domain.figures.indicators import Measured, measure
from lib.domain.periods import Period
from lib.files.reference import targets
from lib.maps.boundaries import by_name
from lib.services.caching.answers import Stored
from lib.services.figures.snapshots import priority_flags, snapshot_of
from lib.services.installation import Installation
from lib.store.history.freezes import Freeze

_COLUMNS = ("numerator", "denominator", "value")
_DIGITS = 6
"""Behind these, sums may differ with another database or machine."""

_SEALS = Stored("seals", most=40)


def seal_of(installation: Installation, period: Period) -> str:
    """Digests of all that the period shows, part by part: indicators, targets, flags, names.

    A freeze keeps the rows of the store by its moment; formulas and reference tables come with the
    programme. The digests tell whether a later programme still shows the very same. Each part has
    its own, so that an indicator or target added later breaks no older seal.

    Returns JSON: the name of each part, and the first 16 digits of its SHA-256.
    """
    return json.dumps(
        {name: _digest(told) for name, told in _parts(installation, period)},
        sort_keys=True,
        separators=(",", ":"),
    )


def _parts(installation: Installation, period: Period) -> Iterator[tuple[str, object]]:
    snapshot = snapshot_of(installation, period)
    for code, indicator in installation.indicators.items():
        yield code, _plain(measure(indicator, snapshot))
    for code, t in targets().items():
        yield f"target {code}", [t.value, str(t.due_on), t.basis]
    flags = sorted(priority_flags(installation, period.end).items())
    yield "flags", {code: sorted([f.flag, f.grade, f.basis] for f in some) for code, some in flags}
    yield "communes", {code: c.full_name for code, c in installation.gazetteer.communes.items()}


def _digest(told: object) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def is_unbroken(installation: Installation) -> bool:
    """Whether the frozen period still shows what it showed when it was frozen."""
    freeze = installation.freeze
    if freeze is None or not freeze.seal:
        return True

    if by_name(freeze.boundaries, installation.settings.data_dir) is None:
        return False  # a file of the disk: it may be lost, and found again
    return _SEALS.get(
        installation, lambda: _still_shown(installation, freeze), freeze.code, freeze.as_of
    )


def _still_shown(installation: Installation, freeze: Freeze) -> bool:
    sealed = json.loads(freeze.seal)
    shown = json.loads(seal_of(installation, Period.parse(freeze.period)))
    return all(shown.get(name) == digest for name, digest in sealed.items())


def _plain(measured: Measured) -> list[object]:
    rows = measured.communes[list(_COLUMNS)].astype(object).to_numpy()
    return [_rounded(measured.value), [[_rounded(v) for v in row] for row in rows]]


def _rounded(value: object) -> float | None:
    return None if value is None or pd.isna(value) else round(float(str(value)), _DIGITS)
