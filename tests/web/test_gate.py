"""The gate: whoever has no session gets nothing, and a session opens only what is its own."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from lib.domain.access.permissions import Role
from lib.domain.errors import StoreBusy
from lib.services.access.accounts import disable_account
from lib.services.access.page_owners import Lines
from lib.services.access.sessions import digest_of, log_out
from lib.web.middleware import watch
from lib.web.middleware.faults import Calm
from lib.web.middleware.sessions import Gate
from lib.web.request.permission import visit_in
from tests.support.entering import admit_to, header, token
from tests.support.patience import PATIENCE_S
from tests.support.people import administrator

OPEN = ["/health", "/_stcore/health", "/static/js/index.js", "/tinh/page.css", "/dang-nhap",
        "/ranh-gioi/schematic-0.json", "/component/x/index.html"]  # fmt: skip
PAGES = ["/", "/ban-do", "/nhe", "/tai-so-lieu", "/quan-tri", "/tai-ve/excel", "/khong-co"]
FETCHED = ["/media/abc.xlsx", "/so-lieu/2026-08-0.json", "/sau-ky/2026-08.json",
           "/_stcore/script-health-check", "/_stcore/stream", "/phien"]  # fmt: skip


@pytest.fixture
def lines():
    return Lines()


@pytest.fixture
def app(installation, lines, base):
    async def say(request):
        visit = visit_in(request)
        return PlainTextResponse(visit.person.name if visit else "nobody")

    async def line(websocket):
        await websocket.accept()
        offered = websocket.headers.get("sec-websocket-protocol", "")
        await websocket.send_text(offered)
        while (await websocket.receive())["type"] == "websocket.receive":
            await websocket.send_text("run again")

    front = f"/{base}" if base else ""
    return Starlette(
        routes=[
            WebSocketRoute(f"{front}/_stcore/stream", line),
            Route(f"{front}/{{rest:path}}", say, methods=["GET", "PUT", "POST"]),
        ],
        middleware=[Middleware(Gate, installation=lambda: installation, base=base, lines=lines)],
    )


@pytest.fixture
def client(client_of, app):
    return client_of(app, person=None)


@pytest.fixture
def inside(installation):
    """The cookie of somebody who is in."""
    return {role: {"cookie": header(role)} for role in Role if admit_to(installation, role)}


@pytest.mark.parametrize("path", OPEN)
def test_what_shows_no_figure_is_open(client, front, path):
    assert client.get(front + path).status == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_who_opens_a_page_is_led_to_the_login_and_back(client, front, path):
    answer = client.get(front + path, query="ky=2026-08" if path != "/" else "")

    assert answer.status == 303
    to = answer.headers["location"]
    assert to.startswith(f"{front}/dang-nhap")
    assert path == "/" or "ky%3D2026-08" in to
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", FETCHED)
def test_a_stranger_fetches_nothing(client, front, path):
    assert client.get(front + path).status == 403


@pytest.mark.parametrize(
    "value", ["", "x", "bdhvs=", "bdhvs=0" * 40, "bdhvs='; DROP TABLE session"]
)
def test_an_invented_cookie_opens_nothing(client, front, value):
    assert client.get(f"{front}/ban-do", cookie=value).status == 303


def test_whoever_is_in_is_known_to_every_route(client, front, inside):
    assert (
        client.get(f"{front}/ban-do", **inside[Role.STAFF]).body == b"Ng\xc6\xb0\xe1\xbb\x9di staff"
    )


def test_a_page_that_lost_its_line_hears_whether_its_session_holds(
    client, front, installation, inside
):
    assert client.get(f"{front}/phien", **inside[Role.STAFF]).status == 204

    log_out(installation, token(Role.STAFF))

    assert client.get(f"{front}/phien", **inside[Role.STAFF]).status == 403


def test_a_cookie_is_replayed_in_vain_after_logout(client, front, installation, inside):
    log_out(installation, token(Role.STAFF))

    assert client.get(f"{front}/ban-do", **inside[Role.STAFF]).status == 303


def test_a_disabled_account_is_out_at_the_next_request(client, front, installation, inside):
    disable_account(installation, "test-staff", who=administrator())

    assert client.get(f"{front}/ban-do", **inside[Role.STAFF]).status == 303


def test_a_file_is_put_only_into_a_page_of_ones_own_and_only_by_whoever_may_upload(
    client, front, lines, inside
):
    for role in (Role.STAFF, Role.LEADER):
        lines.bind(f"page-of-{role}", digest_of(token(role)))

    def put(page, role):
        path = f"{front}/_stcore/upload_file/{page}/file"
        return client.ask("PUT", path, **inside[role]).status

    assert put("page-of-staff", Role.STAFF) == 200
    assert put("page-of-staff", Role.OFFICER) == 403
    assert put("page-of-staff", Role.ADMINISTRATOR) == 403
    assert put("page-of-leader", Role.LEADER) == 403
    assert put("unknown", Role.STAFF) == 403
    assert client.ask("PUT", f"{front}/_stcore/upload_file/page-of-staff/file").status == 403


@pytest.mark.parametrize("fault", [OSError("gone"), StoreBusy(), PoolTimeout("none is free")])
def test_a_store_that_cannot_be_asked_lets_nobody_in_and_throws_nobody_out(client_of, lines, fault):
    def broken():
        raise fault

    app = Calm(Gate(Starlette(), installation=broken, lines=lines))

    for path in ("/ban-do", "/nhe", "/sau-ky/2026-08.json", "/media/a.xlsx"):
        answer = client_of(app, person=None).get(path, cookie=header())
        assert answer.status == 503
        assert int(answer.headers["retry-after"]) > 0
        assert "location" not in answer.headers


# Lines


def opened(app, front, *, protocols="streamlit", until=0.0, **headers):
    """What a line hears: its messages, until nothing more comes for a while."""
    heard = []
    named = {"host": "so.lieu", **headers, "sec-websocket-protocol": protocols}
    scope = {
        "type": "websocket",
        "path": f"{front}/_stcore/stream",
        "root_path": "",
        "scheme": "ws",
        "query_string": b"",
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in named.items()],
        "subprotocols": [p.strip() for p in protocols.split(",")],
        "client": ("test", 1),
        "server": ("test", 80),
    }

    async def talk():
        asked = iter([{"type": "websocket.connect"}])
        over = asyncio.Event()

        async def receive():
            for message in asked:
                return message
            await over.wait()
            return {"type": "websocket.disconnect", "code": 1000}

        async def send(message):
            heard.append(message)
            if message["type"] == "websocket.close":
                over.set()

        task = asyncio.create_task(app(scope, receive, send))
        await asyncio.wait({task}, timeout=0.3 + until)
        over.set()
        await asyncio.wait({task}, timeout=PATIENCE_S)

    asyncio.run(talk())
    return heard


OWN = {"origin": "http://so.lieu"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        OWN,
        {"cookie": header(Role.STAFF)},
        {"origin": "http://evil.test", "cookie": header(Role.STAFF)},
        {"origin": "null", "cookie": header(Role.STAFF)},
        {"origin": "http://so.lieu.evil.test", "cookie": header(Role.STAFF)},
        {**OWN, "cookie": "bdhvs=stolen-session-id"},
        {**OWN, "cookie": header(Role.STAFF), "sec_fetch_site": "cross-site"},
    ],
)
def test_a_line_without_cookie_or_from_elsewhere_is_refused_before_it_opens(
    app, front, inside, headers
):
    assert [m["type"] for m in opened(app, front, **headers)] == ["websocket.close"]


def test_a_line_of_somebody_who_is_in_opens(app, front, inside):
    heard = opened(app, front, **OWN, **inside[Role.STAFF])

    assert heard[0]["type"] == "websocket.accept"


def test_the_page_of_another_login_is_never_handed_over(app, front, inside, lines):
    lines.bind("victim", digest_of(token(Role.ADMINISTRATOR)))

    thief = opened(app, front, protocols="streamlit, x, victim", **OWN, **inside[Role.LEADER])
    owner = opened(
        app, front, protocols="streamlit, x, victim", **OWN, **inside[Role.ADMINISTRATOR]
    )
    unknown = opened(app, front, protocols="streamlit, x, other", **OWN, **inside[Role.LEADER])

    assert thief[1]["text"] == "streamlit, x"
    assert owner[1]["text"] == "streamlit, x, victim"
    assert unknown[1]["text"] == "streamlit, x"


def test_an_idle_page_is_run_a_last_time_and_closed_when_its_account_is_disabled(
    app, front, installation, inside, monkeypatch
):
    monkeypatch.setattr(watch, "_EVERY_S", 0.1)
    asked = []

    def still_in(asked_installation, digests):
        asked.append(digests)
        if len(asked) == 2:
            disable_account(asked_installation, "test-staff", who=administrator())
        return real(asked_installation, digests)

    real = watch.still_in
    monkeypatch.setattr(watch, "still_in", still_in)

    heard = opened(app, front, until=5.0, **OWN, **inside[Role.STAFF])

    assert heard[2]["text"] == "run again"
    assert [m["type"] for m in heard[2:]] == ["websocket.send", "websocket.close"]
    assert heard[-1]["code"] == 4401


def test_a_page_belongs_to_the_login_under_which_it_first_ran():
    lines = Lines(most=2)

    assert lines.bind("a", "one")
    assert not lines.bind("a", "two")
    assert lines.belongs("a", "one")
    lines.bind("b", "one")
    lines.bind("c", "one")
    assert not lines.belongs("a", "one")  # forgotten: a page like a new one


def test_whoever_opens_pages_by_the_thousand_pushes_out_no_page_of_somebody_else():
    lines = Lines(most=10)
    lines.bind("mine", "me")
    for n in range(1000):
        lines.bind(f"page-{n}", "flood")

    assert lines.belongs("mine", "me")
    assert lines.of("flood") == tuple(f"page-{n}" for n in range(991, 1000))


def test_one_login_has_so_many_pages_open_and_another_still_gets_one():
    async def held(*_given):
        await asyncio.sleep(0.2)

    async def open_all(watched):
        lines = [
            asyncio.create_task(watched.follow("flood", held, {}, receive=None, send=None))
            for _ in range(120)
        ]
        await asyncio.sleep(0.05)
        room = watched.has_room("flood"), watched.has_room("other")
        await asyncio.gather(*lines)
        return room, watched.has_room("flood")

    assert asyncio.run(open_all(watch.Watch(lambda: None))) == ((False, True), True)


def test_a_page_too_many_is_closed_before_it_opens(app, front, inside, monkeypatch):
    monkeypatch.setattr(watch.Watch, "has_room", lambda self, digest: False)

    heard = opened(app, front, **OWN, **inside[Role.STAFF])

    assert heard == [{"type": "websocket.close", "code": 4403}]


def test_presence_is_noted_but_rarely(client, front, installation, inside):
    later = installation.clock() + timedelta(days=365 * 5)
    object.__setattr__(installation, "clock", lambda: later)

    client.get(f"{front}/ban-do", **inside[Role.STAFF])

    with installation.engine.connect() as connection:
        seen = connection.exec_driver_sql("select max(seen_at) from session").scalar()
    assert str(later.year) in str(seen)
