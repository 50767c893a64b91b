"""Runs every ``*_bench.py`` beside this file: `python -m tests.bench [names…]`.

Each has ``run() -> dict`` with ``bars`` (what, measured, bar, unit, holds) and ``figures``.
Results go to ``var/bench/<name>.json``; a bar passed ends with status 1.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

from tests.bench.report import Bar

HERE = Path(__file__).parent
RESULTS = HERE.parents[1] / "var" / "bench"


def main(wanted: list[str]) -> int:
    RESULTS.mkdir(parents=True, exist_ok=True)
    names = sorted(path.stem.removesuffix("_bench") for path in HERE.glob("*_bench.py"))
    held = True
    for name in names:
        if wanted and name not in wanted:
            continue
        print(f"\n{name}", flush=True)
        result = importlib.import_module(f"tests.bench.{name}_bench").run()
        (RESULTS / f"{name}.json").write_text(
            json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        for entry in result["bars"]:
            told = dict(entry)
            held &= told.pop("holds")
            print("  " + Bar(**told).line(), flush=True)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
