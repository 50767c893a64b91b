"""What communes and teams answer to a plan, and which answers still hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from lib.domain.campaign.coming import Coming, Comings, StayKey, same_to_agree


class Party(StrEnum):
    """Whose answer it is. Words: ``reply_party.<party>``."""

    COMMUNE = "commune"
    TEAM = "team"


class ReplyKind(StrEnum):
    """What was said. Words: ``reply_kind.<kind>``."""

    CONFIRMED = "confirmed"
    OTHER_DAY = "other_day"
    NEED = "need"
    """How many households are left, as the commune counts them; of no stay."""
    WITHDRAWN = "withdrawn"
    """The answer before this one does not hold any more."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer as it was given; never changed. ``at`` is UTC."""

    id: int = 0
    season: str
    plan_id: int
    """The version it answers."""
    key: StayKey
    party: Party
    kind: ReplyKind
    wished: date | None = None
    """The first day asked for instead."""
    why: str = ""
    need: int | None = None
    villages: Mapping[str, int] = field(default_factory=dict)
    """The same by village, where all were counted."""
    said_by: str = ""
    """Who said it, where somebody else wrote it down."""
    who: str
    at: datetime

    @property
    def speaker(self) -> str:
        """Who said it."""
        return self.said_by or self.who


def of_commune(code: str) -> StayKey:
    """Where an answer belongs that is of a commune and of none of its stays."""
    return StayKey("", code, 0)


class State(StrEnum):
    """Where an answer stands. Words: ``reply_state.<state>``."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    OTHER_DAY = "other_day"
    OLD = "old"
    """Given to an earlier version, and the stay is another now."""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What one party says of one stay."""

    state: State
    reply: Reply | None = None


@dataclass(frozen=True, kw_only=True)
class StayAnswers:
    """A stay with the answers of both sides."""

    coming: Coming
    commune: Answered
    team: Answered


def standing(replies: Iterable[Reply]) -> dict[tuple[StayKey, Party, bool], Reply]:
    """The newest answer of each party to each stay that was not taken back.

    Apart by whether it tells of need: an answer of one kind leaves those of the other alone, and
    what is taken back is the newest of the stay's own kind.
    """
    found: dict[tuple[StayKey, Party, bool], Reply] = {}
    for reply in sorted(replies, key=lambda r: r.id):
        place = (reply.key, reply.party, not reply.key.team)
        if reply.kind is ReplyKind.WITHDRAWN:
            found.pop(place, None)
        else:
            found[place] = reply
    return found


def stay_answers(
    now: Comings, replies: Iterable[Reply], versions: Mapping[int, Comings]
) -> list[StayAnswers]:
    """Every stay of the plan in force; ``versions`` are the stays of the versions answered."""
    held = standing(replies)
    return [
        StayAnswers(
            coming=coming,
            commune=_answered(coming, held.get((key, Party.COMMUNE, False)), versions=versions),
            team=_answered(coming, held.get((key, Party.TEAM, False)), versions=versions),
        )
        for key, coming in now.items()
    ]


def _answered(coming: Coming, reply: Reply | None, *, versions: Mapping[int, Comings]) -> Answered:
    if reply is None:
        return Answered(state=State.OPEN)
    then = versions.get(reply.plan_id, {}).get(coming.key)
    if not same_to_agree(then, coming):
        return Answered(state=State.OLD, reply=reply)
    confirmed = reply.kind is ReplyKind.CONFIRMED
    return Answered(state=State.CONFIRMED if confirmed else State.OTHER_DAY, reply=reply)


def fallen_away(now: Comings, replies: Iterable[Reply]) -> list[Reply]:
    """Answers that stand to stays which are in the plan no more."""
    return [r for (key, _, of_need), r in standing(replies).items()
            if not of_need and key not in now]  # fmt: skip


def needs_told(replies: Iterable[Reply]) -> dict[str, Reply]:
    """What each commune last told of its need, by code."""
    return {key.commune: reply for (key, _, of_need), reply in standing(replies).items() if of_need}


@dataclass(frozen=True)
class Doubt:
    """A count above what is known: asked about, never put right."""

    village: str
    """Its code; "" for the whole commune."""
    told: int
    known: float


def doubts(
    need: int, villages: Mapping[str, int], *, known: Mapping[str, float], commune: float | None
) -> list[Doubt]:
    """Counts of households left that pass the households there are."""
    found = [Doubt("", need, commune)] if commune is not None and need > commune else []
    return found + [
        Doubt(code, count, known[code])
        for code, count in villages.items()
        if code in known and count > known[code]
    ]


def without_count(villages: Collection[str], told: Mapping[str, int]) -> Sequence[str]:
    """Villages of the commune nobody told of, where some were: their sum would be no sum."""
    return [v for v in villages if v not in told] if told else []
