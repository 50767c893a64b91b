"""What the campaign page says: sentences that name names, and the tables behind every picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from lib.domain.campaign.lessons import StayResult, Suggestion
from lib.domain.campaign.unvisited import Nearby, Untouched
from lib.domain.campaign.weeks import Campaign, Clash, State, TeamWeek, WeekTotals
from lib.services.campaign.summer import Summer
from lib.services.installation import Installation
from lib.services.wording.table import Table
from lib.text import Words, say_date, say_number

DASH = "–"
_NAMED = 3


def number(value: float | None, say: Words, digits: int = 0) -> str:
    """A figure as people write it; a dash where nobody told it."""
    return say_number(value, digits=digits, language=say.language)


def week_name(campaign: Campaign, week: int, say: Words) -> str:
    """ "Tuần 5 (06/07–12/07/2026)"."""
    first, last = campaign.days(week)
    return say("campaign.week", week=week, first=f"{first:%d/%m}", last=say_date(last))


def basis(summer: Summer, say: Words) -> str:
    """What "planned" means here."""
    if summer.plan:
        return say("campaign.by_plan", title=summer.plan.title, version=summer.plan.version)
    return say("campaign.by_drives")


def heading(
    summer: Summer, lines: Sequence[TeamWeek], week: int, *, say: Words, today: date
) -> str:
    """The sentence of the week."""
    if summer.campaign is None:
        return say("campaign.nothing")
    planned = [t for t in lines if t.planned]
    silent = [t.team for t in lines if t.state is State.SILENT]
    elsewhere = sum(t.state is State.ELSEWHERE for t in lines)
    told = say(
        f"campaign.head_{_case(summer.campaign, week, lines, today=today)}",
        week=week_name(summer.campaign, week, say),
        planned=number(len(planned), say),
        reported=number(sum(bool(t.reported) for t in planned), say),
        count=number(len(lines), say),
        names=named(silent, summer, say),
    )
    if elsewhere:
        told += " " + say("campaign.head_elsewhere", count=number(elsewhere, say))
    return told


def _case(campaign: Campaign, week: int, lines: Sequence[TeamWeek], *, today: date) -> str:
    first, last = campaign.days(week)
    if today < first:
        return "ahead"
    if not any(t.planned for t in lines):
        return "unplanned" if lines else "quiet"
    if today <= last:
        return "running"
    return "silent" if any(t.state is State.SILENT for t in lines) else "all"


def named(teams: Sequence[str], summer: Summer, say: Words) -> str:
    """The first names, and how many more."""
    told = ", ".join(summer.team_name(t) for t in teams[:_NAMED])
    more = len(teams) - _NAMED
    return told if more <= 0 else say("campaign.and_more", names=told, count=number(more, say))


def silent_lines(
    summer: Summer, lines: Sequence[TeamWeek], installation: Installation, *, say: Words
) -> list[str]:
    """One sentence for each team to call."""
    return [
        say(
            "campaign.silent_weeks" if t.silent_weeks > 1 else "campaign.silent_week",
            team=summer.team_name(t.team),
            communes=places_said(t.planned, installation),
            weeks=t.silent_weeks,
        )
        for t in lines
        if t.state is State.SILENT
    ]


def clash_line(clash: Clash, summer: Summer, installation: Installation, *, say: Words) -> str:
    """What does not fit, who, where and when."""
    return say(
        f"campaign_clash.{clash.kind}",
        where=say("campaign.in_plan" if clash.planned else "campaign.in_reports"),
        teams=", ".join(summer.team_name(t) for t in clash.teams),
        communes=places_said(clash.communes, installation),
        village=summer.village_names.get(clash.village, clash.village),
        days=_days(clash.first, clash.last),
        count=len(clash.teams),
    )


def places_said(codes: Sequence[str], installation: Installation) -> str:
    """Communes by name; a code that is no commune stays a code."""
    known = installation.gazetteer.communes
    return ", ".join(known[c].full_name if c in known else c for c in codes) or DASH


def _days(first: date, last: date) -> str:
    return say_date(first) if first == last else f"{first:%d/%m}–{say_date(last)}"


def team_table(
    summer: Summer, lines: Sequence[TeamWeek], installation: Installation, *, say: Words
) -> Table:
    """One row a team."""
    rows = tuple(
        (
            summer.team_name(t.team),
            say(f"campaign_state.{t.state}"),
            places_said(t.planned, installation),
            places_said(t.reported, installation),
            number(t.households, say),
            number(t.people, say),
            number(t.days, say),
        )
        for t in lines
    )
    heads = ("team", "state", "planned", "reported", "households", "people", "days")
    return Table(
        columns=tuple(say(f"campaign_column.{h}") for h in heads),
        rows=rows,
        numeric=frozenset({4, 5, 6}),
    )


def week_table(campaign: Campaign, weeks: Sequence[WeekTotals], say: Words) -> Table:
    """One row a week: what the picture shows."""
    rows = tuple(
        (
            week_name(campaign, w.week, say),
            number(w.planned, say),
            number(w.reported, say),
            number(w.unplanned, say),
            number(w.households, say),
            number(w.people, say),
            number(w.turns, say),
            number(w.days, say),
        )
        for w in weeks
    )
    heads = ("week", "teams_planned", "teams_reported", "teams_unplanned", "households", "people",
             "turns", "days")  # fmt: skip
    return Table(
        columns=tuple(say(f"campaign_column.{h}") for h in heads),
        rows=rows,
        numeric=frozenset(range(1, 8)),
    )


def untouched_sentence(summer: Summer, say: Words) -> str:
    """How many villages no team was ever in, and what may be missing from that."""
    if not summer.villages:
        return say("campaign.no_register")
    told = say(
        "campaign.untouched",
        count=number(len(summer.untouched), say),
        total=number(summer.villages, say),
    )
    if summer.unnamed:
        told += " " + say("campaign.unnamed", count=number(summer.unnamed, say))
    return told


def untouched_table(summer: Summer, installation: Installation, say: Words) -> Table:
    """One row a commune, the most villages first."""
    mine = untouched_by_commune(summer)
    rows = []
    for code, villages in mine.items():
        known = [v.households for v in villages if v.households is not None]
        households = number(sum(known) if known else None, say)
        rows.append((places_said([code], installation), number(len(villages), say), households))
    heads = ("commune", "villages", "their_households")
    return Table(
        columns=tuple(say(f"campaign_column.{h}") for h in heads),
        rows=tuple(rows),
        numeric=frozenset({1, 2}),
    )


def untouched_by_commune(summer: Summer) -> dict[str, list[Untouched]]:
    """The villages of every commune that has any, the most first."""
    mine = defaultdict(list)
    for village in summer.untouched:
        mine[village.commune].append(village)
    return {code: mine[code] for code in sorted(mine, key=lambda c: (-len(mine[c]), c))}


def nearby_line(near: Nearby, summer: Summer, installation: Installation, *, say: Words) -> str:
    """ "15 bản chưa ai đến, trong tầm 20 km của đội này: …"."""
    places = [
        say(
            "campaign.near_place" if code != near.at else "campaign.near_here",
            commune=places_said([code], installation),
            count=number(count, say),
            km=number(km, say),
        )
        for code, count, km in near.by_commune[:_NAMED]
    ]
    told = say(
        "campaign.nearby",
        team=summer.team_name(near.team),
        at=places_said([near.at], installation),
        count=number(near.villages, say),
        places="; ".join(places),
    )
    if near.doubtful:
        told += " " + say("campaign.doubtful", communes=places_said(near.doubtful, installation))
    return told


def results_table(
    results: Sequence[StayResult], summer: Summer, installation: Installation, *, say: Words
) -> Table:
    """Expected beside actual, one row a stay."""
    rows = tuple(
        (
            summer.team_name(r.stay.team),
            places_said([r.stay.commune], installation),
            f"{r.stay.start_week}–{r.stay.end_week}",
            number(r.stay.households, say),
            number(r.actual, say),
            DASH if r.ratio is None else f"{number(r.ratio * 100, say)} %",
        )
        for r in results
    )
    heads = ("team", "commune", "weeks", "expected", "actual", "ratio")
    return Table(
        columns=tuple(say(f"campaign_column.{h}") for h in heads),
        rows=rows,
        numeric=frozenset({3, 4, 5}),
    )


def suggestion_line(told: Suggestion, say: Words, *, least: int) -> str:
    """What the data say of a setting, or that they do not say enough."""
    what = say(f"campaign_lesson.{told.key}")
    if told.ratio is None:
        return say("campaign_lesson.too_few", what=what, reported=told.reported,
                   stays=told.stays, least=least)  # fmt: skip
    if told.key == "later":
        return say("campaign_lesson.later_says", reported=told.reported, stays=told.stays,
                   value=number(told.proposed, say, 2))  # fmt: skip
    return say(
        "campaign_lesson.says",
        what=what,
        reported=told.reported,
        stays=told.stays,
        share=number(told.ratio * 100, say),
        now=number(told.now, say, 1),
        proposed=number(told.proposed, say, 1),
    )
