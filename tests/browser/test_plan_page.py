"""A planner's way in a real browser: teams, plan, lock, move with its price, compare, publish."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import FrameLocator, Page, expect


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
    board = page.frame_locator("iframe[title*=plan_board]")
    board.locator(".bar").first.click()
    expect(page.get_by_text("Vì sao ở đây?").first).to_be_visible()
    expect(board.locator(".bar.chosen").first).to_be_visible()
    team = board.locator(".name.chosen b").first.inner_text()

    page.get_by_role("button", name="Khóa", exact=True).first.click()
    expect(page.get_by_text(f"Khóa {team} ở")).to_be_visible()
    by_mouse(page, board)
    expect(page.get_by_text("bản 5 ·")).to_be_visible()
    by_keyboard(board)
    expect(page.get_by_text("bản 6 ·")).to_be_visible()
    board.get_by_role("button", name="Hoàn tác lần vừa rồi").click()
    expect(page.get_by_text("Hoàn tác, trở lại như bản 5")).to_be_visible()

    page.get_by_role("button", name="Giải lại, ít thay đổi").click()
    expect(page.get_by_text("bản 8 ·")).to_be_visible()
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


def by_mouse(page: Page, board: FrameLocator) -> None:
    """Drags a stay onto the map and lets go over the first commune that says its price."""
    expect(board.locator("main")).to_have_attribute("data-state", "still")
    taken = board.locator(".bar:not(:has(.lock))").first.bounding_box()
    assert taken
    page.mouse.move(taken["x"] + 10, taken["y"] + 8)
    page.mouse.down()
    page.mouse.move(taken["x"] + 20, taken["y"] + 8, steps=3)
    # The prices of all places have come.
    expect(board.locator("path[data-tone='worse']").first).to_be_visible()
    for place in board.locator("path:not([data-tone='barred'])").all():
        onto = place.bounding_box()
        assert onto
        page.mouse.move(onto["x"] + onto["width"] / 2, onto["y"] + onto["height"] / 2, steps=3)
        if board.locator("main.ready").count():
            break
    expect(board.locator(".verdict")).to_contain_text("hộ quy đổi")
    page.mouse.up()


def by_keyboard(board: FrameLocator) -> None:
    """Takes a stay up with Enter and sends it to the first commune where it may lie."""
    expect(board.locator("main")).to_have_attribute("data-state", "still")
    bar = board.locator(".bar:not(:has(.lock))").first
    bar.focus()
    bar.press("Enter")
    expect(board.locator("path[data-tone='worse']").first).to_be_visible()
    where = board.get_by_label("Đặt vào")
    choices = where.locator("optgroup").first.locator("option")
    for number in range(choices.count()):
        where.select_option(choices.nth(number).get_attribute("value"))
        if board.locator("main.ready").count():
            break
    board.get_by_role("button", name="Đặt xuống").press("Enter")
