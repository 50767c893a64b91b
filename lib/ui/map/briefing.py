"""Whom to call: the sentences of the briefing, each leading to the view it speaks of."""

from __future__ import annotations

import streamlit as st

from lib.domain.figures.analysis.briefing import Remark
from lib.domain.periods import Period
from lib.services.figures.briefing import sentence
from lib.services.view_address import COMMUNE, INDICATOR, PERIOD
from lib.ui.frame.nav import way_to
from lib.ui.frame.page import Page


def whom_to_call(page: Page, period: Period) -> None:
    """The briefing, or nothing when there is nothing to say."""
    remarks = page.figures.remarks(period)
    if not remarks:
        return
    with st.container(key="viec-can-goi", gap="xxsmall"):
        st.subheader(page.say("brief.heading", count=len(remarks)), anchor=False)
        for remark in remarks:
            way_to(
                "map",
                page,
                sentence(remark, page.installation.gazetteer, page.say),
                query=page.linked(_view(remark, period)),
            )


def _view(remark: Remark, period: Period) -> dict[str, str]:
    view = {INDICATOR: remark.indicator, PERIOD: str(period)}
    return view | ({COMMUNE: remark.communes[0]} if remark.communes else {})
