"""Several files dropped in a real browser: the board, closing and coming back, publishing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.sheets import summary, summary_row


def test_files_dropped_together_wait_for_the_person_to_come_back(
    open_page: Callable[..., Page], tmp_path: Path
):
    clean, faulty = tmp_path / "sach.csv", tmp_path / "loi.csv"
    clean.write_bytes(summary(summary_row("Xã Mường La", period="10/2026")))
    faulty.write_bytes(summary(summary_row("Xã Lóng Sập", guided="nhiều")))
    page = open_page("/tai-so-lieu")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Lô tệp đang làm dở")).to_have_count(0)

    page.locator("input[type=file]").set_input_files([clean, faulty])

    expect(page.get_by_text("Lô 2 tệp")).to_be_visible()
    address = page.url.split("/tai-so-lieu")[1]
    assert "lo=" in address
    page.context.close()
    again = open_page(f"/tai-so-lieu{address}")
    expect(again.get_by_text("bị trả lại: 1")).to_be_visible()
    expect(again.get_by_role("button", name="Tải tệp zip các tệp đã đánh dấu")).to_be_visible()
