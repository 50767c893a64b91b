"""The season and the view, both in the address."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.domain.access.permissions import Act, Person
from lib.domain.errors import NotAllowed
from lib.services.campaign.summer import seasons
from lib.services.intake.quick_entry import may_enter
from lib.ui.campaign import after, entry, replies, untouched, week
from lib.ui.frame.address import from_address, to_address
from lib.ui.frame.page import Page

SEASON, VIEW = "he", "muc"
View = Callable[[Page, str, Person], None]

_SEEN: dict[str, View] = {
    "tuan": week.view,
    "tra-loi": replies.view,
    "chua-den": untouched.view,
    "ket-qua": after.view,
}
_ENTERED: dict[str, View] = {"nhap": entry.view}


def season_choice(page: Page, who: Person) -> str:
    """The summer, the newest when nothing is asked."""
    this_year = [str(page.installation.today.year)]
    years = seasons(page.installation, who=who) if who.may(Act.SEE_PLANS) else this_year
    from_address(SEASON, years, years[0])
    narrow, _ = st.columns([0.3, 0.7])
    chosen = narrow.selectbox(
        page.say("campaign.season"), years, key=SEASON, persist_state="session"
    )
    to_address(SEASON, str(chosen))
    return str(chosen)


def view_choice(page: Page, who: Person) -> View:
    """What this person may look at or do. Raises ``NotAllowed`` where that is nothing."""
    views = (_SEEN if who.may(Act.SEE_PLANS) else {}) | (_ENTERED if may_enter(who) else {})
    if not views:
        raise NotAllowed("denied", act=Act.SEE_PLANS.value)
    codes = list(views)
    from_address(VIEW, codes, codes[0])
    chosen = st.segmented_control(
        page.say("campaign.view"),
        codes,
        format_func=lambda code: page.say(f"campaign_view.{code}"),
        key=VIEW,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    to_address(VIEW, str(chosen))
    return views[str(chosen)]
