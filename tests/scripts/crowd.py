"""Twenty people publish while twenty look: nothing half seen, nothing lost.

Run as ``python -m tests.scripts.crowd --seconds 300`` (``--url`` for PostgreSQL). Every uploader
keeps to a period of its own and publishes all communes with one number, again and again; a reader
must find in each period one upload alone, of all communes, with one number. At the end every upload
that was answered with a number is there, and the newest one counts. Exits with 1 when it is not so.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing as mp
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from multiprocessing.synchronize import Event
from pathlib import Path
from queue import Empty
from typing import Any

from lib.domain.errors import AppError
from lib.files.reference import gazetteer
from lib.services.installation import Installation
from lib.services.intake.publishing import Published
from tests.support.installations import now, open_test_installation, see, try_put
from tests.support.sheets import summary, summary_row

PROCESSES = 4
_PAUSE_S = 0.2  # between a person's acts


def period(number: int) -> str:
    """The month that an uploader keeps to, as files write it."""
    return f"{number % 12 + 1:02d}/{2025 + number // 12}"


def everywhere(guided: int, month: str) -> bytes:
    """A sheet in which every commune says the same."""
    names = [c.full_name for c in gazetteer().communes.values()]
    return summary(*(summary_row(n, guided=guided, period=month) for n in names))


def _upload(installation: Installation, who: int, stop: Event, told: Any) -> None:
    guided = 0
    while not stop.is_set():
        guided += 1
        start = time.perf_counter()
        try:
            done = try_put(
                installation, see(installation, everywhere(guided, period(who))), who=f"Người {who}"
            )
        except AppError as calm:
            told.put(("calm", calm.code, who, 0.0))
            continue
        took = time.perf_counter() - start
        if isinstance(done, Published):
            told.put(("published", done.upload_id, (who, guided), took))
        else:
            told.put(("overtaken", done.by, who, took))
        time.sleep(_PAUSE_S)


def _look(installation: Installation, stop: Event, told: Any) -> None:
    communes = len(gazetteer().communes)
    while not stop.is_set():
        start = time.perf_counter()
        try:
            rows = now(installation)
        except AppError as calm:
            told.put(("calm", calm.code, -1, 0.0))
            continue
        for month, part in rows.groupby("period"):
            whole = len(part) == communes and part["upload_id"].nunique() == 1
            if not whole or part["households_guided"].nunique() != 1:
                told.put(("half", str(month), len(part), 0.0))
        told.put(("looked", len(rows), 0, time.perf_counter() - start))
        time.sleep(_PAUSE_S)


def _people(folder: str, url: str, uploaders: range, readers: int, stop: Event, told: Any) -> None:
    installation = open_test_installation(Path(folder), url)
    acts = [threading.Thread(target=_upload, args=(installation, n, stop, told)) for n in uploaders]
    acts += [
        threading.Thread(target=_look, args=(installation, stop, told)) for _ in range(readers)
    ]
    for act in acts:
        act.start()
    for act in acts:
        act.join()


def trial(
    folder: Path,
    seconds: float,
    *,
    uploaders: int = 20,
    readers: int = 20,
    processes: int = PROCESSES,
    url: str = "",
) -> tuple[Counter[str], dict[str, float]]:
    """What happened, by kind, with "lost" for answered uploads not there; latencies in seconds."""
    installation = open_test_installation(folder, url)
    context = mp.get_context("spawn")
    stop, told = context.Event(), context.Queue()
    share, looks = uploaders // processes, readers // processes
    people = [
        context.Process(
            target=_people,
            args=(str(folder), url, range(p * share, (p + 1) * share), looks, stop, told),
        )
        for p in range(processes)
    ]
    for one in people:
        one.start()
    events = _heard(told, seconds, stop, people)
    outcomes = Counter(kind for kind, *_ in events)
    last = {who: (guided, i) for kind, i, who_and, _ in events if kind == "published"
            for who, guided in [who_and]}  # fmt: skip
    answered = {i for kind, i, *_ in events if kind == "published"}
    outcomes["lost"] += _lost(installation, answered, last)
    installation.engine.dispose()
    took = {k: sorted(t for kind, *_, t in events if kind == k) for k in ("published", "looked")}
    return outcomes, {
        f"{k} {name}": round(value, 3)
        for k, times in took.items() if times
        for name, value in (("median", statistics.median(times)), ("worst", times[-1]))
    }  # fmt: skip


def _heard(told: Any, seconds: float, stop: Event, people: list[Any]) -> list[tuple[Any, ...]]:
    events: list[tuple[Any, ...]] = []
    end = math.inf  # the time begins with the first act: on a busy machine people come late
    while any(one.is_alive() for one in people):
        if time.monotonic() > end:
            stop.set()
        try:
            events.append(told.get(timeout=0.2))
        except Empty:
            continue
        end = min(end, time.monotonic() + seconds)
    while True:
        try:
            events.append(told.get(timeout=0.5))
        except Empty:
            return events


def _lost(installation: Installation, answered: set[int], last: dict[int, tuple[int, int]]) -> int:
    rows = now(installation)
    counts = {str(p): set(part["upload_id"]) for p, part in rows.groupby("period")}
    newest = {f"{period(who)[3:]}-{period(who)[:2]}": {i} for who, (_, i) in last.items()}
    with installation.engine.connect() as connection:
        there = set(connection.exec_driver_sql("SELECT id FROM upload").scalars())
    wrong = sum(counts.get(month) != ids for month, ids in newest.items())
    return len(answered - there) + len(there - answered) + wrong


def main() -> int:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=300)
    arguments.add_argument("--people", type=int, default=20, help="uploaders, and as many readers")
    arguments.add_argument("--url", default="", help="PostgreSQL; without it SQLite in a folder")
    arguments.add_argument("--short", action="store_true", help="as the tests run it")
    given = arguments.parse_args()
    seconds, people, processes = given.seconds, given.people, PROCESSES
    if given.short:
        seconds, people, processes = 1, 4, 2
    with tempfile.TemporaryDirectory() as folder:
        outcomes, took = trial(
            Path(folder),
            seconds,
            uploaders=people,
            readers=people,
            processes=processes,
            url=given.url,
        )
    print(dict(outcomes), took)
    return 1 if outcomes["half"] or outcomes["lost"] or not outcomes["published"] else 0


if __name__ == "__main__":
    sys.exit(main())
