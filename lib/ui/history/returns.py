"""Bringing a period back to an earlier state: chosen, previewed in words, done, and undone."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from lib.domain.access.permissions import Act
from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.services.history.returns import (
    ReturnPreview,
    before,
    known_returns,
    preview_return,
    return_to,
    undo_return,
)
from lib.services.history.words import preview_lines, return_line
from lib.services.wording.figures import short_period
from lib.services.wording.periods import named
from lib.store.history.returns import Return
from lib.store.history.uploads import Upload
from lib.text import say_moment
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, refusal, show
from lib.ui.history.moment import day_and_hour
from lib.ui.history.uploads import closed_too

_READY, _DONE = "turn:ready", "turn:done"


def return_panel(page: Page) -> None:
    """The choice of a period and a moment, the preview with its form, and all returns so far."""
    if not page.who.may(Act.WITHDRAW):
        return
    say = page.say
    known = known_returns(page.installation)
    opened = _READY in st.session_state or _DONE in st.session_state
    with st.expander(say("turn.heading"), expanded=opened):
        if done := st.session_state.pop(_DONE, ""):
            show(html("<p class='bd-verdict' role='status'>{}</p>", done))
        st.caption(say("turn.help"))
        if page.periods:
            _choose(page)
        _preview(page)
        if known:
            _past_returns(page, known)


def _choose(page: Page) -> None:
    say = page.say
    texts = [str(p) for p in page.periods]
    years = sorted({str(p.year) for p in page.periods}, reverse=True)
    period = st.selectbox(
        say("turn.period"),
        [*texts, *years],
        format_func=lambda p: short_period(Period.parse(p), say),
        key="turn-period",
    )
    moment = day_and_hour(page, "turn")
    if moment is not None and st.button(say("turn.preview")):
        _look(page, Period.parse(str(period)), moment)


def _look(page: Page, period: Period, moment: datetime) -> None:
    st.session_state[_READY] = preview_return(page.installation, period, moment, who=page.who)
    st.rerun()


def before_upload(page: Page, upload: Upload) -> None:
    """From one upload: a preview of its period as it stood before."""
    if not page.who.may(Act.WITHDRAW):
        return
    for text in upload.summary["periods"]:
        label = f"{page.say('turn.from_upload')}: {named(text, page.say)}"
        if st.button(label, key=f"turn-before-{upload.id}-{text}"):
            _look(page, Period.parse(text), before(upload))


def _preview(page: Page) -> None:
    ready = st.session_state.get(_READY)
    if not isinstance(ready, ReturnPreview):
        return
    say = page.say
    first, *rest = preview_lines(page.installation, ready, say)
    lines = [html("<li>{}</li>", line) for line in rest]
    show(html("<p class='bd-verdict warn'>{}</p>", first))
    show(html("<ul class='bd-freezes'>{}</ul>", joined(lines)))
    if ready.nothing:
        return
    with st.form("turn"):
        reason = st.text_input(say("turn.reason"), max_chars=500, key="turn-reason")
        anyway = closed_too(page, {str(ready.period)}, key="turn-closed")
        if st.form_submit_button(say("turn.do"), type="primary"):
            _do(page, ready, reason=reason, anyway=anyway)


def _do(page: Page, ready: ReturnPreview, *, reason: str, anyway: bool) -> None:
    say = page.say
    try:
        done = return_to(page.installation, ready, who=page.who, reason=reason, closed_too=anyway)
    except NotAllowed as refused:
        st.error(refusal(say, refused))
        return
    del st.session_state[_READY]
    period = named(done.period, say)
    st.session_state[_DONE] = say("turn.done", period=period, at=say_moment(done.as_of), id=done.id)
    st.rerun()


def _past_returns(page: Page, known: list[Return]) -> None:
    say = page.say
    show(html("<b>{}</b>", say("turn.list", count=len(known))))
    lines = [html("<li>{}</li>", return_line(one, say)) for one in known]
    show(html("<ul class='bd-freezes'>{}</ul>", joined(lines)))
    standing = {r.id: r for r in known if r.undone_at is None}
    if not standing:
        return
    with st.popover(say("turn.undo")), st.form("undo-turn", border=False):
        chosen = st.selectbox(
            say("turn.pick"), list(standing), format_func=lambda i: return_line(standing[i], say)
        )
        reason = st.text_input(say("turn.undo_reason"), max_chars=500, key="undo-turn-reason")
        anyway = closed_too(page, {r.period for r in standing.values()}, key="undo-turn-closed")
        if st.form_submit_button(say("turn.undo")):
            _undo(page, int(chosen or 0), reason=reason, anyway=anyway)


def _undo(page: Page, return_id: int, *, reason: str, anyway: bool) -> None:
    try:
        gone = undo_return(
            page.installation, return_id, who=page.who, reason=reason, closed_too=anyway
        )
    except NotAllowed as refused:
        st.error(refusal(page.say, refused))
        return
    st.session_state[_DONE] = page.say("turn.undone_done", id=gone.id)
    st.rerun()
