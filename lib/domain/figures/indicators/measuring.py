"""How an indicator is measured for communes and for the province, and what state a figure is in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from lib.domain.figures.indicators.base import Form, Indicator
from lib.domain.figures.indicators.states import State, left_blank, with_old
from lib.domain.figures.indicators.units import Counted, counted, floats
from lib.domain.figures.snapshot import Snapshot
from lib.domain.figures.targets import Target
from lib.domain.periods import Period

FEWEST_TOLD = 5
"""Counts of vulnerable people below this are not told commune by commune, nor added to a sum: what
is left after taking away the others would tell them, and so would a sum from before they came."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """An indicator in a period.

    ``communes``: one row a commune (index: code, all communes).
    ``numerator``, ``denominator``, ``value`` (``Float64``; per cent for rates, 0 or 100 for yes
    and no) are of this period's own reports; ``value`` is missing in every other state.
    ``state``: a ``State``. Of an old figure ``old``, ``old_numerator`` and ``old_denominator``
    (``Float64``) and ``old_for``, its period as text, else "". ``lacking``: the template that has
    the missing denominator, else "". ``blank``: the sheet that tells it came for this period, with
    nothing in its place. ``part`` and ``whole`` (``Float64``): the figure, new or old, rests on so
    many of so many villages; missing where it rests on all. ``withheld``: a small count of
    vulnerable people that is known but not told. ``applies``: False where the figure has no
    meaning, for there is nothing to divide by or it is of the province alone.
    """

    indicator: Indicator
    communes: pd.DataFrame
    numerator: float | None
    denominator: float | None
    """Of the province; of a gap the two shares, in per cent."""
    value: float | None
    """Of the province, in the indicator's unit; without what is withheld."""
    reporting: int
    """Communes that reported, also those whose figure is withheld."""
    quarter: Period | None = None
    """The quarter whose figures these are, of an indicator that is reported for quarters."""
    target: Target | None = None
    """The target in force in the period."""
    priority: frozenset[str] = frozenset()
    """The communes in whose favour a gap is reckoned; empty for other forms."""

    @property
    def total(self) -> int:
        """All communes."""
        return len(self.communes)

    @cached_property
    def held_back(self) -> int:
        """Communes whose figure is withheld, and not in the province's."""
        return int(self.communes["withheld"].sum())

    @cached_property
    def in_part(self) -> int:
        """Communes in the province's figure of which only a part of the villages reported."""
        known = self.communes["state"] == State.REPORTED
        return int((self.communes["part"].notna() & known).sum())

    @property
    def silent(self) -> pd.Series:
        """Which communes sent nothing of it for the period."""
        told = self.communes["state"].isin([State.REPORTED, State.NO_DENOMINATOR])
        return ~(told | self.communes["blank"])

    @property
    def whole(self) -> pd.Series:
        """The value of each commune that told it for all its villages; a part is neither ranked nor
        judged, and nothing is said of how it moved."""
        return self.communes["value"].where(self.communes["part"].isna())

    @property
    def unjudged(self) -> bool:
        """Whether it has no meaning in the period, since no due day is set to judge it by."""
        return self.indicator.by_due_day and (self.target is None or self.target.due_on is None)

    @property
    def commune_target(self) -> Target | None:
        """The target that a single commune can be held against; a sum's is the province's."""
        return None if self.indicator.form is Form.COUNT else self.target

    def comparable(self, before: Measured | None) -> Measured | None:
        """``before`` where a change can be told: not for one quarter seen from two months."""
        if before is None or (self.quarter is not None and self.quarter == before.quarter):
            return None
        return before


def measure(indicator: Indicator, snapshot: Snapshot) -> Measured:
    """The indicator for every commune and for the province. Blank stays blank.

    Kept with the snapshot, so each is worked out once: never change it.
    """
    found: Measured | None = snapshot.measured.get(indicator.code)
    if found is None or found.indicator is not indicator:
        found = _now(indicator, snapshot)
        if not found.unjudged:
            old = with_old(
                indicator,
                snapshot,
                found.communes,
                figures=lambda one, then: _now(one, then).communes,
            )
            found = replace(found, communes=old)
        snapshot.measured[indicator.code] = found
    return found


def _now(indicator: Indicator, snapshot: Snapshot) -> Measured:
    """From the period's own reports alone."""
    key = f"now {indicator.code}"
    found: Measured | None = snapshot.measured.get(key)
    if found is None or found.indicator is not indicator:
        made = _measured(indicator, snapshot)
        found = replace(
            made,
            communes=made.communes.assign(blank=left_blank(indicator, snapshot, made.communes)),
            quarter=snapshot.quarter if indicator.by_quarter else None,
            target=snapshot.targets.get(indicator.code),
        )
        if found.unjudged:
            found = replace(found, communes=found.communes.assign(applies=False))
        snapshot.measured[key] = found
    return found


