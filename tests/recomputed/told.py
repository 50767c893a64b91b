"""What is found of one commune's figure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Told:
    """One commune's figure: ``state`` in the product's words, the sides, the month of an old one,
    and how many villages it rests on where it is not all."""

    state: str
    value: float | None = None
    top: float | None = None
    bottom: float | None = None
    old_for: str = ""
    part: int | None = None


NOTHING = Told("not_sent")


def rate(top: float | None, bottom: float | None, part: int | None = None) -> Told:
    """One side divided by the other, in per cent."""
    if top is None:
        return NOTHING
    if bottom is None or np.isnan(bottom):
        return Told("no_denominator")
    if bottom == 0:
        return Told("reported", None, top, bottom)
    return Told("reported", top / bottom * 100, top, bottom, part=part)
