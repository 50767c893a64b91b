"""What a planner does with a saved plan; every act ends in a new version."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from lib.domain.access.permissions import Act, Person
from lib.domain.planning.plan.plan import Plan, Stay
from lib.domain.planning.question.faults import Fault, Refused
from lib.domain.planning.question.first_days import lock_moved
from lib.domain.planning.question.instance import Forbidden, Instance, Lock
from lib.domain.planning.question.params import Exceptions, PlanParams
from lib.domain.planning.question.reading import accepted
from lib.domain.planning.why.by_hand import plan_by_hand
from lib.domain.planning.why.pricing import Price, price
from lib.services.installation import Installation, version_of_data
from lib.services.planning.document import plan_in
from lib.services.planning.question import chosen, locked, question
from lib.services.planning.runs import changed, draft_of, params_of
from lib.services.planning.saved_plan import PlanDraft, SavedPlan
from lib.services.planning.versions import save_plan

_TAKEN_ANEW = ("first_day", "with_finished", "default_base")
_RULES_TAKEN_ANEW = ("weeks", "stay_weeks", "stay_days")


def begin_plan(
    installation: Installation,
    *,
    who: Person,
    first_day: date,
    title: str,
    weeks: int = 8,
    with_finished: bool = False,
) -> SavedPlan:
    """The first version of a plan for a season, on the figures of now, not yet solved.

    Raises ``NotAllowed`` when no commune has ever reported.
    """
    who.must(Act.PLAN)
    params = PlanParams.new(first_day, weeks=weeks, with_finished=with_finished)
    built = question(installation, params, who=who)
    draft = PlanDraft(
        season=params.season, title=title, instance=built.instance, params=params.as_json()
    )
    return save_plan(installation, draft, who=who)


def plan_saved(saved: SavedPlan) -> Plan | None:
    """The plan of a version; ``None`` before it is solved."""
    return plan_in(saved.instance, saved.document) if saved.document else None


def outdated(installation: Installation, saved: SavedPlan) -> bool:
    """Whether figures or teams were published since the question was taken."""
    return saved.instance.data_version != version_of_data(installation)


def with_params(
    installation: Installation, saved: SavedPlan, params: PlanParams, *, who: Person, note: str = ""
) -> PlanDraft:
    """The next version under other choices; the plan has to be made again.

    Stays so far are kept in mind, so that making it again changes little.
    """
    before = params_of(saved)
    anew = any(getattr(before, n) != getattr(params, n) for n in _TAKEN_ANEW) or any(
        getattr(before.rules, n) != getattr(params.rules, n) for n in _RULES_TAKEN_ANEW
    )
    # Reports speak again for a commune whose figure by hand is taken away.
    anew = anew or any(
        one.need is not None and params.communes.get(code, Exceptions()).need is None
        for code, one in before.communes.items()
    )
    keep = stays_to_keep(saved)
    if later := (before.first_day - params.first_day).days:
        there = (lock_moved(k, later, params.rules) for k in keep)
        keep = tuple(k for k in there if k is not None)
    instance = (
        question(installation, params, who=who).instance if anew else chosen(saved.instance, params)
    )
    return _unsolved(saved, params, kept_in_mind(instance, keep), note=note)


def with_figures_of_now(
    installation: Installation, saved: SavedPlan, *, who: Person, note: str = ""
) -> PlanDraft:
    """The next version on the figures and teams of now."""
    params = params_of(saved)
    built = question(installation, params, who=who)
    return _unsolved(saved, params, kept_in_mind(built.instance, stays_to_keep(saved)), note=note)


def by_hand(
    installation: Installation,
    saved: SavedPlan,
    stays: Collection[Lock],
    *,
    locks: tuple[Lock, ...],
    note: str = "",
) -> PlanDraft:
    """The next version with exactly these stays, under these locks."""
    params = params_of(saved).model_copy(update={"locks": locks})
    plan = plan_by_hand(chosen(saved.instance, params), stays, seed=params.seed)
    return draft_of(installation, changed(saved, params), plan, note=note)


def again(saved: SavedPlan, params: PlanParams | None = None) -> SavedPlan:
    """The same version to be made again under these choices, changing little; not yet saved."""
    wanted = params or params_of(saved)
    asked = kept_in_mind(chosen(saved.instance, wanted), stays_to_keep(saved))
    return replace(saved, params=wanted.as_json(), instance=asked)


def banned(saved: SavedPlan, ban: Forbidden) -> PlanParams:
    """The choices with one more ban; a lock that says otherwise goes."""
    params = params_of(saved)
    locks = (k for k in params.locks if k.commune != ban.commune or ban.team not in (None, k.team))
    bans = tuple(dict.fromkeys((*params.forbidden, ban)))
    return params.model_copy(update={"forbidden": bans, "locks": tuple(locks)})


def allowed_again(saved: SavedPlan, ban: Forbidden) -> PlanParams:
    """The choices without a ban."""
    params = params_of(saved)
    left = tuple(f for f in params.forbidden if f != ban)
    return params.model_copy(update={"forbidden": left})


@dataclass(frozen=True, kw_only=True)
class Rearranged:
    """Stays put elsewhere by hand, with the price; nothing is changed yet."""

    price: Price | None
    """``None`` where the locks would contradict each other: see ``faults``."""
    stays: tuple[Lock, ...]
    locks: tuple[Lock, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether it breaks no rule."""
        return self.price is not None and not self.price.broken


def rearranged(
    saved: SavedPlan, plan: Plan, *, taken: Collection[int], put: Collection[Lock]
) -> Rearranged:
    """The plan without the stays at these places in it and with others: those are locked.

    A lock goes with the stay that it held.
    """
    gone = [plan.stays[n] for n in sorted(taken)]
    stays = (*(locked(s) for n, s in enumerate(plan.stays) if n not in taken), *put)
    left = {lock_of(saved, stay) for stay in gone} | set(put)
    locks = (*(k for k in params_of(saved).locks if k not in left), *put)
    asked = plan.instance.model_copy(update={"locks": locks})
    try:
        accepted(asked)
    except Refused as refused:
        return Rearranged(price=None, stays=stays, locks=locks, faults=refused.faults)
    return Rearranged(price=price(replace(plan, instance=asked), stays), stays=stays, locks=locks)


def put_back(before: SavedPlan, *, note: str) -> PlanDraft:
    """The next version with everything as it was in an earlier one."""
    return PlanDraft(
        season=before.season,
        title=before.title,
        instance=before.instance,
        params=before.params,
        document=before.document,
        note=note,
    )


def stays_to_keep(saved: SavedPlan) -> tuple[Lock, ...]:
    """Where teams are now, or were before the plan had to be made again."""
    plan = plan_saved(saved)
    return tuple(map(locked, plan.stays)) if plan else saved.instance.previous.assignments


def kept_in_mind(instance: Instance, stays: Collection[Lock]) -> Instance:
    """The instance with these stays as the plan in force, as far as their teams still exist."""
    previous = instance.previous.model_copy(update={"assignments": tuple(stays)})
    return instance.model_copy(update={"previous": previous})


def lock_of(saved: SavedPlan, stay: Stay) -> Lock | None:
    """The lock that holds a stay."""
    held = (k for k in params_of(saved).locks if (k.team, k.commune) == (stay.team, stay.commune))
    return next((k for k in held if k.begins in (None, stay.start_day)), None)


def _unsolved(saved: SavedPlan, params: PlanParams, instance: Instance, *, note: str) -> PlanDraft:
    return PlanDraft(
        season=params.season,
        title=saved.title,
        instance=instance,
        params=params.as_json(),
        note=note,
    )
