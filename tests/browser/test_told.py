"""An officer with a phone reads who comes, and confirms it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from lib.domain.access.permissions import Role
from tests.browser.serving import serving
from tests.browser.test_access import everything, settled
from tests.demo_store import copy_of, demo_store
from tests.support.entering import admit, cookie
from tests.support.told import publish_for_officer

_PATIENCE_MS = 90_000


@pytest.fixture
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = copy_of(demo_store(tmp_path_factory), tmp_path_factory.mktemp("told") / "var")
    publish_for_officer(store)
    admit(store, Role.OFFICER)
    with serving(store) as served:
        yield served


def test_an_officer_confirms_on_a_phone(address: str, browser: Browser):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.context.add_cookies([cookie(address, Role.OFFICER)])
    page.goto(f"{address}/xa")
    confirm = page.get_by_role("button", name="Xác nhận").first
    expect(confirm).to_be_visible(timeout=_PATIENCE_MS)
    settled(page)
    assert everything(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    confirm.click()

    expect(page.get_by_text("Đã ghi câu trả lời")).to_be_visible(timeout=_PATIENCE_MS)
    expect(page.get_by_text("đồng ý – Người officer").first).to_be_visible()
    page.close()
