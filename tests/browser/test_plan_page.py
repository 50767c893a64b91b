"""A planner's way in a real browser: teams, plan, lock, move with its price, compare, publish."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_from_last_years_teams_to_a_published_plan(open_page: Callable[..., Page]):
    page = open_page("/ke-hoach")
    page.get_by_role("button", name="Bắt đầu").click()

    expect(page.get_by_text("Hè 2027 chưa có đội nào")).to_be_visible()
    page.get_by_role("button", name="Lấy 38 đội của năm 2026 làm nháp").click()
    page.get_by_role("button", name="Công bố danh sách đội và lấy vào kế hoạch").click()
    expect(page.get_by_text("38 đội, 529 người")).to_be_visible()

    page.get_by_text("3. Lập phương án").click()
    page.get_by_role("button", name="Lập phương án", exact=True).click()
    expect(page.get_by_text("Điều gì đang bó buộc")).to_be_visible()
    # Whether the proof is complete within its time is the machine's affair.
    expect(page.get_by_text(re.compile("mức tốt nhất có thể\\.|nào tốt hơn"))).to_be_visible()

    page.get_by_text("4. Sửa, khóa").click()
    expect(page.get_by_text("Chọn một đội hoặc một xã")).to_be_visible()
    bar = page.locator(".bd-gantt tbody tr").first
    team = bar.locator("th").inner_text()
    page.get_by_role("combobox", name="Chọn đội hoặc xã để xem vì sao").fill(team)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vì sao ở đây?").first).to_be_visible()
    expect(page.locator(".bd-gantt .bar.chosen").first).to_be_visible()

    page.get_by_role("button", name="Khóa", exact=True).first.click()
    expect(page.get_by_text(f"Khóa {team} ở")).to_be_visible()
    page.get_by_text("Chuyển đội đến nơi khác").first.click()
    expect(page.get_by_text("Giá của việc chuyển").first).to_be_visible()
    page.get_by_role("button", name="Chấp nhận và khóa ở nơi mới").first.click()
    expect(page.get_by_text(f"Chuyển {team} từ")).to_be_visible()

    page.get_by_role("button", name="Giải lại, ít thay đổi").click()
    expect(page.get_by_text("bản 6 ·")).to_be_visible()
    address = page.url.split("/ke-hoach")[1]

    page.get_by_text("5. So sánh").click()
    expect(page.get_by_text("Hộ ở xã ưu tiên")).to_be_visible()
    page.get_by_text("6. Công bố").click()
    page.get_by_role("button", name="Công bố kế hoạch này").click()
    expect(page.get_by_text("nay là kế hoạch có hiệu lực")).to_be_visible()

    # A closed browser loses nothing: the address opens the same version.
    page.context.close()
    again = open_page(f"/ke-hoach{address}")
    expect(again.get_by_text("Đang hiệu lực").first).to_be_visible()
