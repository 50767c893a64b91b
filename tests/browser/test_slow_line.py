"""The offer of the light page: on a slow line alone, over nothing, gone with the live page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.conftest import Insider

SIZES = [
    {"width": 1366, "height": 768},
    {"width": 390, "height": 844},
    {"width": 640, "height": 300},
]
KBIT_S = 1000 / 8

WATCH = """
window.offered = window.inTheWay = false;
new MutationObserver(() => {
  const offer = document.querySelector("#first-slow p");
  if (!offer || !offer.checkVisibility()) return;
  window.offered = true;
  window.inTheWay ||= !!document.querySelector("#first.behind");
}).observe(document, { subtree: true, childList: true, attributes: true });
"""
BENEATH = """() => {
  const offer = document.querySelector("#first-slow").getBoundingClientRect();
  const covers = (at) => at.width && at.top < offer.bottom && at.bottom > offer.top
    && at.left < offer.right && at.right > offer.left;
  const there = "#first, #first a, #first summary, #root :is(a, button, input)";
  return [...document.querySelectorAll(there)]
    .filter((one) => covers(one.getBoundingClientRect())).map((one) => one.outerHTML.slice(0, 120));
}"""


def visiting(browser: Insider, **options: object) -> Page:
    page = browser.new_page(**options)
    page.add_init_script(WATCH)
    return page


def on_a_line_of(page: Page, *, kbit_s: float) -> None:
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 150, "downloadThroughput": kbit_s * KBIT_S,
         "uploadThroughput": kbit_s * KBIT_S},
    )  # fmt: skip


def without_scripts_of_streamlit(page: Page) -> None:
    page.route("**/static/js/**", lambda route: route.abort())


@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone", "low"])
def test_on_a_slow_line_it_is_offered_and_goes_with_the_first_sign_of_the_page(
    browser: Insider, site: str, size: dict[str, int]
):
    page = visiting(browser, viewport=size)
    on_a_line_of(page, kbit_s=500)
    page.goto(f"{site}/ban-do", wait_until="commit")
    offer = page.locator("#first-slow p")

    expect(offer).to_be_visible()
    assert page.evaluate(BENEATH) == []
    assert page.locator("[data-testid='stMain']").count() == 0

    page.locator("[data-testid='stMain']").wait_for()
    expect(offer).to_be_hidden()
    on_a_line_of(page, kbit_s=-1 / KBIT_S)
    expect(page.locator("#first")).to_have_count(0)
    assert page.locator("#first-slow").count() == 0
    assert not page.evaluate("window.inTheWay")
    page.close()


def test_readers_hear_it_politely_and_its_words_lead_to_the_light_page(browser: Insider, site: str):
    page = visiting(browser)
    without_scripts_of_streamlit(page)
    page.goto(f"{site}/ban-do?chi-tieu=DS01", wait_until="commit")
    region = page.get_by_role("status").filter(has_text="Mạng đang chậm")
    expect(page.locator("#first-slow[role=status]")).to_have_count(1)  # before there is a word

    expect(region).to_be_visible()
    region.get_by_role("link").click()

    expect(page).to_have_url(f"{site}/nhe?chi-tieu=DS01&ky=2026-10")
    page.close()


def late_words(page: Page) -> None:
    """The server runs the page's script for the first time: its line opens six seconds late."""

    def meet(line: WebSocketRoute) -> None:
        page.wait_for_timeout(6000)
        line.connect_to_server()

    page.route_web_socket("**/_stcore/stream", meet)


def late_files(page: Page) -> None:
    """The server has just started and answers for its scripts three seconds late."""

    def meet(route: Route) -> None:
        page.wait_for_timeout(3000)
        route.continue_()

    page.route("**/static/js/index*", meet)


def late_browser(page: Page) -> None:
    """An old machine reads the scripts for the first time."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 12})


def nothing_late(page: Page) -> None:
    """As it is."""


@pytest.mark.parametrize("delay", [nothing_late, late_words, late_files, late_browser])
def test_where_the_line_is_good_it_is_never_offered(browser: Insider, site: str, delay):
    page = visiting(browser)
    delay(page)
    page.goto(f"{site}/ban-do", wait_until="commit")

    expect(page.locator("#first")).to_have_count(0)

    assert not page.evaluate("window.offered")
    page.close()


def test_clicks_reach_what_lies_where_it_was(browser: Insider, site: str):
    page = visiting(browser, viewport=SIZES[0])
    page.route("**/ranh-gioi/**", lambda route: None)  # the map never comes
    on_a_line_of(page, kbit_s=500)
    page.goto(f"{site}/ban-do", wait_until="commit")
    expect(page.locator("#first-slow p")).to_be_visible()
    expect(page.locator("#first.behind")).to_have_count(1)

    hit = page.evaluate(
        "!!document.elementFromPoint(innerWidth / 2, innerHeight - 20).closest('#root')"
    )

    assert hit
    page.close()


def test_who_declines_is_not_asked_again(browser: Insider, site: str):
    page = visiting(browser)
    without_scripts_of_streamlit(page)
    page.goto(f"{site}/ban-do")
    offer = page.locator("#first-slow p")
    expect(offer).to_be_hidden()
    expect(offer).to_be_visible()

    offer.get_by_role("button").click()
    page.reload()
    page.wait_for_timeout(4500)

    expect(offer).to_be_hidden()
    page.close()
