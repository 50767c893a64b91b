"""Every role through its own menu: every page opens, and nothing is asked of another host."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from lib.domain.access.permissions import Role
from lib.text import words
from lib.ui.frame.nav import PAGES
from tests.browser.conftest import Insider
from tests.support.entering import COMMUNE, demo_cookie
from tests.support.people import in_role

SAY = words()


class Watched:
    """A context of the browser, and what it asked of other hosts."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context, self.site = context, site
        self.outside: list[str] = []
        context.on("request", lambda request: self._note(request.url))
        context.on("websocket", lambda line: self._note(line.url))

    def _note(self, url: str) -> None:
        place = urlsplit(url)
        if place.scheme not in ("data", "blob") and place.netloc != urlsplit(self.site).netloc:
            self.outside.append(url)

    def open(self, path: str) -> Page:
        """A page of its own, as it stands once it is calm."""
        page = self.context.new_page()
        page.on("websocket", lambda line: self._note(line.url))
        page.goto(self.site + path)
        return page


@pytest.fixture
def stranger(browser: Insider, site: str) -> Iterator[Watched]:
    watched = Watched(browser.stranger.new_context(locale="vi-VN"), site)
    yield watched
    watched.context.close()


def calm(page: Page) -> None:
    page.locator("#first").wait_for(state="detached")
    expect(page.locator("[data-test-script-state='notRunning']")).to_have_count(1)


@pytest.mark.parametrize("role", Role)
def test_a_role_finds_its_own_pages_and_no_request_leaves(stranger: Watched, role: Role):
    stranger.context.add_cookies([demo_cookie(stranger.site, role)])
    own = [page for page in PAGES if page.open_to(in_role(role, COMMUNE))]

    menu = stranger.open("/")
    calm(menu)
    for entry in PAGES:
        link = menu.get_by_role("link", name=SAY(f"{entry.script}.title"), exact=True)
        expect(link).to_have_count(1 if entry in own else 0)
    for entry in own:
        page = stranger.open(f"/{entry.address}")
        calm(page)
        expect(page.locator("h1.bd-title")).to_have_text(SAY(f"{entry.script}.heading"))
        page.close()
    for path in ("/mat-khau", "/nhe"):
        page = stranger.open(path)
        expect(page.locator("h1").first).to_be_visible()
        page.close()

    assert stranger.outside == []


def test_the_door_asks_nothing_of_another_host(stranger: Watched):
    page = stranger.open("/dang-nhap?tiep=/ban-do")

    expect(page.locator("h1").first).to_be_visible()
    assert stranger.outside == []
