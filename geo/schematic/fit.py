"""Which unit holds each cell: shares that respect boxes, published areas and points.

Every claim bids for the cells in its box; the bid falls from the middle to the sides. Prices
are then raised and lowered until each commune has its published area about its published point
and each unit spreads to the sides of its box. All dials are global: none belongs to one commune.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from schematic.plane import Grid
from schematic.sources import Claim, Sources

Numbers = NDArray[np.float64]
ABROAD = "abroad"


@dataclass(frozen=True)
class Dials:
    """Global settings of the fit."""

    power: float = 3.5
    """Shape of a bid: 2 is an ellipse in the box, more is nearer to the box."""
    size_weight: float = 1.5
    """How much more steeply the bids of large units fall."""
    outside_per_km: float = 3.7
    margin_km: float = 1.4
    """A unit may pass its box by this much."""
    loose: float = 0.41
    """Slope of the bids of claims without a box of their own."""
    loose_margin_km: float = 16.0
    softness: float = 0.92
    abroad_per_km: float = 0.27
    abroad_margin_km: float = 6.3
    """Natural Earth's border is this uncertain."""
    area_step: float = 0.5
    point_step: float = 0.2
    point_limit: float = 1.0
    """The published point is not always the middle: its pull is bounded."""
    reach_step: float = 0.39
    centre_ease: float = 0.22
    spread_ease: float = 0.02
    spread: float = 0.18
    """Mean squared distance from the box's middle, in half sides."""
    rounds: int = 200
    blur_cells: float = 1.5


@dataclass(frozen=True)
class Bids:
    """One entry for each pair of a cell and a claim on it, ordered by cell."""

    cell: NDArray[np.int64]
    claim: NDArray[np.int64]
    cost: Numbers

    def starts(self) -> NDArray[np.int64]:
        """Where each cell's entries begin."""
        return np.flatnonzero(np.r_[True, self.cell[1:] != self.cell[:-1]])


def border_km(sources: Sources, grid: Grid) -> Numbers:
    """Distance of each cell to the border, positive in Vietnam, negative abroad."""
    x, y = grid.centres
    west, south = grid.origin
    ring = shapely.clip_by_rect(sources.vietnam.boundary, west - 20, south - 20, 400, 400)
    shapely.prepare(sources.vietnam)
    inside = shapely.contains_xy(sources.vietnam, x, y)
    away = shapely.distance(shapely.points(x, y), ring)
    return np.where(inside, away, -away)


def bids(sources: Sources, grid: Grid, dials: Dials) -> Bids:
    """All bids; the last claim number, ``len(sources.claims)``, is abroad's."""
    border = border_km(sources, grid)
    parts = [(*_bids_of(claim, grid, dials), number) for number, claim in enumerate(sources.claims)]
    cells = np.flatnonzero(border < dials.abroad_margin_km)
    abroad = np.maximum(1 + dials.abroad_per_km * border[cells], -3)
    parts.append((cells, abroad, len(sources.claims)))
    cell = np.concatenate([p[0] for p in parts])
    cost = np.concatenate([p[1] for p in parts])
    claim = np.concatenate([np.full(len(p[0]), p[2]) for p in parts])
    keep = border[cell] > -dials.abroad_margin_km
    keep |= claim == len(sources.claims)
    order = np.lexsort((claim[keep], cell[keep]))
    return Bids(cell[keep][order], claim[keep][order], cost[keep][order])


def _bids_of(claim: Claim, grid: Grid, dials: Dials) -> tuple[NDArray[np.int64], Numbers]:
    """Cells in reach of one claim and what each costs it."""
    half = np.array(claim.half)
    margin = dials.margin_km if claim.exact else dials.loose_margin_km
    cells = grid.cells_within(claim.x, claim.y, tuple(half + margin))
    x, y = grid.centres
    away = np.abs([x[cells] - claim.x, y[cells] - claim.y])
    bid = ((away / half[:, None]) ** dials.power).sum(axis=0)
    bid *= 1.0 if claim.exact else dials.loose
    bid *= (np.sqrt(half.prod()) / 8) ** dials.size_weight
    outside = np.hypot(*np.maximum(away - half[:, None], 0))
    if not claim.exact:
        return cells, bid
    near = outside <= dials.margin_km
    return cells[near], (bid + dials.outside_per_km * outside)[near]


