"""Before anything else is asked: by which name the server was called, who is said to knock, and
how much one visit may hand in at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.web.paths import inner_path

UPLOADS = "/_stcore/upload_file/"
_ALWAYS = frozenset({"localhost", "127.0.0.1", "::1"})
"""The server's own machine: health checks and the proxy beside it."""

# Headers by which proxies tell who somebody is. Nothing here believes them; a later version of a
# library might, so they do not even come in.
IDENTITY = frozenset(
    {
        b"remote-user", b"x-remote-user", b"x-forwarded-user", b"x-forwarded-email",
        b"x-forwarded-preferred-username", b"x-forwarded-groups", b"x-auth-request-user",
        b"x-auth-request-email", b"x-auth-request-preferred-username", b"x-auth-request-groups",
        b"x-webauth-user", b"x-authenticated-user", b"x-user", b"x-user-email",
        b"x-streamlit-user", b"x-ms-client-principal", b"x-ms-client-principal-name",
        b"x-goog-authenticated-user-email", b"cf-access-authenticated-user-email",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Quota:
    """What one visit, and all visits together, may hand in at once."""

    at_once: int = 12
    """Uploads of one visit under way at the same time; browsers keep to six."""
    visit_bytes: int = 600 * 2**20
    """Bytes that one visit may have lying in memory."""
    all_bytes: int = 2 * 2**30
    """Bytes that all visits together may have lying in memory."""


Held = Callable[[str], tuple[int, int]]
"""Bytes lying in memory: of this visit, and of all."""


def host_of(header: str) -> str:
    """The name in a Host header, without its port: ``[::1]:80`` is ``::1``."""
    try:
        return (urlsplit(f"//{header}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def hosts_in(setting: str) -> frozenset[str]:
    """The names of a setting such as ``bdhvs.sonla.gov.vn, 10.0.0.5``; empty for any."""
    return frozenset(name.strip().lower().rstrip(".") for name in setting.split(",")) - {""}


class Door:
    """Middleware, the outermost: unknown names are refused, claims of identity dropped, uploads
    held within their quota. ``hosts`` empty lets any name in; ``behind_tls``: nobody reaches this
    server but by https.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Collection[str] = (),
        quota: Quota | None = None,
        held: Held = lambda _visit: (0, 0),
        base: str = "",
        behind_tls: bool = False,
    ) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._quota = quota or Quota()
        self._held = held
        self._base = base
        self._behind_tls = behind_tls
        self._under_way: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or websocket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if not self._knows(Headers(scope=scope).get("host", "")):
            await _refuse(400, "Bad Request", scope, receive, send)
            return
        scope = {**scope, "headers": _without_claims(scope["headers"]), **_plain_client(scope)}
        if self._behind_tls:
            # Nobody comes but by https: cookies are Secure also where the proxy forgets to say so.
            scope["scheme"] = "https" if scope["type"] == "http" else "wss"
        path = inner_path(scope, self._base)
        if scope["type"] == "http" and scope["method"] == "PUT" and path.startswith(UPLOADS):
            await self._upload(path, scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _knows(self, header: str) -> bool:
        return not self._hosts or host_of(header) in self._hosts | _ALWAYS

    async def _upload(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        visit = path.removeprefix(UPLOADS).partition("/")[0]
        if refused := self._too_much(visit, Headers(scope=scope).get("content-length", "")):
            await _refuse(*refused, scope, receive, send)
            return
        self._under_way[visit] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way[visit] -= 1
            if not self._under_way[visit]:
                del self._under_way[visit]

    def _too_much(self, visit: str, length: str) -> tuple[int, str] | None:
        if not length.isdecimal() or len(length) > 15:
            return 411, "Length Required"
        if self._under_way[visit] >= self._quota.at_once:
            return 429, "Too Many Requests"
        mine, everybody = self._held(visit)
        if mine + int(length) > self._quota.visit_bytes:
            return 413, "Content Too Large"
        if everybody + int(length) > self._quota.all_bytes:
            return 503, "Service Unavailable"
        return None


def _plain_client(scope: Scope) -> dict[str, object]:
    """Who knocks, as people write it: a server on both protocols says ``::ffff:10.0.0.5``."""
    address, port = scope.get("client") or ("", 0)
    return {"client": (address.removeprefix("::ffff:"), port)} if address else {}


def _without_claims(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    # Underscores too: some servers in between read them as dashes.
    return [(n, v) for n, v in headers if n.lower().replace(b"_", b"-") not in IDENTITY]


async def _refuse(status: int, word: str, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await PlainTextResponse(word, status_code=status)(scope, receive, send)
