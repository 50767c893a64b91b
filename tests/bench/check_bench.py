"""Checking and publishing a whole month of the province: 2,250 villages in one file.

Checking is the whole command less the start of a command that only opens the same store.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from lib.services.intake.publishing import publish
from tests.bench.report import Bar, Report
from tests.support.installations import open_test_installation, put, see
from tests.support.people import staff
from tests.support.province import ROWS, province_month, province_register

ROOT = Path(__file__).parents[2]
TURNS = 5


def run(*, short: bool = False) -> dict[str, Any]:
    """Seconds of a check and of a publish, with every single time behind them."""
    turns = 1 if short else TURNS
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        installation = open_test_installation(place)
        put(installation, province_register())
        put(installation, province_month(19, period="07/2026"))
        file = place / "thang-8.csv"
        file.write_bytes(province_month())
        started = [_command(place, "history", "--json") for _ in range(turns)]
        checked = [_command(place, "check", str(file), "--json") for _ in range(turns)]
        published = []
        for turn in range(turns):
            ready = see(installation, province_month(30 + turn))
            begin = time.perf_counter()
            publish(installation, ready, who=staff("An"))
            published.append(time.perf_counter() - begin)
        installation.engine.dispose()
    check = statistics.median(checked) - statistics.median(started)
    return Report(
        bars=[
            Bar(what=f"check of {ROWS} rows beyond the start", measured=check, bar=1.5, unit="s"),
            Bar(
                what=f"publish of {ROWS} rows in one transaction",
                measured=statistics.median(published),
                bar=1.5,
                unit="s",
            ),
        ],
        figures={"start_s": started, "check_s": checked, "publish_s": published},
    ).as_dict()


def _command(place: Path, *arguments: str) -> float:
    """Seconds of the whole process."""
    begin = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "lib.cli", *arguments],
        cwd=ROOT,
        env=os.environ | {"BDHVS_DATA_DIR": str(place), "BDHVS_DATABASE_URL": ""},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - begin