def _measured(indicator: Indicator, snapshot: Snapshot) -> Measured:
    figures = counted(indicator, snapshot)
    if indicator.form is Form.COMMUNES:
        return _share_of_communes(indicator, figures)
    if indicator.denominator is None:
        return _sum(indicator, figures)
    if indicator.form is Form.GAP:
        return _gap(indicator, figures, snapshot.priority)
    return _divided(indicator, figures)


def gap_between(
    top: pd.Series, bottom: pd.Series, priority: Collection[str]
) -> tuple[float, float] | None:
    """The priority communes' shares of both sums, in per cent, over communes with both figures.

    ``None`` where there is no sum to share, or where all or none of the communes have priority.
    """
    both = top.notna() & bottom.notna()
    inside = both & top.index.isin(list(priority))
    whole = float(top[both].sum()), float(bottom[both].sum())
    if not inside.any() or inside.sum() == both.sum() or min(whole) <= 0:
        return None
    return (
        float(top[inside].sum()) / whole[0] * 100,
        float(bottom[inside].sum()) / whole[1] * 100,
    )


def _gap(indicator: Indicator, figures: Counted, priority: frozenset[str]) -> Measured:
    shares = gap_between(figures.top, figures.bottom, priority)
    nothing = pd.Series(pd.NA, index=figures.top.index, dtype="Float64")
    told = _told(indicator, figures, denominator=figures.bottom, value=nothing)
    both = figures.top.notna() & figures.bottom.notna()
    return Measured(
        indicator=indicator,
        communes=told.assign(applies=False),
        numerator=shares[0] if shares else None,
        denominator=shares[1] if shares else None,
        value=shares[0] - shares[1] if shares else None,
        reporting=int(both.sum()),
        priority=priority,
    )


def _divided(indicator: Indicator, figures: Counted) -> Measured:
    top, bottom = figures.top, figures.bottom
    both = top.notna() & bottom.notna() & (bottom > 0).fillna(False)
    value = (top / bottom.where(bottom > 0) * 100).where(both)
    told = _told(indicator, figures, denominator=bottom, value=value)
    counts = both & ~told["withheld"]
    whole = counts | told["denominator"].notna() if indicator.of_all else counts
    n = float(top[counts].sum()) if counts.any() else None
    d = float(bottom[whole].sum()) if counts.any() else None
    return Measured(
        indicator=indicator,
        communes=told,
        numerator=n,
        denominator=d,
        value=n / d * 100 if n is not None and d else None,
        reporting=int(both.sum()),
    )


def _share_of_communes(indicator: Indicator, figures: Counted) -> Measured:
    top = figures.top
    yes = (top >= 1).astype("Float64")
    reported = int(top.notna().sum())
    have = float(yes.sum()) if reported else None
    one = pd.Series(1.0, index=top.index, dtype="Float64")
    return Measured(
        indicator=indicator,
        communes=_told(indicator, figures, denominator=one, value=yes * 100),
        numerator=have,
        denominator=float(len(top)),
        value=have / len(top) * 100 if have is not None else None,
        reporting=reported,
    )


def _sum(indicator: Indicator, figures: Counted) -> Measured:
    top = figures.top
    nothing = pd.Series(pd.NA, index=top.index, dtype="Float64")
    told = _told(indicator, figures, denominator=nothing, value=top)
    total = float(told["value"].sum()) if told["value"].notna().any() else None
    return Measured(
        indicator=indicator,
        communes=told,
        numerator=total,
        denominator=None,
        value=total,
        reporting=int(top.notna().sum()),
    )


def _told(
    indicator: Indicator, figures: Counted, *, denominator: pd.Series, value: pd.Series
) -> pd.DataFrame:
    """The commune table, with small counts of vulnerable people withheld."""
    tops, bottoms, values = (floats(s) for s in (figures.top, denominator, value))
    withheld = indicator.sensitive & (tops > 0) & (tops < FEWEST_TOLD)
    empty = np.isnan(values) & (bottoms == 0)
    known = ~np.isnan(values) | empty
    if indicator.form is Form.GAP:
        known = ~np.isnan(tops) & ~np.isnan(bottoms)
    lacks = ~known & (figures.lacking != "")
    state = np.where(known, State.REPORTED, np.where(lacks, State.NO_DENOMINATOR, State.NOT_SENT))
    blank = np.full(len(tops), np.nan)
    numbers = {
        "numerator": np.where(withheld, np.nan, tops),
        "denominator": np.where(withheld, np.nan, bottoms),
        "value": np.where(withheld, np.nan, values),
        "part": np.where(known, figures.part, np.nan),
        "whole": np.where(known, figures.whole, np.nan),
        "old": blank,
        "old_numerator": blank,
        "old_denominator": blank,
    }
    others = {
        "withheld": withheld,
        "applies": ~empty,
        "state": state.astype(object),
        "lacking": np.where(lacks, figures.lacking, ""),
        "old_for": np.full(len(tops), "", dtype=object),
    }
    columns = {name: pd.array(column, dtype="Float64") for name, column in numbers.items()}
    return pd.DataFrame(columns | others, index=figures.top.index)
