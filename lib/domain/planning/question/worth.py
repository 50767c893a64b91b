"""What reaching households in a commune is worth: concave, made of straight pieces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.domain.planning.question.instance import Commune, Rules, Village
from lib.domain.planning.question.weights import weight_of

Floats = NDArray[np.float64]
Piece = tuple[float, float]
"""Households, and what each of them counts."""


@dataclass(frozen=True)
class Worth:
    """Pieces of every commune, padded with empty ones: ``length``, ``slope``, ``start`` (C × J)."""

    length: Floats
    slope: Floats
    start: Floats

    def at(self, communes: NDArray[np.intp], households: Floats) -> Floats:
        """Weighted households for each pair of a commune and the households reached there."""
        total = np.zeros(np.broadcast_shapes(communes.shape, households.shape))
        for j in range(self.length.shape[1]):
            reached = households - self.start[communes, j]
            np.clip(reached, 0.0, self.length[communes, j], out=reached)
            total += reached * self.slope[communes, j]
        return total

    def of(self, households: Floats) -> Floats:
        """The same, one figure for each commune in order."""
        return self.at(np.arange(len(self.length)), households)


def worth(communes: tuple[Commune, ...], rules: Rules, arranged: Mapping[str, int]) -> Worth:
    """The pieces of all communes; ``arranged`` drives have taken the best ones already."""
    pieces = [pieces_of(c, rules, arranged.get(c.code, 0)) for c in communes]
    most = max((len(p) for p in pieces), default=0) or 1
    length, slope = np.zeros((len(pieces), most)), np.zeros((len(pieces), most))
    for n, mine in enumerate(pieces):
        for j, (households, value) in enumerate(mine):
            length[n, j], slope[n, j] = households, value
    start = np.hstack([np.zeros((len(pieces), 1)), np.cumsum(length, axis=1)[:, :-1]])
    return Worth(length, slope, start)


def pieces_of(commune: Commune, rules: Rules, arranged: int = 0) -> list[Piece]:
    """The pieces of one commune, the most valuable first."""
    weight = weight_of(commune, rules)
    curve = _merged(slices(commune.need or 0, rules), villages_pieces(commune.villages))
    return [(length, weight * value) for length, value in without(curve, arranged)]


def slices(need: int, rules: Rules) -> list[Piece]:
    """Whole households of each slice of the need."""
    ends = [round(need * share) for share in np.cumsum([s.share for s in rules.diminishing])]
    lengths = np.diff([0, *ends[:-1], need])
    return [(float(n), s.value) for n, s in zip(lengths, rules.diminishing, strict=True)]


def villages_pieces(villages: Sequence[Village]) -> list[Piece]:
    """What villages add to a household, the weightiest first; one piece for each weight."""
    by_weight: dict[float, int] = {}
    for village in villages:
        by_weight[village.weight] = by_weight.get(village.weight, 0) + village.need
    return [(float(by_weight[w]), w - 1) for w in sorted(by_weight, reverse=True)]


def villages_left(villages: Sequence[Village], arranged: int) -> list[Village]:
    """Villages with households left; drives are taken to have begun with the weightiest."""
    left = []
    for village in sorted(villages, key=lambda v: (-v.weight, -v.need, v.code)):
        done = min(village.need, arranged)
        arranged -= done
        if not done and village.need:
            left.append(village)
        elif village.need > done:
            left.append(village.model_copy(update={"need": village.need - done}))
    return left


def within_visits(left: Sequence[Village], most: int, stays: int) -> int:
    """Households that so many stays guide at most, each in no more than ``most`` villages."""
    return sum(sorted((v.need for v in left), reverse=True)[: most * stays])


def visited(communes: tuple[Commune, ...], rules: Rules, arranged: Mapping[str, int]) -> Floats:
    """The same for 0, 1, 2… stays, communes × stays; no limit where villages are not listed."""
    most = rules.villages_per_stay
    counts = range(1 + max((-(-len(c.villages) // most) for c in communes), default=0))
    limits = np.full((len(communes), len(counts)), np.inf)
    for n, commune in enumerate(communes):
        if commune.villages:
            left = villages_left(commune.villages, arranged.get(commune.code, 0))
            largest = np.cumsum([0, *sorted((v.need for v in left), reverse=True)])
            limits[n] = [largest[min(most * stays, len(left))] for stays in counts]
    return limits


def _merged(one: list[Piece], other: list[Piece]) -> list[Piece]:
    """The sum of two curves: pieces cut at every break of either."""
    ends = sorted({*_ends(one), *_ends(other)})
    starts = [0.0, *ends[:-1]]
    return [
        (end - start, _slope(one, start) + _slope(other, start))
        for start, end in zip(starts, ends, strict=True)
        if end > start
    ]


def _ends(pieces: list[Piece]) -> list[float]:
    return [float(e) for e in np.cumsum([length for length, _ in pieces])]


def _slope(pieces: list[Piece], at: float) -> float:
    for (_, value), end in zip(pieces, _ends(pieces), strict=True):
        if at < end:
            return value
    return 0.0


def without(pieces: list[Piece], taken: float) -> list[Piece]:
    """The curve after the first ``taken`` households."""
    left = []
    for length, value in pieces:
        used = min(length, taken)
        taken -= used
        if length > used:
            left.append((length - used, value))
    return left
