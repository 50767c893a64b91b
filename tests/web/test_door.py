"""The door before everything: names and claims of identity."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from lib.web.middleware.host_and_quota import IDENTITY, Door, host_of, hosts_in
from lib.web.middleware.security_headers import Guard
from lib.web.request.origin import same_origin


async def told(request: Request) -> JSONResponse:
    return JSONResponse({"headers": dict(request.headers), "size": len(await request.body())})


def gated(client_of, **options):
    return client_of(
        Starlette(routes=[Route("/x", told)], middleware=[Middleware(Door, **options)])
    )


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
