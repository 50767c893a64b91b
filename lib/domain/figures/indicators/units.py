"""What an indicator adds up for each commune: over all its villages, or over those that reported.

The two sides of a figure are always of the same villages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.domain.figures.indicators.base import Form, Indicator
from lib.domain.figures.snapshot import FROM_REGISTER, REGISTER, Snapshot, VillageRows
from lib.domain.quantities import Quantity

Numbers = NDArray[np.float64]
Texts = NDArray[Any]


@dataclass(frozen=True)
class Counted:
    """Numerator and denominator (``Float64``, by commune code), and what stands behind them.

    By place in that index: ``lacking``, the template of what is missing beside a numerator that
    was reported, else ""; ``part`` of ``whole`` villages are counted, both missing where all are.
    """

    top: pd.Series
    bottom: pd.Series
    lacking: Texts
    part: Numbers
    whole: Numbers


def floats(series: pd.Series) -> Numbers:
    """The numbers of a series, missing ones as NaN."""
    numbers: Numbers = series.to_numpy(dtype=float, na_value=np.nan)
    return numbers


def counted(indicator: Indicator, snapshot: Snapshot) -> Counted:
    """The sides of the indicator in the period."""
    top = indicator.numerator.of(snapshot).astype("Float64")
    blank = pd.Series(pd.NA, index=top.index, dtype="Float64")
    bottom = indicator.denominator.of(snapshot) if indicator.denominator else blank
    nothing = np.full(len(top), np.nan)
    lacking = _lacking(indicator, snapshot)
    found = Counted(top, bottom.astype("Float64"), lacking, nothing, nothing)
    if indicator.of_the_report or snapshot.villages is None:
        return found
    return _same_villages(indicator, snapshot, found)


def _sides(indicator: Indicator) -> list[Quantity]:
    return [q for q in (indicator.numerator, indicator.denominator) if q is not None]


def _lacking(indicator: Indicator, snapshot: Snapshot) -> Texts:
    """Where something reported cannot be held against anything: the template that has not come."""
    names = [name for side in _sides(indicator) for name in side.read]
    told = [n for n in indicator.numerator.read if n not in FROM_REGISTER]
    lacking = np.full(len(snapshot.measures), "", dtype=object)
    if not told or told == names:
        return lacking
    reported = np.all([snapshot[n].notna().to_numpy() for n in told], axis=0)
    own = snapshot.origins[told[0]].to_numpy() if told[0] in snapshot.origins else lacking
    for name in names:
        missing = reported & snapshot[name].isna().to_numpy() & (lacking == "")
        lacking[missing] = REGISTER if name in FROM_REGISTER else own[missing]
    return lacking


def _same_villages(indicator: Indicator, snapshot: Snapshot, found: Counted) -> Counted:
    """Where only a part of the villages told a figure: the commune's own sheet, or that part."""
    rows = snapshot.villages
    assert rows is not None  # noqa: S101 - asked before
    sides = [side for side in _sides(indicator) if all(name in rows for name in side.read)]
    if len(sides) < len(_sides(indicator)) and not (sides and indicator.form is Form.GAP):
        return _marked(indicator, rows, found)
    known = np.all([side.of(rows).notna().to_numpy() for side in sides], axis=0)
    counts = _per_commune(pd.Series(known.astype(float), index=rows.communes.index), rows, found)
    few = _few(counts, rows, found)
    if not few.any():
        return found
    whole_sheet = [_of_summary(side, snapshot) for side in sides]
    sheet = few & ~np.any([np.isnan(s) for s in whole_sheet], axis=0)
    part = few & ~sheet
    made = []
    for side, said in zip(sides, whole_sheet, strict=True):
        sums = _per_commune(side.of(rows).where(known), rows, found)
        made.append(np.where(sheet, said, np.where(part, sums, np.nan)))
    found = _placed(found, sides, made, few=few, indicator=indicator)
    return replace(
        found,
        lacking=np.where(few, "", found.lacking),
        part=np.where(part, counts, np.nan),
        whole=np.where(part, _registered(rows, found), np.nan),
    )


def _placed(
    found: Counted,
    sides: Sequence[Quantity],
    made: Sequence[Numbers],
    *,
    few: NDArray[np.bool_],
    indicator: Indicator,
) -> Counted:
    for side, numbers in zip(sides, made, strict=True):
        name = "top" if side is indicator.numerator else "bottom"
        mixed = np.where(few, numbers, floats(getattr(found, name)))
        series = pd.Series(pd.array(mixed, dtype="Float64"), index=found.top.index)
        found = replace(found, **{name: series})
    return found


def _marked(indicator: Indicator, rows: VillageRows, found: Counted) -> Counted:
    """A sum since the start is of all villages; where only some added to it now, it is told."""
    measures = [m for m in indicator.numerator.measures if m in rows]
    if not measures:
        return found
    told = rows[measures[0]].notna().astype(float)
    counts = _per_commune(told, rows, found)
    few = _few(counts, rows, found)
    return replace(
        found,
        part=np.where(few, counts, np.nan),
        whole=np.where(few, _registered(rows, found), np.nan),
    )


def _few(counts: Numbers, rows: VillageRows, found: Counted) -> NDArray[np.bool_]:
    return (counts > 0) & (counts < _registered(rows, found))


def _registered(rows: VillageRows, found: Counted) -> Numbers:
    return floats(rows.registered.reindex(found.top.index))


def _per_commune(figures: pd.Series, rows: VillageRows, found: Counted) -> Numbers:
    sums = figures.groupby(rows.communes.to_numpy()).sum(min_count=1)
    return floats(sums.reindex(found.top.index))


def _of_summary(side: Quantity, snapshot: Snapshot) -> Numbers:
    if snapshot.summary is None:
        return np.full(len(snapshot.measures), np.nan)
    return floats(side.of(snapshot.summary))
