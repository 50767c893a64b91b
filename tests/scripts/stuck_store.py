"""A writer who never ends, a full server, a server that is not there: what people notice of it.

Run as ``python -m tests.scripts.stuck_store`` (``--short`` for the quick form). Serves a store on
PostgreSQL of its own, and on SQLite, holds the writers' turn from outside, and measures meanwhile:
the state, other people's pages, a login, and whether anybody was thrown out. Then the same product
with the address of a server that takes connections and says nothing. Exits with 1 when the state
takes more than two seconds, a page more than two, or somebody loses their session.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import re
import statistics
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, text

from lib.services.health.opening import open_installation
from lib.settings import Settings
from tests.bench.serving import ROOT, served
from tests.support import postgres
from tests.support.entering import admit_to, header
from tests.support.installations import put
from tests.support.sheets import summary, summary_row
from tests.support.stuck import silent_server, stuck_writer
from tests.support.visitors import visit

BAR_S, LOGIN_BAR_S = 2.0, 10.0
MANY = 20
PAGES = ("/nhe", "/ban-do", "/sau-ky/2026-08.json", "/dang-nhap")


@dataclass
class Found:
    """What was seen, and what of it must not be."""

    faults: list[str] = field(default_factory=list)

    def took(self, what: str, seconds: list[float], bar: float) -> None:
        """Tells the waiting times of one kind: by their p95, of a few by their median."""
        median, p95 = statistics.median(seconds), sorted(seconds)[int(0.95 * (len(seconds) - 1))]
        worst = p95 if len(seconds) >= MANY else median
        print(f"  {what:<34} median {median:5.2f} s, p95 {p95:5.2f} s")
        if worst > bar:
            self.faults.append(f"{what}: {worst:.2f} s, bar {bar:.0f} s")

    def must(self, so: bool, what: str) -> None:
        """Keeps what is not as it must be."""
        if not so:
            self.faults.append(what)


def asked(site: str, path: str, *, body: str = "", cookie: str = "") -> tuple[int, str, float]:
    """Status, text and seconds of one request."""
    way = http.client.HTTPConnection(urllib.parse.urlsplit(site).netloc, timeout=90)
    headers = {"Cookie": cookie or header(), "Origin": site}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    start = time.perf_counter()
    way.request("POST" if body else "GET", path, body or None, headers)
    answer = way.getresponse()
    told = answer.read().decode("utf-8", "replace")
    way.close()
    return answer.status, told, time.perf_counter() - start


def login(site: str) -> tuple[int, str, float]:
    """Somebody tries to log in, by the form of the page."""
    way = http.client.HTTPConnection(urllib.parse.urlsplit(site).netloc, timeout=90)
    way.request("GET", "/dang-nhap")
    answer = way.getresponse()
    cookies = [v.partition(";")[0] for k, v in answer.getheaders() if k.lower() == "set-cookie"]
    token = re.findall(r'name="form" value="([^"]+)"', answer.read().decode())[0]
    way.close()
    form = urllib.parse.urlencode({"form": token, "ten": "ai.do", "mat-khau": "khong phai"})
    return asked(site, "/vao", body=form, cookie="; ".join(cookies))


def while_a_writer_is_stuck(site: str, url: str, *, rounds: int, crowd: int) -> Found:
    """Logins queue for the turn that never comes; everybody else goes on."""
    found = Found()
    page = asyncio.Runner()
    visitor = page.run(visit(site, "ban-do"))
    page.run(visitor.run())
    for path in PAGES:
        asked(site, path)
    logins: list[tuple[int, str, float]] = []
    with stuck_writer(url):
        waiting = [
            threading.Thread(target=lambda: logins.append(login(site))) for _ in range(crowd)
        ]
        for one in waiting:
            one.start()
        time.sleep(0.5)
        health = [asked(site, "/health") for _ in range(rounds)]
        found.took("/health", [seconds for *_, seconds in health], BAR_S)
        for path in PAGES:
            seen = [asked(site, path) for _ in range(rounds)]
            found.took(path, [seconds for *_, seconds in seen], BAR_S)
            found.must({status for status, *_ in seen} == {200}, f"{path}: {seen[0][0]}")
        ran = page.run(asyncio.wait_for(visitor.run(), 60))
        found.took("a page that is open", [ran], BAR_S)
        found.must(not visitor.faults, f"open page: {visitor.faults}")
        for one in waiting:
            one.join()
    found.took("told of a login", [seconds for *_, seconds in logins], LOGIN_BAR_S)
    answered = {status for status, *_ in logins}
    # Many of one address stand in line: the last are told that too many do.
    found.must(503 in answered and answered <= {503, 429}, f"logins: {answered}")
    after = login(site)
    found.must(after[0] == 403, f"a login afterwards: {after[0]}")
    found.must(asked(site, "/ban-do")[0] == 200, "somebody was thrown out")
    page.run(visitor.line.close())
    page.close()
    return found


def while_nobody_answers(site: str, *, rounds: int) -> Found:
    """The address leads to a server that says nothing."""
    found = Found()
    crowd = [threading.Thread(target=asked, args=(site, "/ban-do")) for _ in range(60)]
    for one in crowd:
        one.start()
    health = [asked(site, "/health") for _ in range(rounds)]
    found.took("/health", [seconds for *_, seconds in health], BAR_S)
    found.must({status for status, *_ in health} == {503}, "the state says that all is well")
    for one in crowd:
        one.join()
    told = asked(site, "/ban-do")
    found.took("told on a page", [told[2]], LOGIN_BAR_S)
    found.must(told[0] == 503, f"a page: {told[0]}")
    return found


@contextmanager
def filled(folder: Path, url: str) -> Iterator[str]:
    """A served product with one report in its store."""
    installation = open_installation(Settings(data_dir=folder, database_url=url))
    put(installation, summary(summary_row("Phường Tô Hiệu")))
    admit_to(installation)
    installation.engine.dispose()
    env = {"BDHVS_DATA_DIR": str(folder), "BDHVS_DATABASE_URL": url}
    with served(ROOT / "app.py", cwd=ROOT, env=env) as site:
        yield site


def trial(kind: str, folder: Path, *, rounds: int, crowd: int) -> list[str]:
    """The faults of one kind of trouble."""
    print(kind)
    if kind == "silent server":
        env = {"BDHVS_DATA_DIR": str(folder)}
        with silent_server() as url, served(
            ROOT / "app.py", cwd=ROOT, env=env | {"BDHVS_DATABASE_URL": url}
        ) as site:  # fmt: skip
            return while_nobody_answers(site, rounds=rounds).faults
    server = postgres.server() if kind == "postgresql" else nullcontext("")
    with server as address:
        url = _database(address) if address else ""
        with filled(folder, url) as site:
            held = url or f"sqlite:///{folder / 'store.sqlite3'}"
            return while_a_writer_is_stuck(site, held, rounds=rounds, crowd=crowd).faults


def _database(address: str) -> str:
    engine = create_engine(f"{address}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE stuck"))
    engine.dispose()
    return f"{address}/stuck"


def main() -> int:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--short", action="store_true", help="the quick form, in the tests")
    short = arguments.parse_args().short
    kinds = ["sqlite", "silent server"]
    if reason := postgres.why_not():
        print(f"without PostgreSQL: {reason}")
    else:
        kinds.insert(0, "postgresql")
    faults = []
    for kind in kinds:
        with tempfile.TemporaryDirectory() as folder:
            told = trial(kind, Path(folder), rounds=5 if short else 40, crowd=6 if short else 40)
        faults += [f"{kind}: {fault}" for fault in told]
    print(*faults or ["holds"], sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
