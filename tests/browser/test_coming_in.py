"""Coming in and being out, in a real browser on real figures: whoever is out is out in seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from lib.domain.access.permissions import Role
from lib.services.access.accounts import (
    add_account,
    change_role,
    disable_account,
    reset_password,
    set_subject,
)
from lib.services.access.sessions import COOKIE, log_out
from lib.services.health.opening import open_installation
from lib.services.installation import Installation
from lib.settings import Settings
from lib.text import words
from lib.web.middleware import watch
from tests.bench.serving import ROOT, Address, free_port, served
from tests.browser.conftest import Insider
from tests.support.issuer import CLIENT, SECRET, FakeIssuer, fake_issuer
from tests.support.people import CHEAP, GOOD, administrator

OTHER = "mây trắng trên nương ngô"
PEOPLE = ("khoa", "doi-vai", "dat-lai", "ra-noi-khac", "tu-doi", "mot-lan")
BOSS = administrator()
SAY = words()


@dataclass
class Office:
    """A served store with accounts, and the issuer beside it."""

    address: Address
    installation: Installation
    issuer: FakeIssuer | None

    def form(self, browser: Insider, path: str = "dang-nhap") -> Page:
        context = browser.stranger.new_context(locale="vi-VN")
        page = context.new_page()
        page.goto(f"{self.address}/{path}")
        return page

    def enter(self, browser: Insider, login: str, password: str = GOOD) -> Page:
        page = self.form(browser)
        page.get_by_label(SAY("access.name")).fill(login)
        page.get_by_label(SAY("access.password")).fill(password)
        page.get_by_role("button", name=SAY("access.enter")).click()
        return page


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("coming-in")
    installation = open_installation(Settings(data_dir=folder))
    for login in PEOPLE:
        add_account(installation, login, who=BOSS, name=f"Người {login}", role=Role.STAFF,
                    password=GOOD, hasher=CHEAP)  # fmt: skip
    set_subject(installation, "mot-lan", "can-bo-lan", who=BOSS)
    with fake_issuer() as issuer, closing(installation.engine.raw_connection()):
        told = {
            "BDHVS_DATA_DIR": str(folder), "BDHVS_SSO_ISSUER": issuer.address,
            "BDHVS_SSO_CLIENT": CLIENT, "BDHVS_SSO_SECRET": SECRET,
        }  # fmt: skip
        with served(ROOT / "app.py", cwd=ROOT, env=told) as address:
            yield Office(address, installation, issuer)
    installation.engine.dispose()


def inside(page: Page, login: str) -> None:
    expect(page.get_by_role("button", name=f"Người {login}")).to_be_visible()


def token_of(page: Page) -> str:
    return next(c["value"] for c in page.context.cookies() if c["name"] == COOKIE)


OUT: dict[str, Callable[[Installation, Page], object]] = {
    "khoa": lambda installation, _: disable_account(installation, "khoa", who=BOSS),
    "doi-vai": lambda installation, _: change_role(installation, "doi-vai", Role.LEADER, who=BOSS),
    "dat-lai": lambda installation, _: reset_password(
        installation, "dat-lai", OTHER, who=BOSS, hasher=CHEAP
    ),
    "ra-noi-khac": lambda installation, page: log_out(installation, token_of(page)),
}


@pytest.mark.parametrize("login", OUT)
def test_an_open_page_that_nobody_touches_is_out(office, browser, login):
    page = office.enter(browser, login)
    inside(page, login)

    OUT[login](office.installation, page)

    expect(page.get_by_text(SAY("access.ended"))).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name=SAY("access.enter"))).to_be_visible()
    page.context.close()


def test_what_the_product_itself_waits_for_ends_within_five_seconds():
    assert watch._EVERY_S + watch._LAST_RUN_S < 5


def test_a_page_left_open_over_a_restart_that_ended_its_session_says_so(tmp_path, browser):
    installation = open_installation(Settings(data_dir=tmp_path))
    add_account(installation, "lan", who=BOSS, name="Người lan", role=Role.STAFF,
                password=GOOD, hasher=CHEAP)  # fmt: skip
    told, port = {"BDHVS_DATA_DIR": str(tmp_path)}, free_port()
    with served(ROOT / "app.py", cwd=ROOT, env=told, port=port) as address:
        page = Office(address, installation, None).enter(browser, "lan")
        inside(page, "lan")
        page.goto(f"{address}/lich-su?ky=2026-08")
        inside(page, "lan")
    # What Streamlit has for whoever runs it is not for whoever reads.
    expect(page.get_by_text(SAY("widget.no_line"))).to_be_visible()
    assert not page.get_by_text("yourscript").is_visible()
    log_out(installation, token_of(page))

    with served(ROOT / "app.py", cwd=ROOT, env=told, port=port):
        expect(page.get_by_text(SAY("access.ended"))).to_be_visible()
        expect(page.get_by_text(SAY("widget.no_line"))).not_to_be_visible()
        page.screenshot(path=tmp_path / "ended.png")
        page.get_by_role("link", name=SAY("access.again")).click()
        expect(page.get_by_role("button", name=SAY("access.enter"))).to_be_visible()
        assert "lich-su" in page.url
    page.context.close()
    installation.engine.dispose()


def test_one_changes_ones_password_from_the_top_of_the_page_and_logs_in_anew(office, browser):
    page = office.enter(browser, "tu-doi")
    inside(page, "tu-doi")
    page.get_by_role("button", name="Người tu-doi").click()
    page.get_by_role("link", name=SAY("own_password.title")).click()
    page.get_by_label(SAY("own_password.now")).fill(GOOD)
    page.get_by_label(SAY("own_password.new"), exact=True).fill(OTHER)
    page.get_by_label(SAY("own_password.again")).fill(OTHER)
    page.get_by_role("button", name=SAY("own_password.do")).click()
    expect(page.get_by_text(SAY("own_password.done"))).to_be_visible()

    again = office.enter(browser, "tu-doi", OTHER)

    inside(again, "tu-doi")
    again.context.close()
    page.context.close()


def test_one_click_and_the_single_sign_on_leads_to_the_page_that_was_wanted(office, browser):
    office.issuer.subject = "can-bo-lan"
    page = office.form(browser, "lich-su?ky=2026-08")

    page.get_by_role("link", name=SAY("sso.enter", name=SAY("sso.name"))).click()

    inside(page, "mot-lan")
    assert "/lich-su" in page.url
    page.context.close()


def test_whom_nobody_has_tied_is_told_so_and_stays_outside(office, browser):
    office.issuer.subject = "ai-do"
    page = office.form(browser)

    page.get_by_role("link", name=SAY("sso.enter", name=SAY("sso.name"))).click()

    expect(page.get_by_role("alert")).to_contain_text("ai-do")
    assert COOKIE not in [c["name"] for c in page.context.cookies()]
    page.context.close()
