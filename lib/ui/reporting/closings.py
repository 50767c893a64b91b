"""Closing a period and opening it again, with who, when and why, and the figures as closed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from lib.domain.access.permissions import Act
from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.services.history.words import closing_line
from lib.services.reporting.closings import (
    close_period,
    closed_periods,
    known_closings,
    reopen_period,
)
from lib.services.reporting.progress import progress
from lib.services.reporting.progress_words import lacking
from lib.services.wording.figures import short_period
from lib.services.wording.periods import named
from lib.store.history.closings import Closing
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, refusal, show
from lib.ui.history.moment import link

_DONE, _TURNS = "closing:done", "closing:turns"
_LATEST = 12


def closing_panel(page: Page) -> None:
    """The periods closed so far, and the forms to close and to open one."""
    say = page.say
    known = known_closings(page.installation)
    shut = closed_periods(page.installation)
    with st.expander(f"{say('closing.heading')} ({len(shut)})", expanded=_DONE in st.session_state):
        if done := st.session_state.pop(_DONE, ""):
            show(html("<p class='bd-verdict' role='status'>{}</p>", done))
        st.caption(say("closing.help"))
        if not known:
            show(html("<p>{}</p>", say("closing.none")))
        lines = [_line(page, one) for one in known[:_LATEST]]
        show(html("<ul class='bd-freezes'>{}</ul>", joined(lines)))
        if page.who.may(Act.CLOSE_PERIODS):
            with st.container(horizontal=True):
                _close(page, set(shut))
                _reopen(page, sorted(shut, reverse=True))


def _line(page: Page, one: Closing) -> Markup:
    """What was done; of a closing with the way to the figures as closed."""
    month = one.period if Period.parse(one.period).month else ""
    way = link(page, one.at, page.say("closing.as_closed"), month=month) if one.closed else ""
    return html("<li>{} <small>{}</small></li>", closing_line(one, page.say), way)


def _close(page: Page, shut: set[str]) -> None:
    say = page.say
    ended = [str(p) for p in page.periods if p.end < page.installation.today and str(p) not in shut]
    with _fold(page, "close", bool(ended)):
        period = st.selectbox(
            say("closing.to_close"), ended, format_func=lambda p: short_period(Period.parse(p), say)
        )
        if period:
            _lacking(page, Period.parse(str(period)))
        note = st.text_input(say("closing.note"), max_chars=500, key="close-note")
        if st.button(say("closing.close"), type="primary", key="close-period"):
            _do(
                page,
                "closing.closed_done",
                str(period),
                act=lambda p: close_period(page.installation, p, who=page.who, reason=note),
            )


def _lacking(page: Page, period: Period) -> None:
    """Who has not reported for the period, by name: who closes it should know."""
    found = progress(page.viewer, period.months[-1])
    names = page.installation.gazetteer.communes
    lines = [html("<li>{}</li>", one) for one in lacking(found, period, names, say=page.say)]
    if lines:
        show(html("<ul class='bd-freezes'>{}</ul>", joined(lines)))
        st.caption(page.say("closing.lacking_help"))


def _reopen(page: Page, shut: list[str]) -> None:
    say = page.say
    with _fold(page, "reopen", bool(shut)), st.form("reopen", border=False):
        period = st.selectbox(
            say("closing.to_reopen"), shut, format_func=lambda p: short_period(Period.parse(p), say)
        )
        reason = st.text_input(say("closing.reason"), max_chars=500, key="reopen-reason")
        if st.form_submit_button(say("closing.reopen")):
            _do(
                page,
                "closing.opened_done",
                str(period),
                act=lambda p: reopen_period(page.installation, p, who=page.who, reason=reason),
            )


def _fold(page: Page, act: str, usable: bool) -> DeltaGenerator:
    """Folded up again when something was done: else the next press would close the next period."""
    key = f"{act}-{st.session_state.get(_TURNS, 0)}"
    return st.popover(page.say(f"closing.{act}"), disabled=not usable, key=key)


def _do(page: Page, key: str, period: str, *, act: Callable[[Period], object]) -> None:
    try:
        act(Period.parse(period))
    except NotAllowed as refused:
        st.error(refusal(page.say, refused))
        return
    st.session_state[_TURNS] = st.session_state.get(_TURNS, 0) + 1
    st.session_state[_DONE] = page.say(key, period=named(period, page.say))
    st.rerun()
