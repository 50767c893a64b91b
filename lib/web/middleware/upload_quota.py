"""How much one person may hand in at once: however many pages they open, it is one share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.services.access.page_owners import LINES, Lines
from lib.services.rations import share_of
from lib.services.shares import Shares
from lib.web.request.paths import inner_path
from lib.web.request.permission import visit_in

UPLOADS = "/_stcore/upload_file/"
_MOST_SESSIONS = 5_000


@dataclass(frozen=True)
class Quota:
    """What one person, and all together, may hand in at once."""

    at_once: int = 12
    """Uploads of one person under way at the same time; browsers keep to six."""
    person_bytes: int = 600 * 2**20
    """Bytes that one person may have lying in memory."""
    all_bytes: int = 2 * 2**30
    """Bytes that all together may have lying in memory."""


Held = Callable[[Collection[str]], tuple[int, int]]
"""Bytes lying in memory: of these pages, and of all."""


class HandingIn:
    """Middleware behind the gate: uploads are held within the quota of whoever sends them.

    ``is_demo``: whether many people share the accounts; then each session is a person.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        quota: Quota | None = None,
        held: Held = lambda _pages: (0, 0),
        is_demo: Callable[[], bool] = lambda: False,
        base: str = "",
        lines: Lines = LINES,
    ) -> None:
        self._app = app
        self._quota = quota or Quota()
        self._held = held
        self._is_demo = is_demo
        self._base = base
        self._lines = lines
        self._under_way: Counter[str] = Counter()
        self._coming: Counter[str] = Counter()
        self._sessions: Shares[str, None] = Shares(_MOST_SESSIONS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        put = scope["type"] == "http" and scope["method"] == "PUT"
        if not put or not inner_path(scope, self._base).startswith(UPLOADS):
            await self._app(scope, receive, send)
            return
        person = self._person(HTTPConnection(scope))
        length = Headers(scope=scope).get("content-length", "")
        if refused := self._too_much(person, length):
            status, word = refused
            wait = {"Retry-After": "10"} if status in (429, 503) else {}
            await PlainTextResponse(word, status, headers=wait)(scope, receive, send)
            return
        await self._taken_in(person, int(length), scope, receive=receive, send=send)

    async def _taken_in(
        self, person: str, length: int, scope: Scope, *, receive: Receive, send: Send
    ) -> None:
        self._under_way[person] += 1
        self._coming[person] += length
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way[person] -= 1
            self._coming[person] -= length
            if not self._under_way[person]:
                del self._under_way[person], self._coming[person]

    def _person(self, visitor: HTTPConnection) -> str:
        visit = visit_in(visitor)
        if visit is None:
            return ""
        person = share_of(visit.person, session=visit.digest if self._is_demo() else "")
        self._sessions.put(visit.digest, None, of=person)
        return person

    def _too_much(self, person: str, length: str) -> tuple[int, str] | None:
        if not length.isdecimal() or len(length) > 15:
            return 411, "Length Required"
        if self._under_way[person] >= self._quota.at_once:
            return 429, "Too Many Requests"
        pages = [page for session in self._sessions.of(person) for page in self._lines.of(session)]
        mine, everybody = self._held(pages)
        mine += self._coming[person] + int(length)
        everybody += self._coming.total() + int(length)
        if mine > self._quota.person_bytes:
            return 413, "Content Too Large"
        # Nobody takes more than is still left for the others.
        if mine > self._quota.all_bytes - everybody:
            return 503, "Service Unavailable"
        return None
