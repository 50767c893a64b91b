"""An instance in, a plan with its certificate out."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from threading import Event

from lib.domain.planning.plan.assembled import told_plan
from lib.domain.planning.plan.plan import (
    Certificate,
    Plan,
    Stopped,
    gap_between,
    proven_bound,
    within,
)
from lib.domain.planning.plan.signs import Hear, Sign
from lib.domain.planning.question.faults import Fault, Refused
from lib.domain.planning.question.instance import Instance
from lib.domain.planning.question.lock_checks import clash
from lib.domain.planning.question.reading import accepted
from lib.domain.planning.solver.arrays import Board, board
from lib.domain.planning.solver.choice import Choice, Score, better, broken_rows, score
from lib.domain.planning.solver.clashes import clashing_locks
from lib.domain.planning.solver.model import solver_name
from lib.domain.planning.solver.neighbourhoods import improved
from lib.domain.planning.solver.optimiser import Optimiser
from lib.domain.planning.solver.search import climb, greedy
from lib.domain.planning.solver.settling import settled, standing, whole


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How long and how well to search."""

    seconds: float = 15.0
    gap: float | None = None
    """Share of the bound at which to stop; ``None``: 0.01 % for few teams, 0.1 % for more, 0.5 %
    where start days are too many for the model."""
    seed: int = 0


_FEW_STAYS, _MOST_ROUNDS, _UNDATED_GAP = 30, 40_000, 5e-3
_SHARE, _FIRST_SECONDS, _LOCKS_SECONDS, _DIVIDING = 0.85, 10.0, 10.0, 1e-3


def solve(
    instance: Instance,
    effort: Effort | None = None,
    *,
    hear: Hear | None = None,
    stop: Event | None = None,
) -> Plan:
    """The best plan found, never below greedy, with its proven bound.

    ``hear`` is told of progress; setting ``stop`` ends the search with the best plan so far.
    Raises ``Refused`` when the instance contradicts itself.
    """
    return _Search(accepted(instance), effort or Effort(), hear, stop=stop or Event()).plan()


