"""The map sheet: choices stay in the browser, and everything on it tells the same."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import FrameLocator, Page, Route, expect

from lib.maps.bundle import map_script
from lib.services.map.sheet import words_of
from lib.text import words
from tests.browser.conftest import Insider
from tests.browser.stillness import still
from tests.maps.test_sheet import HOSTILE, sheet

MAP = "/ban-do?ky=2026-08"
LONG_SAP, TO_HIEU = "04045", "03646"


def frame(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title*='st_folium']")


def unit(page: Page, code: str):
    return frame(page).locator(f"[data-code='{code}']")


def indicator(page: Page):
    return frame(page).get_by_role("combobox", name="Chỉ tiêu")


def border(page: Page):
    return frame(page).locator(".chip", has_text="Biên giới")


def settled(page: Page) -> None:
    expect(unit(page, LONG_SAP)).to_have_attribute("aria-label", re.compile("Lóng Sập"))
    expect(indicator(page)).to_be_visible()
    # The map is there before the page below it has arrived.
    expect(page.locator("[data-test-script-state='notRunning']")).to_have_count(1)
    still(page)


def seen_rows(page: Page):
    return frame(page).locator("tr[data-row]:not([hidden])")


def test_no_choice_on_the_sheet_costs_a_message(open_page):
    page = open_page("/huong-dan")
    frames: list[str] = []
    page.on(
        "websocket",
        lambda socket: (
            socket.on("framesent", lambda _: frames.append("sent")),
            socket.on("framereceived", lambda _: frames.append("received")),
        ),
    )
    page.goto(page.url.split("/huong-dan")[0] + MAP)
    settled(page)
    frames.clear()

    indicator(page).select_option("GD05")
    expect(frame(page).locator(".sentence")).to_contain_text("Hộ chưa được hướng dẫn")
    frame(page).get_by_role("radio", name="Bước đều").check()
    border(page).click()
    frame(page).locator(".class").first.click()
    frame(page).get_by_role("radio", name="Ô vuông").check()
    frame(page).get_by_role("button", name="Xã, phường", exact=True).click()
    still(page)

    assert frames == []
    for part in ("chi-tieu=GD05", "lop=deu", "kieu=o-vuong", "co=border"):
        expect(page).to_have_url(re.compile(part))


def test_the_address_brings_the_same_view_back(open_page):
    page = open_page(f"{MAP}&chi-tieu=DS02&lop=deu&kieu=o-vuong&co=border&xa={LONG_SAP}")

    settled(page)

    expect(indicator(page)).to_have_value("DS02")
    expect(frame(page).get_by_role("radio", name="Bước đều")).to_be_checked()
    expect(frame(page).get_by_role("radio", name="Ô vuông")).to_be_checked()
    expect(frame(page).locator("p.chosen")).to_contain_text("Xã Lóng Sập")
    expect(seen_rows(page)).to_have_count(13)


def test_changing_the_indicator_keeps_the_zoom(open_page):
    page = open_page(MAP)
    settled(page)
    frame(page).get_by_role("button", name="Phóng to").click()
    still(page)
    before = unit(page, LONG_SAP).bounding_box()

    indicator(page).select_option("TN01")
    expect(unit(page, LONG_SAP)).to_have_attribute("aria-label", re.compile("đội hình"))

    assert unit(page, LONG_SAP).bounding_box() == pytest.approx(before, rel=0.02)


def test_a_flag_and_a_class_filter_together(open_page):
    page = open_page(MAP)
    settled(page)

    border(page).click()
    expect(seen_rows(page)).to_have_count(13)
    frame(page).locator(".class", has_text="Rất chậm").click()

    expect(frame(page).locator(".filtered")).to_contain_text(re.compile(r"Đang xem \d+/75 xã"))
    kept = frame(page).locator("[data-code]:not(.faded)")
    assert kept.count() == seen_rows(page).count() < 13
    frame(page).get_by_role("button", name="Bỏ lọc").click()
    expect(seen_rows(page)).to_have_count(75)


def test_map_table_and_profile_share_one_commune(open_page):
    page = open_page(MAP)
    settled(page)

    frame(page).locator(f"tr[data-row='{TO_HIEU}'] button").click()
    expect(unit(page, TO_HIEU)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("link", name="Xem lý lịch Phường Tô Hiệu")).to_be_visible()

    unit(page, LONG_SAP).click()
    expect(frame(page).locator(f"tr[data-row='{LONG_SAP}'] button")).to_have_attribute(
        "aria-current", "true"
    )
    page.get_by_role("link", name="Xem lý lịch Xã Lóng Sập").click()
    expect(page.get_by_text("Mã 04045")).to_be_visible()
    page.get_by_role("link", name="Bản đồ", exact=True).click()
    expect(frame(page).locator("p.chosen")).to_contain_text("Xã Lóng Sập")


def test_a_new_period_keeps_what_was_looked_at(open_page):
    page = open_page(MAP)
    settled(page)
    indicator(page).select_option("DS02")
    before = frame(page).locator(".sentence").inner_text()

    page.get_by_role("slider", name="Kỳ báo cáo").press("ArrowLeft")

    expect(frame(page).locator(".sentence")).not_to_have_text(before)
    expect(indicator(page)).to_have_value("DS02")
    expect(page).to_have_url(re.compile("ky=2026-07"))
    expect(page).to_have_url(re.compile("chi-tieu=DS02"))


def test_the_sheet_is_worked_by_keyboard_alone(open_page):
    page = open_page(MAP)
    settled(page)

    indicator(page).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(border(page)).to_have_attribute("aria-pressed", "true")
    unit(page, LONG_SAP).focus()
    page.keyboard.press("Enter")

    expect(frame(page).locator("p.chosen")).to_contain_text("Xã Lóng Sập")
    assert indicator(page).input_value() != "GD03"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_all_of_the_sheet_without_inner_scrolling(open_page, scheme):
    page = open_page(MAP, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    settled(page)

    inner = page.evaluate(
        """() => { const root = document.querySelector("iframe").contentDocument;
        const box = root.querySelector("main").getBoundingClientRect();
        return [box.width, box.height - document.querySelector("iframe").clientHeight,
                root.documentElement.scrollWidth]; }"""
    )

    assert inner[0] <= 390
    assert abs(inner[1]) <= 2
    assert inner[2] <= 390
    expect(frame(page).get_by_role("button", name="Hiện cả 75 xã")).to_be_visible()


def test_no_hostile_name_runs_in_the_sheet(browser: Insider):
    """The real script on a page of its own, with names as a hostile file would have them."""
    names = [*HOSTILE, "<img src=x onerror=window.hacked=1>", "${window.hacked=1}"]
    made = replace(sheet(names, title=names[-2]), words=words_of(words()))
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(body="<div id=map_div></div>"))
    page.goto("http://sheet.test/")
    page.evaluate("void (window.alert = () => { window.hacked = 1; })")
    page.evaluate("window.Streamlit = { setFrameHeight() {}, setComponentValue() {} }")
    page.add_script_tag(content=map_script().body.decode())
    page.evaluate("provinceSheet.init(L.map('map_div').setView([21, 104], 8), '/')")

    page.evaluate(f"provinceSheet.paint({made.payload()})")
    expect(page.locator("tr[data-row]")).to_have_count(len(names))

    assert page.locator("tr[data-row] button").all_inner_texts()
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img, main script").count() == 0
    page.close()


def test_outlines_and_communes_without_each_other_are_named_under_the_map(
    browser: Insider, site: str
):
    page = browser.new_page()

    def others(route: Route) -> None:
        drawn = route.fetch().json()
        communes = drawn["objects"]["communes"]
        communes["geometries"] = [g for g in communes["geometries"] if g["id"] != TO_HIEU]
        stranger = next(g for g in communes["geometries"] if g["id"] == LONG_SAP)
        stranger |= {"id": "99999", "properties": {"code": "99999", "name": "Xã <b>Lạ</b>"}}
        route.fulfill(json=drawn)

    page.route("**/ranh-gioi/schematic-*.json", others)
    page.goto(f"{site}{MAP}")

    note = frame(page).locator(".picture .quiet")
    expect(note).to_contain_text("Không có trên bản đồ: Phường Tô Hiệu, Xã Lóng Sập")
    expect(note).to_contain_text("chưa có trong danh mục xã, phường: Xã <b>Lạ</b>")
    expect(unit(page, "99999")).to_have_attribute("fill", "url(#look-not-applicable)")
    page.close()


def test_what_only_the_province_has_gives_no_commune_a_number(open_page):
    page = open_page("/ban-do?ky=2026-08&chi-tieu=TN04")
    settled(page)

    values = set(frame(page).locator(".table .ranks tbody .value").all_inner_texts())

    assert values == {"không áp dụng cho xã"}
