"""Runs every ``*_bench.py`` beside this file: `python -m tests.bench [--short] [names…]`.

Each has ``run(short=…) -> dict`` with ``bars`` (what, measured, bar, unit, holds) and ``figures``.
Results go to ``var/bench/<name>.json``; a bar passed ends with status 1. The short form takes
seconds: it shows that a measurement still runs and gives its figures, judges none and keeps none.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.bench.report import Bar, table

HERE = Path(__file__).parent
RESULTS = HERE.parents[1] / "var" / "bench"
NAMES = tuple(sorted(path.stem.removesuffix("_bench") for path in HERE.glob("*_bench.py")))
Results = Mapping[str, list[Bar]]


def main() -> int:
    """The command line."""
    told = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    told.add_argument("names", nargs="*", metavar="name", help=f"any of: {', '.join(NAMES)}")
    told.add_argument("--short", action="store_true", help="small sizes; nothing is judged")
    asked = told.parse_args()
    if unknown := set(asked.names) - set(NAMES):
        told.error(f"no such measurement: {', '.join(sorted(unknown))}")
    results = {name: _measured(name, short=asked.short) for name in asked.names or NAMES}
    if len(results) > 1:
        print(f"\n{table(results)}")
    return 0 if asked.short or all(bar.holds for bar in _all(results)) else 1


def _measured(name: str, *, short: bool) -> list[Bar]:
    """Runs one measurement and prints its bars as soon as they are known."""
    print(f"\n{name}", flush=True)
    begin = time.perf_counter()
    result: dict[str, Any] = importlib.import_module(f"tests.bench.{name}_bench").run(short=short)
    if not short:
        RESULTS.mkdir(parents=True, exist_ok=True)
        text = json.dumps(result, ensure_ascii=False, indent=1)
        (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")
    bars = [Bar(**{k: v for k, v in told.items() if k != "holds"}) for told in result["bars"]]
    for bar in bars:
        print(f"  {bar.line()}", flush=True)
    print(f"  measured in {time.perf_counter() - begin:.0f} s", flush=True)
    return bars


def _all(results: Results) -> Iterable[Bar]:
    return (bar for bars in results.values() for bar in bars)


if __name__ == "__main__":
    sys.exit(main())
