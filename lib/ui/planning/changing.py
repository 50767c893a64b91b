"""Step 4: why every team is where it is; locks, bans and moves, each with its price."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lib.domain.planning.plan.plan import Plan
from lib.services.planning.desk import again, by_hand
from lib.services.planning.question import locked
from lib.services.planning.screen_words import need_said, stays_table, teams_in
from lib.ui.frame.safe import html, show
from lib.ui.planning.choosing import Chosen, choose, pick_team
from lib.ui.planning.desk import Desk
from lib.ui.planning.gantt import gantt, key_of
from lib.ui.planning.pictures import Painting, plan_map
from lib.ui.planning.searching import begin, searching
from lib.ui.planning.since import changes_since
from lib.ui.planning.why import about

_MOST_HEIGHT_PX = 420
_ROWS = "plan:rows"


def step(desk: Desk) -> None:
    """Map, weeks and table of one choice, with what can be done about it."""
    say = desk.page.say
    if searching(desk):
        return
    if desk.plan is None:
        show(html("<p class='bd-sentence'>{}</p>", say("planner_edit.no_plan")))
        return
    plan = desk.plan
    chosen = choose(desk, plan)
    left, right = st.columns([0.46, 0.54], gap="medium")
    with left:
        show(_map(desk, plan, chosen))
    with right, st.container(key="plan-about"):
        about(desk, plan, chosen)
    _whole(desk)
    st.subheader(say("planner_edit.gantt"))
    show(gantt(plan, desk.params, desk.names, say=say, chosen=chosen.keys(plan)))
    st.subheader(say("planner_edit.table"))
    _table(desk, plan, chosen)
    changes_since(desk)


def _map(desk: Desk, plan: Plan, chosen: Chosen) -> Markup:
    say, stays = desk.page.say, teams_in(plan)
    communes = plan.instance.communes
    painting = Painting(
        title=say("planner_edit.map"),
        labels=tuple(say(f"planner_edit.class_{n}") for n in range(4)),
        classes={
            c.code: None if c.need is None and not stays[c.code] else min(3, stays[c.code])
            for c in communes
        },
        told={
            c.code: say("planner_edit.told", count=stays[c.code], need=need_said(c, say))
            for c in communes
        },
        selected=chosen.place(plan),
    )
    return plan_map(desk.page, communes, painting)


def _whole(desk: Desk) -> None:
    """What concerns the whole plan: making it again, and taking all locks away."""
    say, params = desk.page.say, desk.params
    if not desk.may:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            say("planner_make.again"),
            type="primary",
            key="plan-again",
            help=say("planner_make.again_help"),
        ):
            begin(desk, again(desk.saved), note=say("planner_note.again"))
        if params.locks and st.button(
            say("planner_edit.unlock_all", count=len(params.locks)), key="plan-unlock-all"
        ):
            plan = desk.plan
            if plan:
                desk.do(
                    lambda: by_hand(
                        desk.page.installation,
                        desk.saved,
                        [locked(s) for s in plan.stays],
                        locks=(),
                        note=say("planner_note.unlocked_all"),
                    )
                )


def _table(desk: Desk, plan: Plan, chosen: Chosen) -> None:
    """Every stay; a click chooses its team."""
    say = desk.page.say
    table = stays_table(plan, desk.params, desk.names, say=say)
    keys = chosen.keys(plan)
    marks = ["●" if key_of(s) in keys else "" for s in plan.stays]
    frame = pd.DataFrame(table.rows, columns=list(table.columns))
    frame.insert(0, say("planner_edit.mark"), marks)
    order = sorted(range(len(marks)), key=lambda n: not marks[n])
    picked = st.dataframe(
        frame.iloc[order],
        hide_index=True,
        height=min(_MOST_HEIGHT_PX, 38 + 35 * max(1, len(frame))),
        on_select="rerun",
        selection_mode="single-row",
        key=f"{_ROWS}-{desk.saved.id}-{chosen.team}-{chosen.commune}",
        alt=say("planner_edit.table"),
    )
    rows = picked["selection"]["rows"] if isinstance(picked, dict) else []
    if rows and rows[0] < len(order):
        pick_team(plan.stays[order[rows[0]]].team)
