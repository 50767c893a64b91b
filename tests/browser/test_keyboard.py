"""The whole map page walked with the keyboard: everything reached, and always seen where one is."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_map_sheet import MAP, border, frame, indicator, settled, unit

# What has the focus, in the page or in the map's frame, and whether one can see that it has.
HERE = """() => {
  let at = document.activeElement;
  if (at?.tagName === "IFRAME") at = at.contentDocument.activeElement;
  if (!at || at === at.ownerDocument.body) return ["", "", true];
  const worn = [at, at.closest("label"), at.closest("[role='group']")].filter(Boolean);
  const look = (one) => at.ownerDocument.defaultView.getComputedStyle(one);
  const seen = at.ownerDocument.querySelector(".focus-line") !== null || worn.some(
    (one) => look(one).outlineStyle !== "none" || look(one).boxShadow !== "none");
  const name = at.getAttribute("aria-label") || at.innerText || at.value || "";
  return [at.tagName.toLowerCase(), name.replace(/\\s+/g, " ").trim(), seen];
}"""


def walk(page: Page, until: Callable[[str, str], bool], *, key: str = "Tab") -> list[str]:
    """Presses a key until the focus is where it should be; every stop on the way is seen."""
    passed: list[str] = []
    for _ in range(70):
        page.keyboard.press(key)
        tag, name, seen = page.evaluate(HERE)
        assert seen, f"no visible focus on <{tag}> {name}"
        passed.append(name)
        if until(tag, name):
            return passed
    raise AssertionError(f"not reached; passed {passed}")


def test_every_part_of_the_map_page_is_reached_and_worked_by_keyboard(open_page):
    page = open_page(MAP)
    settled(page)

    walk(page, lambda tag, name: tag == "input" and name == "Kỳ báo cáo")
    walk(page, lambda tag, _: tag == "select")
    page.keyboard.press("ArrowDown")
    expect(indicator(page)).not_to_have_value("GD03")
    page.keyboard.press("ArrowUp")
    expect(indicator(page)).to_have_value("GD03")
    walk(page, lambda _, name: name == "Biên giới")
    page.keyboard.press("Space")
    expect(border(page)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")

    walk(page, lambda tag, _: tag == "path")
    tip = frame(page).locator(".map-tooltip")
    page.keyboard.press("ArrowDown")
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.keyboard.press("Enter")
    expect(frame(page).locator("p.chosen")).to_be_visible()

    walk(page, lambda tag, _: tag == "input")
    page.keyboard.press("ArrowRight")
    expect(frame(page).get_by_role("radio", name="Số xã bằng nhau")).to_be_checked()
    walk(page, lambda _, name: name == "Giá trị")
    page.keyboard.press("Enter")
    expect(frame(page).locator("thead th.value").first).to_have_attribute("aria-sort", "ascending")


def test_the_table_is_one_stop_and_a_row_leads_to_where_its_number_is_from(open_page):
    page = open_page(f"{MAP}&xa=04045")
    settled(page)

    frame(page).get_by_role("button", name="So kỳ trước").focus()
    assert walk(page, lambda tag, name: name == "Xã Lóng Sập") == ["Xã Lóng Sập"]
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    second = page.evaluate(HERE)[1]
    page.keyboard.press("Enter")
    expect(unit(page, "04045")).to_have_attribute("aria-pressed", "false")
    link = page.get_by_role("link", name=f"Xem lý lịch {second}")
    expect(link).to_be_visible()

    walk(page, lambda _, name: name.endswith("Số này từ đâu?"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name=re.compile("lần tải số")).first).to_be_visible()
    passed = walk(page, lambda _, name: name == f"Xem lý lịch {second}")
    assert any("lần tải số" in name for name in passed)
    walk(page, lambda _, name: name.startswith("Bản nhẹ"))
