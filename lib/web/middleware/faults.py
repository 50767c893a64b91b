"""Faults of our own routes: one calm sentence with a code, and the trace in the log under it."""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.domain.errors import AppError, StoreBusy, StoreUnavailable, ticket_of
from lib.services.access.throttle import WAITS
from lib.services.view_address import language_in
from lib.settings import settings
from lib.text import words
from lib.web.answer.rendering import rendered
from lib.web.middleware.security_headers import SCRIPTLESS_POLICY
from lib.web.request.paths import inner_path

log = structlog.get_logger()

UNAVAILABLE = 503

_HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": SCRIPTLESS_POLICY}


class Calm:
    """Middleware: whatever breaks below it, nobody sees a trace, a path or a statement."""

    def __init__(self, app: ASGIApp, *, base: str = "") -> None:
        self._app = app
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; lines of pages pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            if begun:
                raise
            is_page = "/" not in inner_path(scope, self._base)[1:]
            await _answer(error, Request(scope), is_page=is_page)(scope, receive, send)


def _answer(error: Exception, request: Request, *, is_page: bool) -> Response:
    """A page for whoever reads pages, one line for whoever fetches files."""
    status, text = told(error, request.query_params)
    headers = _HEADERS | retry(status)
    if not is_page:
        return PlainTextResponse(text, status, headers=headers)
    page = fault_page(text, request.query_params, inside=False)
    return HTMLResponse(page, status, headers=headers)


def retry(status: int) -> dict[str, str]:
    """Headers for whoever is told that the store cannot answer now: it is worth asking again."""
    return {"Retry-After": "5"} if status == UNAVAILABLE else {}


def status_of(error: AppError, *, else_: int) -> int:
    """The status under which a form tells why something did not go."""
    if isinstance(error, StoreUnavailable):
        log.warning("store_not_now", ticket=ticket_of(error), exc_info=error)
        return UNAVAILABLE
    return 429 if error.code in (*WAITS, "login_busy") else else_


def told(error: Exception, query: Mapping[str, str]) -> tuple[int, str]:
    """Status and sentence; the trace goes to the log under the code in the sentence."""
    ticket = ticket_of(error)
    busy = isinstance(error, StoreBusy)
    (log.warning if busy else log.error)("route_fault", ticket=ticket, exc_info=error)
    fault = error if isinstance(error, AppError) else AppError()
    say = words(language_in(query, default=settings().language))
    text = say(f"error.{fault.code}", **{"ticket": ticket, **fault.values})
    return UNAVAILABLE if fault is error else 500, text


def fault_page(text: str, query: Mapping[str, str], *, inside: bool) -> str:
    """The sentence as a page of its own."""
    return rendered(
        "nhe_empty.html",
        say=words(language_in(query, default=settings().language)),
        demo=False,
        unread=(),
        inside=inside,
        text=text,
        begin=False,
        ways=(),
        stranger=False,
    )
