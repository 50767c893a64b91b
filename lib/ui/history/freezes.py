"""Freezing figures for a meeting, finding what was frozen, and what has come since."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from lib.domain.access.permissions import Act
from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.services.figures.since_freeze import Since
from lib.services.history import freeze_words
from lib.services.history.freezes import freeze_figures, known_freezes, withdraw_freeze
from lib.services.view_address import FREEZE, LANGUAGE, PERIOD
from lib.services.wording.table import Table
from lib.store.history.freezes import Freeze
from lib.text import Words, say_date
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, refusal, show
from lib.ui.frame.tables import table_of

_DONE, _WITHDRAWN = "freeze:done", "freeze:withdrawn"
_LATEST = 5


def since_then(page: Page, period: Period) -> None:
    """Under the ribbon of a freeze: what has come since, and what differs from today.

    To be called before the map, which it would push down; the first screen holds its place.
    """
    since = page.figures.since(page.today.figures, period)
    if since is None:
        return
    told = freeze_words.since_in_words(since, page.say)
    with page.top:
        if not since.moved:
            show(html("<p class='bd-quiet' role='status'>{}</p>", told))
            return
        show(
            html(
                "<details class='bd-since'><summary>{told}</summary>{moved}</details>",
                told=told,
                moved=table_of(_moved(since, page.say), caption=page.say("freeze.since_table")),
            )
        )


def _moved(since: Since, say: Words) -> Table:
    heads = ("map.indicator", "freeze.communes_moved", "freeze.then", "freeze.now")
    rows = [
        (
            m.indicator.name[say.language],
            str(m.communes),
            freeze_words.province(m.indicator, m.then, say),
            freeze_words.province(m.indicator, m.now, say),
        )
        for m in since.moved
    ]
    return Table(columns=tuple(map(say, heads)), rows=tuple(rows), numeric=frozenset({1, 2, 3}))


def freeze_form(page: Page, period: Period) -> None:
    """Freezing the figures of now for a meeting; the newest freezes beside it."""
    say = page.say
    may_freeze = page.freeze is None and page.who.may(Act.FREEZE)
    if not may_freeze and not known_freezes(page.installation):
        return  # an empty popover is a button that never opens
    with st.popover(say("freeze.make" if may_freeze else "freeze.open")):
        if may_freeze:
            _form(page, period)
        _fresh_link(page)
        found = known_freezes(page.installation)[:_LATEST]
        if found:
            show(html("<b>{}</b>", say("freeze.open")))
            show(links(found, page))


def _form(page: Page, period: Period) -> None:
    say = page.say
    with st.form("freeze", border=False):
        st.caption(say("freeze.make_help"))
        proposed = say("freeze.proposed", day=say_date(page.installation.today))
        name = st.text_input(say("freeze.name"), value=proposed, max_chars=120)
        note = st.text_input(say("freeze.note"), max_chars=500)
        if st.form_submit_button(say("freeze.do"), type="primary"):
            try:
                made = freeze_figures(
                    page.installation, name, who=page.who, note=note, period=period
                )
            except NotAllowed as refused:
                st.error(refusal(say, refused))
            else:
                st.session_state[_DONE] = made


def _fresh_link(page: Page) -> None:
    """The link of what was just frozen, with the browser's own way to copy it."""
    made = st.session_state.get(_DONE)
    if made is None:
        return
    st.success(page.say("freeze.done"))
    st.code(f"{_site()}ban-do?{_address(made, page)}", language=None, wrap_lines=True)


def _site() -> str:
    """The address under which this page was opened, up to its last slash."""
    return str(st.context.url or "").partition("?")[0].rpartition("/")[0] + "/"


def _address(freeze: Freeze, page: Page) -> str:
    named = {FREEZE: freeze.code, PERIOD: freeze.period, LANGUAGE: page.say.language}
    return urlencode(named)


def copy_link(page: Page, **choices: str) -> None:
    """The link of this very view, with the browser's own way to copy it."""
    query = page.linked({**choices, LANGUAGE: page.say.language})
    with st.popover(page.say("link.copy")):
        here = str(st.context.url or "").partition("?")[0]
        st.code(f"{here}?{urlencode(query)}", language=None, wrap_lines=True)


def links(found: list[Freeze], page: Page) -> Markup:
    """Freezes as links, each with its moment, its author and its note."""
    return html("<ul class='bd-freezes'>{}</ul>", joined([_link(freeze, page) for freeze in found]))


def _link(freeze: Freeze, page: Page) -> Markup:
    say = page.say
    told = [
        say("freeze.line", at=freeze_words.until(freeze), who=freeze.who),
        freeze.note,
        say("history.withdrawn") if freeze.withdrawn_at else "",
    ]
    return html(
        "<li><a href='ban-do?{address}'>{name}</a><small>{told}</small></li>",
        address=_address(freeze, page),
        name=freeze.name,
        told="; ".join(filter(None, told)),
    )


def freeze_list(page: Page) -> None:
    """All freezes with their links, and the way to take one back."""
    say = page.say
    found = known_freezes(page.installation)
    with st.expander(f"{say('freeze.title')} ({len(found)})", expanded=bool(found)):
        gone = st.session_state.pop(_WITHDRAWN, "")
        if gone:
            show(html("<p role='status'>{}</p>", say("freeze.withdrawn_done", name=gone)))
        if not found:
            st.caption(say("freeze.none"))
            return
        show(links(found, page))
        standing = {f.code: f for f in found if not f.withdrawn_at}
        if standing and page.who.may(Act.FREEZE):
            _withdraw_form(page, standing)


def _withdraw_form(page: Page, standing: dict[str, Freeze]) -> None:
    say = page.say
    with st.popover(say("freeze.withdraw")), st.form("withdraw-freeze", border=False):
        st.caption(say("freeze.withdraw_help"))
        code = st.selectbox(
            say("freeze.pick"), list(standing), format_func=lambda c: standing[c].name
        )
        reason = st.text_input(say("history.reason"), max_chars=500, key="withdraw-freeze-reason")
        if st.form_submit_button(say("freeze.withdraw")):
            try:
                gone = withdraw_freeze(page.installation, str(code), who=page.who, reason=reason)
            except NotAllowed as refused:
                st.error(refusal(say, refused))
            else:
                st.session_state[_WITHDRAWN] = gone.name
                st.rerun()
