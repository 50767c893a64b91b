"""From an Excel list of 60 teams to a Word plan ready to sign, in a real browser, with the time.

Three moves are made by hand on the way; each tells how long its price took.

    python -m tests.scripts.plan_in_ten_minutes [URL] [--shots FOLDER] [--store FOLDER] [--short]

Then one team is cancelled and the plan made again, and the two plans are compared.
Without an address a server of its own is started on a copy of a demo store. Teams are made up and
say so. At an address they are published there for good.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
from playwright.sync_api import FloatRect, FrameLocator, Locator, Page, expect

from lib.domain.access.permissions import Role
from lib.services.health.opening import open_installation
from lib.settings import Settings
from tests.browser.serving import serving
from tests.support.chromium import chromium
from tests.support.entering import demo_cookie
from tests.support.filled import filled_for_show
from tests.support.summer_teams import made_up_teams

LIMIT_S = 600
_FEW = 3
"""Steps in short form: up to where the search begins."""
Steps = tuple[tuple[str, Callable[[Page, str, Path], str | None]], ...]


def main() -> None:
    """Makes the list, serves where no address is given, and goes from list to plan."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("url", nargs="?", default="")
    told.add_argument("--shots", type=Path)
    told.add_argument("--store", type=Path, help="a demo store to copy instead of making one")
    told.add_argument("--short", action="store_true", help="a small store, three steps")
    chosen = told.parse_args()
    steps = _STEPS[:_FEW] if chosen.short else _STEPS
    with tempfile.TemporaryDirectory() as folder:
        teams = Path(folder) / "danh-sach-60-doi.xlsx"
        teams.write_bytes(made_up_teams(60))
        if chosen.url:
            _journey(chosen.url, teams, chosen.shots, steps)
            return
        with serving(_store(Path(folder) / "var", chosen.store, short=chosen.short)) as address:
            _journey(address, teams, chosen.shots, steps)


def _store(target: Path, given: Path | None, *, short: bool) -> Path:
    if given:
        return Path(shutil.copytree(given, target))
    installation = open_installation(Settings(data_dir=target))
    filled_for_show(installation, short=short)
    installation.engine.dispose()
    return target


def _journey(address: str, teams: Path, shots: Path | None, steps: Steps) -> None:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 768}, accept_downloads=True)
        page.context.add_cookies([demo_cookie(address, Role.PLANNER)])
        began = time.monotonic()
        for name, act in steps:
            at = time.monotonic()
            try:
                seen = act(page, address, teams)
            finally:  # also of what went wrong
                if shots:
                    shots.mkdir(parents=True, exist_ok=True)
                    page.screenshot(path=shots / f"{name.split()[0]}.png", full_page=True)
            print(f"{name:<34} {time.monotonic() - at:6.1f} s  {seen or ''}", flush=True)
        took = time.monotonic() - began
    verdict = "within" if took <= LIMIT_S else "NOT within"
    print(f"the whole walk: {took / 60:.1f} minutes, {verdict} {LIMIT_S // 60}")


def _begin(page: Page, address: str, _teams: Path) -> None:
    page.goto(f"{address}/ke-hoach?ngon-ngu=vi")
    expect(page.get_by_text("Lập kế hoạch mới")).to_be_visible()
    if page.get_by_text("Các kế hoạch").count():  # then the form is folded up
        page.get_by_text("Lập kế hoạch mới").click()
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.get_by_text("1. Đội")).to_be_visible()


def _bring_teams(page: Page, _address: str, teams: Path) -> None:
    page.get_by_text("Nhập danh sách đội từ tệp biểu 04").click()
    page.locator("input[type=file]").set_input_files(teams)
    page.get_by_role("button", name="Công bố danh sách đội và lấy vào kế hoạch").last.click()
    expect(page.get_by_text("60 đội,")).to_be_visible()


def _look_at_need(page: Page, _address: str, _teams: Path) -> None:
    page.get_by_text("2. Nhu cầu").click()
    expect(page.get_by_text("Nơi nào được tính nặng hơn")).to_be_visible()


def _solve(page: Page, _address: str, _teams: Path) -> None:
    page.get_by_text("3. Lập phương án").click()
    page.get_by_role("button", name="Lập phương án", exact=True).click()
    expect(page.get_by_text("Điều gì đang bó buộc")).to_be_visible()


def _ask_why(page: Page, _address: str, _teams: Path) -> None:
    page.get_by_text("4. Sửa, khóa").click()
    expect(_board(page).locator(".bar").first).to_be_visible()
    page.locator("[class*=st-key-plan-ask] button").first.click()
    expect(page.get_by_role("button", name="Không đưa đội nào đến xã này")).to_be_visible()


def _board(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title*=plan_board]")


def _move_by_hand(page: Page, _address: str, _teams: Path) -> str:
    """Three moves: dragged onto the map, sent to a commune, two stays exchanged."""
    board, told = _board(page), []
    for act in (_onto_the_map, _to_a_commune, _exchange):
        expect(board.locator("main")).to_have_attribute("data-state", "still")
        number = _version(page)
        priced = act(page, board)
        expect(page.get_by_text(f"bản {number + 1} ·")).to_be_visible()
        told.append(f"price after {priced:.2f} s")
    return "; ".join(told)


