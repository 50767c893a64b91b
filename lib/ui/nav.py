"""The pages: one line each, in the order of the menu."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from lib.domain.access import Act, Person
from lib.settings import HOME, settings
from lib.text import Words


@dataclass(frozen=True)
class PageEntry:
    """A page: its script in ``pages/``, its address, and its key in the catalogues."""

    script: str
    address: str
    act: Act
    """What whoever opens it must be allowed to do."""
    also: Act | None = None
    """Another act that opens it, where one is enough."""
    switch: str = ""
    """The server's setting without which nobody opens it."""

    def open_to(self, who: Person) -> bool:
        """Whether this person may open it. Hiding it is not the lock: the page asks as well."""
        if self.switch and not getattr(settings(), self.switch):
            return False
        return who.may(self.act) or (self.also is not None and who.may(self.also))

    @property
    def path(self) -> Path:
        """The script."""
        return HOME / "pages" / f"{self.script}.py"


PAGES: tuple[PageEntry, ...] = (
    PageEntry("map", "ban-do", Act.SEE_FIGURES),
    PageEntry("commune", "xa", Act.SEE_FIGURES),
    PageEntry("plan", "ke-hoach", Act.SEE_PLANS),
    PageEntry("upload", "tai-so-lieu", Act.UPLOAD),
    PageEntry("progress", "tien-do", Act.SEE_FILES),
    PageEntry("campaign", "chien-dich", Act.SEE_PLANS, also=Act.ENTER_VOLUNTEERS),
    PageEntry("history", "lich-su", Act.SEE_FILES),
    PageEntry("directory", "danh-ba", Act.SEE_DIRECTORY, switch="directory"),
    PageEntry("trail", "nhat-ky", Act.READ_TRAIL),
    PageEntry("guide", "huong-dan", Act.SEE_FIGURES),
    PageEntry("admin", "quan-tri", Act.MANAGE_ACCOUNTS),
)


def page_called(script: str) -> PageEntry:
    """The entry of a page."""
    return next(p for p in PAGES if p.script == script)


def page(script: str, say: Words) -> StreamlitPage:
    """The page as Streamlit knows it, for the menu and for links to it."""
    entry = page_called(script)
    return st.Page(entry.path, title=say(f"{script}.title"), url_path=entry.address)


def pages(say: Words, who: Person) -> list[StreamlitPage]:
    """The pages that this person may open, for the menu.

    The bare address leads to the first: Streamlit serves its default page at "/" only, and the map
    has a readable address of its own.
    """
    listed = [page(entry.script, say) for entry in PAGES if entry.open_to(who)]

    def start() -> None:
        st.switch_page(listed[0])

    home = st.Page(start, title=listed[0].title, default=True, visibility="hidden")
    return [home, *listed]
