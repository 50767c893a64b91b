"""75 messy files of 30 villages each, from drop to a board with every verdict."""

from __future__ import annotations

import io
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd

from lib.services.intake.batch.board import board_of
from lib.services.intake.batch.runs import Runs
from lib.services.intake.batch.taking_in import start_batch
from tests.bench.report import Bar, Report
from tests.mess.files import WORKBOOKS
from tests.mess.installation import installation_with_villages
from tests.mess.made import Made
from tests.mess.together import VILLAGES_EACH, a_month_of_offices
from tests.support.people import staff

_MOST_S = 20
_FEW = 4
"""Offices in short form."""


def run(*, short: bool = False) -> dict[str, Any]:
    """Seconds of the check with the product's own processes, and beside pandas alone."""
    files = a_month_of_offices(11, communes=_FEW if short else 75)
    with tempfile.TemporaryDirectory() as folder:
        installation = installation_with_villages(Path(folder), VILLAGES_EACH)
        begin = time.perf_counter()
        batch = start_batch(installation, [(f.name, f.content) for f in files], who=staff("An"))
        kept = time.perf_counter() - begin
        board = board_of(installation, batch.code, who=staff())
        assert board is not None
        work = Runs(at_once=installation.settings.batch_workers).check(installation, board)
        assert work is not None
        assert work.over.wait(600)
        checked = time.perf_counter() - begin
        board = board_of(installation, batch.code, who=staff())
        installation.engine.dispose()
    begin = time.perf_counter()
    for file in files:
        _with_pandas(file)
    pandas_alone = time.perf_counter() - begin
    assert board is not None
    return Report(
        bars=[
            Bar(
                what=f"{len(files)} files of 30 villages checked",
                measured=checked,
                bar=_MOST_S,
                unit="s",
            )
        ],
        figures={
            "kept_s": kept,
            "checked_s": checked,
            "pandas_s": pandas_alone,
            "times_pandas": checked / pandas_alone,
            "verdicts": {str(k): n for k, n in board.counts.items()},
        },
    ).as_dict()


def _with_pandas(file: Made) -> None:
    """Only the cells: without recognising, checking or comparing anything."""
    content = io.BytesIO(file.content)
    if file.dress.kind in WORKBOOKS:
        pd.read_excel(content, sheet_name=None, header=None, engine="calamine")
        return
    encoding = {"tcvn3": "latin-1", "vni": "latin-1"}.get(file.dress.kind, file.dress.kind)
    pd.read_csv(
        content,
        sep=file.dress.separator,
        header=None,
        encoding=encoding,
        engine="python",
        on_bad_lines="skip",
    )
