"""Files far too large, dropped in a real browser while other people use the pages.

    python -m tests.scripts.large_uploads [--rows 1000000] [--short]

For each file: what the sender is told and after how long, how long the others waited for a page
meanwhile (median, 95th in a hundred, worst), and the server's memory above what it held before.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import xlsxwriter

from lib.services.health.opening import open_installation
from lib.settings import Settings
from tests.bench.serving import ROOT, Address, served
from tests.support.chromium import PatientBrowser, chromium
from tests.support.entering import cookie
from tests.support.filled import filled_for_show
from tests.support.large import village_reports
from tests.support.visitors import visit

HEADERS = ["Xã/phường", "Số hộ gia đình", "Kỳ báo cáo"]
_FEW = 2_000
"""Rows in short form."""


def main() -> None:
    """Serves a demo store and drops one file after the other."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--rows", type=int, default=1_000_000)
    told.add_argument("--only", default="", help="part of the name of the file to try")
    told.add_argument("--short", action="store_true", help="files of ordinary size, a small store")
    asked = told.parse_args()
    rows = _FEW if asked.short else asked.rows
    made: dict[str, Callable[[], bytes]] = {
        f"{rows} rows.csv": lambda: _csv(rows),
        f"{rows} rows.xlsx": lambda: _workbook(rows),
        "50 MB of notes.csv": lambda: village_reports(100_000, note="ghi chú " * 40),
        "49 MB in one cell.csv": lambda: ";".join(HEADERS).encode() + b"\n" + b"x" * 49_000_000,
    }
    if asked.short:
        made = {name: make for name, make in made.items() if str(rows) in name}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        installation = open_installation(Settings(data_dir=place / "var"))
        filled_for_show(installation, short=asked.short)
        installation.engine.dispose()
        env = {"BDHVS_DATA_DIR": str(place / "var")}
        with served(ROOT / "app.py", cwd=ROOT, env=env) as address, chromium() as browser:
            for name, make in made.items():
                if asked.only not in name:
                    continue
                file = place / name
                file.write_bytes(make())
                _try(browser, address, file)


def _try(browser: PatientBrowser, address: Address, file: Path) -> None:
    page = browser.new_page(locale="vi-VN")
    page.context.add_cookies([cookie(address)])
    page.goto(f"{address}/tai-so-lieu")
    page.locator("input[type=file]").wait_for(state="attached")
    time.sleep(2)
    others, memory = _Others(address), _Memory(address.process)
    with others, memory:
        begin = time.perf_counter()
        page.locator("input[type=file]").set_input_files(file)
        answer = page.locator(
            "[data-testid=stMain] :is([data-testid=stAlert], .bd-verdict,"
            " [data-testid=stFileChips]:has([data-testid=stFileChipIconError]))"
        )
        answer.first.wait_for()
        took = time.perf_counter() - begin
        time.sleep(2)
    said = " ".join(answer.first.inner_text().split())
    waits = sorted(others.waits)
    print(
        f"{file.name} ({file.stat().st_size / 2**20:.0f} MB): told after {took:.1f} s: “{said}”\n"
        f"    others: {len(waits)} pages, median {statistics.median(waits):.2f} s, "
        f"p95 {waits[int(len(waits) * 0.95)]:.2f} s, worst {waits[-1]:.2f} s; "
        f"memory +{memory.above:.0f} MB",
        flush=True,
    )
    page.close()


class _Others:
    """Two people who look at one month after the other."""

    def __init__(self, address: str) -> None:
        self._address, self._over, self._warm = address, threading.Event(), threading.Event()
        self.waits: list[float] = []

    def __enter__(self) -> None:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._look()))
        self._thread.start()
        self._warm.wait()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    async def _look(self) -> None:
        # A first visit, for what the server keeps from then on.
        await (await visit(self._address, "ban-do")).run()
        self._warm.set()
        await asyncio.gather(*(self._person() for _ in range(2)))

    async def _person(self) -> None:
        while not self._over.is_set():
            begin = time.perf_counter()
            visitor = await visit(self._address, "ban-do")
            await visitor.run()
            self.waits.append(time.perf_counter() - begin)
            await visitor.line.close()
            await asyncio.sleep(0.3)


class _Memory:
    """The most that the server and the processes it started held together."""

    def __init__(self, process: int) -> None:
        self._process, self._over = process, threading.Event()
        self._before, self._most = self._now(), 0.0

    @property
    def above(self) -> float:
        """Megabytes above what was held at first."""
        return self._most - self._before

    def __enter__(self) -> None:
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self._most = max(self._most, self._now())

    def _now(self) -> float:
        return sum(map(_held, [self._process, *_children(self._process)]))


def _held(process: int) -> float:
    """Megabytes, of which those shared with others count in parts."""
    with suppress(OSError):  # gone meanwhile
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
        return int(re.findall(r"Pss:\s+(\d+) kB", told)[0]) / 1024
    return 0


def _children(process: int) -> Iterator[int]:
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, tasks.read_text().split()):
                yield child
                yield from _children(child)


def _csv(rows: int) -> bytes:
    lines = (f"Xã Số {i};{i % 900};08/2026" for i in range(rows))
    return "\n".join([";".join(HEADERS), *lines]).encode()


def _workbook(rows: int) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Báo cáo")
        sheet.write_row(0, 0, HEADERS)
        for i in range(1, min(rows, 1_048_575)):
            sheet.write_row(i, 0, ["Xã Chiềng An", i % 900, "08/2026"])
    return out.getvalue()


if __name__ == "__main__":
    main()
