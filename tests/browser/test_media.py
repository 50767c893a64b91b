"""A file's link is for whoever was given it: nobody else's login opens it."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.domain.access.permissions import Role
from tests.browser.conftest import Insider
from tests.browser.serving import serving
from tests.support.entering import admit, header


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[str]:
    with serving(tmp_path / "var") as address:
        admit(tmp_path / "var", Role.LEADER)
        yield address


def status(url: str, cookie: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie})) as got:
            return int(got.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_a_link_opens_for_whoever_was_given_it_and_for_nobody_else(
    empty_site: str, browser: Insider
):
    page = browser.new_page(locale="vi-VN")
    page.goto(f"{empty_site}/huong-dan")
    page.get_by_text("00 · ").first.click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Tải biểu trắng").first.click()
    link = coming.value.url

    assert "/media/" in link
    assert status(link, header(Role.ADMINISTRATOR)) == 200
    assert status(link, header(Role.LEADER)) == 404
