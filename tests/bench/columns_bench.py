"""What the columns of a strange sheet may be: proposals for sixty columns, and for a form."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from typing import Any

from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.layouts.recognise import recognise
from lib.domain.templates import TEMPLATES
from tests.bench.report import Bar, Report

COLUMNS, ROWS, PAGES, TURNS = 60, 75, 30, 7


def run(*, short: bool = False) -> dict[str, Any]:
    """Seconds from the cells to the question, nothing being known from a sheet before."""
    turns = 1 if short else TURNS
    wide, form = [_wide(turn) for turn in range(turns)], [_forms(turn) for turn in range(turns)]
    times = {"wide_s": list(map(_seconds, wide)), "forms_s": list(map(_seconds, form))}
    told = {
        "wide_s": f"a sheet of {COLUMNS} columns",
        "forms_s": f"{PAGES} sheets with a form each",
    }
    bars = [
        Bar(what=f"proposals for {what}", measured=statistics.median(times[key]), bar=0.3, unit="s")
        for key, what in told.items()
    ]
    return Report(bars=bars, figures=times).as_dict()


def _seconds(sheets: Sequence[Sheet]) -> float:
    begin = time.perf_counter()
    recognise(sheets)
    return time.perf_counter() - begin


def _headings() -> list[str]:
    return [c.header for t in TEMPLATES.values() for c in t.columns if c.role == "value"]


def _strange(text: str, turn: int) -> str:
    """The heading as no template has it, nor any sheet of another turn."""
    words = text.replace("Số", "SL").replace("Đại sứ số", "ĐSS").split()
    return " ".join([*words[1:], words[0], f"v{turn}"])


def _wide(turn: int) -> list[Sheet]:
    heads = ["TT", "Đơn vị", *(_strange(text, turn) for text in _headings())][:COLUMNS]
    rows = [[n, f"Xã {n}", *range(len(heads) - 2)] for n in range(ROWS)]
    return [Sheet(name="Sheet1", rows=[["BÁO CÁO THÁNG 8/2026"], heads, *rows])]


def _forms(turn: int) -> list[Sheet]:
    heads = [_strange(text, turn) for text in _headings()[:25]]
    lines = [[n, text, n * 3] for n, text in enumerate(heads, 1)]
    return [Sheet(name=f"Bản {n}", rows=[["THÁNG 8/2026"], *lines]) for n in range(PAGES)]
