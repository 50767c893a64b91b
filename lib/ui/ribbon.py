"""What stands over a page: the open freeze, and what its address said and nobody understood."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from lib.services import freeze_words
from lib.services.choice import COMMUNE, FREEZE, INDICATOR, LANGUAGE, PERIOD, misread
from lib.ui.safe import html, joined, show

if TYPE_CHECKING:
    from lib.ui.page import Page

WITH_FIGURES = ("map", "commune")
"""The pages that show a freeze; the others are about uploads and always of now."""
UNKNOWN_LANGUAGE = "address:language"
"""What the address named for a language and is none: put right before the page can tell."""
_GIVEN, _UNREAD = "freeze:given", "address:unread"


def open_freeze(*, arrived: bool) -> str:
    """Code of the freeze that this session looks at: of the address, else of the page before."""
    given = st.query_params.get(FREEZE)
    if given is not None and given != st.session_state.get(_GIVEN):
        st.session_state[_GIVEN] = st.session_state[FREEZE] = given
    code = str(st.session_state.get(FREEZE, ""))
    if arrived and code and given is None:
        st.query_params[FREEZE] = code
    return code


def tell_unread(page: Page, unknown_freeze: str) -> None:
    """What the address said and nobody understood, told once; the address is made right."""
    parts = {}
    if page.name in WITH_FIGURES:
        known = page.house.gazetteer.communes
        told = {LANGUAGE: str(st.session_state.pop(UNKNOWN_LANGUAGE, ""))}
        query = {**st.query_params.to_dict(), **told}
        parts = misread(query, periods=page.periods, communes=known)
    wrong = [*parts, *([FREEZE] if unknown_freeze else [])]
    for name in wrong:
        if name in st.query_params:
            del st.query_params[name]
    if unknown_freeze:
        st.session_state[FREEZE] = ""
    if wrong or page.arrived:
        st.session_state[_UNREAD] = freeze_words.unread(parts, unknown_freeze, page.say)
    for line in st.session_state.get(_UNREAD, ()):
        show(html("<p class='bd-frozen' role='status'>{}</p>", line))


def wear_ribbon(page: Page) -> None:
    """The name and moment of the open freeze, over everything that it shows."""
    if page.freeze is None:
        return
    if page.house.freeze is None:
        line = page.say("freeze.elsewhere", name=page.freeze.name)
        show(html("<p class='bd-quiet' role='note'>{}</p>", line))
        return
    cautions = freeze_words.cautions(page.house, page.say)
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
