"""Sixty people on one process, each with five seconds between clicks; what a session weighs.

Memory is measured once everything that all of them share is in its place. The soak drives some
visitors without a pause: memory must be the same at its end as before.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from lib.files.reference import gazetteer
from tests.bench.report import Bar, Report
from tests.bench.serving import ROOT, Address, served
from tests.support.houses import open_test_house
from tests.support.visitors import Visitor, visit
from tests.support.years import fill_with_years

PEOPLE, PAUSE_S, SECONDS = 60, 5.0, 45.0
SOAK, SOAKING = 2000, 6
CODES = list(gazetteer().communes)
INDICATORS = ("GD03", "DS01", "TN01")
_PERIODS = 4
_FLAT_MB = 8.0
"""Over 2,000 interactions: less than a twentieth of a megabyte for ten of them."""


def run() -> dict[str, Any]:
    """Times of all interactions, megabytes a session, megabytes over the soak."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        house = open_test_house(place)
        fill_with_years(house)
        house.engine.dispose()
        with served(ROOT / "app.py", cwd=ROOT, env={"BDHVS_DATA_DIR": str(place)}) as address:
            times, memory, soak = asyncio.run(_all(address))
    slow = sorted(times)[int(len(times) * 0.95)] * 1000
    return Report(
        bars=[
            Bar(what=f"95 % of {len(times)} interactions", measured=slow, bar=200, unit="ms"),
            Bar(
                what="each further session",
                measured=(memory[1] - memory[0]) / PEOPLE,
                bar=1,
                unit="MB",
            ),
            Bar(
                what=f"growth over {SOAK} interactions",
                measured=max(0.0, soak[-1] - soak[1]),
                bar=_FLAT_MB,
                unit="MB",
            ),
        ],
        figures={
            "interactions_ms": [round(t * 1000, 1) for t in times],
            "memory_mb": memory,
            "soak_mb": soak,
        },
    ).as_dict()


async def _all(address: Address) -> tuple[list[float], list[float], list[float]]:
    await _warm(address)
    times: list[float] = []
    memory = [address.memory]
    people = await asyncio.gather(*(_person(address, one, times) for one in range(PEOPLE)))
    memory.append(address.memory)
    soak = await _soaked(address)
    for person in people:
        await person.line.close()
    return times, memory, soak


async def _warm(address: Address) -> None:
    """All that the visitors will look at, once."""
    first = await visit(address, "ban-do")
    await first.run()
    for back in range(_PERIODS):
        await first.slide("ky", back)
        for turn in range(20):
            await first.click(CODES[turn])


async def _person(address: Address, number: int, times: list[float]) -> Visitor:
    dice = random.Random(number)
    until = time.monotonic() + SECONDS
    await asyncio.sleep(dice.random() * PAUSE_S)
    person = await visit(address, "ban-do")
    await person.run()
    while time.monotonic() < until:
        await asyncio.sleep(PAUSE_S * dice.uniform(0.8, 1.2))
        times.append(await _act(person, dice))
    return person


async def _act(person: Visitor, dice: random.Random) -> float:
    """A click on a commune; one time in four another period."""
    if dice.random() < 0.25:
        return await person.slide("ky", dice.randrange(_PERIODS))
    return await person.click(dice.choice(CODES), dice.choice(INDICATORS))


async def _soaked(address: Address) -> list[float]:
    """Megabytes at every tenth of the soak, and at two tenths before it to settle."""
    seen: list[float] = []
    done = 0

    async def drive(number: int) -> None:
        nonlocal done
        dice = random.Random(1000 + number)
        person = await visit(address, "ban-do")
        await person.run()
        while done < SOAK * 1.2:
            await _act(person, dice)
            done += 1
            if done % (SOAK // 10) == 0:
                seen.append(round(address.memory, 1))

    await asyncio.gather(*(drive(number) for number in range(SOAKING)))
    return seen
