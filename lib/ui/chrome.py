"""What surrounds every page: our style and the language switch."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lib.text import LANGUAGES, Words
from lib.ui.address import from_address, to_address
from lib.ui.page import LANGUAGE


def style() -> None:
    """Our own elements' look, once a run."""
    st.html(Path(__file__).with_name("style.css"))


def language_switch(say: Words) -> None:
    """Vietnamese or English, kept in the page's address."""
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
