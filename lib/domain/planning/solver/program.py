"""The joint mixed-integer model: columns are whole stays, rows are the planner's rules.

y[g,c] counts the stays of class g in commune c. Rounds are chosen by x[w,c,r], where w gathers
classes with the same window: for one stay a team and rounds that do not overlap, x is a
transport problem once y is whole, so x may stay continuous and the search is over y alone.
Where start days are so many that x would be too large, it is left out (``dated`` is false): rows
say how many stays fit between any two days, the bound stays true, and days are found afterwards.
"""

from __future__ import annotations

import highspy
import numpy as np

from lib.domain.planning.solver.array_types import Floats
from lib.domain.planning.solver.arrays import Board
from lib.domain.planning.solver.fitting import in_commune, of_team
from lib.domain.planning.solver.groups import Group, groups_of
from lib.domain.planning.solver.model import Columns, Rows, assembled
from lib.domain.planning.solver.several import journeys, own_weeks, staying_on

_FEW = 40_000
_FEW_OVERLAPPING = 6_000
"""Round variables that a search still gets through, by whether rounds overlap."""


class Program:
    """The model of one board, ready to be solved in either stage."""

    def __init__(self, board: Board, *, dated: bool | None = None) -> None:
        """``dated``: whether rounds are variables; ``None`` decides by how many there would be."""
        self.board = board
        self.cols, self.rows = Columns(), Rows()
        self.stay: dict[tuple[int, int], int] = {}
        self.when: dict[tuple[int, int, int], int] = {}
        self.reached: list[list[int]] = []
        self.short: dict[int, int] = {}
        self.unskilled: dict[tuple[int, int], int] = {}
        self.keeping: dict[tuple[int, int], int] = {}
        self.staying: dict[tuple[int, int, int], int] = {}
        """Whether class g stays on in commune c after round r: no journey between."""
        self.journeys: dict[tuple[int, int], int] = {}
        """Journeys of class g to commune c, where rounds are left out and g makes several stays."""
        self.groups = groups_of(board)
        self.beds = board.round_beds()
        self._stays()
        self.rounds_wanted = self._rounds_wanted()
        few = _FEW_OVERLAPPING if board.overlapping else _FEW
        self.dated = self.rounds_wanted <= few if dated is None else dated
        self._needs()
        self.team_rows = self._teams()
        self._caps()
        self.week_rows: dict[int, list[int]] = {}
        """Rows of the weeks of a class whose teams make several stays."""
        if self.dated:
            self._rounds()
        else:
            self._fitting()
            journeys(self)
        self._promises()
        self._keeping()
        slack = [*self.short.values(), *self.unskilled.values()]
        self.unmet_row = self.rows.add([(i, 1.0) for i in slack]) if slack else None

    # -- columns and rows ------------------------------------------------------------------

    def _stays(self) -> None:
        board = self.board
        # Whoever stays on makes no journey.
        road = np.where(board.several[:, None], 0.0, board.cost)
        best = board.worth.slope[:, 0] * board.reach - road + board.points
        promised = (board.demand > 0) | board.wanted.any(axis=1)
        # A stay that costs more than it can bring is only ever made for a promise.
        useful = board.usable & ((best > 0) | promised[None] | (board.previous > 0))
        for g, c, _ in board.locks:
            useful[g, c] = True
        locked: dict[tuple[int, int], int] = {}
        for (g, c, _), n in board.locks.items():
            locked[g, c] = locked.get((g, c), 0) + n
        for g, c in zip(*np.nonzero(useful), strict=True):
            pair = (int(g), int(c))
            self.stay[pair] = self.cols.add(
                lower=float(locked.get(pair, 0)),
                upper=float(self._most(g, c)),
                cost=float(board.points[pair] - board.cost[pair]),
                whole=True,
            )
        self.by_class: dict[int, list[int]] = {}
        self.guests: dict[int, list[int]] = {}
        """Classes that may come to a commune from elsewhere."""
        self.by_commune: dict[int, list[int]] = {}
        for g, c in self.stay:
            self.by_class.setdefault(g, []).append(c)
            self.by_commune.setdefault(c, []).append(g)
            if not board.home[g, c]:
                self.guests.setdefault(c, []).append(g)

    def _most(self, g: int, c: int) -> int:
        slots = self.board.classes[g].slots
        return slots if self.board.home[g, c] else min(slots, int(self.board.cap[c]))

    def _needs(self) -> None:
        board = self.board
        for c in range(len(board.communes)):
            pieces = []
            for length, slope in zip(board.worth.length[c], board.worth.slope[c], strict=True):
                if length > 0 and slope > 0 and c in self.by_commune:
                    pieces.append(self.cols.add(upper=length, cost=slope, whole=False))
            self.reached.append(pieces)
            if pieces:
                stays = [(self.stay[g, c], -float(board.reach[g, c])) for g in self.by_commune[c]]
                self.rows.add([(i, 1.0) for i in pieces] + stays, upper=0.0)
                self._visits(c, pieces)

    def _visits(self, c: int, pieces: list[int]) -> None:
        """Stays share the villages of a commune: each next one finds smaller ones left."""
        limits = self.board.visited[c]
        if not np.isfinite(limits[0]):
            return
        for n in range(1, len(limits) - 1):
            more = float(limits[n + 1] - limits[n])
            stays = [(self.stay[g, c], -more) for g in self.by_commune[c]]
            upper = float(limits[n]) - n * more
            self.rows.add([(i, 1.0) for i in pieces] + stays, upper=upper)

    def _teams(self) -> dict[int, int]:
        return {
            g: self.rows.add(
                [(self.stay[g, c], 1.0) for c in communes],
                upper=float(self.board.classes[g].slots),
            )
            for g, communes in self.by_class.items()
        }

    def _caps(self) -> None:
        for c, classes in self.guests.items():
            beds = int(self.beds[c].sum()) if not self.board.overlapping else 10**6
            cap = min(int(self.board.cap[c]), beds)
            self.rows.add([(self.stay[g, c], 1.0) for g in classes], upper=float(cap))

    def _rounds(self) -> None:
        for c in self.by_commune:
            if self._time_binds(c):
                self._rounds_in(c)
        for group in self.groups:
            if group.several:
                own_weeks(self, group)
                staying_on(self, group)

    def _time_binds(self, c: int) -> bool:
        """Whether beds or weeks may limit which stays fit into commune c at all."""
        mine = [w for w in self.groups if any((g, c) in self.stay for g in w.classes)]
        if any(w.several for w in mine):
            return True
        mine = [w for w in mine if self._guests_of(w, c)]
        if not mine:
            return False
        if any(r >= 0 for (_, d, r) in self.board.locks if d == c):
            return True
        beds, cap = self.beds[c], int(self.board.cap[c])
        return any(int(beds[w.rounds & (beds > 0)].min()) < cap for w in mine)

    def _guests_of(self, group: Group, c: int) -> list[int]:
        """Its classes that come to commune c from elsewhere."""
        return [g for g in group.classes if (g, c) in self.stay and not self.board.home[g, c]]

    def _rounds_wanted(self) -> int:
        """How many round variables the model would have."""
        return sum(
            int(w.rounds.sum())
            for c in self.by_commune
            if self._time_binds(c)
            for w in self.groups
            if any((g, c) in self.stay for g in w.classes)
        )

    def _rounds_in(self, c: int) -> None:
        board = self.board
        by_round: dict[int, list[int]] = {}
        for w, group in enumerate(self.groups):
            at_home = group.several and bool(board.home[group.classes[0], c])
            classes = group.classes if at_home else self._guests_of(group, c)
            stays = [self.stay[g, c] for g in classes if (g, c) in self.stay]
            if not stays:
                continue
            whole = group.several or board.overlapping
            mine = []
            possible = board.opened[c] if at_home else self.beds[c] > 0
            for r in map(int, np.flatnonzero(group.rounds & possible)):
                fixed = sum(
                    n for (g, d, q), n in board.locks.items() if g in classes and (d, q) == (c, r)
                )
                most = 1.0 if at_home else float(self.beds[c, r])
                i = self.cols.add(lower=float(fixed), upper=most, whole=whole)
                self.when[w, c, r] = i
                if not at_home:
                    by_round.setdefault(r, []).append(i)
                mine.append(i)
            self.rows.add([(i, 1.0) for i in stays] + [(i, -1.0) for i in mine], lower=0, upper=0)
        self._beds(c, by_round)

    def _beds(self, c: int, by_round: dict[int, list[int]]) -> None:
        """Teams put up at once: one row a round, or one a week where rounds overlap."""
        board = self.board
        if not board.overlapping:
            for r, columns in by_round.items():
                self.rows.add([(i, 1.0) for i in columns], upper=float(self.beds[c, r]))
            return
        for week in range(board.beds.shape[1]):
            columns = [i for r, mine in by_round.items() if board.covers[r, week] for i in mine]
            if columns:
                self.rows.add([(i, 1.0) for i in columns], upper=float(board.beds[c, week]))

    def _fitting(self) -> None:
        """No more stays between two days than beds let in, or than a team can make."""
        for c, classes in self.guests.items():
            for found, most in in_commune(self.board, c, classes, open_beds=self.beds):
                stays = [(self.stay[classes[n], c], 1.0) for n in found]
                self.rows.add(stays, upper=float(most))
        for g in map(int, np.flatnonzero(self.board.several)):
            communes = self.by_class.get(g, [])
            for found, most in of_team(self.board, g, communes, open_beds=self.beds):
                stays = [(self.stay[g, communes[n]], 1.0) for n in found]
                self.week_rows.setdefault(g, []).append(self.rows.add(stays, upper=float(most)))

    def _promises(self) -> None:
        board = self.board
        for c in np.flatnonzero(board.demand > 0):
            slack = self.cols.add(upper=float(board.demand[c]), whole=True)
            self.short[int(c)] = slack
            stays = [(self.stay[g, int(c)], 1.0) for g in self.by_commune.get(int(c), [])]
            self.rows.add([*stays, (slack, 1.0)], lower=float(board.demand[c]))
        for c, k in zip(*np.nonzero(board.wanted), strict=True):
            slack = self.cols.add(upper=1.0, whole=True)
            self.unskilled[int(c), int(k)] = slack
            able = [g for g in self.by_commune.get(int(c), []) if board.skilled[g, k]]
            stays = [(self.stay[g, int(c)], 1.0) for g in able]
            self.rows.add([*stays, (slack, 1.0)], lower=1.0)

    def _keeping(self) -> None:
        board = self.board
        if board.keep_bonus <= 0:
            return
        for pair, i in self.stay.items():
            kept = int(board.previous[pair])
            if kept:
                k = self.cols.add(upper=float(kept), cost=board.keep_bonus, whole=False)
                self.keeping[pair] = k
                self.rows.add([(k, 1.0), (i, -1.0)], upper=0.0)

    # -- handing to the solver -------------------------------------------------------------

    def stage_zero_cost(self) -> Floats:
        """One for every missing team or skill."""
        cost = np.zeros(len(self.cols.cost))
        cost[[*self.short.values(), *self.unskilled.values()]] = -1.0
        return cost

    def plain_cost(self) -> Floats:
        """What a plan is worth, without the points for keeping stays."""
        cost = np.array(self.cols.cost)
        cost[list(self.keeping.values())] = 0.0
        return cost

    def lp(self, *, cost: Floats | None = None, relaxed: bool) -> highspy.HighsLp:
        """The model as HiGHS takes it; always to be maximised."""
        return assembled(self.cols, self.rows, cost=cost, relaxed=relaxed)
