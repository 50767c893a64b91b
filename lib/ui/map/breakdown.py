"""Theo nhóm xã: one indicator over the groups of communes a leader asks about."""

from __future__ import annotations

import streamlit as st

from lib.domain.periods import Period
from lib.services.figures.breakdown import area_kinds, breakdown_table
from lib.ui.frame import figures_of_page as data
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, show
from lib.ui.frame.tables import show_table


@st.fragment
def by_group(page: Page, period: Period, *, first: str) -> None:
    """Folded, and not worked out, until somebody asks; its choice of indicator is its own."""
    say, language, known = page.say, page.say.language, page.figures.indicators
    folder = st.expander(say("groups.heading"), key="groups", on_change="rerun")
    if not folder.open:
        return
    with folder:
        codes = list(known)
        chosen = st.selectbox(
            say("map.indicator"),
            codes,
            index=codes.index(first),
            format_func=lambda c: f"{c} · {known[c].name[language]}",
        )
        flags = data.flags(page, period.end)
        kinds = area_kinds(page.installation, period.end)
        table = breakdown_table(data.measured(page, str(chosen), period), flags, kinds, say=say)
        show_table(table, caption=say("groups.heading"))
        show(html("<p class='bd-quiet'>{} {}</p>", say("groups.note"), say("groups.area_source")))
