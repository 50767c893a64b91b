"""The acting person, as every page asks for them."""

from __future__ import annotations

import streamlit as st

from lib.domain.access import Person, Role
from lib.ui.page import NAME, Page


def acting(page: Page) -> Person | None:
    """The person at work; ``None`` until they said who they are."""
    narrow, _ = st.columns([0.4, 0.6])
    name = narrow.text_input(
        page.say("upload.who"),
        key=NAME,
        max_chars=80,
        help=page.say("upload.who_help"),
        persist_state="session",
    ).strip()
    return Person(name, Role.ADMINISTRATOR) if name else None
