"""What the planner's screen says: sentences and tables of a question and of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from lib.domain.campaign.stays import PlannedStay
from lib.domain.planning.plan.differences import Moved, Place
from lib.domain.planning.plan.fairness import unevenness
from lib.domain.planning.plan.plan import Plan, Stay
from lib.domain.planning.question.days import week_of
from lib.domain.planning.question.days import window as team_window
from lib.domain.planning.question.faults import Fault
from lib.domain.planning.question.instance import FLAGS, Commune, Grades, Instance, Team
from lib.domain.planning.question.needs import month_written, months_behind
from lib.domain.planning.question.params import PlanParams
from lib.domain.planning.question.team_classes import classes_of, travel_limit
from lib.domain.planning.question.travel import hour_class
from lib.domain.planning.question.weights import promised_teams
from lib.services.planning.words import fault_sentences
from lib.services.wording.table import Table
from lib.text import Words, say_number

DASH = "–"


def number(value: float | None, say: Words, digits: int = 0) -> str:
    """A figure as people write it."""
    return say_number(value, digits=digits, language=say.language)


def week_days(first_day: date, week: int) -> tuple[date, date]:
    """First and last day of a week of the campaign."""
    start = first_day + timedelta(days=7 * (week - 1))
    return start, start + timedelta(days=6)


def days_said(params: PlanParams, first: int, last: int, *, say: Words) -> str:
    """ "tuần 1–2 (07/6–20/6)" for days of the campaign, counted from 1."""
    begins, ends = (params.first_day + timedelta(days=d - 1) for d in (first, last))
    return say(
        "planner.weeks",
        first=week_of(first),
        last=week_of(last),
        begins=day_said(begins),
        ends=day_said(ends),
    )


def day_said(day: date) -> str:
    """ "07/6"."""
    return f"{day.day:02d}/{day.month}"


def flags_said(flags: Grades, say: Words) -> str:
    """ "biên giới (3), vùng sâu, vùng xa (2)"; a dash for none."""
    held = [(f, getattr(flags, f)) for f in FLAGS if getattr(flags, f)]
    return ", ".join(f"{say(f'plan_flag.{f}')} ({grade})" for f, grade in held) or DASH


def road_said(stay: Stay | PlannedStay, say: Words) -> str:
    """The hour class, and what it rests on."""
    if stay.minutes is None:
        return say("planner.road_unknown")
    hours = say(f"plan_hours.{hour_class(stay.minutes).name.lower()}")
    return say(
        "planner.road_by", hours=hours, source=say(f"plan_files.source_{stay.travel_source}")
    )


def team_classes(
    instance: Instance, params: PlanParams, names: dict[str, str], *, say: Words
) -> Table:
    """Teams alike in everything that matters, with how many there are."""
    rows = []
    for kind in classes_of(instance):
        team = kind.members[0]
        rows.append(
            (
                names.get(team.base, team.base),
                number(len(kind.members), say),
                number(team.size, say),
                ", ".join(team.skills) or DASH,
                window(team, params, say),
                number(kind.stays, say),
                say("planner.hours", hours=number(travel_limit(team, instance) / 60, say, 1)),
                ", ".join(t.code for t in kind.members),
            )
        )
    heads = ("base", "count", "size", "skills", "window", "stays", "limit", "codes")
    return Table(
        columns=tuple(say(f"planner_teams.{h}") for h in heads),
        rows=tuple(sorted(rows)),
        numeric=frozenset({1, 2, 5}),
    )


def window(team: Team, params: PlanParams, say: Words) -> str:
    """The days on which a team can be there."""
    first, last = team_window(team, params.rules)
    if last < first:
        return say("planner_teams.no_week")
    return days_said(params, first, last, say=say)


def fault_lines(faults: Sequence[Fault], say: Words) -> list[str]:
    """Each fault with its remedy, as it is done on the screen and not in a file."""
    lines = []
    for fault in faults:
        seen, fix = fault_sentences(fault, say)
        key = f"planner_fix.{fault.code}"
        lines.append(f"{seen} {say(key) if say.has(key) else fix}")
    return lines


def promised(instance: Instance) -> int:
    """Guarantees in all: teams for communes, and skills."""
    rules = instance.rules
    teams = sum(promised_teams(c, rules) for c in instance.communes)
    return teams + sum(len(c.needs_skills) for c in instance.communes)


def figures(plan: Plan, say: Words) -> list[tuple[str, str, str]]:
    """What the plan comes to: name, value, unit or note."""
    told, gini = plan.figures, unevenness(plan)
    total = promised(plan.instance)
    kept = total - plan.certificate.unmet
    share = say("planner.of_need", share=_share(told.households, told.need, say))
    return [
        (say("planner_figure.households"), number(told.households, say), share),
        (
            say("planner_figure.priority"),
            number(told.priority_households, say),
            say("planner_figure.priority_note"),
        ),
        (
            say("planner_figure.promises"),
            f"{number(kept, say)}/{number(total, say)}",
            say("planner_figure.promises_note"),
        ),
        (
            say("planner_figure.served"),
            number(told.communes_served, say),
            say("planner_figure.without", count=number(told.communes_without, say)),
        ),
        (
            say("planner_figure.travel"),
            number(told.travel_hours, say),
            say("planner_figure.travel_note"),
        ),
        (
            say("planner_figure.gini"),
            DASH if gini is None else number(gini, say, 2),
            say("planner_figure.gini_note"),
        ),
    ]


def _share(part: float | None, whole: float | None, say: Words) -> str:
    return DASH if part is None or not whole else number(100 * part / whole, say, 1)


def moves_said(
    moved: Sequence[Moved], params: PlanParams, names: dict[str, str], *, say: Words
) -> Table:
    """Teams whose stays differ between two plans."""
    rows = [
        (
            m.team,
            _places(m.before, params, names, say=say),
            _places(m.after, params, names, say=say),
        )
        for m in moved
    ]
    heads = ("team", "before", "after")
    return Table(columns=tuple(say(f"planner_moves.{h}") for h in heads), rows=tuple(rows))


def _places(
    places: Sequence[Place], params: PlanParams, names: dict[str, str], *, say: Words
) -> str:
    length = params.rules.length
    said = [
        f"{names.get(c, c)}, {days_said(params, d, d + length - 1, say=say)}" for c, d in places
    ]
    return "; ".join(said) or say("planner_moves.home")


def teams_in(plan: Plan | None) -> Counter[str]:
    """Stays by commune."""
    return Counter(s.commune for s in plan.stays) if plan else Counter()


def need_said(commune: Commune, say: Words, *, now: str | None = None) -> str:
    """Households not yet guided, with their age where they are old; unknown is not zero.

    ``now``: the reporting period of the question.
    """
    if commune.need is None:
        return say("planner.unknown")
    mark = need_mark(commune, say, now=now)
    said = number(commune.need, say)
    return say("planner.need_marked", households=said, mark=mark) if mark else said


def need_mark(commune: Commune, say: Words, *, now: str | None = None) -> str:
    """Where a figure that is not of this period's report comes from; "" for one that is."""
    if commune.need_basis:
        return say("planner.need_entered", basis=commune.need_basis)
    if commune.need_of is None:
        return ""
    behind, period = months_behind(commune.need_of, now), month_written(commune.need_of)
    key = "planner.need_behind" if behind else "planner.need_of"
    return say(key, period=period, behind=behind)
