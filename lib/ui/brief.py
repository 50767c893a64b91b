"""Whom to call: the sentences of the briefing, each leading to the view it speaks of."""

from __future__ import annotations

import streamlit as st

from lib.domain.briefing import Remark
from lib.domain.periods import Period
from lib.services.calls import remarks_on, sentence
from lib.services.choice import COMMUNE, INDICATOR, PERIOD
from lib.ui import data
from lib.ui.nav import page as page_of
from lib.ui.page import Page


def whom_to_call(page: Page, period: Period) -> None:
    """The briefing, or nothing when there is nothing to say."""
    remarks = _remarks(page.house.server, page.version, str(period), page)
    if not remarks:
        return
    with st.container(key="viec-can-goi", gap="xxsmall"):
        st.subheader(page.say("brief.heading", count=len(remarks)), anchor=False)
        for remark in remarks:
            st.page_link(
                page_of("map", page.say),
                label=sentence(remark, page.house.gazetteer, page.say),
                query_params=page.linked(_view(remark, period)),
            )


@st.cache_resource(show_spinner=False, max_entries=60)
def _remarks(store: str, version: str, period: str, _page: Page) -> list[Remark]:
    del store, version
    return remarks_on(
        Period.parse(period),
        periods=_page.periods,
        measured=lambda code, p: data.measured(_page, code, p),
        flags=lambda day: data.flags(_page, day),
    )


def _view(remark: Remark, period: Period) -> dict[str, str]:
    view = {INDICATOR: remark.indicator, PERIOD: str(period)}
    return view | ({COMMUNE: remark.communes[0]} if remark.communes else {})
