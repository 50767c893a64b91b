"""The screen that comes with the page: at once, in the same places, and gone when it should be."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

SIZES = [{"width": 1366, "height": 768}, {"width": 390, "height": 844}]
PARTS = (".sentence", "#map_div", ".legend", ".map-buttons")

FIRST = """(parts) => parts.map((part) => {
  const { x, y, width } = document.querySelector(`#first ${part}`).getBoundingClientRect();
  return [x, y, width].map(Math.round);
})"""
LIVE = """(parts) => parts.map((part) => {
  const frame = document.querySelector("iframe"), at = frame.getBoundingClientRect();
  const { x, y, width } = frame.contentDocument.querySelector(part).getBoundingClientRect();
  return [at.x + x, at.y + y, width].map(Math.round);
})"""


def without_scripts_of_streamlit(page: Page) -> None:
    page.route("**/static/js/**", lambda route: route.abort())


@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_the_live_page_takes_its_place_without_a_jump(browser: Browser, site: str, size):
    still = browser.new_page(viewport=size)
    without_scripts_of_streamlit(still)
    still.goto(f"{site}/ban-do?chi-tieu=DS01")
    still.evaluate("document.fonts.ready")
    before = still.evaluate(FIRST, list(PARTS))
    sentence = still.locator("#first .sentence").inner_text()
    still.close()

    page = browser.new_page(viewport=size)
    page.goto(f"{site}/ban-do?chi-tieu=DS01")
    expect(page.locator("#first")).to_have_count(0)
    page.evaluate("document.fonts.ready")

    after = page.evaluate(LIVE, list(PARTS))
    apart = [abs(a - b) for one, two in zip(before, after, strict=True)
             for a, b in zip(one, two, strict=True)]  # fmt: skip
    assert max(apart) <= 1
    assert page.frame_locator("iframe").locator(".sentence").inner_text() == sentence
    page.close()


def test_without_scripts_it_stays_and_leads_to_the_light_page(browser: Browser, site: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/ban-do?chi-tieu=DS01")

    expect(page.locator("#first svg path[id]")).to_have_count(75)
    page.locator("noscript a[href*='nhe']").click()
    expect(page).to_have_url(f"{site}/nhe?chi-tieu=DS01&ky=2026-10")
    context.close()


@pytest.mark.parametrize("address", ["xa", "lich-su", "huong-dan", "tai-so-lieu", "tien-do"])
def test_every_other_page_takes_over_too(browser: Browser, site: str, address: str):
    page = browser.new_page()
    page.goto(f"{site}/{address}")

    expect(page.locator("#root .bd-title")).to_be_visible()
    expect(page.locator("#first")).to_have_count(0)
    page.close()


def test_a_page_below_takes_clicks_while_the_screen_is_still_there(browser: Browser, site: str):
    page = browser.new_page()
    page.route("**/ranh-gioi/**", lambda route: None)  # the map never comes
    page.goto(f"{site}/ban-do")
    expect(page.locator("#first.behind")).to_have_count(1)

    page.get_by_role("link", name="Hướng dẫn").first.click()

    expect(page.locator("#root .bd-title")).to_have_text("Hướng dẫn")
    expect(page.locator("#first")).to_have_count(0)
    page.close()


def test_who_waits_long_is_offered_the_light_page_once(browser: Browser, site: str):
    page = browser.new_page()
    without_scripts_of_streamlit(page)
    page.goto(f"{site}/ban-do")
    offer = page.locator("#first-slow")
    expect(offer).to_be_hidden()
    expect(offer).to_be_visible(timeout=8000)

    offer.get_by_role("button").click()
    page.reload()
    page.wait_for_timeout(4500)

    expect(offer).to_be_hidden()
    page.close()
