"""The state of the server is told in time, whatever the store does."""

from __future__ import annotations

import asyncio
import threading
from functools import partial

from anyio import to_thread
from starlette.applications import Starlette

from lib.web.routes.own import own_routes
from lib.web.routes.pulse import Pulse
from tests.support.patience import PATIENCE_S, until


def app(check) -> Starlette:
    nothing = {}.get
    return Starlette(
        routes=own_routes(
            base="", version="1", store_answers=check, topology=nothing, sheet=nothing, assets=()
        )
    )


def test_a_store_that_never_answers_is_told_in_time_and_asked_once(client_of):
    asked, answered, end = [], [], threading.Event()

    def check() -> bool:
        asked.append(1)
        answered.append(end.wait(PATIENCE_S))
        return True

    visitor = client_of(app(check), person=None)
    for _ in range(2):
        assert visitor.get("/health").status == 503
    assert answered == []
    end.set()
    until(lambda: visitor.get("/health").status == 200, what="the store's answer")


def test_many_who_ask_at_once_are_one_question():
    asked, end = [], threading.Event()

    async def ask() -> list[bool]:
        pulse = Pulse(lambda: bool(asked.append(1)) or end.wait(PATIENCE_S), patience_s=0.2)
        found = await asyncio.gather(*(pulse.beats() for _ in range(50)))
        end.set()
        pulse._patience_s = PATIENCE_S
        await pulse._asked
        return [*found, await pulse.beats()]

    assert asyncio.run(ask()) == [False] * 50 + [True]
    assert len(asked) == 2


def test_the_state_is_told_while_every_thread_for_pages_waits():
    async def ask() -> tuple[bool, bool]:
        end = threading.Event()
        wait = partial(end.wait, 2 * PATIENCE_S)
        crowd = [asyncio.create_task(to_thread.run_sync(wait)) for _ in range(80)]
        await asyncio.sleep(0.2)
        told = await Pulse(lambda: True, patience_s=PATIENCE_S).beats()
        waiting = not any(one.done() for one in crowd)
        end.set()
        await asyncio.gather(*crowd)
        return told, waiting

    assert asyncio.run(ask()) == (True, True)


def test_a_check_that_breaks_says_that_the_store_is_away():
    def check() -> bool:
        raise OSError("no way there")

    assert asyncio.run(Pulse(check).beats()) is False
