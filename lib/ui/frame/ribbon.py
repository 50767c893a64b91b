"""What stands over a page: the open freeze, and what its address said and nobody understood."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from lib.services.history import freeze_words
from lib.services.history.moment import Shown
from lib.services.view_address import COMMUNE, FREEZE, INDICATOR, LANGUAGE, MOMENT, PERIOD, misread
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, show

WITH_FIGURES = ("map", "commune")
"""The pages that show a freeze; the others are about uploads and always of now."""
UNKNOWN_LANGUAGE = "address:language"
"""What the address named for a language and is none: put right before the page can tell."""
_GIVEN, _UNREAD = "freeze:given", "address:unread"
_PASTS = (FREEZE, MOMENT)
"""What leads to figures of the past; an address with one of them ends the other."""


def open_past(*, arrived: bool) -> dict[str, str]:
    """The freeze or moment that this session looks at: of the address, else of the page before."""
    given = {key: st.query_params[key] for key in _PASTS if key in st.query_params}
    if given and given != st.session_state.get(_GIVEN):
        st.session_state[_GIVEN] = given
        for key in _PASTS:
            st.session_state[key] = given.get(key, "")
    known = {key: str(st.session_state.get(key, "")) for key in _PASTS}
    open_now = {key: text for key, text in known.items() if text}
    if arrived and open_now and not given:
        st.query_params.update(open_now)
    return open_now


def tell_unread(page: Page, shown: Shown) -> None:
    """What the address said and nobody understood, told once; the address is made right."""
    parts = {}
    if page.name in WITH_FIGURES:
        known = page.installation.gazetteer.communes
        told = {LANGUAGE: str(st.session_state.pop(UNKNOWN_LANGUAGE, ""))}
        query = {**st.query_params.to_dict(), **told}
        parts = misread(
            query, indicators=page.figures.indicators, periods=page.figures.open, communes=known
        )
    strange = {FREEZE: shown.unknown_freeze, MOMENT: shown.unknown_moment}
    lost = [key for key, text in strange.items() if text]
    wrong = [*parts, *lost]
    for name in wrong:
        if name in st.query_params:
            del st.query_params[name]
    for key in lost:
        st.session_state[key] = ""
    if wrong or page.arrived:
        st.session_state[_UNREAD] = freeze_words.unread(
            parts, shown.unknown_freeze, page.say, unknown_moment=shown.unknown_moment
        )
    for line in st.session_state.get(_UNREAD, ()):
        show(html("<p class='bd-frozen' role='status'>{}</p>", line))


def wear_ribbon(page: Page) -> None:
    """The name and moment of the open freeze, over everything that it shows."""
    if page.freeze is None:
        return
    if page.installation.freeze is None:
        key, at = ("freeze" if page.freeze.code else "past"), freeze_words.until(page.freeze)
        line = page.say(f"{key}.elsewhere", name=page.freeze.name, at=at)
        show(html("<p class='bd-quiet' role='note'>{}</p>", line))
        return
    cautions = freeze_words.cautions(page.installation, page.say)
    show(
        html(
            "<div class='bd-frozen' role='note'><b>{ribbon}</b> <a href='?{live}'>{back}</a>"
            "{cautions}</div>",
            ribbon=freeze_words.ribbon(page.freeze, page.say),
            live=urlencode(_live_address(page)),
            back=page.say("freeze.live"),
            cautions=joined([html("<p>{}</p>", line) for line in cautions]),
        )
    )


def _live_address(page: Page) -> dict[str, str]:
    """The way back to today: a fresh start, for which the map sheet remembers its own choices."""
    kept = {LANGUAGE: page.say.language, PERIOD: str(st.session_state.get(PERIOD, ""))}
    if page.name == "commune":
        kept |= {key: str(st.session_state.get(key, "")) for key in (COMMUNE, INDICATOR)}
    return {key: value for key, value in kept.items() if value}
