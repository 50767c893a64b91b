"""A small server with our middleware around a stand-in for Streamlit."""

import asyncio
from dataclasses import dataclass, field

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

from lib.assets import fingerprint
from lib.domain.access.permissions import Role
from lib.services.access.sessions import Visit
from lib.web.middleware.security_headers import Guard, page_policy
from lib.web.request.permission import let_in
from lib.web.routes.own import own_routes
from lib.web.streamlit.shell import Shell, ShellPage
from lib.web.streamlit.static_files import FrozenFiles, Shelf
from tests.support.people import in_role

ADMINISTRATOR = in_role(Role.ADMINISTRATOR)

INDEX = """<!-- licence --><!DOCTYPE html>
<html lang="en"><head><title>Streamlit</title>
<link rel="preload" href="./static/media/SourceSansVF-Upright.woff2" as="font" crossorigin />
<script>window.ready = false</script>
<script type="module" src="./static/js/index.abc.js"></script>
<link rel="stylesheet" crossorigin href="./static/css/index.abc.css">
</head><body><noscript>You need JavaScript.</noscript><div id="root"></div></body></html>"""

SHEET = (
    "@font-face{font-family:Source Sans;src:url(../media/sans.woff2)}"
    "@font-face{font-family:Material Symbols Rounded;src:url(../media/all.woff2)format('woff2')}"
    "@font-face{font-family:KaTeX;src:url(../media/katex.woff2)}b{color:red}"
)


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Client:
    """Asks an ASGI application one question at a time, without a network, as somebody who is in."""

    def __init__(self, app, person=ADMINISTRATOR):
        self.app = app
        self.visit = Visit("0" * 64, person) if person else None

    def get(self, path, *, query="", **headers):
        return asyncio.run(self._ask("GET", path, headers, query))

    def ask(self, method, path, **headers):
        return asyncio.run(self._ask(method, path, headers))

    async def _ask(self, method, path, headers, query=""):
        answer = Answer()
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [
                (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
            ],
            "server": ("test", 80),
            "client": ("test", 1),
        }
        let_in(scope, self.visit)

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = {k.decode(): v.decode() for k, v in message["headers"]}
            else:
                answer.body += message.get("body", b"")

        await self.app(scope, receive, send)
        return answer


@pytest.fixture
def client_of():
    return Client


@pytest.fixture
def streamlit_folder(tmp_path):
    folder = tmp_path / "static"
    (folder / "static/js").mkdir(parents=True)
    (folder / "static/css").mkdir()
    (folder / "index.html").write_text(INDEX)
    (folder / "static/js/index.abc.js").write_text("console.log('streamlit');" * 100)
    (folder / "static/js/index.abc.js.map").write_text("{}")
    (folder / "static/css/index.abc.css").write_text(SHEET)
    return folder


@pytest.fixture(params=["", "so-lieu"], ids=["at the root", "below a base path"])
def base(request):
    return request.param


@pytest.fixture
def front(base):
    return f"/{base}" if base else ""


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "shelf")


@pytest.fixture
def client(streamlit_folder, shelf, base, front):
    shell = Shell(streamlit_folder, title="Sơn La <1>", language="vi")

    async def index(_request):
        return FileResponse(streamlit_folder / "index.html")

    async def say(_request):
        return PlainTextResponse("streamlit")

    async def strict(_request):
        return Response("in", headers={"Content-Security-Policy": "default-src 'none'"})

    return Client(
        Starlette(
            routes=[
                *own_routes(
                    base=base,
                    version="1.2.3",
                    store_answers=lambda: True,
                    topology={"schematic-0123456789ab": b'{"type":"Topology"}' * 40}.get,
                    sheet={"2026-08-0123456789abcdef": b'{"period":"2026-08"}' * 40}.get,
                    assets=[fingerprint("map", "js", b"draw();" * 80), shell.stylesheet],
                ),
                Route(f"{front}/in-an", strict),
                Mount(
                    front or "/",
                    routes=[
                        Route("/ban-do", index),
                        Route("/_stcore/metrics", say),
                        Route("/_stcore/health", say),
                        Route("/component/{rest:path}", say),
                    ],
                ),
            ],
            middleware=[
                Middleware(Guard, policy=page_policy(shell.script_hashes), base=base),
                Middleware(
                    FrozenFiles,
                    folders={"/static": streamlit_folder / "static"},
                    shelf=shelf,
                    base=base,
                ),
                Middleware(ShellPage, shell=shell),
            ],
        )
    )
