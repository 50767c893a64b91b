"""A stay in words, and what of it has changed: on pages, slips and lists alike."""

from __future__ import annotations

from lib.domain.campaign.coming import Coming
from lib.domain.campaign.replies import Party
from lib.domain.campaign.telling import Change
from lib.services.wording.table import DASH
from lib.text import Words, say_date, say_number


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
            village_said(v.name, _number(v.households, say), say, digital_team=v.digital_team)
            for v in stay.villages
        )
        or DASH
    )


def village_said(name: str, households: str, say: Words, *, digital_team: bool | None) -> str:
    """ "Bản A (20 hộ, cùng Tổ CNSCĐ)": a village with the community digital team to work with."""
    key = "plan_files.village_with_team" if digital_team else "plan_files.village"
    return say(key, name=name, count=households)


def _number(value: float | None, say: Words) -> str:
    return say_number(value, language=say.language)


def change_said(change: Change, party: Party, place: str, *, say: Words) -> str:
    """ "07/06–20/06/2027 → 14/06–27/06/2027 (thời gian)", with the team for a commune to know
    and with the commune for a team."""
    before, after = change.before, change.after
    stay = after or before
    if stay is None:
        return ""
    other = team_said(stay) if party is Party.COMMUNE else place
    if after is None or before is None:
        key = "telling.gone" if after is None else "telling.new"
        return say(key, other=other, days=days_said(stay))
    was, now = days_said(before), days_said(after)
    return say(
        "telling.changed",
        other=other,
        days=now if was == now else f"{was} → {now}",
        parts=", ".join(say(f"coming_part.{part}") for part in change.parts),
    )
