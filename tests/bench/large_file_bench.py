"""A CSV of 100,000 rows read, checked and compared, beside pandas.read_csv alone; and memory.

CPU seconds, best of some turns in one process: the machine may be busy with other things. What the
product leaves to a child is done here too, with all that travels to it and back: else the child's
seconds would not be counted.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pandas as pd

from lib.aside import parcel
from lib.aside.parcel import Block
from lib.files import works
from tests.bench.report import Bar, Report
from tests.support.installations import open_test_installation, see
from tests.support.large import village_reports

ROWS, TURNS = 100_000, 5
HEAVY_ROWS = 180_000
FEW, FEW_HEAVY = 12_000, 10_000
"""Rows in short form: enough for the way of large files."""
NOTE = "Đường xa, sóng yếu, phải hướng dẫn tại điểm trường; " * 2
_MEMORY = """
import resource, sys, tempfile
from pathlib import Path
from tests.support.installations import open_test_installation, see
from tests.support.large import village_reports
installation = open_test_installation(Path(tempfile.mkdtemp()))
see(installation, village_reports(9_000))
content = Path(sys.argv[1]).read_bytes()
pages = int(Path("/proc/self/statm").read_text().split()[1])
idle = pages * resource.getpagesize()
see(installation, content)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print([len(content), (peak - idle) / 1e6])
"""
"""Peak of a process that has checked a file before, above what it held just before this one."""


def run(*, short: bool = False) -> dict[str, Any]:
    """The ratio of the times, and megabytes above idle."""
    rows, turns = (FEW, 1) if short else (ROWS, TURNS)
    content = village_reports(rows)
    with tempfile.TemporaryDirectory() as folder:
        installation = open_test_installation(Path(folder))
        with patch("lib.files.reading.reader.ASIDE", _Here()):
            ours = _best(lambda: see(installation, content), turns)
        installation.engine.dispose()
    alone = _best(lambda: pd.read_csv(io.BytesIO(content), sep=";"), turns)
    size, above = _memory(FEW_HEAVY if short else HEAVY_ROWS)
    return Report(
        bars=[
            Bar(
                what=f"{rows} rows: check over pandas.read_csv",
                measured=ours / alone,
                bar=4,
                unit="times",
            ),
            Bar(
                what=f"memory above idle for {size / 1e6:.0f} MB",
                measured=above,
                bar=600,
                unit="MB",
            ),
        ],
        figures={"ours_s": ours, "pandas_s": alone, "bytes": len(content)},
    ).as_dict()


class _Here:
    """What a child does, done in this process."""

    def ask(self, work: str, *blocks: Block, **told: object) -> tuple[Any, list[memoryview]]:
        """As ``Aside.ask``."""
        asked, given = _sent(told, blocks)
        found, answer = getattr(works, work)(*map(bytes, given), **asked)
        return _sent(found, answer)


def _sent(told: object, blocks: Sequence[Block]) -> tuple[Any, list[memoryview]]:
    """The same after the way from one process to another."""
    file = io.BytesIO()
    parcel.write(file, told, blocks)
    return parcel.read(file.getvalue())


def _best(work: Callable[[], object], turns: int) -> float:
    """The least CPU seconds of some turns."""
    spent = []
    for _ in range(turns):
        begin = time.process_time()
        work()
        spent.append(time.process_time() - begin)
    return min(spent)


def _memory(rows: int) -> tuple[int, float]:
    with tempfile.TemporaryDirectory() as folder:
        heavy = Path(folder) / "heavy.csv"
        heavy.write_bytes(village_reports(rows, note=NOTE))
        done = subprocess.run(
            [sys.executable, "-c", _MEMORY, str(heavy)],
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        )
    size, above = json.loads(done.stdout)
    return size, above
