"""Communes and teams answer the plan in force; the planner sees what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.campaign.coming import Comings, StayKey
from lib.domain.campaign.replies import (
    Doubt,
    Party,
    Reply,
    ReplyKind,
    State,
    StayAnswers,
    doubts,
    fallen_away,
    needs_told,
    standing,
    stay_answers,
    without_count,
)
from lib.domain.errors import NotAllowed
from lib.services.audit.recording import record
from lib.services.campaign.counted import Households, households_there
from lib.services.installation import Installation
from lib.services.planning.told.coming import InForce, plan_ahead, plan_in_force, stays_of
from lib.services.planning.versions import SHORTEST_REASON
from lib.store.engine import asking, writing
from lib.store.planning.plans import versions_of
from lib.store.planning.replies import add_reply, replies_of

_SHORTEST_NAME = 2


@dataclass(frozen=True, kw_only=True)
class NewReply:
    """What somebody answers to the plan in force."""

    season: str
    plan_id: int
    key: StayKey
    party: Party = Party.COMMUNE
    kind: ReplyKind
    wished: date | None = None
    why: str = ""
    need: int | None = None
    villages: Mapping[str, int] = field(default_factory=dict)
    said_by: str = ""


@dataclass(frozen=True, kw_only=True)
class ToCommune:
    """What a commune is told of the plan in force, and what it answered."""

    plan: InForce
    stays: tuple[StayAnswers, ...]
    need: Reply | None
    """How many households are left there, as the commune last told."""


@dataclass(frozen=True, kw_only=True)
class SeasonReplies:
    """All answers to the plan in force of a season."""

    plan: InForce
    stays: tuple[StayAnswers, ...]
    fallen_away: tuple[Reply, ...]
    """Answers to stays that are in the plan no more."""
    needs: Mapping[str, Reply]
    versions: Mapping[int, int]
    """Every version of the season as people call it, by its number in the store."""

    def count(self, party: Party) -> Counter[State]:
        """Stays by where the party's answer stands."""
        return Counter(getattr(s, party.value).state for s in self.stays)


def coming_to(installation: Installation, commune: str, *, who: Person) -> ToCommune | None:
    """Who comes to a commune; ``None`` while no plan that is in force lies ahead."""
    who.must(Act.SEE_FIGURES, commune)
    plan = plan_ahead(installation)
    if plan is None:
        return None
    with asking(installation.engine) as connection:
        replies = replies_of(connection, plan.season, commune=commune)
    mine = {stay.key: stay for stay in plan.to(commune)}
    answered = stay_answers(mine, replies, _versions(installation, replies))
    return ToCommune(plan=plan, stays=tuple(answered), need=needs_told(replies).get(commune))


def season_replies(installation: Installation, season: str, *, who: Person) -> SeasonReplies | None:
    """Everything answered to the plan in force of a season; ``None`` where none is in force."""
    who.must(Act.SEE_PLANS)
    plan = plan_in_force(installation, season)
    if plan is None:
        return None
    with asking(installation.engine) as connection:
        replies = replies_of(connection, season)
        numbers = {row.id: row.version for row in versions_of(connection, season=season)}
    return SeasonReplies(
        plan=plan,
        stays=tuple(stay_answers(plan.stays, replies, _versions(installation, replies))),
        fallen_away=tuple(fallen_away(plan.stays, replies)),
        needs=needs_told(replies),
        versions=numbers,
    )


def _versions(installation: Installation, replies: Sequence[Reply]) -> dict[int, Comings]:
    return {n: stays_of(installation, n) for n in {r.plan_id for r in replies}}


