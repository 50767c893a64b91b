"""For everyone: axe finds nothing serious on any page, and every page fits a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, expect

from lib.text import LANGUAGES
from tests.browser.stillness import still

PAGES = {
    "map": "/ban-do?xa=04045",
    "compared": "/ban-do?ky=2026-10&so-voi=2026-08",
    "commune": "/xa?xa=04045",
    "upload": "/tai-so-lieu",
    "progress": "/tien-do",
    "history": "/lich-su",
    "guide": "/huong-dan",
}
SIZES = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
SEARCH = {"resultTypes": ["violations"]}

OF_STREAMLIT: dict[str, str] = {}
"""Finding -> the only element it is forgiven on, where we cannot reach. None at present."""


def serious(frame: Page | Frame) -> list[str]:
    """What keeps people out, as ``rule: element``."""
    found = Axe().run(frame, options=SEARCH).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
        if OF_STREAMLIT.get(fault["id"], "\0") not in node["html"]
    ]


def settled(page: Page) -> None:
    expect(page.locator("[data-test-script-state='notRunning']")).to_have_count(1)
    still(page)


def everything(page: Page) -> list[str]:
    """Of the page and of the frames in it."""
    return [fault for frame in page.frames for fault in serious(frame)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious_on_a_page_that_fits(open_page, name, size, language):
    path = PAGES[name]
    mark = "&" if "?" in path else "?"
    page = open_page(f"{path}{mark}ngon-ngu={language}", viewport=SIZES[size])
    settled(page)
    if name == "map":
        sheet = page.frame_locator("iframe[title*='st_folium']")
        sheet.locator(".series summary").click()
        expect(sheet.locator(".period")).to_have_count(6)

    assert everything(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= SIZES[size]["width"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_serious_on_the_light_page(browser, site, size, language):
    page = browser.new_page(viewport=SIZES[size])
    page.goto(f"{site}/nhe?ngon-ngu={language}")

    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    page.close()


def test_axe_finds_nothing_serious_in_a_frozen_view(open_page):
    page = open_page("/ban-do?ky=2026-08")
    settled(page)
    page.get_by_role("button", name="Chốt số liệu cho cuộc họp").click()
    page.get_by_role("button", name="Chốt", exact=True).click()
    shown = page.get_by_test_id("stCode")
    expect(shown).to_contain_text("chot=")
    page.goto(shown.inner_text().strip())
    expect(page.locator("[role=note].bd-frozen")).to_be_visible()
    settled(page)

    assert everything(page) == []


def test_words_of_streamlit_are_said_in_the_language_of_the_page(open_page):
    page = open_page("/tai-so-lieu")
    settled(page)

    expect(page.get_by_text("Chọn tệp", exact=True)).to_be_visible()
    expect(page.get_by_text("hoặc kéo tệp thả vào đây")).to_be_visible()
    page.get_by_text("EN", exact=True).click()
    expect(page.get_by_text("Choose file", exact=True)).to_be_visible()
