"""Nobody gets in who does not belong: every request and every line is asked for its session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.domain.access.permissions import Act
from lib.domain.errors import StoreUnavailable
from lib.services.access.page_owners import LINES, Lines
from lib.services.access.sessions import Visit, note_presence, visit_of
from lib.services.audit.tallies import note_denial
from lib.services.installation import Installation
from lib.store.patience import VISIT, waiting
from lib.web.middleware.faults import UNAVAILABLE, retry
from lib.web.middleware.frames import only_ours
from lib.web.middleware.watch import Watch
from lib.web.request.origin import from_own_page, token_in
from lib.web.request.paths import inner_path, prefix
from lib.web.request.permission import let_in
from lib.web.request.visitor import stand_as
from lib.web.streamlit import media

log = structlog.get_logger()

LOGIN, ENTER, LEAVE = "/dang-nhap", "/vao", "/ra"
SSO, SSO_BACK = "/sso", "/sso/ve"

# What shows no figure: scripts, styles, outlines, whether the server is well, the way in and out.
_OPEN_BELOW = ("/static/", "/component/", "/tinh/", "/ranh-gioi/")
_OPEN = frozenset(
    {
        "/health",
        "/_stcore/health",
        "/_stcore/host-config",
        "/favicon.png",
        LOGIN,
        ENTER,
        LEAVE,
        SSO,
        SSO_BACK,
    }
)
# What pages fetch for themselves: a person is led to the login, a script is told no.
STILL_IN = "/phien"
"""Asked by a page that lost its line: answers to whoever is in, with nothing; else 403."""
_NO_PAGE = ("/_stcore/", "/media/", "/so-lieu/", "/sau-ky/", STILL_IN)
_UPLOAD = "/_stcore/upload_file/"
_PUBLIC = "/nhe"
_NOT_NOW = {"Cache-Control": "no-store"}
_REFUSED, _TRY_AGAIN = 4403, 1013


class Gate:
    """Middleware: who has no session is led to the login, or refused. Pure ASGI."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        installation: Callable[[], Installation],
        base: str = "",
        lines: Lines = LINES,
    ) -> None:
        self._app = app
        self._installation = installation
        self._base = base
        self._lines = lines
        self._watch = Watch(installation)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or one line of a page. Whoever asks waits for the store as a visit does."""
        with waiting(VISIT):
            if scope["type"] == "websocket":
                await self._line(scope, receive, send)
            elif scope["type"] == "http":
                await self._request(scope, receive, send)
            else:
                await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = inner_path(scope, self._base)
        if path not in _OPEN and not path.startswith(_OPEN_BELOW):
            visitor = HTTPConnection(scope)
            visit, public = await run_in_threadpool(self._known, visitor)
            let_in(scope, visit, public=public)
            if refusal := self._refusal(path, visitor, visit, public=public):
                if visit is not None:
                    await run_in_threadpool(self._note, path, visitor)
                await refusal(scope, receive, send)
                return
            if path == STILL_IN:
                await Response(status_code=204, headers=_NOT_NOW)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _known(self, visitor: HTTPConnection) -> tuple[Visit | None, bool]:
        """The session, and for a stranger whether anybody may see the aggregates.

        Raises ``StoreUnavailable``: who somebody is cannot be said now, which is not that they are
        nobody.
        """
        with _calmly():
            visit = self._visit(visitor)
            return visit, visit is None and self._installation().in_force.public_view

    def _refusal(
        self, path: str, visitor: HTTPConnection, visit: Visit | None, *, public: bool
    ) -> Response | None:
        if visit is None:
            return None if public and path == _PUBLIC else self._to_login(path, visitor)
        if path.startswith(_UPLOAD) and not self._may_upload(path, visit):
            return PlainTextResponse("Forbidden", 403, headers=_NOT_NOW)
        if path.startswith(media.PATH) and not media.OWNERS.may_have(
            path, visit.digest, lines=self._lines
        ):
            return PlainTextResponse("Not Found", 404, headers=_NOT_NOW)
        return None

    def _note(self, path: str, visitor: HTTPConnection) -> None:
        """Keeps in the trail that somebody wanted what is beyond them."""
        stand_as(visitor)
        note_denial(self._installation(), f"address:{path}")

    def _to_login(self, path: str, visitor: HTTPConnection) -> Response:
        if visitor.scope["method"] not in ("GET", "HEAD") or any(p in path for p in _NO_PAGE):
            return PlainTextResponse("Forbidden", 403, headers=_NOT_NOW)
        wanted = f"{path}?{visitor.url.query}" if visitor.url.query else path
        back = f"?toi={quote(wanted, safe='')}" if wanted != "/" else ""
        return RedirectResponse(f"{prefix(self._base)}{LOGIN}{back}", 303, headers=_NOT_NOW)

    def _may_upload(self, path: str, visit: Visit) -> bool:
        line = path.removeprefix(_UPLOAD).split("/")[0]
        return visit.person.may(Act.ENTER_VOLUNTEERS) and self._lines.belongs(line, visit.digest)

    async def _line(self, scope: Scope, receive: Receive, send: Send) -> None:
        visitor = HTTPConnection(scope)
        visit = None
        if from_own_page(visitor):
            try:
                visit, _ = await run_in_threadpool(self._known, visitor)
            except StoreUnavailable as error:  # the browser asks again until it is back
                log.warning("line_not_now", error=error.code)
                await _not_now(scope, receive, send)
                return
        if visit is None or not self._watch.has_room(visit.digest):
            await receive()  # "websocket.connect"
            await send({"type": "websocket.close", "code": _REFUSED})
            return
        let_in(scope, visit)
        _keep_own_line(scope, lambda line: self._lines.belongs(line, visit.digest))
        await self._watch.follow(
            visit.digest, self._app, scope, receive=only_ours(receive), send=send
        )

    def _visit(self, visitor: HTTPConnection) -> Visit | None:
        installation = self._installation()
        visit = visit_of(installation, token_in(visitor))
        if visit and visit.stale:
            note_presence(installation, visit)
        return visit


@contextmanager
def _calmly() -> Iterator[None]:
    """Whatever goes wrong lets nobody in, and throws nobody out: it is told as the store's."""
    try:
        yield
    except StoreUnavailable:
        raise
    except Exception as error:
        log.error("session_unknown", exc_info=error)
        raise StoreUnavailable from error


async def _not_now(scope: Scope, receive: Receive, send: Send) -> None:
    """Refuses a line without saying that its session has ended."""
    await receive()  # "websocket.connect"
    if "websocket.http.response" in scope.get("extensions", {}):
        answer = PlainTextResponse(
            "Service Unavailable", UNAVAILABLE, headers=_NOT_NOW | retry(UNAVAILABLE)
        )
        await answer(scope, receive, send)
    else:
        await send({"type": "websocket.close", "code": _TRY_AGAIN})


def _keep_own_line(scope: Scope, own: Callable[[str], bool]) -> None:
    """Takes out of the handshake the id of a page that belongs to somebody else."""
    headers = MutableHeaders(scope=scope)
    offered = [part.strip() for part in headers.get("sec-websocket-protocol", "").split(",")]
    if len(offered) > 2 and not own(offered[2]):
        headers["sec-websocket-protocol"] = ", ".join(offered[:2])
        scope["subprotocols"] = [part for part in offered[:2] if part]
