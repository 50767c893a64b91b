"""The state of the server is told in time, whatever the store does."""

from __future__ import annotations

import asyncio
import threading
import time

from anyio import to_thread
from starlette.applications import Starlette

from lib.web.routes.own import own_routes
from lib.web.routes.pulse import Pulse

BAR_S = 2.0


def app(check) -> Starlette:
    nothing = {}.get
    return Starlette(
        routes=own_routes(
            base="", version="1", store_answers=check, topology=nothing, sheet=nothing, assets=()
        )
    )


def test_a_store_that_never_answers_is_told_in_time_and_asked_once(client_of):
    asked, end = [], threading.Event()

    def check() -> bool:
        asked.append(1)
        return end.wait(60)

    visitor = client_of(app(check), person=None)
    for _ in range(2):
        start = time.monotonic()
        assert visitor.get("/health").status == 503
        assert time.monotonic() - start < BAR_S + 2
    end.set()
    assert visitor.get("/health").status == 200


def test_many_who_ask_at_once_are_one_question():
    asked, end = [], threading.Event()

    async def ask() -> list[bool]:
        pulse = Pulse(lambda: bool(asked.append(1)) or end.wait(60), patience_s=0.2)
        found = await asyncio.gather(*(pulse.beats() for _ in range(50)))
        end.set()
        await asyncio.sleep(0.5)
        return [*found, await pulse.beats()]

    assert asyncio.run(ask()) == [False] * 50 + [True]
    assert len(asked) == 2


def test_the_state_is_told_while_every_thread_for_pages_waits():
    async def ask() -> float:
        end = threading.Event()
        crowd = [asyncio.create_task(to_thread.run_sync(end.wait, 30)) for _ in range(80)]
        await asyncio.sleep(0.2)
        start = time.monotonic()
        assert await Pulse(lambda: True).beats()
        took = time.monotonic() - start
        end.set()
        await asyncio.gather(*crowd)
        return took

    assert asyncio.run(ask()) < BAR_S


def test_a_check_that_breaks_says_that_the_store_is_away():
    def check() -> bool:
        raise OSError("no way there")

    assert asyncio.run(Pulse(check).beats()) is False
