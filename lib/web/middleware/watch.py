"""Open pages whose session has ended are closed, also when nobody touches them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState

from lib.services.access.sessions import still_in
from lib.services.installation import Installation

log = structlog.get_logger()

_EVERY_S = 2.0
_MOST_LINES = 120
"""Open pages of one login at the same time."""
_LAST_RUN_S = 1.5
_ENDED = 4401
_RUN_AGAIN = BackMsg(rerun_script=ClientState()).SerializeToString()


class _Line:
    """One open page: carried until its session ends, then run a last time and closed."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self.ended = asyncio.Event()
        self._receive = receive
        self._send = send
        self._begun = self._told = self._closed = False

    async def heard(self) -> Message:
        """What the page hears next."""
        if not self._told:
            word = asyncio.ensure_future(self._receive())
            end = asyncio.ensure_future(self.ended.wait())
            await asyncio.wait({word, end}, return_when=asyncio.FIRST_COMPLETED)
            if not self.ended.is_set():
                end.cancel()
                self._begun = True
                return word.result()
            word.cancel()
            self._told = True
            if self._begun:
                # The page finds that nobody is in, and puts that in the place of all figures.
                return {"type": "websocket.receive", "bytes": _RUN_AGAIN}
        elif self._begun and not self._closed:
            await asyncio.sleep(_LAST_RUN_S)
        if not self._closed:
            self._closed = True
            await self._send({"type": "websocket.close", "code": _ENDED})
        return {"type": "websocket.disconnect", "code": _ENDED}

    async def said(self, message: Message) -> None:
        """What the page says; nothing after the line is closed."""
        if not self._closed:
            await self._send(message)


class Watch:
    """Asks for all open lines together, every two seconds, with one question to the store."""

    def __init__(self, installation: Callable[[], Installation]) -> None:
        self._installation = installation
        self._open: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._asking: asyncio.Task[None] | None = None

    def has_room(self, digest: str) -> bool:
        """Whether this login may open another page: a person has tens of them, not thousands."""
        return len(self._open.get(digest, ())) < _MOST_LINES

    async def follow(
        self, digest: str, app: ASGIApp, scope: Scope, *, receive: Receive, send: Send
    ) -> None:
        """Carries one line, and closes it when its session ends."""
        line = _Line(receive, send)
        self._open[digest].add(line.ended)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        try:
            await app(scope, line.heard, line.said)
        finally:
            self._open[digest].discard(line.ended)
            if not self._open[digest]:
                del self._open[digest]

    async def _ask(self) -> None:
        while self._open:
            await asyncio.sleep(_EVERY_S)
            digests = list(self._open)
            try:
                live = await run_in_threadpool(self._still_in, digests)
            except Exception as error:  # asked again in two seconds; each run asks as well
                log.warning("sessions_unknown", exc_info=error)
                continue
            for digest in set(digests) - live:
                for ended in self._open.get(digest, ()):
                    ended.set()

    def _still_in(self, digests: list[str]) -> set[str]:
        return still_in(self._installation(), digests)
