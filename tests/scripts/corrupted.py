"""Damages a store at random, again and again, and asks whether anybody would notice.

Run as ``python -m tests.scripts.corrupted --times 50``. Bytes are flipped, overwritten or cut off.
Then
opening the store or looking through it (``python -m lib.cli soundness``) must tell of it, unless
every figure and every original is still as it was. Exits with 1 when a figure changed silently or
somebody would have seen a trace.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from lib.domain.errors import StoreUnavailable
from lib.services.history.uploads import history
from lib.store.soundness import soundness
from tests.support.installations import facts, open_test_installation, put
from tests.support.people import staff
from tests.support.sheets import summary, summary_row

COMMUNES = ("Xã Lóng Sập", "Xã Mường La", "Xã Yên Châu", "Xã Phù Yên")


def prepare(folder: Path) -> set[object]:
    """A store with some months; what is in force in it."""
    installation = open_test_installation(folder)
    for month in range(1, 8):
        rows = [summary_row(c, guided=100 + month, period=f"{month:02d}/2026") for c in COMMUNES]
        put(installation, summary(*rows))
    truth = facts(installation)
    installation.engine.dispose()
    return truth


def damage(store: Path, chance: random.Random) -> None:
    """Flips a few bytes, writes nonsense over a stretch, or cuts the end off."""
    content = bytearray(store.read_bytes())
    way, place = chance.randrange(3), chance.randrange(len(content))
    if way == 0:
        for _ in range(chance.randint(1, 16)):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    elif way == 1:
        content[place : place + 600] = chance.randbytes(min(600, len(content) - place))
    else:
        del content[place:]
    store.write_bytes(content)


def noticed(folder: Path, truth: set[object]) -> str:
    """What a person learns: "told", "unharmed", "silent" (a figure changed), "not calm"."""
    try:
        installation = open_test_installation(folder)
        try:
            if not soundness(installation.engine).sound:
                return "told"
            history(installation, who=staff())
            return "unharmed" if facts(installation) == truth else "silent"
        finally:
            installation.engine.dispose()
    except StoreUnavailable:
        return "told"
    except Exception as error:
        print(repr(error)[:200], file=sys.stderr)
        return "not calm"


def trial(folder: Path, times: int, *, seed: int) -> Counter[str]:
    """How often a damaged store was told of, and how often not."""
    truth = prepare(folder / "whole")
    chance, outcomes = random.Random(seed), Counter[str]()
    for turn in range(times):
        copy = folder / f"copy-{turn}"
        shutil.copytree(folder / "whole", copy)
        damage(copy / "store.sqlite3", chance)
        outcomes[noticed(copy, truth)] += 1
        shutil.rmtree(copy)
    return outcomes


def main() -> int:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--short", action="store_true", help="a few only, as the tests run it")
    given = arguments.parse_args()
    times = 3 if given.short else given.times
    with tempfile.TemporaryDirectory() as folder:
        outcomes = trial(Path(folder), times, seed=given.seed)
    told = ("told", "unharmed", "silent", "not calm")
    print(f"damaged: {times}", *(f"{name}: {outcomes[name]}" for name in told), sep="; ")
    return 1 if outcomes["silent"] or outcomes["not calm"] else 0


if __name__ == "__main__":
    sys.exit(main())
