"""What this version changed against the last plan it was made from."""

from __future__ import annotations

import streamlit as st

from lib.domain.planning.plan.differences import differences
from lib.services.planning import answers as plan_answers
from lib.services.planning.saved_plan import SavedPlan
from lib.services.planning.screen_words import moves_said
from lib.services.planning.versions import plan_of
from lib.ui.frame.safe import html, show
from lib.ui.frame.tables import show_table
from lib.ui.planning.desk import Desk, said_by


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
