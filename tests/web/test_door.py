"""The gate before everything: names, claims of identity, and how much is handed in at once."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from lib.web.door import IDENTITY, UPLOADS, Door, Quota, host_of, hosts_in
from lib.web.guard import Guard
from lib.web.origin import same_origin


async def told(request: Request) -> JSONResponse:
    return JSONResponse({"headers": dict(request.headers), "size": len(await request.body())})


def gated(client_of, **options):
    routes = [
        Route("/x", told),
        Route(f"{UPLOADS}{{visit}}/{{file}}", told, methods=["PUT", "DELETE"]),
    ]
    return client_of(Starlette(routes=routes, middleware=[Middleware(Door, **options)]))


@pytest.mark.parametrize("host", ["bdhvs.sonla.gov.vn", "BDHVS.sonla.gov.vn:443", "localhost:8501"])
def test_a_server_answers_to_its_names_and_to_its_own_machine(client_of, host):
    client = gated(client_of, hosts=hosts_in("bdhvs.sonla.gov.vn, 10.0.0.5"))

    assert client.get("/x", host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.test", "", "bdhvs.sonla.gov.vn.evil.test", "bdhvs.sonla.gov.vn@evil.test", "[::"]
)
def test_it_answers_to_no_other_name(client_of, host):
    client = gated(client_of, hosts=hosts_in("bdhvs.sonla.gov.vn"))

    assert client.get("/x", host=host).status == 400


def test_without_the_setting_any_name_will_do(client_of):
    assert gated(client_of, hosts=hosts_in(" , ")).get("/x", host="any.test").status == 200


def test_a_websocket_by_a_strange_name_is_closed():
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "websocket.connect"}

    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [(b"host", b"evil.test")]}

    asyncio.run(Door(None, hosts={"a.test"})(scope, receive, send))

    assert sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("name", sorted(IDENTITY))
def test_nobody_is_who_a_header_says(client_of, name):
    client = gated(client_of)
    seen = client.get("/x", **{name.decode(): "admin"}).body.decode()

    assert "admin" not in seen


def test_a_header_that_says_nothing_of_identity_comes_through(client_of):
    assert "br" in gated(client_of).get("/x", accept_encoding="br").body.decode()


def put(client, visit: str = "v", length: str = "10"):
    headers = {"content_length": length} if length else {}
    return client.ask("PUT", f"{UPLOADS}{visit}/f", **headers).status


def test_an_upload_within_its_quota_goes_through(client_of):
    assert put(gated(client_of, quota=Quota(visit_bytes=100, all_bytes=100))) == 200


@pytest.mark.parametrize("length", ["", "-1", "many", "9" * 30])
def test_an_upload_must_say_its_length(client_of, length):
    assert put(gated(client_of), length=length) == 411


def test_a_visit_holds_no_more_than_its_share_and_all_no_more_than_theirs(client_of):
    held = {"full": (95, 150)}.get
    client = gated(
        client_of, quota=Quota(visit_bytes=100, all_bytes=155), held=lambda v: held(v, (0, 150))
    )

    assert put(client, "full") == 413
    assert put(client, "fresh") == 503
    assert put(client, "fresh", "5") == 200


def test_only_so_many_uploads_of_a_visit_are_under_way():
    gate = Door(None, quota=Quota(at_once=2))
    statuses = []

    async def hold(scope, receive, send):
        await asyncio.sleep(0.05)
        statuses.append(200)

    async def refused(message):
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def run():
        gate._app = hold
        headers = [(b"content-length", b"1")]
        scope = {"type": "http", "method": "PUT", "path": f"{UPLOADS}v/f", "headers": headers}
        await asyncio.gather(*(gate(scope, None, refused) for _ in range(3)))
        await gate(scope, None, refused)

    asyncio.run(run())

    assert sorted(statuses) == [200, 200, 200, 429]


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("https://a.test", "a.test", True),
        ("http://a.test:8501", "a.test:8501", True),
        ("http://[::1]:8501", "[::1]:8501", True),
        ("https://A.test", "a.TEST", True),
        ("", "a.test", False),
        ("null", "a.test", False),
        ("https://evil.test", "a.test", False),
        ("https://a.test.evil.test", "a.test", False),
        ("https://a.test@evil.test", "a.test", False),
        ("http://a.test:1", "a.test:2", False),
        ("file://a.test", "a.test", False),
        ("https://a.test:bad", "a.test", False),
    ],
)
def test_a_websocket_comes_from_the_very_server_it_knocks_at(origin, host, same):
    assert same_origin(origin, host) is same


@pytest.mark.parametrize(("header", "name"), [("[::1]:80", "::1"), ("a.test.", "a.test"), ("", "")])
def test_the_name_in_a_host_header(header, name):
    assert host_of(header) == name


@pytest.mark.parametrize("behind_tls", [True, False])
def test_browsers_keep_to_https_only_where_the_server_stands_behind_tls(client_of, behind_tls):
    app = Starlette(
        routes=[Route("/x", told)],
        middleware=[Middleware(Guard, policy="default-src 'none'", behind_tls=behind_tls)],
    )

    found = "strict-transport-security" in client_of(app).get("/x").headers

    assert found is behind_tls


@pytest.mark.parametrize(
    ("told", "seen"), [("::ffff:10.0.0.5", "10.0.0.5"), ("10.0.0.5", "10.0.0.5"), ("::1", "::1")]
)
def test_an_address_is_said_as_people_write_it(told, seen):
    found = through(Door, client=(told, 1))

    assert found["client"] == (seen, 1)
    assert found["scheme"] == "http"


def test_behind_tls_everything_came_by_https():
    assert through(Door, behind_tls=True)["scheme"] == "https"
    assert through(Door, behind_tls=True, type="websocket")["scheme"] == "wss"


def through(door, *, behind_tls=False, **scope):
    """What the application behind the door is told of a request."""
    found = {}

    async def app(scope, receive, send):
        found.update(scope)

    asked = {"type": "http", "method": "GET", "path": "/", "scheme": "http", "headers": [],
             "client": ("10.0.0.5", 1), **scope}  # fmt: skip
    asyncio.run(door(app, behind_tls=behind_tls)(asked, None, None))
    return found
