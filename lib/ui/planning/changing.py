"""Step 4: why every team is where it is; locks, bans and moves, each with its price."""

from __future__ import annotations

import streamlit as st

from lib.services.planning.desk import again, by_hand
from lib.services.planning.question import locked
from lib.ui.frame.safe import html, show
from lib.ui.planning.choosing import choose
from lib.ui.planning.desk import Desk
from lib.ui.planning.hands import board
from lib.ui.planning.searching import begin, searching
from lib.ui.planning.since import changes_since
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
