"""Villages no team was ever in, and which of them lie near a team."""

from __future__ import annotations

import streamlit as st

from lib.domain.access.permissions import Person
from lib.domain.campaign.unvisited import Untouched, nearby
from lib.services.campaign import words as told
from lib.services.campaign.summer import places, stations, summer_of
from lib.ui.campaign.week import WEEK
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, quiet, show
from lib.ui.frame.tables import show_table

_SUGGESTED = 8


def view(page: Page, season: str, who: Person) -> None:
    """What is left, then where a team could go from where it is."""
    say, installation = page.say, page.installation
    summer = summer_of(installation, season, who=who)
    show(html("<p class='bd-sentence'>{}</p>", told.untouched_sentence(summer, say)))
    if not summer.untouched:
        return
    week = _week(summer.campaign.week_on(installation.today) if summer.campaign else 1)
    near = nearby(stations(summer, week), summer.untouched, places(installation))[:_SUGGESTED]
    if near and summer.campaign:
        name = told.week_name(summer.campaign, week, say)
        st.subheader(say("campaign.suggestions", week=quiet(name)), anchor=False)
        lines = [
            html("<li>{}</li>", told.nearby_line(n, summer, installation, say=say)) for n in near
        ]
        show(html("<ul class='bd-notes'>{}</ul>", joined(lines)))
        st.caption(say("campaign.straight"))
    st.subheader(say("campaign.untouched_table"), anchor=False)
    table = told.untouched_table(summer, installation, say)
    show_table(table, caption=say("campaign.untouched_table"), low=True)
    _names(page, told.untouched_by_commune(summer))


def _week(default: int) -> int:
    """The week chosen in the week view, as its address says."""
    given = str(st.session_state.get(WEEK) or st.query_params.get(WEEK, ""))
    return int(given) if given.isascii() and given.isdigit() and len(given) < 3 else default


def _names(page: Page, mine: dict[str, list[Untouched]]) -> None:
    """The villages of one commune, each with its households."""
    say, names = page.say, page.installation.gazetteer.communes
    code = st.selectbox(
        say("campaign.untouched_of"),
        list(mine),
        format_func=lambda c: names[c].full_name if c in names else c,
        key="campaign-untouched",
    )
    lines = [
        say("plan_files.village", name=v.name, count=told.number(v.households, say))
        for v in mine[str(code)]
    ]
    items = joined([html("<li>{}</li>", line) for line in lines])
    show(html("<ul class='bd-names'>{}</ul>", items))
