"""What communes tell of their need, as proposals: a planner takes them in, or does not."""

from __future__ import annotations

from dataclasses import dataclass

from lib.domain.access.permissions import Act, Person
from lib.domain.campaign.replies import Reply, needs_told
from lib.domain.planning.question.params import Exceptions, PlanParams
from lib.services.installation import Installation
from lib.services.planning.runs import params_of
from lib.services.planning.saved_plan import SavedPlan
from lib.store.engine import asking
from lib.store.planning.replies import replies_of
from lib.text import Words, say_date


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The need of one commune as it told it, beside the plan's own."""

    commune: str
    told: Reply
    planned: int | None
    """What the plan reckons with now; ``None`` where nobody knows."""


def need_proposals(installation: Installation, saved: SavedPlan, *, who: Person) -> list[Proposal]:
    """What communes told of their need and this version does not rest on yet, the newest first."""
    who.must(Act.SEE_PLANS)
    with asking(installation.engine) as connection:
        told = needs_told(replies_of(connection, saved.season))
    params = params_of(saved)
    planned = {c.code: c.need for c in saved.instance.communes}
    found = [
        Proposal(commune=code, told=reply, planned=planned[code])
        for code, reply in told.items()
        if code in planned and not _taken(params.communes.get(code), reply)
    ]
    return sorted(found, key=lambda p: -p.told.id)


def _taken(said: Exceptions | None, reply: Reply) -> bool:
    if said is None:
        return False
    same = said.need == reply.need and said.village_needs == dict(reply.villages)
    return same and reply.speaker in said.need_basis


def with_need_told(params: PlanParams, proposal: Proposal, say: Words) -> PlanParams:
    """The choices with the need of one commune as it told it, and what that rests on."""
    told = proposal.told
    basis = say("reply_need.basis", day=say_date(told.at.date()), who=told.speaker)
    before = params.communes.get(proposal.commune, Exceptions())
    said = before.model_copy(
        update={"need": told.need, "need_basis": basis, "village_needs": dict(told.villages)}
    )
    return params.model_copy(update={"communes": {**params.communes, proposal.commune: said}})
