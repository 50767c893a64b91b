"""Kills a process while it publishes, again and again, and looks for half an upload.

Run as ``python -m tests.scripts.kill_during_publish --times 100``. A child publishes a file of
2,250 rows and is killed (SIGKILL) at a random moment; then the store must be whole, and the
upload either entirely there or not at all. Exits with 1 when it ever is not.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import text

from lib.services.installation import Installation
from lib.services.intake.publishing import publish
from lib.store.engine import integrity
from tests.support.installations import open_test_installation, put, see
from tests.support.people import staff
from tests.support.province import ROWS, province_month, province_register

COMMUNES = 75
_PARTS = """
    SELECT u.id,
           (SELECT count(*) FROM figure f WHERE f.upload_id = u.id),
           (SELECT count(*) FROM report r WHERE r.upload_id = u.id),
           (SELECT length(content) = size FROM file WHERE file.sha256 = u.sha256)
    FROM upload u
"""


def prepare(folder: Path) -> float:
    """A store with the register and one report; how many seconds publishing takes."""
    installation = open_test_installation(folder)
    put(installation, province_register())
    ready = see(installation, province_month())
    start = time.perf_counter()
    publish(installation, ready, who=staff("An"))
    took = time.perf_counter() - start
    installation.engine.dispose()
    return took


def publish_and_be_killed(folder: Path, content: bytes, *, after: float | None) -> bool:
    """A child publishes ``content`` and is killed ``after`` seconds from when it begins, or never.

    Whether it was killed between the first and the last byte that it wrote.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        installation = open_test_installation(folder)
        ready = see(installation, content)
        os.write(writer, b"!")
        publish(installation, ready, who=staff("Bình"))
        os._exit(0)
    os.read(reader, 1)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reader)
    os.close(writer)
    return (folder / "store.sqlite3-journal").exists()


def state(folder: Path) -> tuple[int, bool]:
    """How many uploads there are, and whether the store is whole and each of them entire."""
    installation: Installation = open_test_installation(folder)
    whole = integrity(installation.engine)
    with installation.engine.connect() as connection:
        parts = connection.execute(text(_PARTS)).all()
        files = connection.execute(text("SELECT count(*) FROM file")).scalar_one()
        figures = connection.execute(text("SELECT count(*) FROM figure")).scalar_one()
    installation.engine.dispose()
    entire = all((f, r, bool(c)) == (ROWS, COMMUNES, True) for _, f, r, c in parts)
    return len(parts), whole and entire and files == len(parts) and figures == ROWS * len(parts)


def trial(folder: Path, times: int, *, seed: int) -> Counter[str]:
    """Outcomes of ``times`` kills: "there", "not there" or "partial"; and how many "writing"."""
    took = prepare(folder)
    chance = random.Random(seed)
    outcomes: Counter[str] = Counter()
    for turn in range(times):
        before, _ = state(folder)
        content = province_month(21 + turn % 70, period=f"{1 + turn % 8:02d}/2026")
        content += b";" * turn + b"\r\n"  # never the same bytes twice
        writing = publish_and_be_killed(folder, content, after=chance.uniform(0, took * 2))
        outcomes["writing"] += writing
        count, sound = state(folder)
        outcomes["partial" if not sound else "there" if count > before else "not there"] += 1
    before, _ = state(folder)
    publish_and_be_killed(folder, province_month(99), after=None)
    if state(folder)[0] != before + 1:
        raise AssertionError("a child that is left alone does not publish: nothing was tried")
    return outcomes


def main() -> int:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--short", action="store_true", help="a few only, as the tests run it")
    given = arguments.parse_args()
    times = 2 if given.short else given.times
    with tempfile.TemporaryDirectory() as folder:
        outcomes = trial(Path(folder), times, seed=given.seed)
    told = ("writing", "there", "not there", "partial")
    print(f"kills: {times}", *(f"{name}: {outcomes[name]}" for name in told), sep="; ")
    return 1 if outcomes["partial"] else 0


if __name__ == "__main__":
    sys.exit(main())
