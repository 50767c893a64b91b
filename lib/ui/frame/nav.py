"""The menu, and the one way to link from a page to another: only where whoever reads may go."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from lib.domain.access.permissions import Person
from lib.services.pages import PAGES, PageEntry, page_called
from lib.text import Words
from lib.ui.frame.page import Page

__all__ = ["PAGES", "REFUSED", "PageEntry", "page_called", "pages", "way_to"]

REFUSED = "page:refused"
"""The page that somebody wanted and may not open; told on the page that opens instead."""


def _page(script: str, say: Words) -> StreamlitPage:
    """The page as Streamlit knows it, for the menu and for links to it."""
    entry = page_called(script)
    return st.Page(entry.path, title=say(f"{script}.title"), url_path=entry.address)


def way_to(
    script: str,
    page: Page,
    label: str,
    *,
    query: Mapping[str, str] | None = None,
    place: DeltaGenerator | None = None,
) -> None:
    """A link to a page, for whoever may open it; nothing for anybody else."""
    if page_called(script).open_to(page.who):
        asked = dict(query) if query else None
        (place or st).page_link(_page(script, page.say), label=label, query_params=asked)


def pages(say: Words, who: Person) -> list[StreamlitPage]:
    """The pages that this person may open, for the menu; behind it, the addresses of the others.

    The bare address leads to the first: Streamlit serves its default page at "/" only, and the map
    has a readable address of its own.
    """
    listed = [_page(entry.script, say) for entry in PAGES if entry.open_to(who)]

    def start() -> None:
        st.switch_page(listed[0], query_params=st.query_params.to_dict())

    home = st.Page(start, title=listed[0].title, default=True, visibility="hidden")
    beyond = [e for e in PAGES if e.switched_on and not e.open_to(who)]
    return [home, *listed, *(_refused(entry, listed[0]) for entry in beyond)]


def _refused(entry: PageEntry, first: StreamlitPage) -> StreamlitPage:
    """The address of a page beyond this person: it is there, so it is not told as unknown."""

    def refuse() -> None:
        st.session_state[REFUSED] = entry.script
        st.switch_page(first)

    return st.Page(refuse, title=first.title, url_path=entry.address, visibility="hidden")
