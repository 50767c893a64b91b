"""Whether the store answers, told in time also where the store does not."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import structlog

from lib.store.patience import VISIT, waiting

log = structlog.get_logger()

_PATIENCE_S = 1.5


class Pulse:
    """Asks in a thread of its own, one question at a time: never behind those who wait for pages.

    Whoever asks while a question is under way waits for the same answer.
    """

    def __init__(self, check: Callable[[], bool], *, patience_s: float = _PATIENCE_S) -> None:
        self._check = check
        self._patience_s = patience_s
        self._asked: asyncio.Future[bool] | None = None

    async def beats(self) -> bool:
        """Whether there was an answer within the patience."""
        loop = asyncio.get_running_loop()
        if self._asked is None or self._asked.done() or self._asked.get_loop() is not loop:
            self._asked = loop.create_future()
            # A daemon: the server must be able to stop while the store does not answer.
            threading.Thread(target=self._ask, args=(loop, self._asked), daemon=True).start()
        asked = self._asked
        await asyncio.wait({asked}, timeout=self._patience_s)
        return asked.done() and asked.result()

    def _ask(self, loop: asyncio.AbstractEventLoop, asked: asyncio.Future[bool]) -> None:
        try:
            with waiting(VISIT):
                found = self._check()
        except Exception as error:  # that the store is away is said; the question falls not with it
            log.warning("store_does_not_answer", exc_info=error)
            found = False
        if not loop.is_closed():
            loop.call_soon_threadsafe(asked.set_result, found)
