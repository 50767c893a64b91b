"""The classes of the map: half-open intervals, so that every value falls into exactly one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import pandas as pd

from lib.domain.figures.indicators import Better, Form, Measured
from lib.domain.figures.targets import Target

_SHARES_OF_TARGET = (0.5, 0.8, 1.0)
"""Far behind, behind, near, reached: shares of the target at which the word changes."""
_WORDS = ("far_behind", "behind", "near", "reached")
_PARTS = 5
"""Most classes that people can tell apart on a map."""

# Sand to deep teal: one lightness ramp, told apart with every colour vision and in grey print.
# Between white and our ink, one always stands out by 4.5 to 1 from each of them.
RAMP = ("#f6e3b4", "#b5cb96", "#74b49b", "#247579", "#0e4650")
# For figures that are neither good nor bad: lilac to violet, which claims nothing.
NEUTRAL = ("#efe9f5", "#d0c3e3", "#a995cb", "#6f579f", "#44307a")


class Mode(StrEnum):
    """How values are parted into classes."""

    TARGET = "target"
    QUANTILES = "quantiles"
    STEPS = "steps"


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


Classes = tuple[MapClass, ...]


def class_modes(measured: Measured, target: Target | None) -> dict[Mode, Classes]:
    """The ways to part this indicator, the one to begin with first; classes by rising value.

    Deep colours are good: where lower is better the ramp is turned round. Of a gap, which no
    commune has by itself, the classes are whether the commune has priority (1) or not (0).
    """
    indicator = measured.indicator
    if indicator.form is Form.COMMUNES:
        return {Mode.TARGET: (MapClass(None, 1, RAMP[0], "no"), MapClass(1, None, RAMP[3], "yes"))}
    if indicator.form is Form.GAP:
        other, priority = NEUTRAL[0], NEUTRAL[2]
        return {
            Mode.TARGET: (
                MapClass(None, 1, other, "no_priority"), MapClass(1, None, priority, "priority")
            )
        }  # fmt: skip
    modes: dict[Mode, Classes] = {}
    if target and target.value > 0 and indicator.better is Better.HIGHER:
        breaks = [round(share * target.value, 6) for share in _SHARES_OF_TARGET]
        modes[Mode.TARGET] = _intervals(breaks, (RAMP[0], RAMP[1], RAMP[2], RAMP[4]), _WORDS)
    ramp = {Better.HIGHER: RAMP, Better.LOWER: RAMP[::-1], Better.NEITHER: NEUTRAL}
    for mode, breaks_of in ((Mode.QUANTILES, _quantiles), (Mode.STEPS, _equal_steps)):
        breaks = breaks_of(measured.communes["value"])
        modes[mode] = _intervals(breaks, _spread(ramp[indicator.better], len(breaks) + 1))
    return modes


def class_index(classes: Sequence[MapClass], value: float | None) -> int | None:
    """Which class a value falls into; ``None`` for no report.

    Give the value as rounded for reading: nobody should see 80,0 % in a class "below 80 %".
    """
    if value is None or pd.isna(value):
        return None
    return next(i for i, c in enumerate(classes) if c.holds(value))


def _intervals(
    breaks: Sequence[float], colours: Sequence[str], words: Sequence[str] = ()
) -> Classes:
    edges = [None, *breaks, None]
    named = words or ("",) * len(colours)
    return tuple(
        MapClass(low, high, colour, word)
        for (low, high), colour, word in zip(pairwise(edges), colours, named, strict=True)
    )


def _spread(ramp: Sequence[str], count: int) -> tuple[str, ...]:
    """``count`` colours from end to end of the ramp; the middle one for a single class."""
    if count == 1:
        return (ramp[len(ramp) // 2],)
    return tuple(ramp[round(i * (len(ramp) - 1) / (count - 1))] for i in range(count))


def _quantiles(values: pd.Series) -> list[float]:
    """Breaks between equal numbers of communes, two digits each: a legend can be read aloud."""
    known = values.dropna().astype(float)
    if known.empty:
        return []
    raw = known.quantile([i / _PARTS for i in range(1, _PARTS)])
    rounded = sorted({float(f"{value:.2g}") for value in raw})
    return [b for b in rounded if known.min() < b <= known.max()]


def _equal_steps(values: pd.Series) -> list[float]:
    """Breaks one round step apart (1, 2, 2.5 or 5 of a power of ten)."""
    known = values.dropna().astype(float)
    if known.empty or known.min() == known.max():
        return []
    low, high = float(known.min()), float(known.max())
    size = 10.0 ** int(f"{(high - low) / _PARTS:e}".split("e")[1])
    for factor in (1, 2, 2.5, 5, 10, 20):
        step = factor * size
        multiples = range(int(low // step), int(high // step) + 2)
        breaks = [b for n in multiples if low < (b := round(n * step, 9)) <= high]
        if len(breaks) < _PARTS:
            return breaks
    raise AssertionError("a step of twenty sizes leaves at most three breaks")