def _version(page: Page) -> int:
    said = page.locator(".bd-plan-head .by").inner_text()
    return int(re.search(r"bản (\d+)", said)[1])  # type: ignore[index]


def _onto_the_map(page: Page, board: FrameLocator) -> float:
    """Drags a stay onto the map; seconds until the prices of all places were there."""
    box = _box(board.locator(".bar:not(:has(.lock))").first)
    page.mouse.move(box["x"] + 10, box["y"] + 8)
    page.mouse.down()
    began = time.monotonic()
    page.mouse.move(box["x"] + 18, box["y"] + 8, steps=2)
    expect(board.locator("path[data-tone='barred']").first).to_be_visible()
    priced = time.monotonic() - began
    for place in board.locator("path:not([data-tone='barred'])").all():
        onto = _box(place)
        page.mouse.move(onto["x"] + onto["width"] / 2, onto["y"] + onto["height"] / 2, steps=3)
        if board.locator("main.ready").count():
            break
    page.mouse.up()
    return priced


def _to_a_commune(_page: Page, board: FrameLocator) -> float:
    return _by_the_boxes(board, "Theo xã")


def _exchange(_page: Page, board: FrameLocator) -> float:
    return _by_the_boxes(board, "Đổi chỗ với đợt")


def _by_the_boxes(board: FrameLocator, group: str) -> float:
    """Takes stay after stay up by the keyboard until one can be put down in such a place."""
    priced = 0.0
    for bar in board.locator(".bar:not(:has(.lock))").all():
        bar.focus()
        began = time.monotonic()
        bar.press("Enter")
        expect(board.locator("path[data-tone='barred']").first).to_be_visible()
        priced = time.monotonic() - began
        where = board.get_by_label("Đặt vào")
        for option in where.locator(f"optgroup[label='{group}'] option").all():
            where.select_option(option.get_attribute("value"))
            if board.locator("main.ready").count():
                board.get_by_role("button", name="Đặt xuống").press("Enter")
                return priced
        board.get_by_role("button", name="Thôi").press("Enter")
    raise AssertionError(f"{group}: nothing can be put down anywhere")


def _box(thing: Locator) -> FloatRect:
    found = thing.bounding_box()
    assert found
    return found


def _publish(page: Page, _address: str, _teams: Path) -> None:
    page.get_by_text("6. Công bố").click()
    page.get_by_role("button", name="Công bố kế hoạch này").click()
    expect(page.get_by_text("nay là kế hoạch có hiệu lực")).to_be_visible()


def _take_away(page: Page, _address: str, teams: Path) -> str:
    page.get_by_role("button", name="Soạn bộ văn bản").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Tải trọn bộ (Excel, Word, lịch)").click()
    archive = teams.with_name("bo-van-ban.zip")
    coming.value.save_as(archive)
    with zipfile.ZipFile(archive) as bundle:
        names = bundle.namelist()
        plan = docx.Document(io.BytesIO(bundle.read("ke-hoach.docx")))
    written = [p.text for p in plan.paragraphs if p.text.strip()]
    rows = sum(len(table.rows) for table in plan.tables)
    assert len(written) > 10, written
    assert rows > 30, rows
    return f"{len(names)} files; the Word plan: {len(written)} paragraphs, {rows} table rows"


def _cancel(page: Page, _address: str, _teams: Path) -> str:
    page.get_by_text("4. Sửa, khóa").click()
    team = _board(page).locator(".name b").first.inner_text().strip()
    page.get_by_text("1. Đội").click()
    page.get_by_text("Có đội không đi nữa?").click()
    expect(page.locator("[data-test-script-state='notRunning']")).to_have_count(1)
    page.get_by_role("combobox", name="Đội không đi nữa").click()
    page.keyboard.type(team)
    page.get_by_role("option", name=team).first.click()
    page.get_by_role("button", name="Công bố danh sách đội và lấy vào kế hoạch").last.click()
    expect(page.get_by_text("59 đội,")).to_be_visible()
    return team


def _plan_again(page: Page, _address: str, _teams: Path) -> str:
    _solve(page, _address, _teams)
    page.get_by_text("4. Sửa, khóa").click()
    told = page.get_by_text(re.compile(r"^Thay đổi so với bản"))
    expect(told.first).to_be_visible()
    return told.first.inner_text().strip()


def _compare(page: Page, _address: str, _teams: Path) -> str:
    page.get_by_text("5. So sánh").click()
    expect(page.get_by_text("Hộ ở xã ưu tiên")).to_be_visible()
    rows = page.locator(".bd-table").first.locator("tbody tr")
    return "; ".join(re.sub(r"\s+", " ", rows.nth(n).inner_text()) for n in range(2))


_STEPS: Steps = (
    ("1-begin a plan", _begin),
    ("2-teams from the Excel file", _bring_teams),
    ("3-need and weights", _look_at_need),
    ("4-solve", _solve),
    ("5-ask why a commune has no team", _ask_why),
    ("6-three moves by hand", _move_by_hand),
    ("7-publish", _publish),
    ("8-take the papers", _take_away),
    ("9-cancel one team", _cancel),
    ("10-plan again", _plan_again),
    ("11-compare the two plans", _compare),
)

if __name__ == "__main__":
    main()
