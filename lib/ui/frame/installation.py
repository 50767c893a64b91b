"""The one open store of this process, and the language of this page."""

from __future__ import annotations

import streamlit as st

from lib.domain.errors import AppError
from lib.services.health.opening import open_installation
from lib.services.installation import Installation
from lib.services.view_address import LANGUAGE
from lib.settings import settings
from lib.text import LANGUAGES


@st.cache_resource(show_spinner=False)
def _installation(store_url: str) -> Installation:
    """One open store for all sessions of this process, by its address."""
    del store_url
    return open_installation(settings())


def installation() -> Installation:
    """The store of this installation, opened once a process."""
    return _installation(settings().store_url)


def language() -> str:
    """The language of this session; kept in the page's address."""
    chosen = st.session_state.get(LANGUAGE) or st.query_params.get(LANGUAGE) or _usual()
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def _usual() -> str:
    """The installation's; where the store cannot be asked, the server's own."""
    try:
        return installation().in_force.language
    except AppError:
        return settings().language
