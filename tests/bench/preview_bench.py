"""A preview of 10,000 problems beside one of 25: what the page sends, and how long it takes."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lib.domain.problems import Code, Problem, Severity
from lib.services.intake.marked_reply import for_sender, kinds_counted, message, returned
from lib.services.intake.prefilled_forms import all_prefilled, offered
from lib.services.intake.previewed import Preview
from lib.text import words
from lib.ui.intake.problems import PER_PAGE, problem_list
from tests.bench.report import Bar, Report
from tests.support.installations import open_test_installation, put, see
from tests.support.people import staff
from tests.support.province import province_register
from tests.support.sheets import SUMMARY_HEAD, summary_row, xlsx

TURNS, MANY = 5, 10_000
FEW = 300
"""Problems in short form."""


def run(*, short: bool = False) -> dict[str, Any]:
    """Bytes and seconds of a page of problems; seconds of the marked file and of 75 forms."""
    turns, most = (1, FEW) if short else (TURNS, MANY)
    with tempfile.TemporaryDirectory() as folder:
        installation = open_test_installation(Path(folder))
        put(installation, province_register())
        few, many = (_faulty(installation, count) for count in (PER_PAGE, most))
        assert sum(p.severity is Severity.ERROR for p in many.problems) >= most
        sizes = {count: len(_page(ready).encode()) for count, ready in ((25, few), (most, many))}
        drawing = [_seconds(lambda: _page(many)) for _ in range(turns)]
        telling = [_seconds(lambda: message(installation, many)) for _ in range(turns)]
        checking = [_seconds(lambda: _faulty(installation, most)) for _ in range(min(2, turns))]
        marking = [_seconds(lambda: returned(installation, many)) for _ in range(min(2, turns))]
        code = "02_bao_cao_thang_thon_ban"
        forms = _seconds(
            lambda: all_prefilled(installation, code, offered(installation, code)[0], who=staff())
        )
        installation.engine.dispose()
    return Report(
        bars=[
            Bar(
                what=f"page of {most:,} problems against one of 25, bytes",
                measured=sizes[most] / sizes[25],
                bar=1.3,
                unit="x",
            ),
            Bar(
                what="sorting, counting and drawing that page",
                measured=statistics.median(drawing),
                bar=0.5,
                unit="s",
            ),
            Bar(
                what="message to the sender", measured=statistics.median(telling), bar=0.5, unit="s"
            ),
            Bar(
                what=f"the sender's workbook with {most:,} marks",
                measured=statistics.median(marking),
                bar=10,
                unit="s",
            ),
            Bar(what="75 pre-filled workbooks of 30 villages", measured=forms, bar=10, unit="s"),
        ],
        figures={"bytes": sizes, "draw_s": drawing, "mark_s": marking, "check_s": checking},
    ).as_dict()


def _faulty(installation: Any, count: int) -> Preview:
    rows = [summary_row("Xã Lóng Sập", guided=f"x{n}") for n in range(count)]
    return see(installation, xlsx(SUMMARY_HEAD, *rows), name="a.xlsx")


def _page(ready: Preview) -> str:
    found: list[Problem] = for_sender(ready)
    assert kinds_counted(found)[Code.NOT_A_COUNT]
    return str(problem_list(found, 1, words("vi")))


def _seconds(work: Callable[[], object]) -> float:
    """Seconds of the processor: what the neighbours do to the clock is not ours."""
    begin = time.process_time()
    work()
    return time.process_time() - begin
