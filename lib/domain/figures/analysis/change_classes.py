"""The classes of a change on the map: around nought, the better way and the worse."""

from __future__ import annotations

import math

import pandas as pd

from lib.domain.figures.analysis.change import Change, digits_of
from lib.domain.figures.analysis.classes import Classes, MapClass
from lib.domain.figures.indicators import Better

_FELL, _ROSE = ("fell_far", "fell", "fell_little"), ("rose_little", "rose", "rose_far")
_SPREAD = 0.8
"""Of all communes, this many should lie within the outermost edges."""
# Ochre for the wrong way, teal for the right one, paper in between: told apart with every
# colour vision; both ends darken, so that grey print still parts them from the middle.
_WRONG, _SAME, _RIGHT = (
    ("#8c510a", "#cf9f4e", "#f0d9a4"),
    "#efeadc",
    ("#b9dfd8", "#5ab4ac", "#01665e"),
)


# For what is neither good nor bad: amber and violet claim nothing.
_LESS, _MORE = ("#8a4f0c", "#d9a55c", "#f2dcb8"), ("#cfc8e4", "#9a8cc4", "#54368c")


def change_classes(change: Change) -> Classes:
    """Half-open classes about a middle of "hardly changed", deep teal for progress.

    A side that few communes went to has fewer classes; both sides always have one.
    """
    down, up = _colours(change.indicator.better)
    if change.indicator.yes_no:
        passed = (down[1], _SAME, up[1])
        return tuple(map(MapClass, (None, 0, 1), (0, 1, None), passed, ("lost", "same", "gained")))
    unit = 10.0 ** -digits_of(change.indicator)
    near, *far = _edges(change.communes["change"], unit)
    # With the smallest band, "from -0.1 to below 0.1" would call one loss nothing, not one gain.
    shift = unit if near <= unit else 0.0
    known = change.communes["change"].dropna().astype(float)
    ups = [near, *(e for e in far if (known >= e).any())]
    downs = [-near + shift, *(shift - e for e in far if (known < shift - e).any())][::-1]
    lows = [None, *(round(e, 6) for e in (*downs, *ups))]
    colours = (*_spread(down, len(downs)), _SAME, *_spread(up, len(ups)))
    words = (*_spread(_FELL, len(downs)), "steady", *_spread(_ROSE, len(ups)))
    return tuple(map(MapClass, lows, [*lows[1:], None], colours, words))


def _colours(better: Better) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of falling and of rising, from low to high."""
    if better is Better.NEITHER:
        return _LESS, _MORE
    return (_WRONG, _RIGHT) if better is Better.HIGHER else (_RIGHT[::-1], _WRONG[::-1])


def _spread(three: tuple[str, ...], count: int) -> tuple[str, ...]:
    """One of three is the middle one; two are the ends."""
    return {1: three[1:2], 2: three[::2], 3: three}[count]


def _edges(changes: pd.Series, unit: float) -> tuple[float, float, float]:
    """Where "hardly changed" ends, and the two round edges beyond."""
    known = changes.dropna().abs().astype(float)
    wanted = float(known.quantile(_SPREAD)) / 2 if len(known) else 0.0
    step = max(_round_down(wanted), 2 * unit)
    return max(_round_down(step / 5), unit), step, 2 * step


def _round_down(value: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is not above ``value``; 0 below 0.01."""
    if value < 0.01:
        return 0.0
    size = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return float(max(f * size for f in (1, 2, 5) if f * size <= value * (1 + 1e-9)))
