"""A short wait at the door is sat out without a thread; a long one, or many, are told."""

from __future__ import annotations

import asyncio
import threading

import pytest

from lib.domain.errors import NotAllowed
from lib.web.request import patience
from lib.web.request.patience import Patience

HERE = "10.1.1.1"


@pytest.fixture
def slept(monkeypatch):
    seconds, sleep = [], asyncio.sleep

    async def asleep(how_long):
        seconds.append(how_long)
        await sleep(0.01)

    monkeypatch.setattr(patience.asyncio, "sleep", asleep)
    return seconds


def refusing(times, *, seconds=2, code="login_wait"):
    """Something that is refused so many times before it goes."""
    left = [times]

    def act():
        if left[0]:
            left[0] -= 1
            raise NotAllowed(code, seconds=seconds)
        return "in"

    return act


def carried_out(act):
    return asyncio.run(Patience().carried_out(act, address=HERE))


def test_a_short_wait_is_sat_out(slept):
    assert carried_out(refusing(2)) == "in"
    assert slept == [2, 2]


@pytest.mark.parametrize(
    "act",
    [refusing(1, seconds=30), refusing(1, code="login_busy"), refusing(1, code="login_refused"),
     refusing(100)],
)  # fmt: skip
def test_what_is_long_or_does_not_go_by_itself_is_told(slept, act):
    with pytest.raises(NotAllowed):
        carried_out(act)

    assert len(slept) <= 6


def test_of_one_network_only_some_sit_and_somebody_else_is_heard_meanwhile(slept):
    told = []

    async def one(door, address):
        try:
            told.append(await door.carried_out(refusing(3), address=address))
        except NotAllowed:
            told.append("wait")

    async def all_of_them():
        door = Patience()
        flood = [one(door, f"10.1.1.{n}") for n in range(40)]
        await asyncio.gather(*flood, one(door, "10.2.2.2"))
        return door

    door = asyncio.run(all_of_them())

    assert told.count("in") >= 9
    assert told.count("wait") >= 20
    assert not door._sitting


def test_the_threads_of_the_door_are_its_own():
    async def both():
        door = Patience()
        held = threading.Event()
        flood = [
            asyncio.create_task(door.carried_out(lambda: held.wait(5), address=HERE))
            for _ in range(100)
        ]
        await asyncio.sleep(0.1)
        page = await asyncio.wait_for(patience.to_thread.run_sync(lambda: "a page"), 2)
        held.set()
        await asyncio.gather(*flood)
        return page

    assert asyncio.run(both()) == "a page"
