"""Stays and answers in words: for the commune, for the planner and for the printed slip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lib.domain.campaign.coming import Coming
from lib.domain.campaign.replies import Answered, Party, Reply, State, StayAnswers
from lib.services.campaign.replies import SeasonReplies
from lib.services.planning.told.coming_words import days_said, people_said, team_said, villages_said
from lib.services.wording.table import Table
from lib.text import Words, say_date, say_moment, say_number


def answer_said(answered: Answered, say: Words, versions: Mapping[int, int]) -> str:
    """Where an answer stands, who gave it and when; to which version where it is an old one."""
    reply = answered.reply
    if reply is None:
        return say(f"reply_state.{answered.state}")
    told = reply_said(reply, say)
    if answered.state is not State.OLD:
        return told
    number = versions.get(reply.plan_id)
    if number is None:
        return say("reply.before", said=told)
    return say("reply.to_version", said=told, version=number)


def reply_said(reply: Reply, say: Words) -> str:
    """ "đề nghị từ 14/06/2027: mùa gặt – Cà Thị Hoa, 01/05/2027 08:00"."""
    said = say(
        f"reply_kind.{reply.kind}",
        day=say_date(reply.wished),
        why=reply.why,
        need=say_number(reply.need, language=say.language),
    )
    by = say("reply.said_by", said_by=reply.said_by, who=reply.who) if reply.said_by else reply.who
    return say("reply.line", said=said, by=by, at=say_moment(reply.at))


def coming_table(stays: Sequence[StayAnswers], say: Words, *, versions: Mapping[int, int]) -> Table:
    """One row a stay, as the commune reads it."""
    heads = ("team", "days", "people", "villages", "households", "of_commune", "of_team")
    return Table(
        columns=tuple(say(f"coming_column.{h}") for h in heads),
        rows=tuple(
            (
                team_said(s.coming),
                days_said(s.coming),
                people_said(s.coming, say),
                villages_said(s.coming, say),
                say_number(s.coming.households, language=say.language),
                answer_said(s.commune, say, versions),
                answer_said(s.team, say, versions),
            )
            for s in stays
        ),
    )


def replies_table(
    stays: Sequence[StayAnswers],
    places: Mapping[str, str],
    say: Words,
    *,
    versions: Mapping[int, int],
) -> Table:
    """One row a stay, as the planner reads it: what waits for an answer first."""
    order = (State.OTHER_DAY, State.OLD, State.OPEN, State.CONFIRMED)

    def pressing(stay: StayAnswers) -> tuple[int, date]:
        return min(order.index(a.state) for a in (stay.commune, stay.team)), stay.coming.first

    heads = ("commune", "team", "days", "of_commune", "of_team")
    return Table(
        columns=tuple(say(f"coming_column.{h}") for h in heads),
        rows=tuple(
            (
                places.get(s.coming.key.commune, s.coming.key.commune),
                team_said(s.coming),
                days_said(s.coming),
                answer_said(s.commune, say, versions),
                answer_said(s.team, say, versions),
            )
            for s in sorted(stays, key=pressing)
        ),
    )


def replies_sentences(found: SeasonReplies, say: Words) -> list[str]:
    """How many stays each side has agreed to, asks to change, and has not answered."""
    told = []
    for party in Party:
        count = found.count(party)
        told.append(
            say(
                f"reply_sum.{party}",
                count=len(found.stays),
                confirmed=count[State.CONFIRMED],
                other_day=count[State.OTHER_DAY],
                open=count[State.OPEN] + count[State.OLD],
            )
        )
    return told


def stay_said(stay: Coming, places: Mapping[str, str]) -> str:
    """ "Đội 1 (TN-01), Xã Lóng Sập, 07/06–20/06/2027", to choose from."""
    return ", ".join(
        [team_said(stay), places.get(stay.key.commune, stay.key.commune), days_said(stay)]
    )


def gone_said(reply: Reply, places: Mapping[str, str], say: Words) -> str:
    """An answer to a stay that is in the plan no more."""
    place = places.get(reply.key.commune, reply.key.commune)
    return say("reply.gone", team=reply.key.team, commune=place, said=reply_said(reply, say))
