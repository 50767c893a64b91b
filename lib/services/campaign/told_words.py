"""Stays and answers in words: for the commune, for the planner and for the printed slip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lib.domain.campaign.coming import Coming
from lib.domain.campaign.replies import Answered, Reply, State, StayAnswers
from lib.services.wording.table import DASH, Table
from lib.text import Words, say_date, say_moment, say_number


def team_said(stay: Coming) -> str:
    """A team by name and code."""
    code = stay.key.team
    return code if stay.team_name in ("", code) else f"{stay.team_name} ({code})"


def days_said(stay: Coming) -> str:
    """ "07/06–20/06/2027"; a stay over New Year tells both years."""
    if stay.first == stay.last:
        return say_date(stay.first)
    begins = f"{stay.first:%d/%m}" if stay.first.year == stay.last.year else say_date(stay.first)
    return f"{begins}–{say_date(stay.last)}"


def people_said(stay: Coming, say: Words) -> str:
    """ "12 người; Mông"."""
    if stay.people is None:
        return "; ".join(stay.skills) or DASH
    return "; ".join([say("coming.people", count=stay.people), *stay.skills])


def villages_said(stay: Coming, say: Words) -> str:
    """Villages with the households expected; a dash where the plan names none."""
    return (
        "; ".join(
            say("plan_files.village", name=v.name, count=_number(v.households, say))
            for v in stay.villages
        )
        or DASH
    )


def _number(value: float | None, say: Words) -> str:
    return say_number(value, language=say.language)


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
        need=_number(reply.need, say),
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
                _number(s.coming.households, say),
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


def stay_said(stay: Coming, places: Mapping[str, str]) -> str:
    """ "Đội 1 (TN-01), Xã Lóng Sập, 07/06–20/06/2027", to choose from."""
    return ", ".join(
        [team_said(stay), places.get(stay.key.commune, stay.key.commune), days_said(stay)]
    )


def gone_said(reply: Reply, places: Mapping[str, str], say: Words) -> str:
    """An answer to a stay that is in the plan no more."""
    place = places.get(reply.key.commune, reply.key.commune)
    return say("reply.gone", team=reply.key.team, commune=place, said=reply_said(reply, say))
