"""What an indicator declares, and how it is measured for communes and for the province."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd

from lib.domain.periods import Cadence
from lib.domain.snapshot import Snapshot

Measure = Callable[[Snapshot], pd.Series]
Wording = Mapping[str, str]
"""One text in every language, by language code. A name belongs to the declaration it names."""


class Form(StrEnum):
    """How commune figures become a provincial one."""

    RATE = "rate"
    """Σ numerator ÷ Σ denominator × 100 over the communes that reported both; in per cent."""
    COMMUNES = "communes"
    """Communes with at least one, ÷ all communes × 100; a commune itself is yes or no."""
    COUNT = "count"
    """Σ over the communes that reported."""


class Better(StrEnum):
    """Which way is progress."""

    HIGHER = "higher"
    LOWER = "lower"


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
    better: Better
    cadence: Cadence
    numerator: Measure
    denominator: Measure | None = None
    measures: tuple[str, ...]
    """Names of the measures used, the numerator's first: they lead to the rows behind a figure."""
    basis: str
    """The duty's source."""

    @property
    def is_percent(self) -> bool:
        """Whether the provincial value is in per cent."""
        return self.form is not Form.COUNT


@dataclass(frozen=True)
class Target:
    """A value to reach, with its date and who set it."""

    value: float
    due_on: date | None
    basis: str


@dataclass(frozen=True, kw_only=True)
class Measured:
    """An indicator in a period.

    ``communes``: one row a commune (index: code, all communes) with ``numerator``,
    ``denominator`` and ``value`` (``Float64``; per cent for rates, 0 or 100 for yes and no).
    """

    indicator: Indicator
    communes: pd.DataFrame
    numerator: float | None
    denominator: float | None
    value: float | None
    """Of the province, in the indicator's unit."""
    reporting: int
    """Communes that reported."""

    @property
    def total(self) -> int:
        """All communes."""
        return len(self.communes)


def measure(indicator: Indicator, snapshot: Snapshot) -> Measured:
    """The indicator for every commune and for the province. Blank stays blank."""
    top = indicator.numerator(snapshot).astype("Float64")
    if indicator.form is Form.COMMUNES:
        return _share_of_communes(indicator, top)
    if indicator.denominator is None:
        return _counted(indicator, top)
    bottom = indicator.denominator(snapshot).astype("Float64")
    both = top.notna() & bottom.notna() & (bottom > 0).fillna(False)
    value = (top / bottom.where(bottom > 0) * 100).where(both)
    communes = pd.DataFrame({"numerator": top, "denominator": bottom, "value": value})
    n, d = (float(s[both].sum()) if both.any() else None for s in (top, bottom))
    return Measured(
        indicator=indicator,
        communes=communes,
        numerator=n,
        denominator=d,
        value=n / d * 100 if n is not None and d else None,
        reporting=int(both.sum()),
    )


def _share_of_communes(indicator: Indicator, top: pd.Series) -> Measured:
    yes = (top >= 1).astype("Float64")
    reported = int(top.notna().sum())
    have = float(yes.sum()) if reported else None
    return Measured(
        indicator=indicator,
        communes=pd.DataFrame({"numerator": top, "denominator": 1.0, "value": yes * 100}),
        numerator=have,
        denominator=float(len(top)),
        value=have / len(top) * 100 if have is not None else None,
        reporting=reported,
    )


def _counted(indicator: Indicator, top: pd.Series) -> Measured:
    total = float(top.sum()) if top.notna().any() else None
    return Measured(
        indicator=indicator,
        communes=pd.DataFrame({"numerator": top, "denominator": pd.NA, "value": top}),
        numerator=total,
        denominator=None,
        value=total,
        reporting=int(top.notna().sum()),
    )