class _Search:
    """One search: its clock, its best choice, its bounds."""

    def __init__(self, instance: Instance, effort: Effort, hear: Hear | None, *, stop: Event):
        self.began = time.monotonic()
        self.effort, self.hear, self.stop = effort, hear, stop
        self.board: Board = board(instance)
        self.optimiser = Optimiser(self.board, seed=effort.seed)
        self.asked = self._asked_gap()
        # Dividing villages afterwards costs a little, some hundredths of a percent.
        dividing = _DIVIDING if any(c.villages for c in instance.communes) else 0.0
        self.gap = max(self.asked / 2, self.asked - dividing)
        self.best: Choice | None = None
        self.kept: Choice | None = None
        """The plan in force, as far as it stands."""
        self.least_unmet = 0
        self.bound = float("inf")
        """No plan has more merit."""
        self.value_bound = float("inf")
        """No plan is worth more, points for keeping stays left out."""

    # -- the course of a search ------------------------------------------------------------

    def plan(self) -> Plan:
        stopped = self._search()
        choice = self._checked()
        return told_plan(choice, self.board, self._certificate(choice, stopped))

    def _search(self) -> Stopped:
        if not self.optimiser.program.stay:
            self._offer(Counter(), "nothing")
            self.least_unmet, self.bound = self._found().unmet, self._found().merit
            return Stopped.PROVEN
        self._first_stage()
        self._second_stage_bound()
        if self.kept is not None and self.board.keep_bonus and whole(self.board):
            # All points are its own: what no plan is worth more than bounds its merit as well.
            points = float(self.board.previous.sum()) * self.board.keep_bonus
            self.bound = min(self.bound, self._value_bound(self.kept) + points)
        if self._good_enough():
            return Stopped.PROVEN
        finished = self._exact()
        if not finished and not self._good_enough() and self._worth_dating():
            self._by_parts(Optimiser(self.board, seed=self.effort.seed, dated=True))
        self._polish()
        if (finished and self._found().unmet <= self.least_unmet) or self._good_enough():
            return Stopped.PROVEN
        return Stopped.ASKED if self.stop.is_set() else Stopped.TIME

    def _first_stage(self) -> None:
        """Fewest guarantees unmet, proven; locks are placed before anything else."""
        if not self.board.locks:
            self._offer(self._climbed(None), "greedy")
        if self.board.instance.previous.assignments:
            self.kept = standing(self.board)
            if self.kept is not None:
                self._offer(self.kept, "greedy")
        # Without a plan that keeps the locks there is nothing to hand out: that takes its time.
        seconds = max(_LOCKS_SECONDS, self._left()) if self.board.locks else self._left()
        least, _, choice, possible = self.optimiser.fewest_unmet(seconds, self.best)
        if not possible:
            raise Refused((self._clash(),))
        self.least_unmet = least
        if choice is not None:
            self._offer(choice, "guarantees")
            if self.board.locks or score(choice, self.board).key >= self._found().key:
                self._offer(self._climbed(choice), "greedy")

    def _climbed(self, start: Choice | None) -> Choice:
        layout = greedy(self.board, start, self._late)
        plain = layout.choice()
        climb(layout, self._over)
        return better(plain, layout.choice(), self.board) or plain

    def _second_stage_bound(self) -> None:
        self.bound = min(self.bound, self.optimiser.relaxation(self._found().unmet, self._left()))
        self._tell("bound")

    def _worth_dating(self) -> bool:
        """Whether the model with all its rounds may still say more than the one without."""
        program = self.optimiser.program
        return not program.dated and program.rounds_wanted <= _MOST_ROUNDS and not self._over()

    def _by_parts(self, dated: Optimiser) -> None:
        """Where the whole is too large for its rounds: part after part with them."""

        def left() -> float:
            return 0.0 if self._good_enough() or self._over() else self._left()

        found = improved(dated, self.best or Counter(), seed=self.effort.seed, left=left)
        for choice in found:
            self._offer(choice, "parts")

    def _exact(self) -> bool:
        def progress(value: float, bound: float) -> bool:
            self._tell("exact", value=value, bound=bound)
            return self.stop.is_set()

        found = self.optimiser.best(
            self._found().unmet,
            # Days are found afterwards where the model has none: that takes its time too.
            seconds=self._left() * (1.0 if self.optimiser.program.dated else _SHARE),
            gap=self.gap if self.optimiser.program.dated else self.gap / 4,
            warm=self.best,
            progress=progress,
        )
        self.bound = min(self.bound, found.bound)
        if found.choice is not None:
            self._offer(found.choice, "exact")
            if not found.finished:  # stays that found no day left room for others
                self._offer(self._climbed(found.choice), "exact")
        return found.finished

    def _polish(self) -> None:
        if self.best is not None and not self.stop.is_set():
            layout = greedy(self.board, self.best, self._late)
            climb(layout, self._over)
            self._offer(layout.choice(), "polish")

    # -- what is known so far --------------------------------------------------------------

    def _offer(self, choice: Choice, stage: str) -> None:
        if not broken_rows(choice, self.board):
            self.best = better(self.best, choice, self.board)
        self._tell(stage)

    def _found(self) -> Score:
        return score(self.best or Counter(), self.board)

    def _good_enough(self) -> bool:
        found = self._found()
        return found.unmet <= self.least_unmet and self._proven(found)

    def _proven(self, found: Score) -> bool:
        return within(gap_between(found.merit, self.bound), self.gap)

    def _asked_gap(self) -> float:
        """By the number of stays, never by the clock: the same question stops at the same plan."""
        if self.effort.gap is not None:
            return self.effort.gap
        if not self.optimiser.program.dated:
            return _UNDATED_GAP
        few = sum(k.slots for k in self.board.classes) <= _FEW_STAYS
        return 1e-4 if few else 1e-3

    def _left(self) -> float:
        return max(0.05, self.effort.seconds - (time.monotonic() - self.began))

    def _over(self) -> bool:
        return self.stop.is_set() or time.monotonic() - self.began > self.effort.seconds

    def _late(self) -> bool:
        """A first plan is made whoever asks to stop, unless that takes far too long."""
        return time.monotonic() - self.began > max(self.effort.seconds, _FIRST_SECONDS)

    def _tell(self, stage: str, value: float | None = None, bound: float | None = None) -> None:
        if self.hear is None:
            return
        found = self._found()
        # A solver counts the points for keeping stays; people are told what a plan is worth.
        shown = found.value if value is None else max(value - found.kept, found.value)
        least = self.bound if bound is None else min(bound, self.bound)
        seconds = time.monotonic() - self.began
        self.hear(Sign(stage, seconds, found.unmet, shown, proven_bound(least, shown)))

    # -- the end ---------------------------------------------------------------------------

    def _checked(self) -> Choice:
        """The best choice; a plan that breaks a rule is never handed out."""
        choice = self.best if self.best is not None else Counter()
        broken = broken_rows(choice, self.board)
        if broken and self.board.locks:
            raise Refused((self._clash(),))
        if broken:
            raise AssertionError(f"a plan that breaks {broken}")
        if not self.board.instance.previous.assignments:
            return choice
        return self.kept if self.kept and self._stays_put(choice) else settled(choice, self.board)

    def _stays_put(self, other: Choice) -> bool:
        """Whether nothing worth the asked gap is lost when the plan in force stays as it is."""
        kept, found = score(self.kept or Counter(), self.board), score(other, self.board)
        if kept.unmet > found.unmet:
            return False
        if whole(self.board):
            return found.merit - kept.merit <= self.asked * abs(found.value)
        return self._proven(kept)

    def _value_bound(self, choice: Choice) -> float:
        """What no plan is worth more than, as low as a choice needs to be proven by it."""
        if not self.board.keep_bonus:
            return self.bound
        found = score(choice, self.board)
        self.value_bound = min(self.value_bound, self.bound)

        def enough(_: float, bound: float) -> bool:
            return self.stop.is_set() or within(gap_between(found.value, bound), self.gap)

        if enough(0, self.value_bound) or not self.optimiser.program.stay:
            return self.value_bound
        plain = self.optimiser.relaxation(found.unmet, self._left(), plain=True)
        self.value_bound = min(self.value_bound, plain)
        if enough(0, self.value_bound) or self._over():
            return self.value_bound
        # Half of the gap is for the other plan that this search ends at.
        proof = self.optimiser.best(
            found.unmet,
            seconds=self._left(),
            gap=self.gap / 2,
            warm=choice,
            progress=enough,
            plain=True,
        )
        self.value_bound = min(self.value_bound, proof.bound)
        return self.value_bound

    def _certificate(self, choice: Choice, stopped: Stopped) -> Certificate:
        found, bound = score(choice, self.board), self._value_bound(choice)
        return Certificate(
            objective=found.value,
            bound=proven_bound(bound, found.value),
            gap=None,
            asked_gap=self.asked,
            unmet=found.unmet,
            unmet_bound=min(self.least_unmet, found.unmet),
            stopped=stopped,
            seed=self.effort.seed,
            digest="",
            data_version=self.board.instance.data_version,
            seconds=time.monotonic() - self.began,
            solver=solver_name(),
        )

    def _clash(self) -> Fault:
        return clash(clashing_locks(self.board.instance))
