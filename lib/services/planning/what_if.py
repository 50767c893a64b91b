"""What if: the same plan under other weights, with fewer teams, from another first day.

Each set of choices becomes a line of its own, so that what one has stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from lib.domain.access.permissions import Act, Person
from lib.domain.planning.question.instance import Weights
from lib.domain.planning.question.params import PlanParams
from lib.services.installation import Installation
from lib.services.planning.desk import with_params
from lib.services.planning.runs import params_of
from lib.services.planning.saved_plan import PlanDraft, SavedPlan
from lib.services.planning.versions import branch_plan

MOST_SETS = 6
"""So many plans can still be read side by side."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """One set: what differs from the plan it is held against."""

    factor: float = 1.0
    """By which the weights of all flags are multiplied."""
    without: tuple[str, ...] = ()
    """Teams that stay at home."""
    first_day: date

    def told(self, saved: SavedPlan) -> bool:
        """Whether anything differs from that plan."""
        same_day = self.first_day == params_of(saved).first_day
        return self.factor != 1.0 or bool(self.without) or not same_day


def sets(
    saved: SavedPlan,
    *,
    factors: Collection[float],
    withouts: Collection[Sequence[str]],
    days: Collection[date],
) -> tuple[Choices, ...]:
    """Every combination but the plan itself, in order."""
    every = (
        Choices(factor=factor, without=tuple(without), first_day=day)
        for factor, without, day in product(
            factors or (1.0,), withouts or ((),), days or (params_of(saved).first_day,)
        )
    )
    return tuple(dict.fromkeys(c for c in every if c.told(saved)))


def what_if(
    installation: Installation, saved: SavedPlan, choices: Choices, *, who: Person, name: str
) -> SavedPlan:
    """The question of these choices as the first version of a line called ``name``, not solved.

    Raises ``NotAllowed`` for who may not plan.
    """
    who.must(Act.PLAN)
    params = _params(params_of(saved), choices)
    draft = with_params(installation, saved, params, who=who, note=name)
    return branch_plan(
        installation, _without(draft, choices.without, name=name), who=who, base=saved.id
    )


def _params(before: PlanParams, choices: Choices) -> PlanParams:
    weights = before.rules.weights.model_dump()
    heavier = Weights(**{flag: weight * choices.factor for flag, weight in weights.items()})
    rules = before.rules.model_copy(update={"weights": heavier})
    locks = tuple(k for k in before.locks if k.team not in choices.without)
    forbidden = tuple(f for f in before.forbidden if f.team not in choices.without)
    return before.model_copy(
        update={
            "rules": rules,
            "first_day": choices.first_day,
            "locks": locks,
            "forbidden": forbidden,
        }
    )


def _without(draft: PlanDraft, codes: tuple[str, ...], *, name: str) -> PlanDraft:
    instance = draft.instance
    stay = tuple(k for k in instance.previous.assignments if k.team not in codes)
    left = instance.model_copy(
        update={
            "teams": tuple(t for t in instance.teams if t.code not in codes),
            "previous": instance.previous.model_copy(update={"assignments": stay}),
        }
    )
    return replace(draft, instance=left, title=name)
