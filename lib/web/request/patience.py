"""Ways in have threads of their own, and a short wait is sat out without one.

Whoever hammers at the door takes nothing from the pages of those who are in.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from lib.domain.access.networks import neighbourhood
from lib.domain.errors import NotAllowed
from lib.services.access.throttle import FEW_S, WAITS

T = TypeVar("T")
_THREADS, _TRIES, _SITTING = 80, 6, 8


class Patience:
    """Carries out what comes from the door."""

    def __init__(self) -> None:
        self._threads = CapacityLimiter(_THREADS)
        self._sitting: Counter[str] = Counter()

    async def carried_out(self, act: Callable[[], T], *, address: str) -> T:
        """What ``act`` gives, in a thread; where it must wait a second or two, after that.

        Raises what ``act`` raises, when the wait is longer or many of one network sit already.
        """
        for _ in range(_TRIES):
            try:
                return await to_thread.run_sync(act, limiter=self._threads)
            except NotAllowed as refused:
                await self._sit(refused, neighbourhood(address))
        return await to_thread.run_sync(act, limiter=self._threads)

    async def _sit(self, refused: NotAllowed, place: str) -> None:
        seconds = refused.values.get("seconds", 0)
        short = refused.code in WAITS and isinstance(seconds, int) and seconds <= FEW_S
        if not short or self._sitting[place] >= _SITTING:
            raise refused
        self._sitting[place] += 1
        try:
            await asyncio.sleep(float(str(seconds)))
        finally:
            self._sitting[place] -= 1
            if not self._sitting[place]:
                del self._sitting[place]


DOOR = Patience()
"""Of this process: login, single sign-on and change of password share it."""
