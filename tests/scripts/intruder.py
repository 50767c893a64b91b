"""Somebody who does not belong tries the doors of a served store, over HTTP and websocket.

Run as ``python -m tests.scripts.intruder``; ``--short`` tries few of each. The store holds real
figures, an administrator at work and a leader whose cookie the intruder has. A thousand addresses
guess at one account while its owner comes in, wrong passwords come from one office, a leader asks
two thousand times for what is beyond them. Prints what was tried and obtained, and what the owner
waited; exits with 1 when anything was obtained.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from lib.domain.access.permissions import Role
from lib.domain.audit.chain import Deed
from lib.services.access.accounts import add_account
from lib.services.access.sessions import log_out
from lib.services.audit.recording import read_trail, verify
from lib.services.health.opening import open_installation
from lib.services.installation import Installation
from lib.settings import Settings
from lib.store.audit.entries import Wanted
from lib.text import words
from lib.ui.frame import nav
from tests.bench.serving import ROOT, served
from tests.support.entering import admit, header, token
from tests.support.guessing import COLLEAGUE, OWNER, in_one_office, rotating
from tests.support.installations import put
from tests.support.nginx import trusting
from tests.support.people import GOOD, administrator
from tests.support.sheets import summary, summary_row

SECRET = "Phường Tô Hiệu"
"""Stands in every page with figures, and in none without."""
PAGES = ("", *(page.address for page in nav.PAGES), "nhe", "mat-khau")
FETCHED = (
    "so-lieu/2026-08-0.json", "sau-ky/2026-08.json", "tai-ve/excel", "media/0.xlsx",
    "_stcore/metrics", "_stcore/agent", "_stcore/script-health-check", "static/../store.sqlite3",
    "tinh/..%2f..%2fvar%2fstore.sqlite3", "static/%2e%2e/%2e%2e/app.py", "component/../app.py",
)  # fmt: skip
WIDE = {"X-Forwarded-User": "admin", "Remote-User": "admin", "X-Forwarded-For": "127.0.0.1",
        "X-Original-URL": "/ban-do", "X-Streamlit-User": "admin"}  # fmt: skip
MOST_ROWS = 400
"""Entries that minutes of all these floods may leave: sixty strangers are told apart a minute."""
GUESSES = (
    "admin",
    "password",
    "123456789012",
    "quantri",
    "test-administrator",
    "sonla2026",
    "' OR 1=1 --",
)

SIGNS = {
    "quan-tri": b"test-administrator",
    "lich-su": words()("history.heading").encode() + b"</h1>",
    "tai-so-lieu": words()("upload.heading").encode() + b"</h1>",
}
"""What stands on the pages that a leader may not open."""

Tried = tuple[str, str]
"""What was tried, and what was obtained: "" for nothing."""


class _Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: Any) -> None:
        return None


_browser = urllib.request.build_opener(_Still)


def ask(
    address: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, bytes, Any]:
    """Status, body and headers, redirects not followed."""
    named = {k.replace("_", "-"): v for k, v in headers.items()}
    request = urllib.request.Request(address, data=body, method=method, headers=named)
    try:
        with _browser.open(request, timeout=20) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as refused:
        with closing(refused):
            return refused.code, refused.read(), refused.headers


def got(answer: tuple[int, bytes, Any]) -> str:
    """What an answer gives away: an open door, figures, a cookie, or the inside of the machine."""
    status, body, headers = answer
    text = body.decode("utf-8", "replace")
    if "bdhvs=" in str(headers.get("set-cookie", "")).replace('bdhvs=""', ""):
        return "a session"
    if SECRET in text or "Traceback" in text or "SQLite" in text or "sqlalchemy" in text:
        return text[:80]
    return f"status {status}" if status < 300 and "dang-nhap" not in text and body else ""


def by_http(site: str) -> Iterator[Tried]:
    """Pages and files without a session, with invented ones, with names in headers."""
    for path in (*PAGES, *FETCHED):
        yield f"GET /{path}", got(ask(f"{site}/{path}"))
    for page in PAGES:
        yield f"GET /{page} with names in headers", got(ask(f"{site}/{page}", **WIDE))
    for value in ("x", "0" * 64, "' OR '1'='1", "bdhvs=bdhvs", token(Role.OFFICER)):
        yield f"a cookie of {value!r}", got(ask(f"{site}/ban-do", Cookie=f"bdhvs={value}"))
    boundary = (
        b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\nx\r\n--b--\r\n'
    )
    sent = {"Content-Type": "multipart/form-data; boundary=b", "Cookie": "_streamlit_xsrf=x",
            "X-Xsrftoken": "x"}  # fmt: skip
    yield "PUT a file", got(ask(f"{site}/_stcore/upload_file/a/b", "PUT", boundary, **sent))


def by_login(site: str) -> Iterator[Tried]:
    """Guessed names, a role of the demonstration, forms of other sites, other hosts to go on to."""
    place = urllib.parse.urlsplit(site).netloc

    def enter(origin: str, **fields: str) -> str:
        _, page, headers = ask(f"{site}/dang-nhap")
        form = re.findall(rb'name="form" value="([^"]+)"', page)[0].decode()
        cookie = str(headers["set-cookie"]).split(";")[0]
        body = urllib.parse.urlencode({"form": form, **fields}).encode()
        answer = ask(f"{site}/vao", "POST", body, Origin=origin, Cookie=cookie)
        away = answer[2].get("location", "")
        return got(answer) or (away if "evil" in away else "")

    for guess in GUESSES:
        yield f"log in as {guess!r}", enter(f"http://{place}", ten=guess, **{"mat-khau": guess})
    for role in Role:
        yield f"enter as the demo's {role}", enter(f"http://{place}", vai=role.value)
    for origin in ("http://evil.test", "null", f"http://{place}.evil.test"):
        yield f"log in from {origin}", enter(origin, ten="admin", **{"mat-khau": "x"})
    yield "go on to another host", enter(f"http://{place}", vai="leader", toi="//evil.test")


def by_asking(site: str, *, times: int) -> Iterator[Tried]:
    """A leader wants what is beyond them, again and again."""
    path, leader = f"{site}/_stcore/upload_file/of-somebody/f", header(Role.LEADER)
    answers = Counter(ask(path, "PUT", b"x", Cookie=leader)[0] for _ in range(times))
    yield f"{times} times beyond a leader, answered {dict(answers)}", got_by(answers)


def got_by(answers: Counter[int]) -> str:
    return "" if set(answers) <= {403, 429} else str(dict(answers))


def on_record(installation: Installation, *, denials: int) -> Iterator[Tried]:
    """What all of it left in the trail: every denial counted, few entries, an unbroken chain."""
    entries, _ = read_trail(installation, Wanted(), who=administrator())
    for deed, least in ((Deed.DENIED, denials), (Deed.LOGIN_FAILED, 1)):
        rows = [e for e in entries if e.deed == deed]
        times = sum(json.loads(e.after).get("times", 1) if e.after else 1 for e in rows)
        few = len(rows) <= MOST_ROWS and times >= least
        yield f"{deed}: {times} times in {len(rows)} entries", "" if few else "a flood"
    fault = verify(installation, who=administrator()).fault
    yield "the trail is whole", str(fault) if fault else ""


async def line(site: str, *protocols: str, **headers: str) -> ClientConnection:
    """A websocket as a program opens it."""
    place = urllib.parse.urlsplit(site)
    origin = headers.pop("Origin", None)
    tls = trusting() if place.scheme == "https" else None
    return await connect(
        f"ws{'s' if tls else ''}://{place.netloc}/_stcore/stream",
        ssl=tls, subprotocols=list(protocols), origin=origin,  # type: ignore[arg-type]
        additional_headers=headers, max_size=None,
    )  # fmt: skip


def xsrf(site: str) -> str:
    """What Streamlit wants repeated with every upload."""
    tls = trusting() if site.startswith("https") else None
    with urllib.request.urlopen(f"{site}/_stcore/health", timeout=20, context=tls) as answer:
        return str(answer.headers["set-cookie"]).split(";")[0].partition("=")[2]


async def heard(way: ClientConnection, page: str) -> tuple[str, bytes]:
    """Runs a page: the id of its session, and all that was said."""
    message = BackMsg()
    message.rerun_script.page_name = page
    await way.send(message.SerializeToString())
    session, said = "", b""
    while True:
        data = await asyncio.wait_for(way.recv(), 30)
        answer = ForwardMsg.FromString(data)  # type: ignore[arg-type]
        said += data  # type: ignore[operator]
        if answer.WhichOneof("type") == "new_session":
            session = answer.new_session.initialize.session_id
        if answer.WhichOneof("type") == "script_finished":
            return session, said


async def _until_closed(way: ClientConnection) -> None:
    """Hears everything that is still said until the server closes."""
    with suppress(ConnectionClosed):
        while True:
            await way.recv()


async def by_line(site: str, close_account: Callable[[], None]) -> list[Tried]:
    """Lines without cookie or origin, with a stolen id, as a role that may not, after logout."""
    own = f"http://{urllib.parse.urlsplit(site).netloc}"
    boss, leader = header(Role.ADMINISTRATOR), header(Role.LEADER)
    found: list[Tried] = []

    async def opens(what: str, *protocols: str, **headers: str) -> None:
        try:
            way = await line(site, *protocols, **headers)
        except (WebSocketException, OSError):
            found.append((what, ""))
            return
        found.append((what, "a line"))
        await way.close()

    victim = await line(site, "streamlit", Origin=own, Cookie=boss)
    stolen, _ = await heard(victim, "quan-tri")
    assert stolen
    await opens("a line without cookie", "streamlit", Origin=own)
    await opens("a line without origin", "streamlit", Cookie=leader)
    await opens("a line from elsewhere", "streamlit", Origin="http://evil.test", Cookie=leader)
    await opens("a stolen session id, no cookie", "streamlit", "x", stolen, Origin=own)
    await opens("a stolen session id as cookie", "streamlit", Origin=own, Cookie=f"bdhvs={stolen}")
    thief = await line(site, "streamlit", "x", stolen, Origin=own, Cookie=leader)
    mine, _ = await heard(thief, "quan-tri")
    found.append(
        ("a stolen session id with a leader's cookie", "the session" if mine == stolen else "")
    )
    for page, sign in SIGNS.items():
        _, shown = await heard(victim, page)
        assert sign in shown, page  # the sign is there for whoever may
        _, said = await heard(thief, page)
        found.append((f"/{page} as a leader", "the page" if sign in said else ""))
    path = f"{site}/_stcore/upload_file/{stolen}/f"
    put_there = await asyncio.to_thread(ask, path, "PUT", b"x", Cookie=leader)
    found.append(
        ("a file put into another's page", "" if put_there[0] == 403 else str(put_there[0]))
    )
    close_account()
    try:
        await asyncio.wait_for(_until_closed(thief), 5)
        found.append(("an open page 5 s after logout", ""))
    except TimeoutError:
        found.append(("an open page 5 s after logout", "still open"))
    await opens("a line with the cookie after logout", "streamlit", Origin=own, Cookie=leader)
    replayed = await asyncio.to_thread(ask, f"{site}/ban-do", Cookie=leader)
    found.append(("a page with the cookie after logout", got(replayed)))
    await victim.close()
    return found


def main() -> int:
    """Serves a store and tries everything."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--short", action="store_true", help="the same with few of each")
    short = asked.parse_args().short
    sources, denials = (10, 60) if short else (1000, 2000)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder)
        installation = open_installation(Settings(data_dir=store))
        put(installation, summary(summary_row(SECRET)))
        for login in (OWNER, COLLEAGUE):
            add_account(installation, login, who=administrator(), name="Lan", role=Role.STAFF,
                        password=GOOD)  # fmt: skip
        for role in (Role.ADMINISTRATOR, Role.LEADER):
            admit(store, role)
        with served(ROOT / "app.py", cwd=ROOT, env={"BDHVS_DATA_DIR": folder}) as site:
            tried = [*by_http(site), *by_login(site), *rotating(site, sources=sources)]
            names = [f"bia-dat-{n}" for n in range(10 if short else 60)]
            tried += [*in_one_office(site, names=names), *by_asking(site, times=denials)]
            tried += asyncio.run(by_line(site, lambda: log_out(installation, token(Role.LEADER))))
        tried += on_record(installation, denials=denials)
        installation.engine.dispose()
    for what, obtained in tried:
        print(f"{what:<55} {obtained or 'nothing'}")
    opened = [what for what, obtained in tried if obtained]
    print(f"{len(tried)} tried, obtained={len(opened)}")
    return 1 if opened else 0


if __name__ == "__main__":
    sys.exit(main())
