"""Several plans side by side, in a table and on small maps; and making some of them in one go."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from lib.domain.errors import NotAllowed
from lib.domain.planning.plan.plan import Plan
from lib.services.planning import answers as plan_answers
from lib.services.planning.comparing import beside
from lib.services.planning.runs import PlanRun
from lib.services.planning.saved_plan import PlanHead
from lib.services.planning.screen_words import number, teams_in
from lib.services.planning.versions import versions
from lib.services.planning.what_if import MOST_SETS, Choices, sets, what_if
from lib.text import say_date
from lib.ui.frame.safe import html, joined, refusal, show
from lib.ui.frame.tables import show_table
from lib.ui.planning.desk import Desk, go_to, runs
from lib.ui.planning.pictures import Painting, plan_map

_UNDER_WAY = "plan:sets"
_FACTORS = (0.0, 0.5, 1.0, 2.0)
_WEEKS = (-2, -1, 0, 1, 2)
_DAYS_A_WEEK = 7
_MAPS_IN_A_ROW = 3
_CLASSES = 4


def several(desk: Desk, known: list[PlanHead]) -> None:
    """The open plan beside up to five others of its season."""
    say = desk.page.say
    st.subheader(say("planner_beside.heading"))
    if desk.may:
        _making(desk)
    heads = {v.id: v for v in known}
    chosen = st.multiselect(
        say("planner_beside.which"),
        list(heads),
        default=[i for i in _made_of(desk, known) if i in heads][:MOST_SETS],
        format_func=lambda i: say(
            "planner_beside.named", title=heads[i].title, version=heads[i].version
        ),
        max_selections=MOST_SETS,
        placeholder=say("upload.choose"),
        key=f"plan-beside-{desk.saved.id}-{len(known)}",
    )
    plans = [(heads[i], p) for i in chosen if (p := plan_answers.plan(desk.page.viewer, i))]
    if len(plans) > 1:
        _table(desk, plans)
        _maps(desk, plans)


def _made_of(desk: Desk, known: list[PlanHead]) -> list[int]:
    """The open version, and the plans of the sets that were made of it."""
    every = versions(desk.page.installation, who=desk.who, season=desk.saved.season)
    base = {v.id: v.base_version for v in every}
    made = [
        v.id
        for v in known
        if v.line != desk.saved.line and base.get(v.base_version or 0) == desk.saved.id
    ]
    return [desk.saved.id, *sorted(made)]


def _table(desk: Desk, plans: list[tuple[PlanHead, Plan]]) -> None:
    say = desk.page.say
    names = [
        say("planner_beside.named", title=head.title, version=head.version) for head, _ in plans
    ]
    table = beside([plan for _, plan in plans], heads=names, say=say)
    show_table(table, caption=say("planner_beside.heading"))
    if len({plan.instance.rules.weights for _, plan in plans}) > 1:
        show(html("<p class='bd-quiet'>{}</p>", say("planner_beside.other_weights")))
    if len({plan.instance.data_version for _, plan in plans}) > 1:
        show(html("<p class='bd-quiet'>{}</p>", say("planner_compare.other_data")))


def _maps(desk: Desk, plans: list[tuple[PlanHead, Plan]]) -> None:
    say = desk.page.say
    for first in range(0, len(plans), _MAPS_IN_A_ROW):
        for place, (head, plan) in zip(
            st.columns(_MAPS_IN_A_ROW), plans[first : first + _MAPS_IN_A_ROW], strict=False
        ):
            with place:
                title = say("planner_beside.named", title=head.title, version=head.version)
                show(html("<p><b>{}</b></p>", title))
                show(plan_map(desk.page, plan.instance.communes, _painting(desk, plan, title)))
                if head.id != desk.saved.id and st.button(
                    say("planner_beside.open"), key=f"plan-beside-open-{head.id}"
                ):
                    go_to(head.id)


def _painting(desk: Desk, plan: Plan, title: str) -> Painting:
    say, stays = desk.page.say, teams_in(plan)
    return Painting(
        title=title,
        labels=tuple(say(f"planner_edit.class_{n}") for n in range(_CLASSES)),
        classes={
            c.code: None
            if c.need is None and not stays[c.code]
            else min(_CLASSES - 1, stays[c.code])
            for c in plan.instance.communes
        },
        told={},
    )


# -- making them -----------------------------------------------------------------------------


def _making(desk: Desk) -> None:
    """Weights, teams and first days; every combination becomes a plan."""
    say = desk.page.say
    if under_way := st.session_state.get(_UNDER_WAY):
        _progress(desk, under_way)
        return
    with st.expander(say("planner_beside.make")):
        wanted = _wanted(desk)
        count = len(wanted)
        if count >= MOST_SETS:
            show(html("<p>{}</p>", say("planner_beside.too_many", count=count, most=MOST_SETS - 1)))
        pressed = st.button(
            say("planner_beside.begin", count=count),
            type="primary",
            disabled=not 0 < count < MOST_SETS,
            key="plan-beside-begin",
        )
    if pressed:
        _begin(desk, wanted)


def _wanted(desk: Desk) -> tuple[Choices, ...]:
    say, first = desk.page.say, desk.params.first_day
    factors = st.multiselect(
        say("planner_beside.weights"),
        _FACTORS,
        default=[1.0],
        format_func=lambda f: _factor_said(desk, f),
        placeholder=say("upload.choose"),
        key="plan-beside-weights",
    )
    home = st.multiselect(
        say("planner_beside.without"),
        sorted(t.code for t in desk.saved.instance.teams),
        placeholder=say("upload.choose"),
        key="plan-beside-without",
    )
    days = st.multiselect(
        say("planner_beside.days"),
        [first + timedelta(days=_DAYS_A_WEEK * n) for n in _WEEKS],
        default=[first],
        format_func=say_date,
        placeholder=say("upload.choose"),
        key=f"plan-beside-days-{first}",
    )
    withouts = [(), tuple(home)] if home else [()]
    return sets(desk.saved, factors=factors, withouts=withouts, days=days)


def _factor_said(desk: Desk, factor: float) -> str:
    say = desk.page.say
    if factor == 1.0:
        return say("planner_beside.weights_same")
    if not factor:
        return say("planner_beside.weights_none")
    return say(
        "planner_beside.weights_times",
        factor=number(factor, say, 0 if factor == int(factor) else 1),
    )


def _name(desk: Desk, choices: Choices) -> str:
    """ "Thử: hệ số ×2, bớt 3 đội, từ 15/06/2026"."""
    say = desk.page.say
    parts = []
    if choices.factor != 1.0:
        parts.append(_factor_said(desk, choices.factor))
    if choices.without:
        parts.append(say("planner_beside.fewer", count=len(choices.without)))
    if choices.first_day != desk.params.first_day:
        parts.append(say("planner_beside.from", day=say_date(choices.first_day)))
    return say("planner_beside.name", what=", ".join(parts))


def _begin(desk: Desk, wanted: tuple[Choices, ...]) -> None:
    installation = desk.page.installation
    try:
        saved = [
            what_if(installation, desk.saved, one, who=desk.who, name=_name(desk, one))
            for one in wanted
        ]
        note = desk.page.say("planner_note.solved")
        found = runs().begin_each(installation, saved, who=desk.who, note=note)
    except NotAllowed as refused:
        st.error(refusal(desk.page.say, refused))
        return
    names = [one.title for one in saved]
    st.session_state[_UNDER_WAY] = list(zip(names, found, strict=True))
    st.rerun()


@st.fragment(run_every=1.5)
def _progress(desk: Desk, under_way: list[tuple[str, PlanRun]]) -> None:
    """Which of them are ready; when all are, they stand side by side."""
    say = desk.page.say
    if all(run.over.is_set() for _, run in under_way):
        del st.session_state[_UNDER_WAY]
        st.rerun()
    lines = [
        html("<li>{}: {}</li>", name, say(f"planner_beside.{_state(run)}"))
        for name, run in under_way
    ]
    show(html("<ul class='bd-notes' role='status'>{}</ul>", joined(lines)))


def _state(run: PlanRun) -> str:
    if run.over.is_set():
        return "ready" if run.result else "failed"
    return "working" if run.signs or run.explaining else "waiting"
