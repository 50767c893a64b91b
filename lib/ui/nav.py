"""The pages: one line each, in the order of the menu."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from lib.settings import HOME
from lib.text import Words


@dataclass(frozen=True)
class PageEntry:
    """A page: its script in ``pages/``, its address, and its key in the catalogues."""

    script: str
    address: str

    @property
    def path(self) -> Path:
        """The script."""
        return HOME / "pages" / f"{self.script}.py"


PAGES: tuple[PageEntry, ...] = (
    PageEntry("map", "ban-do"),
    PageEntry("commune", "xa"),
    PageEntry("upload", "tai-so-lieu"),
    PageEntry("progress", "tien-do"),
    PageEntry("history", "lich-su"),
    PageEntry("trail", "nhat-ky"),
    PageEntry("guide", "huong-dan"),
)


def page(script: str, say: Words) -> StreamlitPage:
    """The page as Streamlit knows it, for the menu and for links to it."""
    entry = next(p for p in PAGES if p.script == script)
    return st.Page(entry.path, title=say(f"{script}.title"), url_path=entry.address)


def pages(say: Words) -> list[StreamlitPage]:
    """All pages for the menu. The bare address leads to the first: Streamlit serves its default
    page at "/" only, and the map has a readable address of its own.
    """
    listed = [page(entry.script, say) for entry in PAGES]

    def start() -> None:
        st.switch_page(listed[0])

    home = st.Page(start, title=listed[0].title, default=True, visibility="hidden")
    return [home, *listed]
