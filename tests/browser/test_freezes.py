"""A frozen view by its link: copied on the map, opened elsewhere, left again."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.stillness import still

LONG_SAP = "04045"


def sheet(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title*='st_folium']")


def settled(page: Page) -> None:
    commune = sheet(page).locator(f"[data-code='{LONG_SAP}']")
    expect(commune).to_have_attribute("aria-label", re.compile("Lóng Sập"))
    still(page)


def freeze(page: Page) -> str:
    """Freezes the figures as a person would, and gives the link shown."""
    page.get_by_role("button", name="Chốt số liệu cho cuộc họp").click()
    page.get_by_role("button", name="Chốt", exact=True).click()
    shown = page.get_by_test_id("stCode")
    expect(shown).to_contain_text("chot=")
    return shown.inner_text().strip()


def test_the_copied_link_restores_the_frozen_view_exactly(open_page):
    first = open_page("/ban-do?ky=2026-08", permissions=["clipboard-read", "clipboard-write"])
    settled(first)
    first.goto(freeze(first))
    settled(first)
    expect(first.locator("[role=note].bd-frozen")).to_contain_text("Bản chốt “Họp giao ban")

    sheet(first).get_by_role("combobox", name="Chỉ tiêu").select_option("DS01")
    sheet(first).locator(".chip", has_text="Biên giới").click()
    sheet(first).locator(".classes button").nth(1).click()
    sheet(first).get_by_role("radio", name="Ô vuông").check()
    sheet(first).get_by_role("button", name="Sao chép liên kết").click()
    expect(sheet(first).locator(".copy")).to_have_text("Đã sao chép")
    link = first.evaluate("navigator.clipboard.readText()")

    asked = parse_qs(urlsplit(link).query)
    second = open_page(f"/ban-do?{urlsplit(link).query}")
    settled(second)
    assert asked["chi-tieu"] == ["DS01"]
    assert asked["ky"] == ["2026-08"]
    expect(second.locator("[role=note].bd-frozen")).to_contain_text("Bản chốt “Họp giao ban")
    expect(sheet(second).get_by_role("combobox", name="Chỉ tiêu")).to_have_value("DS01")
    for page in (first, second):
        pressed = sheet(page).locator(".sheet [aria-pressed=true]")
        assert pressed.count() == 2
    told = [sheet(page).locator(".filtered").inner_text() for page in (first, second)]
    assert told[0] == told[1]


def test_the_freeze_goes_along_to_other_pages_and_is_left_by_one_link(open_page):
    page = open_page("/ban-do?ky=2026-08")
    settled(page)
    page.goto(freeze(page))
    settled(page)

    page.get_by_role("link", name="Xã", exact=True).click()
    expect(page.get_by_text("Lý lịch xã, phường")).to_be_visible()
    expect(page.locator("[role=note].bd-frozen")).to_contain_text("số liệu đến")
    assert "chot=" in page.url
    page.get_by_role("link", name="Về số liệu hiện tại").click()

    expect(page.locator(".bd-frozen")).to_have_count(0)
    assert "chot=" not in page.url
    assert "ky=2026-08" in page.url
