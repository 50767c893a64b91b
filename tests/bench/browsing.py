"""The browser of the measurements, and pages in it that belong to somebody who is logged in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.entering import cookie


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of its own, closed afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        try:
            yield browser
        finally:
            browser.close()


def entered(browser: Browser, address: str, **options: Any) -> BrowserContext:
    """A new profile in which an administrator has logged in at an address."""
    context = browser.new_context(**options)
    if address.startswith("http"):  # a file of this machine asks nobody in
        context.add_cookies([cookie(address)])
    return context


def opened(browser: Browser, address: str, **options: Any) -> Page:
    """The page at an address, as somebody who is logged in sees it."""
    page = entered(browser, address, **options).new_page()
    page.goto(address, timeout=120_000)
    return page
