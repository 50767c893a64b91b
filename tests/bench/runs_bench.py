"""A warm run of the map page over a real websocket, beside the least a Streamlit page can be.

Both are run in turns on the same machine, so that a busy one slows both. A run counts from the
message that asks for it to the last word of the answer.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.bench.report import Bar, Report
from tests.bench.serving import ROOT, served
from tests.support.filled import filled_for_years
from tests.support.installations import open_test_installation
from tests.support.visitors import Visitor, visit

WARM_UP, TURNS = 12, 60
COMMUNES = ("03646", "04045", "03679", "03694")
_LIMIT_MS = 45.0

Turn = Callable[[int], Awaitable[float]]


def run(*, short: bool = False) -> dict[str, Any]:
    """Medians of a plain run, a clicked commune and another period."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        installation = open_test_installation(place)
        filled_for_years(installation, short=short)
        installation.engine.dispose()
        shutil.copytree(ROOT / ".streamlit", place / "least/.streamlit")
        least = Path(shutil.copy(Path(__file__).with_name("apps") / "least.py", place / "least"))
        with (
            served(ROOT / "app.py", cwd=ROOT, env={"BDHVS_DATA_DIR": str(place)}) as ours,
            served(least, cwd=place / "least") as bare,
        ):
            times = asyncio.run(_measured(ours, bare, *((1, 2) if short else (WARM_UP, TURNS))))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    against = f"the least page: {medians['least page']:.1f} ms"
    return Report(
        bars=[
            Bar(what=f"{name} ({against})", measured=medians[name], bar=_LIMIT_MS, unit="ms")
            for name in ("a run as it stands", "a clicked commune", "another period")
        ],
        figures={"medians_ms": medians, "times_ms": times},
    ).as_dict()


async def _measured(ours: str, bare: str, warm_up: int, turns: int) -> dict[str, list[float]]:
    page, least = await visit(ours, "ban-do"), await visit(bare)
    await page.run()
    acts: dict[str, Turn] = {
        "a run as it stands": lambda _turn: page.run(),
        "a clicked commune": lambda turn: page.click(COMMUNES[turn % len(COMMUNES)]),
        "another period": lambda turn: _next_period(page, turn),
        "least page": lambda _turn: least.run(),
    }
    times: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(warm_up + turns):
        for name, act in acts.items():
            took = await act(turn) * 1000
            if turn >= warm_up:
                times[name].append(round(took, 2))
    return times


async def _next_period(page: Visitor, turn: int) -> float:
    return await page.slide("ky", turn % 4)
