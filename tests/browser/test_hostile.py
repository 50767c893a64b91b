"""Names with markup, scripts and formulas in them, published and then looked at everywhere."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from lib.services.house import open_house
from lib.settings import Settings
from tests.browser.conftest import serving
from tests.support.houses import put
from tests.support.sheets import REGISTER_HEAD, VILLAGE_HEAD, csv_bytes

SCRIPT = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>"
TEMPLATE = "${window.hacked=1}{{7*7}}"
FORMULA = '=HYPERLINK("http://x.test","y")'
VILLAGES = (SCRIPT, TEMPLATE, FORMULA)
WHO = "<b>An</b><svg onload=window.hacked=1>"
LONG_SAP = "04045"


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory):
    """A server on a store where every name that a file may carry is hostile."""
    folder = tmp_path_factory.mktemp("hostile") / "var"
    house = open_house(Settings(data_dir=folder))
    register = [("", "Xã Lóng Sập", "", name, 10, "31/12/2025") for name in VILLAGES]
    months = [("08/2026", "", "Xã Lóng Sập", "", name, 2, 5, SCRIPT) for name in VILLAGES]
    for name, rows in (("a", [REGISTER_HEAD, *register]), ("b", [VILLAGE_HEAD, *months])):
        content = csv_bytes(rows, encoding="utf-8")
        put(house, content, name=f"{name}{SCRIPT.replace('/', '-')}.csv", who=WHO)
    house.engine.dispose()
    with serving(folder) as address:
        yield address


def visit(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.set_default_timeout(45_000)
    page.goto(address)
    return page


def nothing_ran(page: Page) -> bool:
    return all(frame.evaluate("window.hacked") is None for frame in page.frames)


@pytest.mark.parametrize(
    "path",
    [f"/ban-do?xa={LONG_SAP}", f"/xa?xa={LONG_SAP}&ky=2026-08&chi-tieu=DS02", "/lich-su",
     f"/nhe?xa={LONG_SAP}"],
)  # fmt: skip
def test_no_name_runs_and_none_becomes_an_element(browser: Browser, hostile_site: str, path: str):
    page = visit(browser, hostile_site + path)
    if not path.startswith("/nhe"):
        page.locator("#first").wait_for(state="detached")
        expect(page.locator("[data-test-script-state='notRunning']")).to_have_count(1)
        page.wait_for_timeout(1500)

    if path.startswith("/xa"):
        for name in VILLAGES:
            expect(page.get_by_text(name).first).to_be_attached()
    if path.startswith("/nhe"):
        assert WHO in page.inner_text("body")
    assert nothing_ran(page)
    assert page.locator("img[src='x'], svg[onload]").count() == 0
    page.close()


def test_the_card_on_the_map_names_the_file_literally(browser: Browser, hostile_site: str):
    page = visit(browser, f"{hostile_site}/ban-do?xa={LONG_SAP}")
    page.get_by_text("Số này từ đâu?").click()

    expect(page.get_by_text("onerror=window.hacked").first).to_be_visible()
    assert nothing_ran(page)
    page.close()


@pytest.mark.parametrize("kind", ["Excel", "GeoJSON", "A4"])
def test_files_carry_no_live_formula_and_no_markup(browser: Browser, hostile_site: str, kind: str):
    page = visit(browser, f"{hostile_site}/ban-do?xa={LONG_SAP}")
    page.locator("#first").wait_for(state="detached")
    sheet = page.frame_locator("iframe[title*='st_folium']")
    sheet.locator(".take summary").click()
    with page.expect_download() as coming:
        sheet.get_by_role("link", name=kind).first.click()
    content = Path(coming.value.path()).read_bytes()
    page.close()

    if kind == "Excel":
        cells = [c for s in openpyxl.load_workbook(io.BytesIO(content)) for r in s for c in r]
        assert not [c.coordinate for c in cells if c.data_type == "f"]
    elif kind == "GeoJSON":
        assert len(json.loads(content)["features"]) == 75
    else:
        assert content.startswith(b"%PDF")
        assert b"/JavaScript" not in content
