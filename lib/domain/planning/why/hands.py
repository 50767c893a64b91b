"""What a hand may do with a plan, and what each of it costs: all places at once, nothing solved.

Whoever has taken up a stay, an idle team or a commune wants to know of every place whether it can
be put there and at what price, before letting go. ``Hands`` is made once for a plan; each answer
is a few sums over the communes that are touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lib.domain.planning.plan.plan import Plan, Stay
from lib.domain.planning.question.team_classes import class_of_team, travel_limit
from lib.domain.planning.solver.array_types import Bools
from lib.domain.planning.solver.arrays import Board, board
from lib.domain.planning.why.standing import Indices, Standing

Bars = NDArray[np.int8]


class Barred(IntEnum):
    """Why something cannot be put down at a place and time; the first that holds is told."""

    FREE = 0
    FORBIDDEN = 1
    """The planner said so."""
    STAYS = 2
    """The team has all its stays already."""
    WINDOW = 3
    """The team is not there at that time."""
    CLOSED = 4
    """Flood or harvest in the commune."""
    BUSY = 5
    """Another stay of the same team lies in that time."""
    CAP = 6
    """The commune has all the stays that fairness lets in."""
    BEDS = 7
    """Nobody more can be put up."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A stay as a hand puts it: which team, where, from which start."""

    team: str
    commune: str
    start: int
    """The place of its beginning among ``Hands.starts``."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """Putting down in one place: the price, which no start changes, and what bars each start."""

    code: str
    change: float
    """Weighted households gained (+) or lost (-), where the team does not stay on."""
    households: int
    """Households reached more (+) or fewer (-)."""
    unmet: int
    """Guarantees newly missed (+) or met (-)."""
    barred: tuple[Barred, ...]
    """By start."""
    beyond_minutes: float | None = None
    """Minutes one way, where they pass the travel limit of the team; NaN where nobody knows."""
    about: Placed | None = None
    """Of several stays put down together, the first that is barred."""
    staying_on: Mapping[int, float] = field(default_factory=dict)
    """Weighted households more at the starts where the team is there already, or stays after."""

    def change_at(self, start: int) -> float:
        """The change from a start."""
        return self.change + self.staying_on.get(start, 0.0)


class Hands:
    """Prices of every change of one plan; starts are counted as the board counts them."""

    def __init__(self, plan: Plan) -> None:
        on = board(plan.instance, every_start=True)
        self.board: Board = on
        self.starts = on.starts
        self._class = class_of_team(on.classes)
        self._teams = {t.code: t for t in plan.instance.teams}
        self._column = {c.code: n for n, c in enumerate(on.communes)}
        self.placed = tuple(self._placed(stay) for stay in plan.stays)
        """The stays of the plan, in its order."""
        self._forbidden = {(f.team, f.commune) for f in plan.instance.forbidden}
        self._limit = [travel_limit(k.members[0], plan.instance) for k in on.classes]
        self._all = Standing(on)
        for placed in self.placed:
            self._count(placed, self._all)
        self._worth_now = self._told(self._all, self.placed)

    @cached_property
    def numbers(self) -> Collection[str]:
        """The places of all stays in the plan, as a browser names them."""
        return {str(n) for n in range(len(self.placed))}

    @property
    def teams(self) -> Collection[str]:
        """Every team that can be sent, by code."""
        return self._teams.keys()

    @property
    def communes(self) -> Collection[str]:
        """Every commune, by code."""
        return self._column.keys()

    # -- answers ---------------------------------------------------------------------------

    def communes_for(self, team: str, *, without: int | None = None) -> tuple[Row, ...]:
        """The team in every commune, in order; ``without``: the stay it would leave for that."""
        codes = [c.code for c in self.board.communes]
        return self._rows(codes, [(team, code) for code in codes], without=without)

    def teams_for(self, commune: str, *, without: int | None = None) -> tuple[Row, ...]:
        """Every team in this commune, in order; ``without``: the stay that would end for that."""
        codes = sorted(self._teams)
        return self._rows(codes, [(code, commune) for code in codes], without=without)

    def exchanged(self, taken: Iterable[int], put: Iterable[Placed], *, code: str) -> Row:
        """These stays of the plan gone and these in their place, as a row with a single start."""
        numbers, new = frozenset(taken), tuple(put)
        stand = [p for n, p in enumerate(self.placed) if n not in numbers]
        after = self._without([self.placed[n] for n in numbers])
        barred, about, beyond = Barred.FREE, None, None
        for placed in new:
            bars = self._bars([(placed.team, placed.commune)], stand, after)[0]
            if not barred and bars[placed.start]:
                barred, about = Barred(int(bars[placed.start])), placed
            beyond = self._beyond(placed.team, placed.commune) if beyond is None else beyond
            stand.append(placed)
            self._count(placed, after)
        change, households, unmet = self._difference(after, stand)
        return Row(
            code=code,
            change=change,
            households=households,
            unmet=unmet,
            barred=(barred,),
            beyond_minutes=beyond,
            about=about,
        )

    # -- prices ----------------------------------------------------------------------------

    def _rows(
        self, codes: list[str], pairs: list[tuple[str, str]], *, without: int | None
    ) -> tuple[Row, ...]:
        """One stay more for each pair of a team and a commune, on the plan without that stay."""
        on = self.board
        stand = [p for n, p in enumerate(self.placed) if n != without]
        base = self._without([] if without is None else [self.placed[without]])
        value, households, unmet = self._difference(base, stand)
        g, c = self._indices(pairs)
        held, served = base.held[c], base.served[c]
        was, reached_was = base.worth(c, base.raw[c], held)
        now, reached_now = base.worth(c, base.raw[c] + on.reach[g, c], held + 1)
        missed = base.missing(c, held + 1, served + on.skilled[g]) - base.missing(c, held, served)
        change = value + now - was - on.cost[g, c] + on.points[g, c]
        bars = self._bars(pairs, stand, base)
        return tuple(
            Row(
                code=code,
                change=float(change[n]),
                households=households + int(reached_now[n] - reached_was[n]),
                unmet=unmet + int(missed[n]),
                barred=tuple(Barred(int(b)) for b in bars[n]),
                beyond_minutes=self._beyond(*pairs[n]),
                staying_on=self._staying_on(*pairs[n], stand=stand),
            )
            for n, code in enumerate(codes)
        )

    def _difference(self, after: Standing, stand: Sequence[Placed]) -> tuple[float, int, int]:
        """Value, households and missed guarantees of what stands, against the plan's."""
        (was, reached_was, missed_was) = self._worth_now
        (now, reached_now, missed_now) = self._told(after, stand)
        return now - was, reached_now - reached_was, missed_now - missed_was

    def _told(self, standing: Standing, stand: Sequence[Placed]) -> tuple[float, int, int]:
        value, households, missing = standing.told()
        return value + self._saved(stand), households, missing

    def _saved(self, stand: Sequence[Placed]) -> float:
        """Weighted households saved by teams that stay on where they are."""
        on, there = self.board, {(p.team, p.commune, p.start) for p in stand}
        return sum(
            float(on.cost[g, self._column[commune]])
            for team, commune, start in there
            if on.several[g := self._class[team]]
            and (team, commune, int(on.next_round[start])) in there
        )

    def _staying_on(
        self, team: str, commune: str, *, stand: Sequence[Placed]
    ) -> Mapping[int, float]:
        """What a stay right before or after another one of the team in the commune saves."""
        on, g = self.board, self._class[team]
        if not on.several[g]:
            return {}
        cost, found = float(on.cost[g, self._column[commune]]), Counter[int]()
        for p in stand:
            if (p.team, p.commune) == (team, commune):
                for start in on.beside_rounds[p.start]:
                    found[start] += 1
        return {start: times * cost for start, times in found.items()}

    # -- what stands -----------------------------------------------------------------------

    def _placed(self, stay: Stay) -> Placed:
        start = self.starts.index(stay.start_day)
        return Placed(team=stay.team, commune=stay.commune, start=start)

    def _indices(self, pairs: Iterable[tuple[str, str]]) -> tuple[Indices, Indices]:
        told = [(self._class[team], self._column[commune]) for team, commune in pairs]
        g, c = np.array(told, dtype=np.intp).reshape(len(told), 2).T
        return g, c

    def _count(self, placed: Placed, into: Standing, *, sign: int = 1) -> None:
        into.count(self._class[placed.team], self._column[placed.commune], placed.start, sign=sign)

    def _without(self, gone: Iterable[Placed]) -> Standing:
        """What stands when these stays of the plan are gone."""
        left = self._all.copy()
        for placed in gone:
            self._count(placed, left, sign=-1)
        return left

    def _bars(self, pairs: list[tuple[str, str]], stand: list[Placed], base: Standing) -> Bars:
        """What stands against each pair at each start, pairs × starts."""
        on = self.board
        g, c = self._indices(pairs)
        made = Counter(p.team for p in stand)
        full = [made[team] >= self._teams[team].stays for team, _ in pairs]
        said = [not {(team, commune), (None, commune)}.isdisjoint(self._forbidden)
                for team, commune in pairs]  # fmt: skip
        away = np.array([self._weeks_away(team, stand) for team, _ in pairs])
        guest = ~on.home[g, c]
        full_beds = guest[:, None] & (base.load[c] >= on.beds[c])
        crowded = full_beds[:, None, :] & on.covers[None]
        shape = on.allowed[g].shape
        tests: list[tuple[Barred, Bools]] = [
            (Barred.FORBIDDEN, np.array(said)[:, None]),
            (Barred.STAYS, np.array(full)[:, None]),
            (Barred.WINDOW, ~on.allowed[g]),
            (Barred.CLOSED, ~on.opened[c]),
            (Barred.BUSY, (on.covers[None] & away[:, None, :]).any(axis=2)),
            (Barred.CAP, (guest & (base.guests[c] >= on.cap[c]))[:, None]),
            (Barred.BEDS, np.asarray(crowded.any(axis=2))),
        ]
        conditions = [np.broadcast_to(holds, shape) for _, holds in tests]
        return np.select(conditions, [np.int8(b) for b, _ in tests], np.int8(Barred.FREE))

    def _weeks_away(self, team: str, stand: list[Placed]) -> Bools:
        mine = [self.board.covers[p.start] for p in stand if p.team == team]
        return np.any(mine, axis=0) if mine else np.zeros(self.board.beds.shape[1], dtype=bool)

    def _beyond(self, team: str, commune: str) -> float | None:
        g, c = self._class[team], self._column[commune]
        minutes = float(self.board.minutes[g, c])
        return None if minutes <= self._limit[g] else minutes
