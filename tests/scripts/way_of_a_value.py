"""The way of one value, from an uploaded file to the painted map: what runs, and how often.

    python -m tests.scripts.way_of_a_value [--short]

One small workbook is received, previewed and published into a store that knows the two months
before it; then somebody looks at the map: its first screen, drawn, and its sheet of figures. Told
are the modules of ``lib`` whose functions ran, by floor and wing and with the steps they ran in;
how often the snapshot of each period was computed, how often the file was read, how often the map
was drawn. The short form tells the totals alone. Exits with 1 where a snapshot was computed twice,
or the file read twice.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path, PurePosixPath

from tests.support.value_way import STEPS, Heard, followed


def wings(heard: dict[str, Heard]) -> dict[str, list[str]]:
    """The modules by floor and wing, each with the first letters of the steps it ran in."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for module in sorted(set().union(*(heard[step].modules for step in STEPS))):
        steps = ", ".join(step for step in STEPS if module in heard[step].modules)
        parts = PurePosixPath(module).parts
        found["/".join(parts[:-1][:2]) or "."].append(f"{'/'.join(parts[2:]) or module}: {steps}")
    return dict(found)


def totals(heard: dict[str, Heard]) -> list[str]:
    """A line for each step, and one for the whole way."""
    every = set().union(*(heard[step].modules for step in STEPS))
    taken = _snapshots(heard)
    lines = [
        f"{name:<10} {len(one.modules):>4} modules, snapshots: {_told(one.snapshots)}, "
        f"reads: {one.reads}, maps drawn: {one.drawn}"
        for name, one in heard.items()
    ]
    reads = sum(one.reads for one in heard.values())
    return [
        *lines,
        f"{'in all':<10} {len(every):>4} modules, snapshots: {_told(taken)}, reads: {reads}",
    ]


def _snapshots(heard: dict[str, Heard]) -> Counter[str]:
    return sum((one.snapshots for one in heard.values()), Counter())


def _told(snapshots: Counter[str]) -> str:
    return ", ".join(f"{period} ×{n}" for period, n in sorted(snapshots.items())) or "none"


def main() -> int:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--short", action="store_true", help="totals only, as the tests run it")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        heard = followed(Path(folder) / "var")
    for wing, modules in () if given.short else wings(heard).items():
        print(f"{wing} ({len(modules)})", *modules, sep="\n    ")
    print("\n".join(totals(heard)))
    twice = any(n > 1 for n in _snapshots(heard).values())
    return 1 if twice or sum(one.reads for one in heard.values()) > 1 else 0


if __name__ == "__main__":
    sys.exit(main())
