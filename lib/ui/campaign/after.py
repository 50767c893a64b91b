"""What the stays of the plan brought, and what that says of next year's settings."""

from __future__ import annotations

import streamlit as st

from lib.domain.access import Person
from lib.domain.campaign.lessons import (
    LEAST_STAYS,
    capacity_suggestions,
    later_suggestion,
    stay_results,
)
from lib.services import campaign_words as told
from lib.services.campaign import summer_of
from lib.ui.page import Page
from lib.ui.safe import html, joined, show
from lib.ui.tables import show_table


def view(page: Page, season: str, who: Person) -> None:
    """Only a plan in force says what was expected."""
    say, summer = page.say, summer_of(page.house, season, who=who)
    if summer.plan is None or summer.campaign is None:
        show(html("<p class='bd-sentence'>{}</p>", say("campaign.no_plan")))
        return
    sizes = {code: t.size for code, t in summer.teams.items() if t.size}
    results = stay_results(summer.stays, summer.campaign.done, sizes)
    now = summer.plan.instance.rules.households_per_volunteer_week
    found = capacity_suggestions(results, now)
    later = later_suggestion(results)
    lines = [told.suggestion_line(s, say, least=LEAST_STAYS) for s in (*found, later) if s]
    st.subheader(say("campaign_lesson.heading"), anchor=False)
    show(html("<ul class='bd-notes'>{}</ul>", joined([html("<li>{}</li>", x) for x in lines])))
    st.caption(say("campaign_lesson.how", least=LEAST_STAYS))
    st.subheader(say("campaign.results"), anchor=False)
    table = told.results_table(results, summer, page.house, say)
    show_table(table, caption=say("campaign.results"), low=True)
