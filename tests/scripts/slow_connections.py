"""Two hundred slow connections, and how long everybody else waits meanwhile.

Run as ``python -m tests.scripts.slow_connections``; ``--nginx`` puts the nginx of docs/van-hanh.md
in front, ``--short`` holds a quarter of them for fewer rounds. Connections that say nothing, that
send a header, a login or an upload byte by byte, and open pages that do nothing, forty each.
Others ask for the light page, the state and the map page's first bytes, before and meanwhile in the
same run. Exits with 1 when their p95 passes two seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import random
import ssl
import statistics
import sys
import tempfile
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, ExitStack, suppress
from pathlib import Path

from lib.services.health.opening import open_installation
from lib.settings import Settings
from tests.bench.serving import ROOT, served
from tests.scripts.intruder import heard, line, xsrf
from tests.support.entering import header
from tests.support.installations import put
from tests.support.nginx import in_front, trusting
from tests.support.sheets import summary, summary_row

EACH, ROUNDS, BAR_S = 40, 40, 2.0
ELSEWHERE = "127.0.0.2"
"""The address the slow ones come from: nginx counts connections by address."""
PAGES = {"light page": "/nhe", "state": "/health", "map page": "/ban-do", "login": "/dang-nhap"}
DRIP_S = 1.0


class Slow:
    """What holds the server: opens again whatever the server closes, as an attacker would."""

    def __init__(self, site: str, visits: list[str], *, each: int) -> None:
        self.each = each
        self.site = urllib.parse.urlsplit(site)
        self.visits = visits
        self.xsrf = xsrf(site)
        self.closed: Counter[str] = Counter()
        self.open: Counter[str] = Counter()

    def all(self) -> list[Coroutine[None, None, None]]:
        """Every slow connection, as something to run until it is stopped."""
        kinds: dict[str, Callable[[int], bytes]] = {
            "silent": lambda _: b"",
            "headers": lambda _: self._head("GET /nhe", "X-Slow: "),
            "login": lambda _: self._head("POST /vao", "Content-Length: 4000\r\n\r\n"),
            "upload": self._upload,
        }
        return [
            self._held(kind, begin(n)) for kind, begin in kinds.items() for n in range(self.each)
        ]

    def _head(self, what: str, rest: str) -> bytes:
        own = f"{what} HTTP/1.1\r\nHost: {self.site.netloc}\r\nCookie: {header()}\r\n"
        form = "Content-Type: application/x-www-form-urlencoded\r\n"
        return f"{own}{form if what.startswith('POST') else ''}{rest}".encode()

    def _upload(self, number: int) -> bytes:
        visit = self.visits[number % len(self.visits)]
        head = (
            f"PUT /_stcore/upload_file/{visit}/{number} HTTP/1.1\r\nHost: {self.site.netloc}\r\n"
            f"Cookie: {header()}; _streamlit_xsrf={self.xsrf}\r\nX-Xsrftoken: {self.xsrf}\r\n"
            "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n"
        )
        return (
            f'{head}--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'.encode()
        )

    async def _held(self, kind: str, begin: bytes) -> None:
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._once(kind, begin)
            self.closed[kind] += 1
            await asyncio.sleep(DRIP_S)

    async def _once(self, kind: str, begin: bytes) -> None:
        reader, writer = await asyncio.open_connection(
            self.site.hostname, self.site.port, local_addr=(ELSEWHERE, 0),
            ssl=trusting() if self.site.scheme == "https" else None,
        )  # fmt: skip
        self.open[kind] += 1
        try:
            writer.write(begin)
            while not reader.at_eof():
                if begin:
                    writer.write(b"x")
                    await writer.drain()
                with suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(4096), DRIP_S * random.uniform(0.5, 1.5))
        finally:
            self.open[kind] -= 1
            writer.close()


def first_bytes(site: str, path: str) -> float:
    """Seconds until an answer begins, of somebody who is in."""
    place = urllib.parse.urlsplit(site)
    way: http.client.HTTPConnection
    if place.scheme == "https":
        way = http.client.HTTPSConnection(place.netloc, timeout=30, context=trusting())
    else:
        way = http.client.HTTPConnection(place.netloc, timeout=30)
    start = time.perf_counter()
    try:
        way.request("GET", path, headers={"Cookie": header(), "Accept-Encoding": "gzip"})
        answer = way.getresponse()
        answer.read(1)
        took = time.perf_counter() - start
        if answer.status != 200:
            raise OSError(f"{path}: {answer.status}")
        return took
    except (OSError, ssl.SSLError, http.client.HTTPException) as failed:
        print(f"  {path}: {failed!r}")
        return 30.0
    finally:
        way.close()


def waits(site: str, rounds: int) -> dict[str, list[float]]:
    """How long each page lets one wait, asked in turn."""
    asked = [(name, first_bytes(site, p)) for _ in range(rounds) for name, p in PAGES.items()]
    return {name: [s for n, s in asked if n == name] for name in PAGES}


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


async def measured(
    site: str, *, each: int, rounds: int
) -> tuple[dict[str, list[float]], dict[str, list[float]], Slow]:
    """Waiting times before, and while so many connections of each kind are slow."""
    async with AsyncExitStack() as open_pages:
        pages = []
        for _ in range(each):
            page = await line(site, "streamlit", Origin=_origin(site), Cookie=header())
            pages.append(await open_pages.enter_async_context(page))
        visits = [(await heard(page, ""))[0] for page in pages[:4]]
        await asyncio.to_thread(waits, site, rounds)  # warm
        before = await asyncio.to_thread(waits, site, rounds)
        slow = Slow(site, visits, each=each)
        held = [asyncio.create_task(one) for one in slow.all()]
        await asyncio.sleep(4)
        meanwhile = await asyncio.to_thread(waits, site, rounds)
        slow.open["idle pages"] = each
        told = +slow.open
        for task in held:
            task.cancel()
        await asyncio.gather(*held, return_exceptions=True)
        slow.open = told
        return before, meanwhile, slow


def _origin(site: str) -> str:
    place = urllib.parse.urlsplit(site)
    return f"{place.scheme}://{place.netloc}"


def main() -> int:
    """Serves a store, holds the connections, prints what others waited."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--nginx", action="store_true", help="behind the nginx of the docs")
    asked.add_argument("--short", action="store_true", help="a quarter of it")
    given = asked.parse_args()
    behind, each, rounds = given.nginx, EACH, ROUNDS
    if given.short:
        each, rounds = EACH // 4, 6
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        installation = open_installation(Settings(data_dir=Path(folder)))
        put(installation, summary(summary_row("Phường Tô Hiệu")))
        installation.engine.dispose()
        site: str = stack.enter_context(
            served(ROOT / "app.py", cwd=ROOT, env={"BDHVS_DATA_DIR": folder})
        )
        if behind:
            site = stack.enter_context(in_front(site, Path(folder)))
        before, meanwhile, slow = asyncio.run(measured(site, each=each, rounds=rounds))
    print(f"open: {dict(slow.open)}; closed by the server meanwhile: {dict(slow.closed)}")
    for name in PAGES:
        print(f"{name:<11} {_said(before[name])} before; meanwhile {_said(meanwhile[name])}")
    worst = max(map(p95, meanwhile.values()))
    print(f"p95 at worst {worst:.2f} s, bar {BAR_S:.0f} s: {'holds' if worst <= BAR_S else 'OVER'}")
    return 0 if worst <= BAR_S else 1


def _said(times: list[float]) -> str:
    return f"median {statistics.median(times) * 1000:5.0f} ms, p95 {p95(times) * 1000:5.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
