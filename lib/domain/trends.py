"""How a figure moved over the periods, and how long the way to its target still is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_PACE_OVER = 3
"""Steps between periods that the present pace is taken from."""


@dataclass(frozen=True)
class Outlook:
    """What is missing to the target, the pace of late, and the periods still needed at it."""

    gap: float
    pace: float
    periods_needed: int | None
    """``None`` when the pace leads nowhere."""


def outlook(values: Sequence[float | None], target: float) -> Outlook | None:
    """From values by period, oldest first; ``None`` where too little is known to say anything."""
    known = [(place, v) for place, v in enumerate(values) if v is not None]
    if len(known) < 2 or known[-1][0] != len(values) - 1:
        return None
    last_place, last = known[-1]
    first_place, first = next(k for k in known if k[0] >= last_place - _PACE_OVER)
    if first_place == last_place:
        first_place, first = known[-2]
    pace = (last - first) / (last_place - first_place)
    gap = target - last
    if gap <= 0:
        return Outlook(gap, pace, 0)
    return Outlook(gap, pace, math.ceil(gap / pace) if pace > 0 else None)
