"""Solving beside the pages: a few searches at once, each of them heard, stopped and saved.

Each search is a process of its own: a thread would make every other page wait for its turn.

A result is saved as the next version of its plan even when nobody looks any more.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import structlog

from lib.domain.access.permissions import Act, Person
from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.plan.signs import Sign
from lib.domain.planning.plan.solving import Effort
from lib.domain.planning.question.faults import Fault, Refused
from lib.domain.planning.question.params import PlanParams
from lib.services.installation import Installation
from lib.services.planning.process import Search, Searched, document_of, searched
from lib.services.planning.saved_plan import PlanDraft, PlanOvertaken, SavedPlan
from lib.services.planning.versions import branch_plan, save_plan
from lib.services.rations import Limits, Ration, share_of
from lib.text import words

log = structlog.get_logger()

_LONGEST_WAIT_S = 6 * 60 * 60.0


@dataclass
class PlanRun:
    """One search under way, or just ended."""

    plan_id: int
    seconds: float
    signs: list[Sign] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    explaining: bool = False
    result: int | None = None
    """The version that was saved."""
    beside: bool = False
    """Somebody saved in between: the result stands in a line of its own."""
    faults: tuple[Fault, ...] = ()
    failed: bool = False

    def now_explaining(self) -> None:
        """The search is over; what is left is to explain its plan."""
        self.explaining = True


class PlanRuns:
    """All searches of this process: two at once, of two people; others wait."""

    def __init__(self, *, at_once: int = 2) -> None:
        limits = Limits(at_once=at_once, in_line=3, patience_s=_LONGEST_WAIT_S)
        self._ration = Ration(limits)
        self._running: dict[int, PlanRun] = {}
        self._lock = threading.Lock()

    def of(self, plan_id: int) -> PlanRun | None:
        """The search begun from a version, also when it has ended."""
        return self._running.get(plan_id)

    def forget(self, plan_id: int) -> None:
        """Lets go of a search that has ended, once its news was told."""
        self._running.pop(plan_id, None)

    def begin(
        self, installation: Installation, saved: SavedPlan, *, who: Person, note: str
    ) -> PlanRun:
        """Searches for a plan of a saved question; the one under way where there is one.

        Raises ``Busy`` while several of the same person wait already.
        """
        who.must(Act.PLAN)
        with self._lock:
            run = self._running.get(saved.id)
            if run is not None and not run.over.is_set():
                return run
            self._ration.must_have_room(share_of(who))
            run = PlanRun(saved.id, params_of(saved).seconds)
            self._running[saved.id] = run
        threading.Thread(
            target=self._carry_out,
            args=(installation, run, saved),
            kwargs={"who": who, "note": note},
            daemon=True,
        ).start()
        return run

    def begin_each(
        self, installation: Installation, several: Sequence[SavedPlan], *, who: Person, note: str
    ) -> list[PlanRun]:
        """Searches for plans of several questions, one after the other, as a single wish.

        Raises ``Busy`` while several of the same person wait already.
        """
        who.must(Act.PLAN)
        with self._lock:
            self._ration.must_have_room(share_of(who))
            found = [PlanRun(saved.id, params_of(saved).seconds) for saved in several]
            self._running |= {run.plan_id: run for run in found}

        def one_by_one() -> None:
            for run, saved in zip(found, several, strict=True):
                self._carry_out(installation, run, saved, who=who, note=note)

        threading.Thread(target=one_by_one, daemon=True).start()
        return found

    def _carry_out(
        self, installation: Installation, run: PlanRun, saved: SavedPlan, *, who: Person, note: str
    ) -> None:
        try:
            with self._ration.turn(share_of(who)):
                params = params_of(saved)
                search = Search(
                    instance=saved.instance,
                    effort=Effort(seconds=params.seconds, seed=params.seed),
                    language=installation.in_force.language,
                    hear=run.signs.append,
                    explaining=run.now_explaining,
                    stop=run.stop,
                )
                _keep(
                    installation,
                    run,
                    saved,
                    draft=_draft(saved, searched(search), note=note),
                    who=who,
                )
        except Refused as refused:
            run.faults = refused.faults
        except Exception as error:
            run.failed = True
            log.error("plan_run_failed", plan=saved.id, exc_info=error)
        finally:
            run.over.set()


def _keep(
    installation: Installation, run: PlanRun, saved: SavedPlan, *, draft: PlanDraft, who: Person
) -> None:
    try:
        run.result = save_plan(installation, draft, who=who, base=saved.id).id
    except PlanOvertaken:
        run.beside = True
        run.result = branch_plan(installation, draft, who=who, base=saved.id).id


def draft_of(installation: Installation, saved: SavedPlan, made: Plan, *, note: str) -> PlanDraft:
    """The next version of a saved plan with this result, explained without margins."""
    document = document_of(made, words(installation.in_force.language), quick=True)
    return _draft(saved, Searched(instance=made.instance, document=document), note=note)


def _draft(saved: SavedPlan, found: Searched, *, note: str) -> PlanDraft:
    return PlanDraft(
        season=saved.season,
        title=saved.title,
        instance=found.instance,
        params=saved.params,
        document=found.document,
        note=note,
    )


def params_of(saved: SavedPlan) -> PlanParams:
    """What the planner chose for this version."""
    return PlanParams.from_json(saved.params)


def changed(saved: SavedPlan, params: PlanParams) -> SavedPlan:
    """The same version under other choices; not yet saved."""
    return replace(saved, params=params.as_json())
