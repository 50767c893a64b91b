"""The screen that comes with the page: at once, in the same places, and gone when it should be."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from lib.services.health.opening import open_installation
from lib.services.history.freezes import freeze_figures
from lib.settings import Settings
from tests.browser.conftest import Insider
from tests.browser.serving import serving
from tests.demo_store import copy_of, demo_store
from tests.files_made import summary_workbook
from tests.support.installations import put
from tests.support.people import staff

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


VIEWS = {
    "plain": "chi-tieu=DS01",
    "filtered": "ky=2026-08&nhom=0,none&co=border",
    "compared": "ky=2026-08&so-voi=2026-03",
    "misread": "ky=9999-99&chi-tieu=<script>",
    "frozen": "chot={before}",
    "frozen just now": "chot={after}",
}


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A server of its own, and the codes of two freezes: a publish since, and none."""
    folder = copy_of(demo_store(tmp_path_factory), tmp_path_factory.mktemp("frozen") / "var")
    installation = open_installation(Settings(data_dir=folder))
    before = freeze_figures(installation, "Họp giao ban 23/11/2026", who=staff("Lò Thị Mai")).code
    put(installation, summary_workbook(period="10/2026"), name="sau.xlsx")
    after = freeze_figures(installation, "Họp ban chỉ đạo", who=staff("Lò Thị Mai")).code
    installation.engine.dispose()
    with serving(folder) as address:
        yield address, {"before": before, "after": after}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_the_live_page_takes_its_place_without_a_jump(
    browser: Insider, frozen: tuple[str, dict[str, str]], size, view: str
):
    address = f"{frozen[0]}/ban-do?{VIEWS[view].format(**frozen[1])}"
    still = browser.new_page(viewport=size)
    without_scripts_of_streamlit(still)
    still.goto(address)
    still.evaluate("document.fonts.ready")
    before = still.evaluate(FIRST, list(PARTS))
    sentence = still.locator("#first .sentence").inner_text()
    still.close()

    page = browser.new_page(viewport=size)
    page.goto(address)
    expect(page.locator("#first")).to_have_count(0)
    page.evaluate("document.fonts.ready")

    after = page.evaluate(LIVE, list(PARTS))
    apart = [abs(a - b) for one, two in zip(before, after, strict=True)
             for a, b in zip(one, two, strict=True)]  # fmt: skip
    assert max(apart) <= 1
    assert page.frame_locator("iframe").locator(".sentence").inner_text() == sentence
    page.close()


def test_without_scripts_it_stays_and_leads_to_the_light_page(browser: Insider, site: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/ban-do?chi-tieu=DS01")

    expect(page.locator("#first svg path[id]")).to_have_count(75)
    page.locator("noscript a[href*='nhe']").click()
    expect(page).to_have_url(f"{site}/nhe?chi-tieu=DS01&ky=2026-10")
    context.close()


@pytest.mark.parametrize("address", ["xa", "lich-su", "huong-dan", "tai-so-lieu", "tien-do"])
def test_every_other_page_takes_over_too(browser: Insider, site: str, address: str):
    page = browser.new_page()
    page.goto(f"{site}/{address}")

    expect(page.locator("#root .bd-title")).to_be_visible()
    expect(page.locator("#first")).to_have_count(0)
    page.close()


def test_a_page_below_takes_clicks_while_the_screen_is_still_there(browser: Insider, site: str):
    page = browser.new_page()
    page.route("**/ranh-gioi/**", lambda route: None)  # the map never comes
    page.goto(f"{site}/ban-do")
    expect(page.locator("#first.behind")).to_have_count(1)

    page.get_by_role("link", name="Hướng dẫn").first.click()

    expect(page.locator("#root .bd-title")).to_have_text("Hướng dẫn")
    expect(page.locator("#first")).to_have_count(0)
    page.close()
