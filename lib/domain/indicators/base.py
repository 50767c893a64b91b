"""What an indicator declares, and how it is measured for communes and for the province."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import pandas as pd

from lib.domain.periods import Cadence, Period
from lib.domain.quantities import MixedQuantities, Quantity, must_match
from lib.domain.snapshot import Snapshot
from lib.domain.targets import Target

Wording = Mapping[str, str]
"""One text in every language, by language code. A name belongs to the declaration it names."""

FEWEST_TOLD = 5
"""Counts of vulnerable people below this are not told commune by commune, nor added to a sum: what
is left after taking away the others would tell them, and so would a sum from before they came."""


class Form(StrEnum):
    """How commune figures become a provincial one."""

    RATE = "rate"
    """Σ numerator ÷ Σ denominator × 100 over the communes that reported both; in per cent."""
    PER_HUNDRED = "per_hundred"
    """Σ numerator ÷ Σ denominator × 100 of two different things, as people for 100 households."""
    COMMUNES = "communes"
    """Communes with at least one, ÷ all communes × 100; a commune itself is yes or no."""
    COUNT = "count"
    """Σ over the communes that reported."""
    GAP = "gap"
    """Share of Σ numerator that lies in the priority communes − share of Σ denominator that lies
    there, in percentage points, over the communes that reported both; of the province and of
    groups only: a commune by itself has no share."""


class Better(StrEnum):
    """Which way is progress."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A figure the programme is judged by."""

    code: str
    name: Wording
    gloss: Wording
    formula: Wording
    unit: Wording
    """Unit of a commune's value."""
    form: Form
    better: Better = Better.HIGHER
    cadence: Cadence = Cadence.MONTHLY
    by_quarter: bool = False
    """Whether it is reported for quarters: a month shows the last quarter that has ended."""
    numerator: Quantity
    denominator: Quantity | None = None
    of_all: bool = False
    """Whether the denominator counts those who did not report, too: a measure of completeness."""
    basis: str
    """The duty's source."""
    headline: bool = False
    """Whether it stands among the few figures that every overview shows."""
    sensitive: bool = False
    """Whether it counts vulnerable people: small commune figures are withheld."""
    hidden_until: str = ""
    """The setting that must be made before the figure has a meaning; "" for none."""
    by_due_day: bool = False
    """Whether it is judged by its target's due day: without one it has no meaning."""
    nothing: Wording = field(default_factory=dict)
    """What is said of a commune where the figure has no meaning; {} for the usual words."""

    def __post_init__(self) -> None:
        """Refuses a share of two different things, as lượt of người or a flow of a stock."""
        if self.form is Form.RATE:
            if self.denominator is None:
                raise MixedQuantities(self.code)
            must_match(self.numerator, self.denominator)
        if self.form is Form.GAP and self.denominator is None:
            raise MixedQuantities(self.code)

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures used: they lead to the rows behind a figure."""
        return self.numerator.measures + (self.denominator.measures if self.denominator else ())

    @property
    def is_percent(self) -> bool:
        """Whether the provincial value is in per cent."""
        return self.form in (Form.RATE, Form.COMMUNES)

    @property
    def digits(self) -> int:
        """Decimals people read: one for shares and ratios, none for counts."""
        return 0 if self.form is Form.COUNT else 1


@dataclass(frozen=True, kw_only=True)
class Measured:
    """An indicator in a period.

    ``communes``: one row a commune (index: code, all communes) with ``numerator``,
    ``denominator`` and ``value`` (``Float64``; per cent for rates, 0 or 100 for yes and no),
    ``withheld`` (a small count of vulnerable people that is known but not told) and ``applies``
    (False where the figure has no meaning: nothing to divide by, or of the province alone).
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

    @property
    def held_back(self) -> int:
        """Communes whose figure is withheld, and not in the province's."""
        return int(self.communes["withheld"].sum())

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
        quarter = snapshot.quarter if indicator.by_quarter else None
        found = replace(
            _measured(indicator, snapshot),
            quarter=quarter,
            target=snapshot.targets.get(indicator.code),
        )
        if found.unjudged:
            found = replace(found, communes=found.communes.assign(applies=False))
        snapshot.measured[indicator.code] = found
    return found


def _measured(indicator: Indicator, snapshot: Snapshot) -> Measured:
    top = indicator.numerator.of(snapshot).astype("Float64")
    if indicator.form is Form.COMMUNES:
        return _share_of_communes(indicator, top)
    if indicator.denominator is None:
        return _counted(indicator, top)
    bottom = indicator.denominator.of(snapshot).astype("Float64")
    if indicator.form is Form.GAP:
        return _gap(indicator, top, bottom, snapshot.priority)
    return _divided(indicator, top, bottom)


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


def _gap(
    indicator: Indicator, top: pd.Series, bottom: pd.Series, priority: frozenset[str]
) -> Measured:
    shares = gap_between(top, bottom, priority)
    nothing = pd.Series(pd.NA, index=top.index, dtype="Float64")
    told = _told(indicator, numerator=top, denominator=bottom, value=nothing)
    return Measured(
        indicator=indicator,
        communes=told.assign(applies=False),
        numerator=shares[0] if shares else None,
        denominator=shares[1] if shares else None,
        value=shares[0] - shares[1] if shares else None,
        reporting=int((top.notna() & bottom.notna()).sum()),
        priority=priority,
    )


def _divided(indicator: Indicator, top: pd.Series, bottom: pd.Series) -> Measured:
    both = top.notna() & bottom.notna() & (bottom > 0).fillna(False)
    value = (top / bottom.where(bottom > 0) * 100).where(both)
    told = _told(indicator, numerator=top, denominator=bottom, value=value)
    counted = both & ~told["withheld"]
    whole = counted | told["denominator"].notna() if indicator.of_all else counted
    n = float(top[counted].sum()) if counted.any() else None
    d = float(bottom[whole].sum()) if counted.any() else None
    return Measured(
        indicator=indicator,
        communes=told,
        numerator=n,
        denominator=d,
        value=n / d * 100 if n is not None and d else None,
        reporting=int(both.sum()),
    )


def _share_of_communes(indicator: Indicator, top: pd.Series) -> Measured:
    yes = (top >= 1).astype("Float64")
    reported = int(top.notna().sum())
    have = float(yes.sum()) if reported else None
    one = pd.Series(1.0, index=top.index, dtype="Float64")
    return Measured(
        indicator=indicator,
        communes=_told(indicator, numerator=top, denominator=one, value=yes * 100),
        numerator=have,
        denominator=float(len(top)),
        value=have / len(top) * 100 if have is not None else None,
        reporting=reported,
    )


def _counted(indicator: Indicator, top: pd.Series) -> Measured:
    nothing = pd.Series(pd.NA, index=top.index, dtype="Float64")
    told = _told(indicator, numerator=top, denominator=nothing, value=top)
    total = float(told["value"].sum()) if told["value"].notna().any() else None
    return Measured(
        indicator=indicator,
        communes=told,
        numerator=total,
        denominator=None,
        value=total,
        reporting=int(top.notna().sum()),
    )


def _told(indicator: Indicator, **columns: pd.Series) -> pd.DataFrame:
    """The commune table, with small counts of vulnerable people withheld."""
    table = pd.DataFrame(columns)
    counts = table["numerator"].fillna(0).astype(float)
    withheld = (counts > 0) & (counts < FEWEST_TOLD) & indicator.sensitive
    empty = table["value"].isna() & (table["denominator"] == 0).fillna(False).astype(bool)
    return table.mask(withheld, pd.NA).assign(withheld=withheld, applies=~empty)
