"""The ambassadors' directory in a browser: masked, shown for one look, closed to everybody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.domain.access.permissions import Role
from lib.domain.audit.chain import Deed
from lib.services.audit.recording import read_trail
from lib.services.health.opening import installation_with
from lib.settings import Settings
from lib.store.audit.entries import Wanted
from lib.store.engine import open_engine
from tests.browser.conftest import Insider
from tests.browser.serving import serving
from tests.support.directory import add, listing, row
from tests.support.entering import admit, cookie
from tests.support.people import administrator

NAME = "Lò <img src=x onerror=document.title=1> $Mây$"
_FIRST_ROW = 35 + 17
"""Pixels from the top of the table to the middle of its first row, below the header."""
VILLAGE = "Bản <b onmouseover=document.title=2>Pha</b>"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BDHVS_DIRECTORY", "true")
    return tmp_path / "var"


@pytest.fixture
def site(store: Path) -> Iterator[str]:
    settings = Settings(data_dir=store)
    installation = installation_with(settings, open_engine(settings.store_url))
    recently = installation.today.strftime("%d/%m/%Y")
    add(installation, row(NAME, village=VILLAGE, consented=recently))
    installation.engine.dispose()
    with serving(store) as address:
        for role in (Role.STAFF, Role.LEADER):
            admit(store, role)
        yield address


def entered(browser: Insider, site: str, role: Role) -> Page:
    context = browser.stranger.new_context(locale="vi-VN")
    context.add_cookies([cookie(site, role)])
    page: Page = context.new_page()
    page.goto(f"{site}/danh-ba")
    return page


def test_somebody_is_seen_in_full_for_one_look_that_is_kept(browser, site, store):
    page = entered(browser, site, Role.STAFF)
    expect(page.get_by_text("1 người ở 1 xã, phường")).to_be_visible()
    assert "Mây" not in page.content()
    table = page.get_by_test_id("stDataFrame").locator("canvas").first
    expect(table).to_be_visible()
    place = table.bounding_box()
    assert place
    page.mouse.click(place["x"] + 14, place["y"] + _FIRST_ROW)

    page.get_by_role("button", name="Xem đầy đủ").click()

    expect(page.get_by_text(f"{NAME} · 0912 345 678")).to_be_visible()
    assert not re.fullmatch(r"[12]", page.title())
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": listing(row("Hà Văn Nhỏ", born="2015"))}
    )
    expect(page.get_by_text("sinh “2015” thì chưa chắc đủ 18 tuổi")).to_be_visible()
    expect(page.get_by_text("0912 345 678")).to_have_count(0)
    installation = installation_with(
        Settings(data_dir=store), open_engine(Settings(data_dir=store).store_url)
    )
    looks, _ = read_trail(installation, Wanted(deed=Deed.REVEALED), who=administrator())
    assert [(e.subject, e.role) for e in looks] == [("ambassador:1", "staff")]


def test_nobody_else_comes_in(browser, site):
    page = entered(browser, site, Role.LEADER)

    expect(page.get_by_text("Trang này ngoài phần việc của bạn.")).to_be_visible()
    expect(page.get_by_role("link", name="Danh bạ")).to_have_count(0)