def give_reply(
    installation: Installation, told: NewReply, *, who: Person, sure: bool = False
) -> Reply:
    """Writes an answer down, under whoever is acting; ``said_by`` where another person said it.

    ``sure``: counts above those known were asked about. Raises ``NotAllowed`` for an answer to a
    plan or stay that is not in force, and for one that does not say what it has to.
    """
    who.must(Act.ANSWER_PLANS, told.key.commune)
    _must_be_whole(told, who)
    if told.kind is ReplyKind.NEED:
        told = _counted(installation, told, sure=sure)
    new = Reply(
        **{**vars(told), "why": told.why.strip(), "said_by": " ".join(told.said_by.split())},
        who=who.name,
        at=installation.clock(),
    )
    with writing(installation.engine) as connection:
        plan = plan_in_force(installation, told.season)
        if plan is None or plan.plan_id != told.plan_id:
            raise NotAllowed("reply_overtaken", season=told.season)
        _must_be_open(plan, told, installation.today)
        if told.kind is ReplyKind.WITHDRAWN:
            held = standing(replies_of(connection, told.season, commune=told.key.commune))
            if (told.key, told.party, not told.key.team) not in held:
                raise NotAllowed("reply_nothing_there")
        kept = replace(new, id=add_reply(connection, new))
        record(
            installation,
            connection,
            who,
            deed=Deed.PLAN_ANSWERED,
            subject=f"plan:{told.plan_id}",
            after=_on_record(kept),
        )
    return kept


def _on_record(kept: Reply) -> dict[str, object]:
    """What the trail keeps; what was not said does not stand there."""
    told: dict[str, object] = {
        "reply": kept.id,
        "commune": kept.key.commune,
        "team": kept.key.team,
        "said": kept.kind.value,
        "party": kept.party.value,
        "wished": kept.wished.isoformat() if kept.wished else "",
        "reason": kept.why,
        "said_by": kept.said_by,
        "need": kept.need,
    }
    return {key: value for key, value in told.items() if value not in ("", None)}


def _must_be_whole(told: NewReply, who: Person) -> None:
    """What can be said without looking into the store."""
    for_another = who.commune is None or told.party is Party.TEAM
    if for_another and len(told.said_by.strip()) < _SHORTEST_NAME:
        raise NotAllowed("reply_said_by")
    if (told.kind is ReplyKind.NEED and told.key.team) or (
        told.kind in (ReplyKind.CONFIRMED, ReplyKind.OTHER_DAY) and not told.key.team
    ):
        raise NotAllowed("reply_no_stay")
    if told.kind is ReplyKind.OTHER_DAY:
        if told.wished is None:
            raise NotAllowed("reply_no_day")
        if len(told.why.strip()) < SHORTEST_REASON:
            raise NotAllowed("why_needed", least=SHORTEST_REASON)


def _must_be_open(plan: InForce, told: NewReply, today: date) -> None:
    if not told.key.team:
        return
    stay = plan.stays.get(told.key)
    if stay is None:
        if told.kind is ReplyKind.WITHDRAWN:
            return
        raise NotAllowed("reply_no_stay")
    if stay.last < today:
        raise NotAllowed("reply_over")
    if told.wished is not None and not today <= told.wished:
        raise NotAllowed("reply_day_past")
    if told.wished == stay.first:
        raise NotAllowed("reply_same_day")


def _counted(installation: Installation, told: NewReply, *, sure: bool) -> NewReply:
    """The need as a whole: of all villages, or of the commune alone."""
    there = households_there(installation, told.key.commune)
    missing = without_count(list(there.names), told.villages)
    if missing:
        raise NotAllowed("reply_villages_missing", count=len(missing))
    total = sum(told.villages.values()) if told.villages else None
    if told.need is not None and total is not None and total != told.need:
        raise NotAllowed("reply_sum", need=told.need, total=total)
    need = told.need if total is None else total
    if need is None or need < 0 or any(n < 0 for n in told.villages.values()):
        raise NotAllowed("reply_no_need")
    whole = replace(told, need=need)
    if not sure and need_doubts(there, whole):
        raise NotAllowed("reply_unlikely")
    return whole


def need_doubts(there: Households, told: NewReply) -> list[Doubt]:
    """Counts to ask about before they are written down."""
    need = sum(told.villages.values()) if told.villages else told.need
    if need is None:
        return []
    return doubts(need, told.villages, known=there.by_village, commune=there.all_of_them)


def open_stays(found: Sequence[StayAnswers], party: Party) -> list[StayAnswers]:
    """Stays whose party has not answered, or answered to what is no more."""
    waiting = (State.OPEN, State.OLD)
    return [s for s in found if getattr(s, party.value).state in waiting]
