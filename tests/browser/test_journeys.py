"""The journeys people live by, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.stillness import still
from tests.files_made import summary_workbook

LONG_SAP = "04045"


def province(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title*='st_folium']")


def unit(page: Page, code: str):
    return province(page).locator(f"[data-code='{code}']")


def test_the_map_shows_75_painted_communes(open_page):
    page = open_page("/")

    expect(province(page).locator("[data-code]")).to_have_count(75)
    expect(page).to_have_url(re.compile("/ban-do"))
    expect(province(page).locator(".sentence")).to_contain_text("xã đã báo cáo")
    expect(province(page).get_by_text("Ranh giới minh họa")).to_be_visible()
    expect(page.get_by_text("Dữ liệu minh họa", exact=True)).to_be_visible()


def test_a_click_on_a_commune_tells_where_its_number_comes_from(open_page):
    page = open_page("/ban-do?ky=2026-08")

    unit(page, "03646").click()
    page.get_by_text("Số này từ đâu?").click()

    expect(page.get_by_text("MINH-HOA_02_bao_cao_thang_2026-08").first).to_be_visible()
    page.get_by_role("link", name="Xem lý lịch Phường Tô Hiệu").click()
    expect(page.get_by_text("Mã 03646")).to_be_visible()  # twelve months, cold


def test_a_commune_is_reached_by_keyboard(open_page):
    page = open_page("/ban-do")
    place = unit(page, LONG_SAP)
    expect(place).to_be_visible()

    place.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Xem lý lịch Xã Lóng Sập")).to_be_visible()


def test_the_tile_map_has_75_tiles(open_page):
    page = open_page("/ban-do?kieu=o-vuong")

    expect(province(page).locator("[data-code]")).to_have_count(75)
    expect(province(page).locator(".place-name", has_text="Xuân Nha")).to_be_visible()


def test_an_office_file_goes_from_upload_to_the_map_and_back(open_page, tmp_path: Path):
    file = tmp_path / "bieu_01.xlsx"
    file.write_bytes(summary_workbook(period="11/2026", names=("Xã Lóng Sập",)))
    page = open_page("/tai-so-lieu")
    page.keyboard.press("Tab")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Xem trước")).to_be_visible()

    page.get_by_role("button", name="Công bố").click()
    page.get_by_role("link", name="Xem trên bản đồ").click()
    expect(unit(page, LONG_SAP)).to_have_attribute("aria-label", re.compile("34,4 %"))

    page.get_by_role("link", name="Lịch sử").click()
    grid = page.get_by_test_id("stDataFrame").first
    expect(grid).to_be_visible()
    still(page)
    grid.click(position={"x": 16, "y": 55})
    page.get_by_role("textbox", name="Lý do thu hồi").fill("Nhầm kỳ báo cáo")
    page.get_by_role("button", name="Thu hồi lần tải này").click()
    expect(page.get_by_text("Đã thu hồi lần tải số")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/ban-do", "/xa", "/tai-so-lieu", "/tien-do", "/lich-su", "/huong-dan"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_works_at_phone_width_in_both_looks(open_page, path, scheme):
    page = open_page(path, viewport={"width": 390, "height": 844}, color_scheme=scheme)

    expect(page.locator("h1.bd-title")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")

    assert wide <= 390


def test_a_hostile_name_in_a_file_runs_nothing(open_page, tmp_path: Path):
    file = tmp_path / "bieu_01.xlsx"
    hostile = "<img src=x onerror=window.hacked=1>${window.hacked=1}`"
    file.write_bytes(summary_workbook(period="10/2026", names=(hostile,)))
    page = open_page("/tai-so-lieu")
    page.locator("input[type=file]").set_input_files(file)

    expect(page.get_by_text("onerror").first).to_be_visible()

    assert page.evaluate("window.hacked") is None


def test_the_light_page_answers_without_scripts_and_keeps_the_choice(open_page):
    page = open_page("/nhe?ky=2026-08", java_script_enabled=False)
    page.get_by_label("Chỉ tiêu").select_option("GD05")
    page.get_by_label("Kiểu bản đồ").select_option("o-vuong")
    page.get_by_role("button", name="Xem").click()

    expect(page.get_by_label("Kiểu bản đồ")).to_have_value("o-vuong")
    expect(page.get_by_text("Kỳ tháng 8/2026")).to_be_visible()
    named = re.compile("Hộ chưa được hướng dẫn")
    expect(page.locator(".map svg")).to_have_attribute("aria-label", named)
    expect(page.get_by_text("Dữ liệu minh họa", exact=True)).to_be_visible()

    page.locator(f"#u{LONG_SAP}").click()
    expect(page.get_by_role("heading", name="Xã Lóng Sập")).to_be_visible()
    page.get_by_role("link", name="Phường Tô Hiệu", exact=True).click()
    expect(page.get_by_role("heading", name="Phường Tô Hiệu")).to_be_visible()
    expect(page.get_by_text("MINH-HOA_02_bao_cao_thang_2026-08").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_light_page_fits_a_phone(open_page, scheme):
    page = open_page("/nhe?xa=04045", viewport={"width": 390, "height": 844}, color_scheme=scheme)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_full_page_leads_to_the_light_one_and_gives_the_map_away(open_page):
    page = open_page("/ban-do?ky=2026-08&chi-tieu=DS01")
    expect(province(page).locator("[data-code]")).to_have_count(75)

    province(page).locator("select").select_option("DS04")
    province(page).get_by_text("Tải về").click()
    with page.expect_download() as waiting:
        province(page).get_by_role("link", name="Bản đồ PDF, khổ A4").click()
    assert waiting.value.suggested_filename == "minh-hoa_DS04_2026-08_A4.pdf"
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")

    page.get_by_role("link", name=re.compile("Bản nhẹ")).click()
    expect(page).to_have_url(re.compile("/nhe.*ky=2026-08.*chi-tieu=DS04"))
    expect(page.get_by_role("heading", name="Các chỉ tiêu chính của tỉnh")).to_be_visible()


def test_a_file_beyond_the_limit_is_refused_in_words_of_ours(open_page, tmp_path: Path):
    page = open_page("/tai-so-lieu")
    heavy = tmp_path / "nang.csv"
    with heavy.open("wb") as file:
        file.truncate(51 * 2**20)

    page.locator("input[type=file]").set_input_files(heavy)

    expect(page.get_by_text("Tệp nặng hơn 50 MB. Tách thành nhiều tệp nhỏ hơn.")).to_be_visible()
