"""Every page with 2,250 villages and 36 months: as usual, and as the first to ask after a publish.

A page counts from its question to its last word, over a real websocket; the light page by HTTP.
Another process publishes one commune's month, each time anew, and the page is asked at once.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lib.services.installation import Installation
from lib.store.figures.figures import in_force
from tests.bench.report import Bar, Report
from tests.bench.serving import ROOT, served
from tests.support.entering import header
from tests.support.filled import filled_for_years
from tests.support.installations import VILLAGES, open_test_installation, put
from tests.support.sheets import village_month
from tests.support.visitors import visit

COMMUNE = "03646"
PAGES = {
    "map": ("ban-do", ""),
    "map with a commune": ("ban-do", f"xa={COMMUNE}"),
    "map of a year ago": ("ban-do", "ky=2027-06"),
    "commune with its trend": ("xa", f"xa={COMMUNE}"),
    "upload": ("tai-so-lieu", ""),
    "history": ("lich-su", ""),
    "guide": ("huong-dan", ""),
    "light page": ("nhe", ""),
    "light page with a commune": ("nhe", f"xa={COMMUNE}"),
}
_AFTER = datetime(2028, 7, 10, tzinfo=UTC)
_TURNS, _PUBLISHES = 7, 3


def run(*, short: bool = False) -> dict[str, Any]:
    """Seconds by page: warm, after a publish for the newest month, after one for the first."""
    with tempfile.TemporaryDirectory() as folder:
        installation = open_test_installation(Path(folder), clock=lambda: _AFTER)
        filled_for_years(installation, short=short)
        with served(ROOT / "app.py", cwd=ROOT, env={"BDHVS_DATA_DIR": folder}) as address:
            seconds = asyncio.run(_measured(installation, address, short=short))
        installation.engine.dispose()
    worst = {kind: max(by_page, key=by_page.__getitem__) for kind, by_page in seconds.items()}
    bars = {"warm": 0.15, "after a publish": 1.0, "after a correction of the first month": 1.0}
    return Report(
        bars=[
            Bar(
                what=f"slowest page, {kind}: {worst[kind]}",
                measured=seconds[kind][worst[kind]],
                bar=bar,
                unit="s",
            )
            for kind, bar in bars.items()
        ],
        figures=seconds,
    ).as_dict()


async def _measured(
    installation: Installation, address: str, *, short: bool
) -> dict[str, dict[str, float]]:
    for page in PAGES:
        await _seconds(address, page)
    warm = {
        page: statistics.median(
            [await _seconds(address, page) for _ in range(1 if short else _TURNS)]
        )
        for page in PAGES
    }
    found = {"warm": warm}
    oldest, newest = _ends(installation)
    for kind, period in (
        ("after a publish", newest),
        ("after a correction of the first month", oldest),
    ):
        found[kind] = {
            page: await _first(installation, address, page, period, 1 if short else _PUBLISHES)
            for page in PAGES
        }
    return {
        kind: {page: round(taken, 4) for page, taken in by_page.items()}
        for kind, by_page in found.items()
    }


async def _first(
    installation: Installation, address: str, page: str, period: str, publishes: int
) -> float:
    """Median of the first visits after a publish each."""
    taken = []
    for turn in range(publishes):
        await asyncio.to_thread(put, installation, _corrected(installation, period, turn))
        taken.append(await _seconds(address, page))
    return statistics.median(taken)


def _ends(installation: Installation) -> tuple[str, str]:
    """The first and the newest month that the commune reported its villages for."""
    with installation.engine.connect() as connection:
        told = in_force(connection, VILLAGES, communes={COMMUNE})["period"]
    return str(told.min()), str(told.max())


def _corrected(installation: Installation, period: str, turn: int) -> bytes:
    """One commune's month once more, with another figure in each village."""
    with installation.engine.connect() as connection:
        rows = in_force(connection, VILLAGES, periods={period}, communes={COMMUNE})
    name = installation.gazetteer.communes[COMMUNE].full_name
    year, month = period.split("-")
    return village_month(
        *((name, r.unit_name, turn + 1, int(r.households_guided)) for r in rows.itertuples()),
        period=f"{month}/{year}",
    )


async def _seconds(address: str, page: str) -> float:
    path, query = PAGES[page]
    if path == "nhe":
        return await asyncio.to_thread(_timed, lambda: _fetch(f"{address}/nhe?{query}"))
    visitor = await visit(address, path, query)
    took = await visitor.run()
    await visitor.line.close()
    return took


def _timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def _fetch(address: str) -> bytes:
    asked = urllib.request.Request(address, headers={"Cookie": header()})
    with urllib.request.urlopen(asked) as answer:
        return bytes(answer.read())
