"""Step 4: why every team is where it is; locks, bans and moves, each with its price."""

from __future__ import annotations

import streamlit as st

from lib.domain.planning.plan.differences import differences
from lib.services.planning import answers as plan_answers
from lib.services.planning.desk import again, by_hand
from lib.services.planning.question import locked
from lib.services.planning.saved_plan import SavedPlan
from lib.services.planning.screen_words import moves_said
from lib.services.planning.versions import plan_of
from lib.ui.frame.safe import html, show
from lib.ui.frame.tables import show_table
from lib.ui.planning.choosing import choose
from lib.ui.planning.desk import Desk, said_by
from lib.ui.planning.hands import board
from lib.ui.planning.searching import begin, searching
from lib.ui.planning.why import about


def step(desk: Desk) -> None:
    """The board of one choice, and what else can be done about it."""
    say = desk.page.say
    if searching(desk):
        return
    if desk.plan is None:
        show(html("<p class='bd-sentence'>{}</p>", say("planner_edit.no_plan")))
        return
    plan = desk.plan
    chosen = choose(desk, plan)
    board(desk, plan, chosen)
    _whole(desk)
    with st.container(key="plan-about"):
        about(desk, plan, chosen)
    changes_since(desk)


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


def plan_before(desk: Desk) -> SavedPlan | None:
    """The last solved version that this one was made from."""
    number = plan_answers.plan_before(desk.page.viewer, desk.saved.id)
    return plan_of(desk.page.installation, number, who=desk.who) if number else None


def changes_since(desk: Desk, *, expanded: bool = True) -> None:
    """The teams whose stays differ, before and after."""
    say, plan, before = desk.page.say, desk.plan, plan_before(desk)
    was = plan_answers.plan(desk.page.viewer, before.id) if before else None
    if plan is None or before is None or was is None:
        return
    moved = differences(was, plan)
    title = say("planner_edit.changes", version=before.version, count=len(moved))
    with st.expander(title, expanded=expanded and bool(moved)):
        st.caption(said_by(desk.page, before))
        if moved:
            table = moves_said(moved, desk.params, desk.names, say=say)
            show_table(table, caption=title, low=True)
        else:
            show(html("<p>{}</p>", say("planner_edit.no_changes")))
