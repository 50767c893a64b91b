"""Driving HiGHS over the program: bounds, both stages, warm starts, stopping."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from lib.domain.planning.solver.array_types import Floats, Ints
from lib.domain.planning.solver.arrays import Board
from lib.domain.planning.solver.choice import Choice, score
from lib.domain.planning.solver.model import solver_of
from lib.domain.planning.solver.placing import placed
from lib.domain.planning.solver.program import Program
from lib.domain.planning.solver.timetable import timetable

Progress = Callable[[float, float], bool]
"""Given the best value and the bound so far, answers whether to stop."""
_WHOLE = 1e-5
_PLACING_SECONDS = 5.0
_NEAR = 1e-4
"""The gap at which a part of a plan is good enough."""


@dataclass(frozen=True)
class Found:
    """What the solver came to."""

    choice: Choice | None
    bound: float
    """Nothing better exists; infinite when nothing was proven."""
    feasible: bool = True
    finished: bool = False
    """Whether the asked gap was reached rather than a limit."""


class Optimiser:
    """One board's program in HiGHS."""

    def __init__(self, board: Board, *, seed: int = 0, dated: bool | None = None) -> None:
        self.board, self.program, self.seed = board, Program(board, dated=dated), seed

    def _solver(self, lp: highspy.HighsLp, seconds: float) -> highspy.Highs:
        return solver_of(lp, seconds, seed=self.seed)

    # -- first stage -----------------------------------------------------------------------

    def fewest_unmet(
        self, seconds: float, warm: Choice | None = None
    ) -> tuple[int, int, Choice | None, bool]:
        """(proven least, found, choice, whether the locks leave any plan at all)."""
        ends = time.monotonic() + seconds
        cost = self.program.stage_zero_cost()
        relaxed = self._solver(self.program.lp(cost=cost, relaxed=True), seconds)
        relaxed.run()
        if relaxed.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return 0, 0, None, False
        # Only an optimum is a bound: what a search cut short had in hand proves nothing.
        least = 0
        if relaxed.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            least = max(0, int(np.ceil(-relaxed.getObjectiveValue() - 1e-6)))
        left = ends - time.monotonic()
        solver = self._solver(self.program.lp(cost=cost, relaxed=False), left)
        solver.setOptionValue("mip_abs_gap", 0.99)
        self._warm(solver, warm)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return 0, 0, None, False
        info = solver.getInfo()
        bound = info.mip_dual_bound
        if np.isfinite(bound):
            least = max(least, int(np.ceil(-bound - 1e-6)))
        values = np.array(solver.getSolution().col_value)
        if not len(values) or info.primal_solution_status != 2:
            return least, 10**9, None, True
        choice = self.choice(values)
        return least, 10**9 if choice is None else score(choice, self.board).unmet, choice, True

    # -- second stage ----------------------------------------------------------------------

    def relaxation(self, unmet: int, seconds: float, *, plain: bool = False) -> float:
        """The bound of the linear relaxation, infinite when time ran out before it.

        ``plain``: what a plan can be worth, without the points for keeping stays.
        """
        solver = self._solver(self._second_stage(plain=plain, relaxed=True), seconds)
        self._limit_unmet(solver, unmet)
        solver.run()
        optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return float(solver.getObjectiveValue()) if optimal else float("inf")

    def ceilings_of_one_more(self, unmet: int, seconds: float) -> tuple[float, dict[int, float]]:
        """The relaxation's bound, and what it rises by at most with one more team of each class.

        A dual solution stays one when a class grows: it prices the longer row of the class, its
        weeks and the higher limits of its stays. Infinite and empty when time ran out.
        """
        solver = self._solver(self._second_stage(plain=True, relaxed=True), seconds)
        self._limit_unmet(solver, unmet)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return float("inf"), {}
        solution, program = solver.getSolution(), self.program
        rows, columns = np.abs(solution.row_dual), np.abs(solution.col_dual)
        full = np.array(solution.col_value) >= np.array(program.cols.upper) - _WHOLE
        rise = dict.fromkeys(range(len(self.board.classes)), 0.0)
        for g, row in program.team_rows.items():
            stays = self.board.classes[g].stays
            own = program.week_rows.get(g, [])
            rise[g] = float(rows[row]) * stays
            rise[g] += sum(float(rows[n]) * program.rows.upper[n] for n in own)
            # Another team like it brings columns of its own, up to limits of their own.
            mine = [program.stay[g, c] for c in program.by_class[g]]
            if stays > 1:
                mine += self._own_columns(g)
            members = len(self.board.classes[g].members)
            rise[g] += sum(
                float(columns[i]) * program.cols.upper[i] / members for i in mine if full[i]
            )
        return float(solver.getObjectiveValue()), rise

    def best(
        self,
        unmet: int,
        *,
        seconds: float,
        gap: float,
        warm: Choice | None = None,
        progress: Progress | None = None,
        plain: bool = False,
    ) -> Found:
        """The second stage: the most merit among plans with no more than ``unmet`` missing.

        ``plain``: the most value instead, without the points for keeping stays.
        """
        solver = self._solver(self._second_stage(plain=plain, relaxed=False), seconds)
        solver.setOptionValue("mip_rel_gap", gap)
        solver.setOptionValue("mip_abs_gap", 1e-6)
        self._limit_unmet(solver, unmet)
        self._warm(solver, warm)
        if progress is not None:
            _listen(solver, progress)
        solver.run()
        info = solver.getInfo()
        status = solver.getModelStatus()
        values = np.array(solver.getSolution().col_value)
        solved = info.primal_solution_status == 2 and len(values) > 0
        bound = info.mip_dual_bound
        choice = self.choice(values) if solved else None
        return Found(
            choice=choice,
            bound=float(bound) if np.isfinite(bound) else float("inf"),
            feasible=status != highspy.HighsModelStatus.kInfeasible,
            finished=status == highspy.HighsModelStatus.kOptimal
            and (self.program.dated or self._attained(choice, info, unmet)),
        )

    def _attained(self, choice: Choice | None, info: highspy.HighsInfo, unmet: int) -> bool:
        """Whether stays found without their days are worth as much with them."""
        if choice is None:
            return False
        found, told = score(choice, self.board), float(info.objective_function_value)
        return found.unmet <= unmet and found.merit >= told - _WHOLE * max(1.0, abs(told))

    def around(self, choice: Choice, freed: Ints, *, seconds: float, nodes: int) -> Choice | None:
        """The best plan found where only the classes in ``freed`` may go elsewhere.

        Guarantees stay as kept as they are; ``None`` when nothing was found in so many nodes.
        """
        at, program = self.columns(choice), self.program
        if at is None:
            return None
        free = set(map(int, freed))
        solver = self._solver(self._second_stage(plain=False, relaxed=False), seconds)
        solver.setOptionValue("mip_max_nodes", nodes)
        solver.setOptionValue("mip_rel_gap", _NEAR)
        still = [free.isdisjoint(k.classes) for k in program.groups]
        held = [i for (g, _), i in program.stay.items() if g not in free]
        held += [i for (w, _, _), i in program.when.items() if still[w]]
        fixed = at[held]
        solver.changeColsBounds(len(held), np.array(held, dtype=np.int32), fixed, fixed)
        self._limit_unmet(solver, score(choice, self.board).unmet)
        self._warm(solver, choice)
        solver.run()
        values = np.array(solver.getSolution().col_value)
        solved = solver.getInfo().primal_solution_status == 2 and len(values) > 0
        return self.choice(values) if solved else None

    def _own_columns(self, g: int) -> list[int]:
        """Columns of a class whose one team makes several stays, beside its counts of stays."""
        program = self.program
        w = next(n for n, k in enumerate(program.groups) if g in k.classes)
        return [
            *(i for (v, _, _), i in program.when.items() if v == w),
            *(i for (h, _, _), i in program.staying.items() if h == g),
            *(i for (h, _), i in program.journeys.items() if h == g),
        ]

    def _second_stage(self, *, plain: bool, relaxed: bool) -> highspy.HighsLp:
        cost = self.program.plain_cost() if plain else None
        return self.program.lp(cost=cost, relaxed=relaxed)

    def _limit_unmet(self, solver: highspy.Highs, unmet: int) -> None:
        if self.program.unmet_row is not None:
            solver.changeRowBounds(self.program.unmet_row, 0.0, float(unmet))

    def _warm(self, solver: highspy.Highs, warm: Choice | None) -> None:
        values = self.columns(warm) if warm is not None else None
        if values is not None:
            solution = highspy.HighsSolution()
            solution.col_value = list(values)
            solver.setSolution(solution)

    # -- between choices and columns -------------------------------------------------------

    def columns(self, choice: Choice) -> Floats | None:
        """The variables of a choice; ``None`` when the program has no column for one of them."""
        program, board = self.program, self.board
        values = np.zeros(len(program.cols.cost))
        group = {g: w for w, k in enumerate(program.groups) for g in k.classes}
        counts = np.zeros_like(board.reach)
        for (g, c, r), n in choice.items():
            if (g, c) not in program.stay:
                return None
            values[program.stay[g, c]] += n
            counts[g, c] += n
            when = program.when.get((group[g], c, r))
            if when is not None:
                values[when] += n
        left = (counts * board.reach).sum(axis=0).astype(float)
        left = np.minimum(left, board.within_visits(counts.sum(axis=0)))
        for c, pieces in enumerate(program.reached):
            for i in pieces:
                values[i] = min(program.cols.upper[i], left[c])
                left[c] -= values[i]
        held = counts.sum(axis=0)
        for c, i in program.short.items():
            values[i] = max(0, board.demand[c] - held[c])
        for (c, k), i in program.unskilled.items():
            values[i] = float(not (counts[:, c] * board.skilled[:, k]).any())
        for pair, i in program.keeping.items():
            values[i] = min(counts[pair], board.previous[pair])
        for (g, c, r), i in program.staying.items():
            after = int(board.next_round[r])
            values[i] = min(choice.get((g, c, r), 0), choice.get((g, c, after), 0))
        for pair, i in program.journeys.items():
            values[i] = counts[pair]
        return values

    def choice(self, values: Floats) -> Choice | None:
        """The stays of a solution, with a round for each; without rounds, as many as find one."""
        program = self.program
        if not program.dated:
            return placed(
                {p: round(values[i]) for p, i in program.stay.items() if values[i] > 1 - _WHOLE},
                self.board,
                seconds=_PLACING_SECONDS,
            )
        alone = {w for w, k in enumerate(program.groups) if k.several or self.board.overlapping}
        fixed: Choice = Counter()
        for (w, c, r), i in program.when.items():
            n = round(values[i])
            if w in alone and n:
                self._share_out(w, c, r, count=n, values=values, fixed=fixed)
        group = {g: w for w, k in enumerate(program.groups) for g in k.classes}
        for (g, c, r), n in self.board.locks.items():
            decided = group[g] in alone and (group[g], c, r) in program.when
            if r >= 0 and not decided:
                fixed[g, c, r] += n
        stays = {p: round(values[i]) for p, i in program.stay.items() if values[i] > 1 - _WHOLE}
        for (g, c, _), n in fixed.items():
            stays[g, c] = stays.get((g, c), 0) - n
        return timetable({p: n for p, n in stays.items() if n > 0}, fixed, self.board)

    def _share_out(
        self, w: int, c: int, r: int, *, count: int, values: Floats, fixed: Choice
    ) -> None:
        """Gives the stays of a group in one round to its classes."""
        for g in self.program.groups[w].classes:
            if count <= 0 or (g, c) not in self.program.stay:
                continue
            total = round(values[self.program.stay[g, c]])
            taken = sum(n for (h, d, _), n in fixed.items() if (h, d) == (g, c))
            n = min(count, total - taken)
            if n > 0:
                fixed[g, c, r] += n
                count -= n


def _listen(solver: highspy.Highs, progress: Progress) -> None:
    def heard(event: highspy.highs.HighsCallbackEvent) -> None:
        out = event.data_out
        if progress(float(out.mip_primal_bound), float(out.mip_dual_bound)):
            event.interrupt()

    solver.cbMipInterrupt.subscribe(heard)
