"""Publishes on a disk that becomes full at a random moment, again and again.

Run as ``python -m tests.scripts.full_disk --times 50``. A child may let no file grow beyond a
random size (the limit of the system, so no rights are needed) and publishes 2,250 rows: it must
succeed or be told calmly; the store must stay whole, without a part of the upload, and take the
same file once there is room again. Exits with 1 when it ever is not so.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

from lib.domain.errors import StoreUnavailable
from lib.services.intake.publishing import publish
from tests.scripts.kill_during_publish import prepare, publish_and_be_killed, state
from tests.support.installations import open_test_installation, see
from tests.support.people import staff
from tests.support.province import province_month

_PUBLISHED, _TOLD, _ANYTHING_ELSE = 0, 3, 4


def publish_with(folder: Path, content: bytes, *, room: int) -> int:
    """How a child ended that may let no file grow beyond ``room`` bytes."""
    child = os.fork()
    if child == 0:
        ended = _ANYTHING_ELSE
        try:
            installation = open_test_installation(folder)
            ready = see(installation, content)
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
            publish(installation, ready, who=staff("Bình"))
            ended = _PUBLISHED
        except StoreUnavailable:
            ended = _TOLD
        finally:
            os._exit(ended)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def trial(folder: Path, times: int, *, seed: int) -> Counter[str]:
    """Outcomes: "published", "told", "not calm", "partial"."""
    prepare(folder)
    store, chance = folder / "store.sqlite3", random.Random(seed)
    grows = store.stat().st_size // 2  # what one upload may need at most
    outcomes: Counter[str] = Counter()
    for turn in range(times):
        before, _ = state(folder)
        content = province_month(21 + turn % 70) + b";" * turn + b"\r\n"
        # From nothing at all (the journal) to a little more than is needed.
        room = int(chance.uniform(0, store.stat().st_size * 2 + grows))
        ended = publish_with(folder, content, room=room)
        count, sound = state(folder)
        name = {_PUBLISHED: "published", _TOLD: "told"}.get(ended, "not calm")
        outcomes[name if sound and count - before == (ended == _PUBLISHED) else "partial"] += 1
    before, _ = state(folder)
    publish_and_be_killed(folder, province_month(99), after=None)
    if state(folder) != (before + 1, True):
        raise AssertionError("with room again the store takes nothing")
    return outcomes


def main() -> int:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--short", action="store_true", help="a few only, as the tests run it")
    given = arguments.parse_args()
    times = 2 if given.short else given.times
    with tempfile.TemporaryDirectory() as folder:
        outcomes = trial(Path(folder), times, seed=given.seed)
    told = ("published", "told", "not calm", "partial")
    print(f"full disks: {times}", *(f"{name}: {outcomes[name]}" for name in told), sep="; ")
    return 1 if outcomes["partial"] or outcomes["not calm"] else 0


if __name__ == "__main__":
    sys.exit(main())
