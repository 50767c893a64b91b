"""Hostile files handed in through the page and as a batch, while other people use the product.

    python -m tests.scripts.hostile_beside [--largest 4] [--only PART] [--short]

For each file, its size doubling: what the sender is told and after how long, the longest that
others waited for the live page, the light page and ``/health``, and the server's memory above what
it held before. Then all of them dropped together as a batch, and beside them another person's
batch of two clean files. It fails where somebody waits more than 2 s, memory grows by more than
500 MB, or a file is not answered within 20 s.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import threading
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page

from lib.domain.access.permissions import Role
from lib.services.health.opening import open_installation
from lib.settings import Settings
from tests.attacks.books import ODS, XLS, XLSX, Maker
from tests.attacks.texts import CSV
from tests.bench.serving import ROOT, Address, served
from tests.scripts.large_uploads import _Memory
from tests.support.chromium import PatientBrowser, chromium
from tests.support.entering import admit, cookie, header
from tests.support.filled import filled_for_show
from tests.support.sheets import SUMMARY_HEAD, csv_bytes, summary_row
from tests.support.visitors import visit

MOST_WAIT_S, MOST_MB, MOST_ANSWER_S = 2.0, 500, 20
_ANSWER = (
    "[data-testid=stMain] :is([data-testid=stAlert], .bd-verdict,"
    " [data-testid=stFileChips]:has([data-testid=stFileChipIconError]))"
)
_SHORT = ("csv a name of signs", "csv combining marks in two orders")


def _named(pump: str, end: str = "x") -> Maker:
    return lambda n: csv_bytes(
        [SUMMARY_HEAD, summary_row("Bản" + (pump * (60 * n))[:290] + end), summary_row("Xã Lạ")]
    )


def _many(kind: str, rows: int) -> Maker:
    rowed: dict[str, Callable[[int], object]] = {
        "names": lambda i: summary_row(f"Xã {i * 7919} Lạ"),
        "faults": lambda i: summary_row("Xã Chiềng An", villages=f"x{i}", households=f"y{i}"),
    }
    return lambda n: csv_bytes([SUMMARY_HEAD, *(rowed[kind](i) for i in range(n * rows))])  # type: ignore[misc]


NAMES: dict[str, Maker] = {
    "csv a name of marks": _named(" (1) *"),
    "csv a name of dots": _named(" . ,"),
    "csv unknown names in every row": _many("names", 20_000),
    "csv faults in every row": _many("faults", 20_000),
}
KINDS = {".csv": {**NAMES, **CSV}, ".xlsx": XLSX, ".xls": XLS, ".ods": ODS}


def _attacks(asked: argparse.Namespace) -> Iterator[tuple[str, bytes]]:
    for ending, attacks in KINDS.items():
        for name, make in attacks.items():
            if asked.only not in name or (asked.short and name not in _SHORT):
                continue
            size = 1
            while size <= (1 if asked.short else asked.largest):
                yield f"{name} x{size}{ending}", make(size)
                size *= 2


class Others:
    """People who look at the live page, the light page and ``/health``, one after the other."""

    def __init__(self, address: Address) -> None:
        self._address, self._over, self._warm = address, threading.Event(), threading.Event()
        self._waits: dict[str, list[float]] = defaultdict(list)

    def __enter__(self) -> Others:
        self._threads = [threading.Thread(target=lambda: asyncio.run(self._live()))]
        self._threads += [
            threading.Thread(target=self._asked, args=(path,)) for path in ("/nhe", "/health")
        ]
        for thread in self._threads:
            thread.start()
        self._warm.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def worst(self) -> dict[str, float]:
        """The longest wait for each since the last time this was asked."""
        found = {where: max(waits) for where, waits in self._waits.items() if waits}
        self._waits.clear()
        return found

    async def _live(self) -> None:
        await (await visit(self._address, "ban-do")).run()
        self._warm.set()
        while not self._over.is_set():
            begin = time.perf_counter()
            visitor = await visit(self._address, "ban-do")
            await visitor.run()
            self._waits["live"].append(time.perf_counter() - begin)
            await visitor.line.close()
            await asyncio.sleep(0.3)

    def _asked(self, path: str) -> None:
        request = urllib.request.Request(f"{self._address}{path}", headers={"Cookie": header()})
        while not self._over.wait(0.2):
            begin = time.perf_counter()
            urllib.request.urlopen(request, timeout=60).read()
            self._waits[path].append(time.perf_counter() - begin)


def main() -> int:
    """0 where everything held."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--short", action="store_true", help="two small files, and them as a batch")
    told.add_argument("--only", default="", help="part of the name of the files to try")
    told.add_argument("--largest", type=int, default=4, help="the last of the doubling sizes")
    asked = told.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        installation = open_installation(Settings(data_dir=place / "var"))
        filled_for_show(installation, short=asked.short)
        installation.engine.dispose()
        env = {"BDHVS_DATA_DIR": str(place / "var")}
        files = []
        for name, content in _attacks(asked):
            (place / name).write_bytes(content)
            files.append(place / name)
        with served(ROOT / "app.py", cwd=ROOT, env=env) as address, chromium() as browser:
            admit(place / "var", Role.STAFF)
            with Others(address) as others:
                others.worst()
                bad = [_alone(browser, address, others, file) for file in files]
                bad.append(_together(browser, address, others, files, place))
    bad = [one for one in bad if one]
    print(f"{len(files)} files, {len(bad)} bad: {'; '.join(bad) or 'none'}")
    # How long it takes in short form says nothing: other tests run beside it.
    return 1 if bad and not asked.short else 0


