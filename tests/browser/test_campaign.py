"""A commune union on a phone types what a team did, and the campaign page knows it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Insider


def test_what_is_typed_on_a_phone_is_published(site: str, browser: Insider):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{site}/chien-dich?he=2026&muc=nhap&don-vi=04045")
    page.get_by_label("Người được hướng dẫn").fill("31")
    page.get_by_label("Lượt người").fill("40")
    page.get_by_role("button", name="Xem lại").click()
    sure = page.get_by_text("Đã xem lại các điểm trên")  # today lies outside the team's summer
    publish = page.get_by_role("button", name="Ghi vào kho số liệu")
    expect(sure.or_(publish).first).to_be_visible()
    if sure.is_visible():
        sure.click()
    publish.click()

    expect(page.get_by_text("Đã ghi, lần tải số")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_text("Theo tuần", exact=True).click()
    expect(page.get_by_text("TN07")).to_be_visible()
    page.close()
