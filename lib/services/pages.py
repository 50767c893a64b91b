"""The pages, one line each, in the order of the menu, and who may open them: every way to a page
asks here, so that none leads where a person may not go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from lib.domain.access.permissions import Act, Person
from lib.settings import HOME, settings


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

    def open_to(self, who: Person | None) -> bool:
        """Whether this person may open it. Hiding it is not the lock: the page asks as well."""
        if who is None or not self.switched_on:
            return False
        return who.may(self.act) or (self.also is not None and who.may(self.also))

    @property
    def switched_on(self) -> bool:
        """Whether this server has the page at all."""
        return not self.switch or bool(getattr(settings(), self.switch))

    @property
    def path(self) -> Path:
        """The script."""
        return HOME / "pages" / f"{self.script}.py"


PAGES: tuple[PageEntry, ...] = (
    PageEntry("map", "ban-do", Act.SEE_FIGURES),
    PageEntry("commune", "xa", Act.SEE_FIGURES),
    PageEntry("plan", "ke-hoach", Act.SEE_PLANS),
    PageEntry("upload", "tai-so-lieu", Act.UPLOAD),
    PageEntry("progress", "tien-do", Act.SEE_PROGRESS),
    PageEntry("campaign", "chien-dich", Act.SEE_PLANS, also=Act.ENTER_VOLUNTEERS),
    PageEntry("history", "lich-su", Act.SEE_FILES),
    PageEntry("directory", "danh-ba", Act.SEE_DIRECTORY, switch="directory"),
    PageEntry("trail", "nhat-ky", Act.READ_TRAIL),
    PageEntry("guide", "huong-dan", Act.SEE_FIGURES),
    PageEntry("admin", "quan-tri", Act.MANAGE_ACCOUNTS),
)


BEGINNINGS = ("upload", "guide")
"""Where a page leads to whose store has nothing yet."""


def page_called(script: str) -> PageEntry:
    """The entry of a page."""
    return next(p for p in PAGES if p.script == script)


def address_for(who: Person | None, script: str, **query: str) -> str:
    """Where a page lies, with what stands behind ``?``; "" for whoever may not open it."""
    entry = page_called(script)
    if not entry.open_to(who):
        return ""
    told = urlencode({key.replace("_", "-"): value for key, value in query.items() if value})
    return f"{entry.address}?{told}" if told else entry.address
