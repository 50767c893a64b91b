"""The login page: no script, no way around its form, nobody sent astray."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from lib.domain.access.permissions import Role
from lib.domain.errors import NotAllowed
from lib.services.access import devices
from lib.services.access.accounts import add_account
from lib.services.access.login import log_in
from lib.services.access.sessions import COOKIE, visit_of
from lib.services.installation import DEMO
from lib.store.engine import writing
from lib.store.history.uploads import set_mark
from lib.text import words
from lib.web.login.forms import entry_routes
from lib.web.request.origin import local
from tests.support.people import CHEAP, GOOD, administrator

OWN = {"host": "so.lieu", "origin": "http://so.lieu"}


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
def demo(installation):
    with writing(installation.engine) as connection:
        set_mark(connection, DEMO, "yes")
    return installation


@pytest.fixture
def site(client_of, installation, base):
    return Site(
        client_of(Starlette(routes=entry_routes(base=base, installation=lambda: installation))),
        base,
    )


class Site:
    def __init__(self, client, base):
        self.client = client
        self.front = f"/{base}" if base else ""

    def page(self, query=""):
        return self.client.get(f"{self.front}/dang-nhap", query=query, host="so.lieu")

    def post(self, path, *, scheme="http", **fields):
        headers = fields.pop("headers", OWN)
        body = urlencode(fields).encode()
        named = {"content-type": "application/x-www-form-urlencoded",
                 "content-length": str(len(body)), **headers}  # fmt: skip
        heard = {"status": 0, "headers": {}, "cookies": [], "body": b""}
        scope = {
            "type": "http", "method": "POST", "path": f"{self.front}{path}", "root_path": "",
            "scheme": scheme, "http_version": "1.1", "query_string": b"",
            "headers": [(k.encode(), v.encode()) for k, v in named.items()],
            "client": ("10.1.1.1", 1), "server": ("test", 80),
        }  # fmt: skip

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            if message["type"] == "http.response.start":
                heard["status"] = message["status"]
                for key, value in message["headers"]:
                    heard["headers"][key.decode()] = value.decode()
                    if key == b"set-cookie":
                        heard["cookies"].append(value.decode())
            else:
                heard["body"] += message.get("body", b"")

        asyncio.run(self.client.app(scope, receive, send))
        return heard

    def enter(self, *, headers=None, form=None, more="", **fields):
        shown = self.page()
        token = re.findall(rb'name="form" value="([^"]+)"', shown.body)[0].decode()
        cookie = shown.headers["set-cookie"].split(";")[0]
        named = {**OWN, "cookie": f"{cookie}; {more}" if more else cookie, **(headers or {})}
        return self.post("/vao", headers=named, form=form or token, **fields)


def session_of(answer):
    return next((c for c in answer["cookies"] if c.startswith(f"{COOKIE}=")), "")


def token_of(answer):
    return session_of(answer).partition("=")[2].partition(";")[0]


def test_the_page_runs_no_script_and_fetches_nothing(site, lan):
    page = site.page()

    assert page.status == 200
    assert b"<script" not in page.body
    assert b"src=" not in page.body
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"


def test_a_store_without_accounts_says_how_to_make_the_first_administrator(site):
    page = site.page().body.decode()

    assert "lib.cli user add" in page
    assert words()("access.first_heading") in page


def test_real_figures_offer_no_roles_to_choose_and_take_none(site, lan):
    answer = site.enter(vai="administrator")

    assert b'name="vai"' not in site.page().body
    assert answer["status"] == 403
    assert not session_of(answer)


@pytest.mark.parametrize("role", Role)
def test_the_demonstration_is_entered_by_one_click_and_says_so(site, demo, role):
    page = site.page().body.decode()
    answer = site.enter(vai=role.value)

    assert words()("access.demo") in page
    assert answer["status"] == 303
    assert visit_of(demo, token_of(answer)).person.role is role


def test_the_cookie_is_read_by_no_script_and_sent_by_no_other_site(site, lan, base):
    cookie = session_of(site.enter(**{"ten": "lan", "mat-khau": GOOD})).lower()

    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert f"path=/{base}/" in cookie if base else "path=/;" in cookie
    assert "secure" not in cookie


def device_of(answer):
    cookie = next((c for c in answer["cookies"] if c.startswith(f"{devices.COOKIE}=")), "")
    return cookie.partition(";")[0]


def test_a_login_makes_the_device_known_and_strangers_keep_nobody_out_there(
    site, lan, installation
):
    device = device_of(site.enter(**{"ten": "lan", "mat-khau": GOOD}))
    for n in range(30):
        for _ in range(4):
            with suppress(NotAllowed):
                log_in(installation, "lan", "x", address=f"10.2.{n}.1", hasher=CHEAP)
    for _ in range(9):  # from the very address of the office, too
        with suppress(NotAllowed):
            log_in(installation, "lan", "x", address="10.1.1.1", hasher=CHEAP)

    stranger = site.enter(**{"ten": "lan", "mat-khau": GOOD})
    known = site.enter(more=device, **{"ten": "lan", "mat-khau": GOOD})

    assert stranger["status"] == 429
    assert int(stranger["headers"]["retry-after"]) > 2
    assert known["status"] == 303
    assert device_of(known) not in ("", device)


def test_the_cookie_of_the_device_is_read_by_no_script_lasts_and_opens_nothing(
    site, lan, installation
):
    answer = site.enter(**{"ten": "lan", "mat-khau": GOOD})
    cookie = next(c for c in answer["cookies"] if c.startswith(devices.COOKIE)).lower()
    token = device_of(answer).partition("=")[2]

    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert f"max-age={180 * 24 * 3600}" in cookie
    assert visit_of(installation, token) is None


def test_who_does_not_come_in_gets_no_cookie_of_a_device(site, lan):
    for name in ("lan", "nobody"):
        assert not device_of(site.enter(**{"ten": name, "mat-khau": "sai rồi"}))


def test_behind_tls_the_cookie_is_secure(site, lan):
    shown = site.page()
    token = re.findall(rb'name="form" value="([^"]+)"', shown.body)[0].decode()
    headers = {"host": "so.lieu", "origin": "https://so.lieu",
               "cookie": shown.headers["set-cookie"].split(";")[0]}  # fmt: skip

    answer = site.post(
        "/vao", scheme="https", headers=headers, form=token, ten="lan", **{"mat-khau": GOOD}
    )

    assert "secure" in session_of(answer).lower()


@pytest.mark.parametrize("headers", [
    {"origin": "http://evil.test"}, {"origin": "null"}, {"origin": ""},
    {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"cookie": "bdhvs-form=x"},
    {"cookie": ""},
])  # fmt: skip
def test_a_form_of_another_site_logs_nobody_in(site, lan, headers):
    answer = site.enter(headers=headers, **{"ten": "lan", "mat-khau": GOOD})

    assert answer["status"] == 403
    assert not session_of(answer)


def test_wrong_name_and_wrong_password_are_answered_alike(site, lan):
    told = [
        site.enter(**{"ten": name, "mat-khau": "sai mat khau nay"}) for name in ("lan", "nobody")
    ]

    texts = [re.sub(rb'value="[^"]*"', b"", t["body"]) for t in told]
    assert [t["status"] for t in told] == [403, 403]
    assert texts[0] == texts[1]


def test_a_new_login_ends_the_one_before_in_the_same_browser(site, lan, installation):
    first = token_of(site.enter(**{"ten": "lan", "mat-khau": GOOD}))
    shown = site.page()
    form = re.findall(rb'name="form" value="([^"]+)"', shown.body)[0].decode()
    both = f"{shown.headers['set-cookie'].split(';')[0]}; {COOKIE}={first}"

    second = site.post(
        "/vao", headers={**OWN, "cookie": both}, form=form, ten="lan", **{"mat-khau": GOOD}
    )

    assert token_of(second) != first
    assert visit_of(installation, first) is None
    assert visit_of(installation, token_of(second)) is not None


def test_logout_ends_the_session_on_the_server_and_forgets_the_cookie(site, lan, installation):
    token = token_of(site.enter(**{"ten": "lan", "mat-khau": GOOD}))

    elsewhere = site.post("/ra", headers={"host": "so.lieu", "origin": "http://evil.test",
                                          "cookie": f"{COOKIE}={token}"})  # fmt: skip
    still = visit_of(installation, token)
    answer = site.post("/ra", headers={**OWN, "cookie": f"{COOKIE}={token}"})

    assert elsewhere["status"] == 303
    assert still is not None
    assert visit_of(installation, token) is None
    assert "max-age=0" in session_of(answer).lower()


@pytest.mark.parametrize("to", [
    "//evil.test", "https://evil.test", "/\\evil.test", "\\\\evil.test", "javascript:alert(1)",
    "/%09/evil.test", "ban-do\r\nSet-Cookie: a=b", "//evil.test/ban-do?x=1", "/ban-do/../..//evil",
    "@evil.test", ".evil.test", "ban-do?x=\n", "data:text/html,x",
])  # fmt: skip
def test_nobody_is_sent_to_another_site_after_login(site, demo, to):
    answer = site.enter(vai="leader", toi=to)

    assert answer["headers"]["location"] == f"{site.front}/ban-do"


def test_one_comes_back_to_the_page_one_wanted(site, demo):
    answer = site.enter(vai="leader", toi="/xa?xa=03646&ky=2026-08")

    assert answer["headers"]["location"] == f"{site.front}/xa?xa=03646&ky=2026-08"
    assert local("/nhe?chi-tieu=DS01") == "nhe?chi-tieu=DS01"


@pytest.mark.parametrize(
    "text", ['"><script>alert(1)</script>', "{{7*7}}", "' OR 1=1 --", "\0", "x" * 5000]
)
def test_what_strangers_type_stays_text(site, lan, text):
    answer = site.enter(**{"ten": text, "mat-khau": text, "toi": text})

    assert answer["status"] in (403, 413)
    assert b"<script>alert" not in answer["body"]
