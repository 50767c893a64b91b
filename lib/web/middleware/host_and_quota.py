"""Before anything else is asked: by which name the server was called, and who is said to knock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

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
    """Middleware, the outermost: unknown names are refused, claims of identity dropped. ``hosts``
    empty lets any name in; ``behind_tls``: nobody reaches this server but by https.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Collection[str] = (),
        behind_tls: bool = False,
    ) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._behind_tls = behind_tls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or websocket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if not self._knows(Headers(scope=scope).get("host", "")):
            await _refuse(400, "Bad Request", scope, receive=receive, send=send)
            return
        scope = {**scope, "headers": _without_claims(scope["headers"]), **_plain_client(scope)}
        if self._behind_tls:
            # Nobody comes but by https: cookies are Secure also where the proxy forgets to say so.
            scope["scheme"] = "https" if scope["type"] == "http" else "wss"
        await self._app(scope, receive, send)

    def _knows(self, header: str) -> bool:
        return not self._hosts or host_of(header) in self._hosts | _ALWAYS


def _plain_client(scope: Scope) -> dict[str, object]:
    """Who knocks, as people write it: a server on both protocols says ``::ffff:10.0.0.5``."""
    address, port = scope.get("client") or ("", 0)
    return {"client": (address.removeprefix("::ffff:"), port)} if address else {}


def _without_claims(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    # Underscores too: some servers in between read them as dashes.
    return [(n, v) for n, v in headers if n.lower().replace(b"_", b"-") not in IDENTITY]


async def _refuse(status: int, word: str, scope: Scope, *, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await PlainTextResponse(word, status_code=status)(scope, receive, send)
