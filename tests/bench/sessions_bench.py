"""Sixty people on one process, each with five seconds between clicks; what a session weighs.

Memory is measured once everything that all of them share is in its place. The soak drives some
visitors without a pause: memory must be the same at its end as before.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.files.reference import gazetteer
from tests.bench.report import Bar, Report
from tests.bench.serving import ROOT, Address, served
from tests.support.filled import filled_for_years
from tests.support.installations import open_test_installation
from tests.support.visitors import Visitor, visit


@dataclass(frozen=True)
class Crowd:
    """How many people look for how long, and how much is done without a pause after them."""

    people: int = 60
    pause_s: float = 5.0
    seconds: float = 45.0
    soak: int = 2000
    soaking: int = 6
    periods: int = 4


LONG, SHORT = Crowd(), Crowd(4, 0.5, 2.0, soak=20, soaking=2, periods=2)
CODES = list(gazetteer().communes)
INDICATORS = ("GD03", "DS01", "TN01")
_FLAT_MB = 8.0
"""Over 2,000 interactions: less than a twentieth of a megabyte for ten of them."""


def run(*, short: bool = False) -> dict[str, Any]:
    """Times of all interactions, megabytes a session, megabytes over the soak."""
    crowd = SHORT if short else LONG
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        installation = open_test_installation(place)
        filled_for_years(installation, short=short)
        installation.engine.dispose()
        with served(ROOT / "app.py", cwd=ROOT, env={"BDHVS_DATA_DIR": str(place)}) as address:
            times, memory, soak = asyncio.run(_all(address, crowd))
    slow = sorted(times)[int(len(times) * 0.95)] * 1000
    return Report(
        bars=[
            Bar(what=f"95 % of {len(times)} interactions", measured=slow, bar=200, unit="ms"),
            Bar(
                what="each further session",
                measured=(memory[1] - memory[0]) / crowd.people,
                bar=1,
                unit="MB",
            ),
            Bar(
                what=f"growth over {crowd.soak} interactions",
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


async def _all(address: Address, crowd: Crowd) -> tuple[list[float], list[float], list[float]]:
    await _warm(address, crowd)
    times: list[float] = []
    memory = [address.memory]
    people = await asyncio.gather(
        *(_person(address, one, times, crowd) for one in range(crowd.people))
    )
    memory.append(address.memory)
    soak = await _soaked(address, crowd)
    for person in people:
        await person.line.close()
    return times, memory, soak


async def _warm(address: Address, crowd: Crowd) -> None:
    """All that the visitors will look at, once."""
    first = await visit(address, "ban-do")
    await first.run()
    for back in range(crowd.periods):
        await first.slide("ky", back)
        for turn in range(20):
            await first.click(CODES[turn])


async def _person(address: Address, number: int, times: list[float], crowd: Crowd) -> Visitor:
    dice = random.Random(number)
    until = time.monotonic() + crowd.seconds
    await asyncio.sleep(dice.random() * crowd.pause_s)
    person = await visit(address, "ban-do")
    await person.run()
    while time.monotonic() < until:
        await asyncio.sleep(crowd.pause_s * dice.uniform(0.8, 1.2))
        times.append(await _act(person, dice, crowd))
    return person


async def _act(person: Visitor, dice: random.Random, crowd: Crowd) -> float:
    """A click on a commune; one time in four another period."""
    if dice.random() < 0.25:
        return await person.slide("ky", dice.randrange(crowd.periods))
    return await person.click(dice.choice(CODES), dice.choice(INDICATORS))


async def _soaked(address: Address, crowd: Crowd) -> list[float]:
    """Megabytes at every tenth of the soak, and at two tenths before it to settle."""
    seen: list[float] = []
    done = 0

    async def drive(number: int) -> None:
        nonlocal done
        dice = random.Random(1000 + number)
        person = await visit(address, "ban-do")
        await person.run()
        while done < crowd.soak * 1.2:
            await _act(person, dice, crowd)
            done += 1
            if done % (crowd.soak // 10) == 0:
                seen.append(round(address.memory, 1))

    await asyncio.gather(*(drive(number) for number in range(crowd.soaking)))
    return seen
