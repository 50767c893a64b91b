"""Another password for oneself: only by one's own form, as slow to guess as the login."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from lib.domain.access.permissions import Role
from lib.domain.audit.chain import Deed
from lib.services.access.accounts import add_account
from lib.services.access.login import log_in
from lib.services.access.sessions import COOKIE, visit_of
from lib.services.audit.recording import read_trail
from lib.store.audit.entries import Wanted
from lib.text import words
from lib.web.login.forms import entry_routes
from lib.web.login.password import password_routes
from lib.web.middleware.sessions import Gate
from lib.web.request import patience
from tests.support.entering import admit_to, header
from tests.support.people import CHEAP, GOOD, administrator
from tests.web.test_entry import OWN, Site

OTHER = "mây trắng trên nương ngô"


@pytest.fixture
def lan(installation):
    return add_account(
        installation,
        "lan",
        who=administrator(),
        name="Lan",
        role=Role.STAFF,
        password=GOOD,
        hasher=CHEAP,
    )


@pytest.fixture
def site(client_of, installation, base):
    routes = [
        *entry_routes(base=base, installation=lambda: installation),
        *password_routes(base=base, installation=lambda: installation),
    ]
    gate = Middleware(Gate, installation=lambda: installation, base=base)
    return Site(client_of(Starlette(routes=routes, middleware=[gate]), person=None), base)


@pytest.fixture
def session(installation, lan):
    return log_in(installation, "lan", GOOD, hasher=CHEAP)


def form_of(site, session):
    cookie = f"{COOKIE}={session}"
    page = site.client.get(f"{site.front}/mat-khau", host="so.lieu", cookie=cookie)
    form = re.findall(rb'name="form" value="([^"]+)"', page.body)[0].decode()
    return form, f"{page.headers['set-cookie'].split(';')[0]}; {cookie}"


def change(site, session, *, old=GOOD, new=OTHER, again=None, **headers):
    form, cookie = form_of(site, session)
    named = {**OWN, "cookie": cookie, **headers}
    return site.post("/mat-khau", headers=named, form=form, cu=old, moi=new, lai=again or new)


def deeds(installation):
    entries, _ = read_trail(installation, Wanted(), who=administrator())
    return [e.deed for e in entries if e.deed != Deed.ACCOUNT_ADDED]


def test_the_password_is_changed_and_everybody_logs_in_anew(site, session, installation):
    elsewhere = log_in(installation, "lan", GOOD, hasher=CHEAP)

    answer = change(site, session)
    told = site.page(answer["headers"]["location"].partition("?")[2]).body.decode()

    assert answer["status"] == 303
    assert words()("own_password.done") in told
    assert "max-age=0" in answer["cookies"][-1].lower()
    assert visit_of(installation, session) is None
    assert visit_of(installation, elsewhere) is None
    assert log_in(installation, "lan", OTHER, hasher=CHEAP)
    assert deeds(installation).count(Deed.PASSWORD_CHANGED) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"old": "không phải mật khẩu ấy"}, "password_wrong"),
        ({"new": "ngắn"}, "password_short"),
        ({"new": "matkhau123456"}, "password_common"),
        ({"again": "mây trắng trên nương lúa"}, "password_differs"),
    ],
)
def test_what_does_not_fit_is_told_in_one_sentence_and_changes_nothing(
    site, session, installation, fields, code
):
    answer = change(site, session, **fields)

    assert answer["status"] == 422
    assert words()(f"error.{code}") in answer["body"].decode()
    assert visit_of(installation, session) is not None
    assert log_in(installation, "lan", GOOD, hasher=CHEAP)


def test_whoever_sits_at_an_open_page_guesses_no_faster_than_at_the_door(
    site, session, installation, monkeypatch
):
    monkeypatch.setattr(patience, "_SITTING", 0)  # the clock of this installation stands still
    told = [change(site, session, old=f"đoán lần thứ {n} xem sao") for n in range(6)]

    assert [t["status"] for t in told] == [422] * 5 + [429]
    assert deeds(installation).count(Deed.PASSWORD_WRONG) == 5


@pytest.mark.parametrize("headers", [
    {"origin": "http://evil.test"}, {"origin": ""}, {"sec-fetch-site": "cross-site"},
])  # fmt: skip
def test_a_form_of_another_site_changes_nothing(site, session, installation, headers):
    answer = change(site, session, **headers)

    assert answer["status"] == 403
    assert visit_of(installation, session) is not None


def test_whoever_is_not_in_is_led_to_the_login(site, lan):
    page = site.client.get(f"{site.front}/mat-khau", host="so.lieu")

    assert page.status == 303
    assert page.headers["location"].startswith(f"{site.front}/dang-nhap")
    assert site.post("/mat-khau", headers=OWN, cu=GOOD, moi=OTHER, lai=OTHER)["status"] == 403


def test_an_account_without_password_is_told_so(site, installation):
    admit_to(installation)

    page = site.client.get(f"{site.front}/mat-khau", host="so.lieu", cookie=header())

    assert words()("own_password.none") in page.body.decode()


@pytest.mark.parametrize("announced", ["", "9999999", "0000000009999999", "-1", "x"])
def test_a_body_that_does_not_say_how_long_it_is_or_is_too_long_is_not_read(
    site, session, announced
):
    _, cookie = form_of(site, session)
    headers = {**OWN, "cookie": cookie, "content-length": announced}

    for path in ("/mat-khau", "/vao"):
        assert site.post(path, headers=headers, cu="x")["status"] == 413
