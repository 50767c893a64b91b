"""Profiles of the measurements, and pages in it that belong to somebody who is logged in."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.support.chromium import PatientBrowser
from tests.support.entering import cookie


def entered(browser: PatientBrowser, address: str, **options: Any) -> BrowserContext:
    """A new profile in which an administrator has logged in at an address."""
    context = browser.new_context(**options)
    if address.startswith("http"):  # a file of this machine asks nobody in
        context.add_cookies([cookie(address)])
    return context


def opened(browser: PatientBrowser, address: str, **options: Any) -> Page:
    """The page at an address, as somebody who is logged in sees it."""
    page = entered(browser, address, **options).new_page()
    page.goto(address)
    return page
