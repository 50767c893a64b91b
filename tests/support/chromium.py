"""The one way from a test, a script or a measurement to a browser: everything in it has patience.

``tests/contracts/test_patience.py`` keeps it the only one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.support.patience import PATIENCE_MS

CHROMIUM = shutil.which("chromium")
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")

expect.set_options(timeout=PATIENCE_MS)


class PatientBrowser:
    """A browser whose pages wait long for what they are asked to do and to find."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def new_context(self, **options: Any) -> BrowserContext:
        """A new profile."""
        context = self._browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        return context

    def new_page(self, **options: Any) -> Page:
        """A page in a new profile, which ends with it."""
        page = self._browser.new_page(**options)
        page.context.set_default_timeout(PATIENCE_MS)
        return page


@contextmanager
def chromium() -> Iterator[PatientBrowser]:
    """A browser of its own, closed afterwards."""
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        try:
            yield PatientBrowser(browser)
        finally:
            browser.close()
