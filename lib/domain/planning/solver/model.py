"""A mixed-integer model under construction, and HiGHS to solve it."""

from __future__ import annotations

from dataclasses import dataclass, field

import highspy
import numpy as np

from lib.domain.planning.solver.array_types import Floats

INFINITY = highspy.kHighsInf


@dataclass
class Columns:
    """Variables under construction."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)

    def add(self, *, upper: float, cost: float = 0.0, whole: bool, lower: float = 0.0) -> int:
        """One more variable; answers its index."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.cost.append(cost)
        self.whole.append(whole)
        return len(self.cost) - 1


@dataclass
class Rows:
    """Constraints under construction."""

    starts: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def add(
        self,
        entries: list[tuple[int, float]],
        *,
        lower: float = -INFINITY,
        upper: float = INFINITY,
    ) -> int:
        """One more constraint; answers its index."""
        self.index += [i for i, _ in entries]
        self.value += [v for _, v in entries]
        self.starts.append(len(self.index))
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1


def assembled(
    cols: Columns, rows: Rows, *, cost: Floats | None = None, relaxed: bool = False
) -> highspy.HighsLp:
    """Variables and constraints as HiGHS takes them; to be maximised."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cols.cost), len(rows.lower)
    lp.col_cost_ = np.array(cols.cost) if cost is None else cost
    lp.col_lower_, lp.col_upper_ = np.array(cols.lower), np.array(cols.upper)
    lp.row_lower_, lp.row_upper_ = np.array(rows.lower), np.array(rows.upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(rows.starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(rows.index, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(rows.value, dtype=np.float64)
    lp.sense_ = highspy.ObjSense.kMaximize
    if not relaxed:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[w] for w in cols.whole]
    return lp


def solver_of(lp: highspy.HighsLp, seconds: float, *, seed: int = 0) -> highspy.Highs:
    """HiGHS, silent, on one thread, with this model."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.setOptionValue("random_seed", seed)
    solver.setOptionValue("threads", 1)
    # A restart after presolve corrupts the heap of HiGHS 1.15 on some questions with a warm start.
    solver.setOptionValue("mip_allow_restart", False)
    solver.setOptionValue("time_limit", max(0.01, seconds))
    solver.passModel(lp)
    return solver


def solver_name() -> str:
    """The solver and its version, for the certificate."""
    return f"HiGHS {highspy.Highs().version()}"  # type: ignore[no-untyped-call]
