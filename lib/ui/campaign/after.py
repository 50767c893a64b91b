"""What the stays of the plan brought, and what that says of next year's settings."""

from __future__ import annotations

import streamlit as st

from lib.domain.access.permissions import Act, Person
from lib.domain.campaign.lessons import LEAST_STAYS
from lib.domain.errors import AppError
from lib.services.campaign import words as told
from lib.services.campaign.lessons import (
    accepted_line,
    begin_with_lessons,
    results_of,
    suggestions_of,
    to_apply,
)
from lib.services.campaign.summer import Summer, summer_of
from lib.ui.frame.nav import way_to
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, quiet, refusal, show
from lib.ui.frame.tables import show_table
from lib.ui.planning.desk import PLAN

_BEGUN = "campaign:begun"


def view(page: Page, season: str, who: Person) -> None:
    """Only a plan in force says what was expected."""
    say, summer = page.say, summer_of(page.installation, season, who=who)
    if summer.plan is None or summer.campaign is None:
        show(html("<p class='bd-sentence'>{}</p>", say("campaign.no_plan")))
        return
    lines = [told.suggestion_line(s, say, least=LEAST_STAYS) for s in suggestions_of(summer)]
    st.subheader(say("campaign_lesson.heading"), anchor=False)
    show(html("<ul class='bd-notes'>{}</ul>", joined([html("<li>{}</li>", x) for x in lines])))
    st.caption(say("campaign_lesson.how", least=LEAST_STAYS))
    if who.may(Act.PLAN):
        _take_over(page, summer, who)
    st.subheader(say("campaign.results"), anchor=False)
    table = told.results_table(results_of(summer), summer, page.installation, say=say)
    show_table(table, caption=say("campaign.results"), low=True)


def _take_over(page: Page, summer: Summer, who: Person) -> None:
    """Settings go over to a draft of next summer only when somebody ticks them."""
    say = page.say
    if begun := st.session_state.get(_BEGUN):
        way_to(
            "plan",
            page,
            say("campaign_lesson.open", title=quiet(begun.title)),
            query=page.linked({PLAN: str(begun.id), "buoc": "nhu-cau"}),
        )
    offered = to_apply(summer)
    if not offered:
        return
    with st.form(f"take-over-{summer.season}", border=True):
        ticked = [
            key
            for key in offered
            if st.checkbox(quiet(accepted_line(key, summer, say)), key=f"take-{key}")
        ]
        label = say("campaign_lesson.take", year=int(summer.season) + 1)
        pressed = st.form_submit_button(label)
    if not pressed:
        return
    try:
        begun = begin_with_lessons(page.installation, summer.season, ticked, say=say, who=who)
    except AppError as refused:
        st.warning(refusal(say, refused))
        return
    st.session_state[_BEGUN] = begun
    st.rerun()
