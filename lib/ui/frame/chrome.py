"""What surrounds every page: the language switch."""

from __future__ import annotations

import streamlit as st

from lib.services.view_address import LANGUAGE
from lib.text import LANGUAGES, Words
from lib.ui.frame.address import from_address, to_address
from lib.ui.frame.ribbon import UNKNOWN_LANGUAGE


def language_switch(say: Words) -> None:
    """Vietnamese or English, kept in the page's address."""
    given = st.query_params.get(LANGUAGE, "")
    if given and given not in LANGUAGES:
        st.session_state[UNKNOWN_LANGUAGE] = given  # the address is put right here: the page tells
    from_address(LANGUAGE, LANGUAGES, say.language)
    chosen = st.segmented_control(
        say("app.language"),
        list(LANGUAGES),
        format_func=str.upper,
        required=True,
        key=LANGUAGE,
        label_visibility="collapsed",
        persist_state="session",
    )
    to_address(LANGUAGE, str(chosen))
