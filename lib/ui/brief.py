"""Whom to call: the sentences of the briefing, each leading to the view it speaks of."""

from __future__ import annotations

import streamlit as st

from lib.domain.briefing import Remark, Situation, briefing, named
from lib.domain.indicators import Measured
from lib.domain.periods import Period
from lib.services.choice import COMMUNE, INDICATOR, PERIOD
from lib.text import say_change, say_number
from lib.ui import data
from lib.ui.nav import page as page_of
from lib.ui.page import Page

_LOOKED_AT = ("GD03", "TN01")
_HISTORY = 3


def whom_to_call(page: Page, period: Period) -> None:
    """The briefing, or nothing when there is nothing to say."""
    remarks = _remarks(page.house.settings.store_url, page.version, str(period), page)
    if not remarks:
        return
    with st.container(key="viec-can-goi", gap="xxsmall"):
        st.subheader(page.say("brief.heading", count=len(remarks)))
        for remark in remarks:
            st.page_link(
                page_of("map", page.say),
                label=sentence(page, remark),
                query_params=page.linked(_view(remark, period)),
            )


@st.cache_resource(show_spinner=False, max_entries=60)
def _remarks(store: str, version: str, period: str, _page: Page) -> list[Remark]:
    del store, version
    return briefing(_situation(_page, Period.parse(period)))


def sentence(page: Page, remark: Remark) -> str:
    """A remark in words."""
    say, language = page.say, page.say.language
    names = {code: c.name for code, c in page.house.gazetteer.communes.items()}
    first, more = named(remark.communes, names)
    numbers = {
        k: say_number(v, digits=0 if float(v).is_integer() else 1, language=language)
        for k, v in remark.values.items()
    }
    if remark.key.startswith("border_"):
        numbers = {k: say_change(v, digits=1, language=language) for k, v in remark.values.items()}
    others = say("brief.more", count=more) if more else ""
    return say(f"brief.{remark.key}", **numbers, names=first + others)


def _view(remark: Remark, period: Period) -> dict[str, str]:
    view = {INDICATOR: remark.indicator, PERIOD: str(period)}
    return view | ({COMMUNE: remark.communes[0]} if remark.communes else {})


def _situation(page: Page, period: Period) -> Situation:
    known = [p for p in (period.previous.previous, period.previous, period) if p in page.periods]
    return Situation(
        now=_measured(page, period),
        before=_measured(page, period.previous) if period.previous in page.periods else {},
        history=[data.measured(page, "GD03", p).communes["value"] for p in known[-_HISTORY:]],
        flags=data.flags(page, period.end),
    )


def _measured(page: Page, period: Period) -> dict[str, Measured]:
    return {code: data.measured(page, code, period) for code in _LOOKED_AT}
