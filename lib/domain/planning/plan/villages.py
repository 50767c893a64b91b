"""The second level: which villages each stay visits, once its commune is known.

The first level counted a commune's households as if its stays could share out the largest villages
at will; here each visits its own. What that costs is the ``loss``, and it lowers the plan's value,
never the bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lib.domain.planning.plan.plan import VillageVisit
from lib.domain.planning.question.instance import Commune, Rules, Village
from lib.domain.planning.question.weights import weight_of
from lib.domain.planning.question.worth import (
    Piece,
    slices,
    villages_left,
    villages_pieces,
    within_visits,
    without,
)
from lib.domain.planning.solver.model import Columns, Rows, assembled, solver_of

_SECONDS = 1.0
_NOISE = 1e-6
Visits = list[dict[str, int]]
"""Households by village code, one entry a stay."""


@dataclass(frozen=True)
class Split:
    """The visits of every stay in one commune, and what they fall short of the first level."""

    visits: tuple[tuple[VillageVisit, ...], ...]
    loss: float


def split(commune: Commune, rules: Rules, reach: Sequence[int], *, arranged: int = 0) -> Split:
    """Divides the villages of a commune among stays that reach so many households each."""
    villages = villages_left(commune.villages, arranged)
    most = rules.villages_per_stay
    curve = without(slices(commune.need or 0, rules), arranged)
    total = min(sum(reach), within_visits(villages, most, len(reach)))
    ceiling = _along(curve, total) + _along(villages_pieces(villages), total)
    found = _by_weight(villages, reach, most)
    if ceiling - _worth(found, villages, curve) > _NOISE:
        exact = _exact(villages, reach, most, curve=curve)
        found = max(found, exact, key=lambda v: _worth(v, villages, curve))
    loss = max(0.0, ceiling - _worth(found, villages, curve)) * weight_of(commune, rules)
    return Split(tuple(_told(v) for v in found), loss)


def _by_weight(villages: Sequence[Village], reach: Sequence[int], most: int) -> Visits:
    """The weightiest villages first, the larger of those; stay after stay."""
    left = {v.code: v.need for v in villages}
    found: Visits = []
    for capacity in reach:
        mine: dict[str, int] = {}
        for village in villages:
            guided = min(left[village.code], capacity - sum(mine.values()))
            if guided > 0 and len(mine) < most:
                mine[village.code] = guided
                left[village.code] -= guided
        found.append(mine)
    return found


def _exact(
    villages: Sequence[Village], reach: Sequence[int], most: int, *, curve: list[Piece]
) -> Visits:
    """The best division, as a small mixed-integer model."""
    cols, rows = Columns(), Rows()
    pieces = [cols.add(upper=length, cost=value, whole=False) for length, value in curve]
    guided: dict[tuple[int, int], int] = {}
    for s, capacity in enumerate(reach):
        visited = []
        for v, village in enumerate(villages):
            full = float(min(village.need, capacity))
            guided[s, v] = cols.add(upper=full, cost=village.weight - 1, whole=False)
            visit = cols.add(upper=1.0, whole=True)
            rows.add([(guided[s, v], 1.0), (visit, -full)], upper=0.0)
            visited.append((visit, 1.0))
        rows.add(visited, upper=float(most))
        rows.add([(guided[s, v], 1.0) for v in range(len(villages))], upper=float(capacity))
    for v, village in enumerate(villages):
        rows.add([(guided[s, v], 1.0) for s in range(len(reach))], upper=float(village.need))
    rows.add([(i, 1.0) for i in pieces] + [(i, -1.0) for i in guided.values()], upper=0.0)
    solver = solver_of(assembled(cols, rows), _SECONDS)
    solver.setOptionValue("mip_rel_gap", 1e-4)
    solver.run()
    values = np.array(solver.getSolution().col_value)
    if not len(values):
        return [{} for _ in reach]
    return [
        {
            village.code: int(values[guided[s, v]] + _NOISE)
            for v, village in enumerate(villages)
            if values[guided[s, v]] > 1 - _NOISE
        }
        for s in range(len(reach))
    ]


def _worth(visits: Visits, villages: Sequence[Village], curve: list[Piece]) -> float:
    """Per unit of the commune's weight: diminishing returns, and what villages add."""
    extra = {v.code: v.weight - 1 for v in villages}
    total = sum(sum(mine.values()) for mine in visits)
    return _along(curve, total) + sum(extra[c] * n for mine in visits for c, n in mine.items())


def _along(pieces: list[Piece], households: float) -> float:
    total = 0.0
    for length, value in pieces:
        used = min(length, households)
        total += used * value
        households -= used
    return total


def _told(mine: dict[str, int]) -> tuple[VillageVisit, ...]:
    return tuple(VillageVisit(village=c, households=n) for c, n in sorted(mine.items()))
