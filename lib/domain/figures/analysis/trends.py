"""How a figure moved over the periods, and how long the way to its target still is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_PACE_OVER = 3
"""Steps between periods that the present pace is taken from."""


@dataclass(frozen=True)
class Outlook:
    """What is missing to the target, the pace of late, and the periods still needed at it.

    All as people read it, so that whoever divides one by the other agrees.
    """

    gap: float
    pace: float
    periods_needed: int | None
    """``None`` when the pace leads nowhere."""
    since: int
    """Place of the period from which on the pace is taken."""


def outlook(values: Sequence[float | None], target: float, *, digits: int = 1) -> Outlook | None:
    """From values by period, oldest first, and the decimals they are read with; ``None`` where too
    little is known to say anything."""
    known = [(place, v) for place, v in enumerate(_read(values, digits)) if v is not None]
    if len(known) < 2 or known[-1][0] != len(values) - 1:
        return None
    last_place, last = known[-1]
    first_place, first = next(k for k in known if k[0] >= last_place - _PACE_OVER)
    if first_place == last_place:
        first_place, first = known[-2]
    pace = round((last - first) / (last_place - first_place), digits)
    gap = round(target - last, digits)
    needed = 0 if gap <= 0 else math.ceil(gap / pace) if pace > 0 else None
    return Outlook(gap, pace, needed, first_place)


def _read(values: Sequence[float | None], digits: int) -> list[float | None]:
    return [v if v is None else float(round(Decimal(str(v)), digits)) for v in values]
