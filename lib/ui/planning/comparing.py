"""Step 5: two versions side by side, figure by figure and team by team; then several."""

from __future__ import annotations

import streamlit as st

from lib.domain.planning.plan.differences import differences
from lib.domain.planning.plan.plan import Plan
from lib.services.planning.comparing import comparison
from lib.services.planning.desk import plan_saved
from lib.services.planning.saved_plan import PlanHead, SavedPlan
from lib.services.planning.screen_words import moves_said
from lib.services.planning.versions import plan_of, versions
from lib.ui.frame.address import from_address, to_address
from lib.ui.frame.safe import html, show
from lib.ui.frame.tables import show_table
from lib.ui.planning.beside import several
from lib.ui.planning.changing import plan_before
from lib.ui.planning.desk import AGAINST, Desk, go_to, said_by


def step(desk: Desk) -> None:
    """The open version beside others of the same season."""
    say = desk.page.say
    known = [
        v
        for v in versions(desk.page.installation, who=desk.who, season=desk.saved.season)
        if v.solved
    ]
    others = [v for v in known if v.id != desk.saved.id]
    if desk.plan is None:
        show(html("<p class='bd-sentence'>{}</p>", say("planner_edit.no_plan")))
        return
    if others:
        _two(desk, others, mine=desk.plan)
    else:
        show(html("<p class='bd-sentence'>{}</p>", say("planner_compare.alone")))
    several(desk, known)


def _two(desk: Desk, others: list[PlanHead], *, mine: Plan) -> None:
    """The open version and another, and what differs."""
    say = desk.page.say
    other = _choice(desk, others)
    theirs = plan_saved(other)
    if theirs is None:
        return
    _side_by_side(desk, other, theirs, mine=mine)
    if desk.saved.instance.demo != other.instance.demo:
        show(html("<p class='bd-unusual'>{}</p>", say("planner_compare.demo")))
    _other_question(desk, other)
    _moved(desk, theirs, mine)
    if st.button(say("planner_compare.open_other", version=other.version), key="plan-open-other"):
        st.query_params[AGAINST] = str(desk.saved.id)
        go_to(other.id)


def _choice(desk: Desk, others: list[PlanHead]) -> SavedPlan:
    """Which one the open version stands beside; kept in the address."""
    say, page = desk.page.say, desk.page
    heads = {str(v.id): v for v in others}
    before = plan_before(desk)
    default = str(before.id) if before and str(before.id) in heads else next(iter(heads))
    from_address(AGAINST, heads, default)

    def named(code: str) -> str:
        head = heads[code]
        status = say(f"planner.status_{head.status}")
        note = f" · {head.note}" if head.note else ""
        return f"{head.title} · {said_by(page, head)} · {status}{note}"

    chosen = st.selectbox(
        say("planner_compare.against"),
        list(heads),
        format_func=named,
        key=AGAINST,
        persist_state="session",
    )
    to_address(AGAINST, str(chosen))
    return plan_of(page.installation, int(str(chosen)), who=desk.who)


def _side_by_side(desk: Desk, other: SavedPlan, theirs: Plan, *, mine: Plan) -> None:
    say = desk.page.say
    heads = (
        say("planner_compare.a", version=other.version, title=other.title),
        say("planner_compare.b", version=desk.saved.version, title=desk.saved.title),
    )
    show_table(comparison(theirs, mine, heads=heads, say=say), caption=say("planner_compare.table"))


def _other_question(desk: Desk, other: SavedPlan) -> None:
    """Figures of another day cannot be compared without saying so."""
    mine, theirs = desk.saved.instance.data_version, other.instance.data_version
    if mine != theirs:
        show(html("<p class='bd-quiet'>{}</p>", desk.page.say("planner_compare.other_data")))


def _moved(desk: Desk, theirs: Plan, mine: Plan) -> None:
    say, moved = desk.page.say, differences(theirs, mine)
    st.subheader(say("planner_compare.moved", count=len(moved)))
    if not moved:
        show(html("<p>{}</p>", say("planner_edit.no_changes")))
        return
    table = moves_said(moved, desk.params, desk.names, say=say)
    show_table(table, caption=say("planner_compare.moved", count=len(moved)), low=True)
