"""The question of a saved plan: figures and teams in force, and what the planner chose."""

from __future__ import annotations

from collections.abc import Iterable

from lib.domain.access.permissions import Act, Person
from lib.domain.planning.plan.plan import Stay
from lib.domain.planning.question.instance import Commune, Instance, Lock, Previous
from lib.domain.planning.question.params import Exceptions, PlanParams
from lib.domain.planning.question.roads import with_settings
from lib.services.installation import Installation
from lib.services.planning.instance_in_force import PROVINCE_SEAT, Asked, Built, instance_of


def question(
    installation: Installation, params: PlanParams, *, who: Person, keep: Iterable[Stay] = ()
) -> Built:
    """The instance of these choices on today's figures; ``keep`` are stays to change little.

    Locks and bans of teams that are gone are left out. Raises ``NotAllowed`` when no commune has
    ever reported.
    """
    who.must(Act.SEE_PLANS)
    built = instance_of(
        installation,
        Asked(
            first_day=params.first_day,
            rules=params.rules,
            with_finished=params.with_finished,
            default_base=params.default_base or PROVINCE_SEAT,
        ),
    )
    return Built(
        instance=chosen(built.instance, params, keep=keep),
        period=built.period,
        assumed_bases=built.assumed_bases,
        unspoken=built.unspoken,
    )


def chosen(instance: Instance, params: PlanParams, *, keep: Iterable[Stay] = ()) -> Instance:
    """The same figures and teams under other choices."""
    there = {t.code for t in instance.teams}
    before = tuple(locked(stay) for stay in keep)
    return instance.model_copy(
        update={
            "title": params.season,
            "rules": params.rules,
            "travel": with_settings(instance.travel, params.travel),
            "communes": tuple(_with(c, params.communes) for c in instance.communes),
            "locks": tuple(k for k in params.locks if k.team in there),
            "forbidden": tuple(f for f in params.forbidden if f.team in (None, *there)),
            "previous": Previous(assignments=before, keep_bonus=params.keep_bonus),
        }
    )


def _with(commune: Commune, said: dict[str, Exceptions]) -> Commune:
    return said.get(commune.code, Exceptions()).on(commune)


def locked(stay: Stay) -> Lock:
    """The stay as a decision."""
    return Lock(team=stay.team, commune=stay.commune, start_day=stay.start_day)
