"""No plan is open: the plans there are, and beginning a new one."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lib.domain.access.permissions import Act, Person
from lib.domain.errors import NotAllowed
from lib.domain.planning.question.params import PlanParams, first_monday
from lib.services.planning.desk import begin_plan
from lib.services.planning.saved_plan import PlanHead, PlanStatus
from lib.services.planning.versions import plans
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, refusal, show
from lib.ui.planning.desk import go_to, said_by
from lib.ui.planning.first_day import best_day, what_days_lose

_MOST = 20
_LONGEST_WEEKS = 26
_WEEKS = 8


def start(page: Page, who: Person) -> None:
    """What there is to go on with, then a new plan."""
    say, known = page.say, plans(page.installation, who=who)
    show(html("<p class='bd-sentence'>{}</p>", say("planner.purpose")))
    if known:
        st.subheader(say("planner.known"))
    for head in known[:_MOST]:
        _line(page, head)
    if who.may(Act.PLAN):
        _new(page, who, expanded=not known)
    elif not known:
        show(html("<p>{}</p>", say("planner.none")))


def _line(page: Page, head: PlanHead) -> None:
    say = page.say
    left, right = st.columns([0.82, 0.18], vertical_alignment="center")
    with left:
        show(
            html(
                "<div class='bd-plan-line'><b>{title}</b> "
                "<span class='bd-chip {kind}'>{status}</span>"
                "<span class='by'>{by}{unsolved}</span></div>",
                title=head.title,
                kind=head.status,
                status=say(f"planner.status_{head.status}"),
                by=said_by(page, head),
                unsolved="" if head.solved else f" · {say('planner.unsolved')}",
            )
        )
    if right.button(
        say("planner.open"),
        key=f"plan-{head.id}",
        type="primary" if head.status is PlanStatus.PUBLISHED else "secondary",
        width="stretch",
    ):
        go_to(head.id)


def _new(page: Page, who: Person, *, expanded: bool) -> None:
    say = page.say
    with st.expander(say("planner.new"), expanded=expanded), st.form("plan-new", border=False):
        next_summer = first_monday(
            page.installation.today.year + (page.installation.today.month > 8)
        )
        best = best_day(page, next_summer, weeks=_WEEKS)
        title = st.text_input(
            say("planner.title"),
            value=say("planner.title_given", year=next_summer.year),
            max_chars=120,
        )
        left, right = st.columns(2)
        first_day = left.date_input(
            say("planner.first_day"),
            value=best.day,
            format="DD/MM/YYYY",
            help=say("planner.first_day_help"),
        )
        weeks = right.number_input(
            say("planner_rule.weeks.label"),
            min_value=2,
            max_value=_LONGEST_WEEKS,
            value=_WEEKS,
            help=say("planner_rule.weeks.help"),
        )
        what_days_lose(page, PlanParams.new(best.day, weeks=_WEEKS))
        finished = st.checkbox(say("planner.with_finished"), help=say("planner.with_finished_help"))
        pressed = st.form_submit_button(say("planner.begin"), type="primary")
    if not pressed or not isinstance(first_day, date):
        return
    try:
        saved = begin_plan(
            page.installation,
            who=who,
            first_day=first_day,
            title=title.strip() or say("planner.title_given", year=first_day.year),
            weeks=int(weeks),
            with_finished=finished,
        )
    except NotAllowed as refused:
        st.warning(refusal(say, refused))
        return
    go_to(saved.id, step="doi")
