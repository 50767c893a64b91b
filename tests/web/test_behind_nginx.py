"""Behind the very nginx of docs/van-hanh.md, with TLS: what it passes on, and who is believed."""

from __future__ import annotations

import asyncio
import http.client
import re
import shutil
from urllib.parse import urlencode, urlsplit

import pytest

from lib.domain.access.permissions import Role
from lib.domain.audit.chain import Deed
from lib.services.access.accounts import add_account
from lib.services.access.sessions import COOKIE
from lib.services.audit.recording import read_trail
from lib.services.health.opening import open_installation
from lib.settings import Settings
from lib.store.audit.entries import Wanted
from lib.web.middleware.security_headers import HSTS
from tests.bench.serving import ROOT, served
from tests.scripts.intruder import heard, line, xsrf
from tests.support.entering import header
from tests.support.nginx import NGINX, in_front, trusting
from tests.support.people import CHEAP, GOOD, administrator

pytestmark = pytest.mark.skipif(
    not NGINX or not shutil.which("openssl"), reason="left out: no nginx or openssl here"
)
FROM = "127.0.0.3"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("behind")


@pytest.fixture(scope="module")
def installation(folder):
    installation = open_installation(Settings(data_dir=folder))
    add_account(installation, "lan", who=administrator(), name="Lan", role=Role.STAFF,
                password=GOOD, hasher=CHEAP)  # fmt: skip
    yield installation
    installation.engine.dispose()


@pytest.fixture(scope="module")
def inner(folder, installation):
    told = {
        "BDHVS_DATA_DIR": str(folder), "BDHVS_BEHIND_TLS": "true", "BDHVS_HOSTS": "localhost",
        "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
    }  # fmt: skip
    with served(ROOT / "app.py", cwd=ROOT, env=told) as address:
        yield address


@pytest.fixture(scope="module")
def site(inner, folder):
    with in_front(inner, folder) as address:
        yield address


def ask(site, method, path, body=None, **headers):
    """Status, header lines and body, of somebody who comes from ``FROM``."""
    place, named = urlsplit(site), {k.replace("_", "-"): v for k, v in headers.items()}
    source, way = (FROM, 0), http.client.HTTPConnection
    options = {"timeout": 60, "source_address": source}
    if place.scheme == "https":
        way, options = http.client.HTTPSConnection, options | {"context": trusting()}
    talk = way("127.0.0.1", place.port, **options)
    try:
        talk.request(method, path, body, {"Host": place.netloc, **named})
        answer = talk.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    finally:
        talk.close()


def log_in(site, **headers):
    """The cookie of a session, as the login page gives it."""
    _, told, page = ask(site, "GET", "/dang-nhap")
    form = re.findall(rb'name="form" value="([^"]+)"', page)[0].decode()
    cookie = dict(told)["set-cookie"].split(";")[0]
    body = urlencode({"form": form, "ten": "lan", "mat-khau": GOOD})
    named = {
        "Origin": site, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    status, told, _ = ask(site, "POST", "/vao", body, **named, **headers)
    assert status == 303
    return next(v for k, v in told if k == "set-cookie" and v.startswith(f"{COOKIE}="))


def where_from(installation):
    entries, _ = read_trail(installation, Wanted(), who=administrator())
    return next(e.address for e in entries if e.deed == Deed.LOGIN)


def test_behind_tls_the_cookie_is_secure_and_browsers_keep_to_https(site):
    status, told, _ = ask(site, "GET", "/nhe", Cookie=header())

    assert status == 200
    assert dict(told)["strict-transport-security"] == HSTS
    assert "; secure" in log_in(site).lower()


def test_the_trail_keeps_the_address_that_the_proxy_sees_and_none_that_a_visitor_names(
    site, installation
):
    log_in(site, X_Forwarded_For="9.9.9.9", X_Forwarded_Proto="http")

    assert where_from(installation) == FROM


def test_past_the_proxy_nobody_is_believed(inner, installation):
    log_in(inner, X_Forwarded_For="9.9.9.9")

    assert where_from(installation) == FROM


def test_a_page_runs_over_its_websocket_and_takes_a_large_file(site):
    async def run():
        page = await line(site, "streamlit", Origin=site, Cookie=header())
        async with page:
            session, said = await heard(page, "")
            held = await asyncio.to_thread(_upload, site, session)
            return said, held

    said, (status, _, _) = asyncio.run(run())

    assert "Lò Thị Mai".encode() in said
    assert status == 204


def _upload(site, session, size=20_000_000):
    known = xsrf(site)
    head = '--b\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'
    return ask(
        site, "PUT", f"/_stcore/upload_file/{session}/f", f"{head}{'x' * size}\r\n--b--\r\n",
        Cookie=f"{header()}; _streamlit_xsrf={known}", X_Xsrftoken=known,
        Content_Type="multipart/form-data; boundary=b",
    )  # fmt: skip


def test_what_is_larger_than_any_upload_does_not_come_in(site):
    assert _upload(site, "x", size=60_000_000)[0] == 413


def test_another_name_is_refused(site):
    assert ask(site, "GET", "/health", Host="la.test")[0] == 400
