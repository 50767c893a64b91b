"""The classes of the map: half-open intervals, so that every value falls into exactly one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from lib.domain.indicators import Better, Form, Measured, Target

_SHARES_OF_TARGET = (0.5, 0.8, 1.0)
"""Far behind, behind, near, reached: shares of the target at which the word changes."""

# Sand to deep teal: one lightness ramp, told apart with every colour vision and in grey print.
RAMP = ("#f6e3b4", "#c3d3a0", "#74b49b", "#2e8488", "#12505b")


@dataclass(frozen=True)
class MapClass:
    """Values from ``low`` (included) to ``high`` (excluded); ``None`` is open."""

    low: float | None
    high: float | None
    colour: str
    word: str = ""
    """Key of a word beside the interval, as "reached"."""

    def holds(self, value: float) -> bool:
        """Whether the value falls into this class."""
        return (self.low is None or value >= self.low) and (self.high is None or value < self.high)


def classes_of(measured: Measured, target: Target | None) -> tuple[MapClass, ...]:
    """Classes for painting, worst first."""
    indicator = measured.indicator
    if indicator.form is Form.COMMUNES:
        return (MapClass(None, 1, RAMP[0], "no"), MapClass(1, None, RAMP[3], "yes"))
    if target and target.value > 0 and indicator.better is Better.HIGHER:
        breaks = [share * target.value for share in _SHARES_OF_TARGET]
        words = ("far_behind", "behind", "near", "reached")
        return _intervals(breaks, (RAMP[0], RAMP[1], RAMP[2], RAMP[4]), words)
    breaks = _rounded_quantiles(measured.communes["value"])
    colours = RAMP[::-1] if indicator.better is Better.LOWER else RAMP
    return _intervals(breaks, colours[: len(breaks) + 1])


def class_index(classes: tuple[MapClass, ...], value: float | None) -> int | None:
    """Which class a value falls into; ``None`` for no report."""
    if value is None or pd.isna(value):
        return None
    return next(i for i, c in enumerate(classes) if c.holds(value))


def _intervals(
    breaks: list[float], colours: tuple[str, ...], words: tuple[str, ...] = ()
) -> tuple[MapClass, ...]:
    edges = [None, *breaks, None]
    named = words or ("",) * len(colours)
    return tuple(
        MapClass(low, high, colour, word)
        for (low, high), colour, word in zip(pairwise(edges), colours, named, strict=True)
    )


def _rounded_quantiles(values: pd.Series, parts: int = 5) -> list[float]:
    """Quantile breaks rounded to two digits, so that a legend can be read aloud."""
    known = values.dropna().astype(float)
    if known.empty:
        return []
    raw = [known.quantile(i / parts) for i in range(1, parts)]
    rounded = sorted({float(f"{value:.2g}") for value in raw})
    return [b for b in rounded if known.min() < b <= known.max()]
