"""Two people publish the same commune and period at the same moment, again and again.

Run as ``python -m tests.scripts.races --times 100`` (``--url`` for PostgreSQL). Each is a process
of its own with its own preview; exactly one must win, the other must be told who was first, and
what counts afterwards must be the winner's figure. Exits with 1 when it ever is not so.
"""

from __future__ import annotations

import argparse
import multiprocessing as mp
import sys
import tempfile
from collections import Counter
from multiprocessing.synchronize import Barrier
from pathlib import Path

from lib.services.installation import Installation
from lib.services.intake.publishing import Published
from tests.support.installations import now, open_test_installation, put, see, try_put
from tests.support.sheets import summary, summary_row

PEOPLE = 2
COMMUNE = "Xã Lóng Sập"

_own: dict[str, object] = {}


def _arrive(folder: str, url: str, start: Barrier) -> None:
    _own["installation"] = open_test_installation(Path(folder), url)
    _own["start"] = start


def _race(given: tuple[int, str]) -> tuple[bool, str]:
    """Whether this person won, and who was first according to the answer."""
    guided, who = given
    installation, start = _own["installation"], _own["start"]
    assert isinstance(installation, Installation)
    assert isinstance(start, Barrier)
    ready = see(installation, summary(summary_row(COMMUNE, guided=guided)))
    start.wait(30)
    done = try_put(installation, ready, who=who)
    return (True, who) if isinstance(done, Published) else (False, done.by)


def trial(folder: Path, times: int, *, url: str = "") -> Counter[str]:
    """How the races ended: "one won", "both won", "none won", "wrong name", "overwritten"."""
    installation = open_test_installation(folder, url)
    put(installation, summary(summary_row(COMMUNE, guided=0)))
    context = mp.get_context("spawn")
    start = context.Barrier(PEOPLE)
    outcomes: Counter[str] = Counter()
    with context.Pool(PEOPLE, _arrive, (str(folder), url, start)) as people:
        for turn in range(times):
            asked = [(2 * turn + n + 1, f"Người {n}") for n in range(PEOPLE)]
            outcomes[_judged(installation, asked, people.map(_race, asked, chunksize=1))] += 1
    installation.engine.dispose()
    return outcomes


def _judged(
    installation: Installation, asked: list[tuple[int, str]], answers: list[tuple[bool, str]]
) -> str:
    won = [n for n, (first, _) in enumerate(answers) if first]
    if len(won) != 1:
        return "both won" if won else "none won"
    if {by for _, by in answers} != {asked[won[0]][1]}:
        return "wrong name"
    counts = now(installation)["households_guided"].tolist()
    return "one won" if counts == [asked[won[0]][0]] else "overwritten"


def main() -> int:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=100)
    arguments.add_argument("--url", default="", help="PostgreSQL; without it SQLite in a folder")
    arguments.add_argument("--short", action="store_true", help="a few only, as the tests run it")
    given = arguments.parse_args()
    times = 5 if given.short else given.times
    with tempfile.TemporaryDirectory() as folder:
        outcomes = trial(Path(folder), times, url=given.url)
    print(f"races: {times}", *(f"{k}: {n}" for k, n in sorted(outcomes.items())), sep="; ")
    return 0 if outcomes["one won"] == times else 1


if __name__ == "__main__":
    sys.exit(main())
