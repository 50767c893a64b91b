"""Open pages whose session has ended are closed, also when nobody touches them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.services.house import House
from lib.services.sessions import still_in

log = structlog.get_logger()

_EVERY_S = 2.0
_ENDED = 4401


class Watch:
    """Asks for all open lines together, every two seconds, with one question to the store."""

    def __init__(self, house: Callable[[], House]) -> None:
        self._house = house
        self._open: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._asking: asyncio.Task[None] | None = None

    async def follow(
        self, digest: str, app: ASGIApp, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Carries one line, and closes it when its session ends."""
        ended, closed = asyncio.Event(), False
        self._open[digest].add(ended)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())

        async def heard() -> Message:
            nonlocal closed
            word = asyncio.ensure_future(receive())
            end = asyncio.ensure_future(ended.wait())
            await asyncio.wait({word, end}, return_when=asyncio.FIRST_COMPLETED)
            if not ended.is_set():
                end.cancel()
                return word.result()
            word.cancel()
            if not closed:
                closed = True
                await send({"type": "websocket.close", "code": _ENDED})
            return {"type": "websocket.disconnect", "code": _ENDED}

        async def said(message: Message) -> None:
            if not closed:
                await send(message)

        try:
            await app(scope, heard, said)
        finally:
            self._open[digest].discard(ended)
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
        return still_in(self._house(), digests)
