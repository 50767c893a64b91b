"""Texts with markup, scripts and formulas in them, published and then looked at everywhere."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from lib.services.health.opening import open_installation
from lib.settings import Settings
from lib.ui.settings.admin import SECTIONS
from tests.browser.conftest import Insider
from tests.browser.serving import serving
from tests.browser.stillness import still
from tests.demo_store import copy_of, made_once
from tests.support.hostile import STRINGS, Filled, fill_with_ill_will

LONG_SAP = "04045"
PLAN_STEPS = ("doi", "nhu-cau", "lap", "sua", "so-sanh", "cong-bo")


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Filled]]:
    """A server on a store where every text is hostile, and what its addresses name."""
    made, said = made_once(tmp_path_factory, "hostile", _filled)
    with serving(copy_of(made, tmp_path_factory.mktemp("hostile") / "var")) as address:
        yield address, Filled(**json.loads(said))


def _filled(folder: Path) -> str:
    installation = open_installation(Settings(data_dir=folder))
    filled = fill_with_ill_will(installation)
    installation.engine.dispose()
    return json.dumps(filled._asdict())


def visit(browser: Insider, address: str, outside: list[str] | None = None) -> Page:
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    asked = [] if outside is None else outside
    page.on("request", lambda r: asked.append(r.url) if is_outside(r.url, address) else None)
    page.goto(address)
    return page


def is_outside(url: str, address: str) -> bool:
    place = urlsplit(url)
    return place.scheme in ("http", "https") and place.netloc != urlsplit(address).netloc


def nothing_ran(page: Page) -> bool:
    return all(frame.evaluate("window.hacked") is None for frame in page.frames)


CAMPAIGN_VIEWS = ("tuan", "tra-loi", "chua-den", "ket-qua", "nhap")
PATHS = (
    f"/ban-do?xa={LONG_SAP}",
    f"/xa?xa={LONG_SAP}&ky=2026-08&chi-tieu=DS02",
    "/ke-hoach",
    *(f"/ke-hoach?pa={{plan}}&buoc={step}&chon=xa.{LONG_SAP}" for step in PLAN_STEPS),
    "/tai-so-lieu",
    "/tai-so-lieu?lo={batch}",
    "/tien-do?thang=2026-08",
    *(
        f"/chien-dich?he=2026&muc={view}"
        for view in ("tuan", "tra-loi", "chua-den", "ket-qua", "nhap")
    ),
    "/lich-su",
    "/nhat-ky",
    "/huong-dan",
    *(f"/quan-tri?muc={section.key}" for section in SECTIONS),
    f"/nhe?xa={LONG_SAP}",
    *(f"/ban-do?{n}={quote(STRINGS[4])}" for n in ("ky", "xa", "chot", "luc", "ngon-ngu")),
    *(f"/nhe?{n}={quote(STRINGS[4])}" for n in ("ky", "xa", "chot", "luc", "ngon-ngu")),
)
"""Every page and every view of it that shows what somebody wrote."""


@pytest.mark.parametrize("path", PATHS)
def test_no_text_runs_anywhere_and_none_becomes_an_element(
    browser: Insider, hostile_site: tuple[str, Filled], path: str
):
    address, filled = hostile_site
    outside: list[str] = []
    page = visit(browser, address + path.format(**filled._asdict()), outside)
    if not path.startswith("/nhe"):
        page.locator("#first").wait_for(state="detached")
        expect(page.locator("[data-test-script-state='notRunning']")).to_have_count(1)
        for fold in page.locator("[data-testid=stExpander] summary").all():
            fold.click()
        still(page)
    folded = page.get_by_test_id("stPopoverButton").filter(visible=True)
    made = elements_made(page) + sum(made_in(page, button) for button in folded.all())

    assert made == 0
    assert outside == []
    assert nothing_ran(page)
    assert "Có trục trặc" not in page.inner_text("body")
    page.close()


def elements_made(page: Page) -> int:
    """How many elements a text has become."""
    return page.locator(
        "img[src='x'], img[src*='hostile'], svg[onload], iframe[srcdoc], details[ontoggle],"
        " a[href^='javascript'], [onfocus]"
    ).count()


def made_in(page: Page, button: Locator) -> int:
    """The same of what opens above the page when this is pressed."""
    if button.is_disabled():
        return 0
    button.click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    made = elements_made(page)
    button.click()
    return made


def test_what_somebody_wrote_is_shown_as_they_wrote_it(
    browser: Insider, hostile_site: tuple[str, Filled]
):
    page = visit(browser, f"{hostile_site[0]}/xa?xa={LONG_SAP}&ky=2026-08&chi-tieu=DS02")
    page.locator("#first").wait_for(state="detached")

    for text in STRINGS[:4]:
        expect(page.get_by_text(text).first).to_be_attached()
    page.close()


def test_the_card_on_the_map_names_the_file_literally(
    browser: Insider, hostile_site: tuple[str, Filled]
):
    page = visit(browser, f"{hostile_site[0]}/ban-do?xa={LONG_SAP}")
    page.get_by_text("Số này từ đâu?").click()

    expect(page.get_by_text("onerror=window.hacked").first).to_be_visible()
    assert nothing_ran(page)
    page.close()


@pytest.mark.parametrize("kind", ["Excel", "GeoJSON", "A4"])
def test_files_carry_no_live_formula_and_no_markup(
    browser: Insider, hostile_site: tuple[str, Filled], kind: str
):
    page = visit(browser, f"{hostile_site[0]}/ban-do?xa={LONG_SAP}")
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