class Prices:
    """What each commune and unit pays beside its bid, adjusted round by round."""

    def __init__(self, sources: Sources, grid: Grid, *, bid: Bids, dials: Dials) -> None:
        self.bid, self.dials, self.cell_km2 = bid, dials, grid.cell_km2
        claims = sources.claims
        self.communes = [*sorted({c.commune for c in claims}), ABROAD]
        number = {c: i for i, c in enumerate(self.communes)}
        owner = np.array([number[c.commune] for c in claims] + [number[ABROAD]])
        self.owner = owner[bid.claim]
        self._targets(sources)
        self._places(claims, grid)
        self.starts = bid.starts()
        self.cell_of = np.repeat(
            np.arange(len(self.starts)), np.diff(np.r_[self.starts, len(bid.cell)])
        )
        self.area = np.zeros(len(self.communes))
        self.pull = np.zeros((2, len(self.communes)))
        self.shift = np.zeros((2, len(claims) + 1))
        self.stretch = np.zeros((2, len(claims) + 1))

    def _targets(self, sources: Sources) -> None:
        known = [sources.targets.get(c) for c in self.communes]
        self.known = np.array([t is not None for t in known])
        self.area_km2 = np.array([t.area_km2 if t else np.nan for t in known])
        self.point = np.array([[t.x, t.y] if t else [0, 0] for t in known]).T
        self.radius = np.sqrt(np.where(self.known, self.area_km2, 100) / np.pi)
        self.exact = np.array([c.exact for c in sources.claims] + [False])

    def _places(self, claims: list[Claim], grid: Grid) -> None:
        """Each bid's cell seen from its commune's point and from its box's middle."""
        xy = np.array(grid.centres)[:, self.bid.cell]
        self.from_point = (xy - self.point[:, self.owner]) / self.radius[self.owner]
        middle = np.array([[c.x, c.y] for c in claims] + [[0, 0]]).T
        half = np.array([c.half for c in claims] + [(100, 100)]).T
        self.from_middle = (xy - middle[:, self.bid.claim]) / half[:, self.bid.claim]

    def shares(self) -> Numbers:
        """Share of its cell that each bid wins at today's prices; 1 in sum for each cell."""
        c, u, m = self.owner, self.bid.claim, self.from_middle
        cost = self.bid.cost + self.area[c]
        cost = cost + (self.pull[:, c] * self.from_point).sum(axis=0)
        cost += (self.shift[:, u] * m + self.stretch[:, u] * m**2).sum(axis=0)
        chance = -cost / self.dials.softness
        chance = np.exp(chance - np.maximum.reduceat(chance, self.starts)[self.cell_of])
        return chance / np.add.reduceat(chance, self.starts)[self.cell_of]

    def adjust(self, share: Numbers) -> None:
        """One round: dearer where a commune or unit has too much, cheaper where too little."""
        self._adjust_communes(share)
        self._adjust_units(share)

    def _adjust_communes(self, share: Numbers) -> None:
        d, count = self.dials, len(self.communes)
        held = np.bincount(self.owner, share, count) * self.cell_km2 + 1e-3
        excess = np.log(held / np.where(self.known, self.area_km2, held))
        self.area += d.area_step * d.softness * np.clip(excess, -2, 2)
        for axis in (0, 1):
            off = np.bincount(self.owner, share * self.from_point[axis], count)
            off *= self.cell_km2 / held
            self.pull[axis] += np.where(self.known, d.point_step * d.softness * off, 0)
        strength = np.maximum(np.hypot(*self.pull), 1e-9)
        self.pull *= np.minimum(1, d.point_limit / strength)

    def _adjust_units(self, share: Numbers) -> None:
        d, u, count = self.dials, self.bid.claim, len(self.exact)
        cells = np.bincount(u, share, count) + 1e-6
        step = d.reach_step * d.softness * self.exact
        for axis in (0, 1):
            place = self.from_middle[axis]
            mean = np.bincount(u, share * place, count) / cells
            spread = np.bincount(u, share * place**2, count) / cells
            self.shift[axis] += step * (mean - d.centre_ease * self.shift[axis])
            self.stretch[axis] += step * (spread - d.spread - d.spread_ease * self.stretch[axis])


def fields_of(sources: Sources, grid: Grid, dials: Dials) -> tuple[list[str], Numbers]:
    """Own communes, and for each (last: everything else) its share of every cell."""
    prices = Prices(sources, grid, bid=bids(sources, grid, dials), dials=dials)
    for _ in range(dials.rounds):
        prices.adjust(prices.shares())
    own = sorted(sources.own)
    row = np.array([own.index(c) if c in sources.own else len(own) for c in prices.communes])
    shares = np.zeros((len(own) + 1, int(np.prod(grid.shape))))
    np.add.at(shares, (row[prices.owner], prices.bid.cell), prices.shares())
    shares[-1] += shares.sum(axis=0) == 0
    return own, shares
