"""Time on the map page: comparing two periods, and the small maps of the last six."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.stillness import still
from tests.browser.test_map_sheet import MAP, border, frame, indicator, settled

COMPARED = f"{MAP}&so-voi=2026-03"


def test_switching_the_indicator_between_two_periods_costs_no_message(open_page):
    page = open_page("/huong-dan")
    frames: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: frames.append("sent")))
    page.goto(page.url.split("/huong-dan")[0] + COMPARED)
    settled(page)
    sentence = frame(page).locator(".sentence")
    expect(sentence).to_contain_text("từ kỳ 3/2026 đến kỳ 8/2026")
    frames.clear()

    indicator(page).select_option("GD05")
    expect(sentence).to_contain_text("Hộ chưa được hướng dẫn")
    border(page).click()
    frame(page).get_by_role("button", name="Thay đổi").click()
    still(page)

    assert frames == []
    expect(page).to_have_url(re.compile("so-voi=2026-03"))
    expect(frame(page).locator(".class").first).to_contain_text("Giảm")


def test_the_table_tells_both_figures_and_their_difference(open_page):
    page = open_page(COMPARED)
    settled(page)

    heads = frame(page).locator(".compared thead th").all_inner_texts()
    first = frame(page).locator("tr[data-row]:not([hidden])").first.locator("td").all_inner_texts()

    assert [h.split("\n")[0].strip(" ▲▼") for h in heads][2:] == ["3/2026", "8/2026", "Thay đổi"]
    then, now, change = (
        round(float(t.replace(",", ".").replace("−", "-").replace("+", "")) * 10) for t in first[1:]
    )
    assert now - then == change


def test_six_small_maps_follow_the_indicator_and_lead_to_their_period(open_page):
    page = open_page(MAP)
    settled(page)
    frame(page).locator(".series summary").click()
    cards = frame(page).locator(".period")
    expect(cards).to_have_count(6)
    before = cards.nth(1).locator("b").inner_text()

    indicator(page).select_option("DS01")
    expect(cards.nth(1).locator("b")).not_to_have_text(before)
    expect(cards.nth(5)).to_have_attribute("aria-current", "true")
    cards.nth(4).click()

    expect(page).to_have_url(re.compile("ky=2026-07"))
    expect(page).to_have_url(re.compile("chi-tieu=DS01"))
    expect(page.get_by_role("slider", name="Kỳ báo cáo")).to_have_attribute(
        "aria-valuetext", re.compile("7/2026")
    )


def test_the_full_table_tells_gap_trend_and_last_report_and_follows_the_map(open_page):
    page = open_page(MAP)
    settled(page)
    ledger = frame(page).locator(".ledger")

    ledger.locator("summary").click()
    rows = ledger.locator("tr[data-row]:not([hidden])")
    expect(rows).to_have_count(75)
    expect(rows.first.locator(".received")).to_have_text(re.compile(r"^\d\d/\d\d/2026$"))
    expect(rows.first.locator(".spark path")).to_have_attribute("d", re.compile("^M.*L"))
    value, gap = (rows.first.locator(cell).inner_text() for cell in (".value", ".gap"))
    assert round(number(value) + number(gap), 1) == 100

    ledger.get_by_role("button", name=re.compile("Còn thiếu tới")).click()
    ledger.get_by_role("button", name=re.compile("Còn thiếu tới")).click()
    gaps = [number(text) for text in ledger.locator(".gap:visible").all_inner_texts()[1:] if text]
    assert gaps == sorted(gaps, reverse=True)

    border(page).click()
    expect(rows).to_have_count(13)
    rows.first.click()
    expect(page).to_have_url(re.compile("xa=0"))


def number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))
