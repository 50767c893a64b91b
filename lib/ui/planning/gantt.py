"""The weeks of a plan: one row a team, one bar a stay; what is chosen stands out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise

from markupsafe import Markup

from lib.domain.planning.plan.plan import Plan, Stay
from lib.domain.planning.question.params import PlanParams
from lib.services.planning.screen_words import day_said, week_days
from lib.text import Words
from lib.ui.frame.safe import html, joined

Key = tuple[str, str, int]


def key_of(stay: Stay) -> Key:
    """What tells a stay from every other."""
    return stay.team, stay.commune, stay.start_day


def gantt(
    plan: Plan,
    params: PlanParams,
    names: Mapping[str, str],
    *,
    say: Words,
    chosen: Collection[Key],
) -> Markup:
    """A table whose cells are bars: it reads aloud and prints as it stands."""
    weeks = range(1, params.rules.weeks + 1)
    head = [
        html(
            "<th scope='col' colspan='7'>{}<small>{}</small></th>",
            week,
            day_said(week_days(params.first_day, week)[0]),
        )
        for week in weeks
    ]
    by_team: dict[str, list[Stay]] = {}
    for stay in plan.stays:
        by_team.setdefault(stay.team, []).append(stay)
    order = sorted(by_team, key=lambda t: (not any(key_of(s) in chosen for s in by_team[t]), t))
    rows = [
        _row(team, by_team[team], 7 * len(weeks), names=names, say=say, chosen=chosen)
        for team in order
    ]
    return html(
        "<div class='bd-scroll bd-gantt-frame' tabindex='0' role='region' aria-label='{title}'>"
        "<table class='bd-gantt'><thead><tr><th scope='col'>{team}</th>{head}</tr></thead>"
        "<tbody>{rows}</tbody></table></div>",
        title=say("planner_edit.gantt"),
        team=say("planner_stay.team"),
        head=joined(head),
        rows=joined(rows),
    )


def _row(
    team: str,
    stays: list[Stay],
    days: int,
    *,
    names: Mapping[str, str],
    say: Words,
    chosen: Collection[Key],
) -> Markup:
    cells: list[Markup] = []
    day = 1
    for stay in sorted(stays, key=lambda s: s.start_day):
        cells += _gap(day, stay.start_day)
        kind = "bar chosen" if key_of(stay) in chosen else "bar"
        lock = html(" <i class='bd-lock' role='img' aria-label='{}'>●</i>", say("planner.locked"))
        cells.append(
            html(
                "<td colspan='{}'><span class='{}'>{}{}</span></td>",
                stay.end_day - stay.start_day + 1,
                kind,
                names.get(stay.commune, stay.commune),
                lock if stay.locked else "",
            )
        )
        day = stay.end_day + 1
    cells += _gap(day, days + 1)
    here = html(" aria-current='true'") if any(key_of(s) in chosen for s in stays) else ""
    return html("<tr{}><th scope='row'>{}</th>{}</tr>", here, team, joined(cells))


def _gap(first: int, until: int) -> list[Markup]:
    """Empty cells from one day to another, cut where weeks begin."""
    cuts = [d for d in range(first + 1, until) if d % 7 == 1]
    edges = [first, *cuts, until] if until > first else []
    return [html("<td colspan='{}'></td>", b - a) for a, b in pairwise(edges)]
