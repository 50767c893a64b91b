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
from lib.domain.planning.question.team_classes import class_of_team, travel_limit
from lib.domain.planning.solver.arrays import board
from lib.domain.planning.why.by_hand import plan_by_hand
from lib.domain.planning.why.pricing import Price, moved, price
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
class Move:
    """A stay somewhere else, with its price; nothing is changed yet."""

    price: Price | None
    """``None`` where the locks would contradict each other: see ``faults``."""
    stays: tuple[Lock, ...]
    locks: tuple[Lock, ...]
    beyond_minutes: float | None
    """Minutes one way, where they pass the travel limit of the team."""
    faults: tuple[Fault, ...] = ()


def move(saved: SavedPlan, plan: Plan, stay: Stay, *, to: str, day: int) -> Move:
    """What it costs to make this stay in ``to`` from ``day``: the new place is locked."""
    stays = moved(plan, stay.team, to=to, start_day=day, instead_of=stay.start_day)
    held = lock_of(saved, stay)
    new = Lock(team=stay.team, commune=to, start_day=day)
    locks = (*(k for k in params_of(saved).locks if k not in (held, new)), new)
    asked = plan.instance.model_copy(update={"locks": locks})
    try:
        accepted(asked)
    except Refused as refused:
        return Move(
            price=None, stays=stays, locks=locks, beyond_minutes=None, faults=refused.faults
        )
    return Move(
        price=price(replace(plan, instance=asked), stays),
        stays=stays,
        locks=locks,
        beyond_minutes=_beyond(asked, stay.team, to),
    )


def _beyond(instance: Instance, team: str, commune: str) -> float | None:
    on = board(instance)
    g = class_of_team(on.classes)[team]
    c = next(n for n, k in enumerate(on.communes) if k.code == commune)
    minutes = float(on.minutes[g, c])
    limit = travel_limit(on.classes[g].members[0], instance)
    return None if minutes <= limit else minutes


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