def _alone(browser: PatientBrowser, address: Address, others: Others, file: Path) -> str:
    page = _page(browser, address)
    memory = _Memory(address.process)
    with memory:
        begin = time.perf_counter()
        page.locator("input[type=file]").set_input_files(file)
        answer = page.locator(_ANSWER)
        answer.first.wait_for()
        took = time.perf_counter() - begin
    said = " ".join(answer.first.inner_text().split())[:90]
    page.context.close()
    return _judged(file.name, took, memory.above, others.worst(), said)


def _together(
    browser: PatientBrowser, address: Address, others: Others, files: list[Path], place: Path
) -> str:
    """All as one batch; and how long another person's two files take beside it."""
    clean = [place / f"beside {n}.csv" for n in range(2)]
    for n, file in enumerate(clean):
        file.write_bytes(csv_bytes([SUMMARY_HEAD, summary_row(("Xã Chiềng An", "Xã Mai Sơn")[n])]))
    hostile = _page(browser, address)
    memory = _Memory(address.process)
    with memory:
        hostile.locator("input[type=file]").set_input_files([*files, clean[0]])
        hostile.locator("[data-testid=stProgress], [data-testid=stDataFrame]").first.wait_for()
        beside = _page(browser, address, Role.STAFF)
        begin = time.perf_counter()
        beside.locator("input[type=file]").set_input_files(clean)
        beside.locator("[data-testid=stDataFrame]").first.wait_for()
        beside.locator("[data-testid=stProgress]").wait_for(state="hidden")
        took = time.perf_counter() - begin
    hostile.context.close()
    beside.context.close()
    return _judged("beside a hostile batch", took, memory.above, others.worst(), "checked")


def _page(browser: PatientBrowser, address: Address, role: Role = Role.ADMINISTRATOR) -> Page:
    context = browser.new_context(locale="vi-VN")
    context.add_cookies([cookie(address, role)])
    page = context.new_page()
    page.goto(f"{address}/tai-so-lieu")
    page.locator("input[type=file]").wait_for(state="attached")
    time.sleep(1)
    return page


def _judged(name: str, took: float, above: float, waits: dict[str, float], said: str) -> str:
    """What is bad about it, "" where nothing is; all of it is printed."""
    told = ", ".join(f"{where} {wait:.2f} s" for where, wait in sorted(waits.items()))
    bad = [
        *(["slow"] if took > MOST_ANSWER_S else []),
        *(["large"] if above > MOST_MB else []),
        *(f"{where} waits" for where, wait in waits.items() if wait > MOST_WAIT_S),
    ]
    print(f"{name}: {took:.1f} s, +{above:.0f} MB; others at worst {told}: “{said}”", flush=True)
    return f"{name} ({', '.join(bad)})" if bad else ""


if __name__ == "__main__":
    sys.exit(main())
