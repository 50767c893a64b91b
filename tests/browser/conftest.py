"""A real browser on a served product. Left out, with the reason told, where none is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.kept_site import KeptSite
from tests.demo_store import demo_store
from tests.support.chromium import CHROMIUM, PatientBrowser, chromium
from tests.support.entering import cookie

_HERE = "http://127.0.0.1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                reason = "left out: no chromium on this machine (Debian package chromium)"
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def kept_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptSite]:
    """A server on a demo store, started when first asked for and kept for the tests after."""
    kept = KeptSite(demo_store(tmp_path_factory), tmp_path_factory.mktemp("site") / "var")
    yield kept
    kept.close()


@pytest.fixture
def site(kept_site: KeptSite) -> str:
    """The address of a server on the demo store, whatever the tests before have written."""
    return kept_site.fresh()


@pytest.fixture(scope="module")
def browser() -> Iterator[Insider]:
    # Per module: while it is open its event loop runs, and tests of the server need their own.
    with chromium() as stranger:
        yield Insider(stranger)


class Insider:
    """A browser whose every page belongs to somebody who is logged in."""

    def __init__(self, browser: PatientBrowser) -> None:
        self.stranger = browser
        """The same browser before any login."""

    def new_context(self, **options: Any) -> BrowserContext:
        context = self.stranger.new_context(**options)
        context.add_cookies([cookie(_HERE)])
        return context

    def new_page(self, **options: Any) -> Page:
        page = self.stranger.new_page(**options)
        page.context.add_cookies([cookie(_HERE)])
        return page


@pytest.fixture
def open_page(browser: Insider, site: str) -> Iterator[Callable[..., Page]]:
    """Opens an address; fails the test if anything was asked of another host."""
    outside: list[str] = []
    contexts = []

    def opened(path: str, **options: object) -> Page:
        shape = {"viewport": {"width": 1366, "height": 768}, "locale": "vi-VN", **options}
        context = browser.new_context(**shape)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: outside.append(r.url) if _is_outside(r.url, site) else None)
        page.goto(site + path)
        # What the first screen shows, the page shows again.
        page.locator("#first").wait_for(state="detached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert outside == []


def _is_outside(url: str, site: str) -> bool:
    own = (site, site.replace("http", "ws"), "data:", "blob:")
    return not url.startswith(own)
