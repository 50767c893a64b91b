"""What surrounds every page: our style and the language switch."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lib.text import LANGUAGES, Words
from lib.ui.page import LANGUAGE


def style() -> None:
    """Our own elements' look, once a run."""
    st.html(Path(__file__).with_name("style.css"))


def language_switch(say: Words) -> None:
    """Vietnamese or English, kept in the page's address."""
    st.segmented_control(
        say("app.language"),
        list(LANGUAGES),
        format_func=str.upper,
        default=LANGUAGES[0],
        required=True,
        key=LANGUAGE,
        bind="query-params",
        label_visibility="collapsed",
    )
