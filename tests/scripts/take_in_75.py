"""A staff member's month in a real browser: 75 messy files from drop to publish, with the times.

    python -m tests.scripts.take_in_75 [URL] [--own-forms] [--shots FOLDER] [--short]

Without an address a server of its own is started on an empty store that knows 30 villages in
every commune, and each office sends its village report. At an address each office sends the
commune's monthly sheet, which needs no villages; files are published there for good.

With ``--own-forms`` the offices send sheets in twelve shapes that no template has, two months
after one another: in the second nothing that was answered in the first is asked again.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError

from lib.domain.periods import Period
from tests.browser.serving import serving
from tests.mess.installation import installation_with_villages
from tests.mess.own_month import HOUSEHOLDS_EACH, a_month_of_own_forms
from tests.mess.together import VILLAGES_EACH, a_month_of_offices
from tests.mess.truth import MONTH
from tests.support.chromium import chromium
from tests.support.entering import cookie, demo_cookie
from tests.support.installations import VILLAGES

COMMUNE_SHEET = "03_bao_cao_thang_xa"
_FEW = 3
_TWO_MONTHS = (MONTH, MONTH.next)
_QUIET_S = 1.5
"""The page asks once a second how far the work is."""
_AT_WORK = ("Đang kiểm tra:", "Đang công bố:", "Đang chờ tới lượt", "chưa kiểm tra:")


def main() -> None:
    """Makes the files, serves where no address is given, and goes through the month."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("url", nargs="?", default="")
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--own-forms", action="store_true")
    told.add_argument("--shots", type=Path)
    told.add_argument("--short", action="store_true", help="three offices only")
    chosen = told.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        offices = _FEW if chosen.short else 75
        if chosen.own_forms:
            months = [_own_forms(place / str(m), chosen.seed, m, offices) for m in _TWO_MONTHS]
        else:
            template = COMMUNE_SHEET if chosen.url else VILLAGES
            months = [_files(place / "tep", chosen.seed, template, offices)]
        if chosen.url:
            _months(chosen.url, months, place, chosen.shots, demo_cookie(chosen.url))
            return
        each = {"households": HOUSEHOLDS_EACH} if chosen.own_forms else {}
        installation_with_villages(place / "var", VILLAGES_EACH, **each).engine.dispose()
        with serving(place / "var") as address:
            _months(address, months, place, chosen.shots, cookie(address))


def _months(
    url: str, months: list[list[Path]], place: Path, shots: Path | None, session: Any
) -> None:
    for number, files in enumerate(months, 1):
        print(f"          month {number} of {len(months)}")
        _month(url, files, place, shots / str(number) if shots else None, session)


def _own_forms(folder: Path, seed: int, month: Period, offices: int) -> list[Path]:
    folder.mkdir()
    files = []
    for name, content in a_month_of_own_forms(seed, month, communes=offices).items():
        files.append(folder / name)
        files[-1].write_bytes(content)
    return files


def _files(folder: Path, seed: int, template: str, offices: int) -> list[Path]:
    folder.mkdir()
    files = []
    for made in a_month_of_offices(seed, template, communes=offices):
        files.append(folder / made.name)
        files[-1].write_bytes(made.content)
    return files


def _month(url: str, files: list[Path], place: Path, shots: Path | None, session: Any) -> None:
    begin = time.perf_counter()
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 1400}, locale="vi-VN")
        page.context.add_cookies([session])
        month = _Month(page, shots)
        with month.step("open the page"):
            page.goto(f"{url}/tai-so-lieu")
            page.wait_for_timeout(1000)
        with month.step(f"drop {len(files)} files and have them checked"):
            page.locator("input[type=file]").set_input_files(files)
            month.wait_for_checks()
        while month.answer_all():
            pass
        with month.step("publish all that are clean"):
            month.press("Công bố \\d+ tệp (sạch|không có cảnh báo)")
        if page.get_by_text("Tôi đã xem").count():
            with month.step("look at the warnings and publish"):
                page.get_by_text("Tôi đã xem").click()
                month.press("Công bố \\d+ tệp có cảnh báo")
        with month.step("download what goes back"):
            _download(page, place / "tra-lai.zip")
    print(f"{time.perf_counter() - begin:7.1f} s  start to finish")


class _Month:
    def __init__(self, page: Page, shots: Path | None) -> None:
        self._page, self._shots, self._steps = page, shots, 0

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Tells how long it took and how the board stands after it."""
        begin = time.perf_counter()
        yield
        took = time.perf_counter() - begin
        self._steps += 1
        board = ", ".join(self._page.get_by_test_id("stButtonGroup").all_inner_texts())
        print(f"{took:7.1f} s  {what}  {' '.join(board.split())}", flush=True)
        if self._shots:
            self._shots.mkdir(parents=True, exist_ok=True)
            self._page.wait_for_timeout(1500)
            self._page.screenshot(path=self._shots / f"{self._steps}.png")

    def wait_for_checks(self) -> None:
        """Until a board stands there and no work is under way."""
        self._page.get_by_text("Xem tệp").first.wait_for()
        quiet_since = time.perf_counter()
        while time.perf_counter() - quiet_since < _QUIET_S:
            if any(self._page.get_by_text(word).count() for word in _AT_WORK):
                quiet_since = time.perf_counter()
            self._page.wait_for_timeout(100)

    def answer_all(self) -> bool:
        """Takes the first offered answer to every open question, as a patient person might."""
        boxes = self._page.locator("[data-testid=stForm]").get_by_test_id("stSelectbox")
        count = boxes.count()
        if not count:
            return False
        with self.step(f"answer {count} questions for all"):
            for number in range(count):
                self._choose_first(boxes.nth(number))
            self.press("Áp dụng cho mọi tệp", wait=False)
            self.wait_for_checks()
        return True

    def _choose_first(self, box: Locator) -> None:
        """A list that is still closing swallows the first click on the next one."""
        option = self._page.get_by_role("option").first
        for _ in range(5):
            box.locator("input").click()
            with suppress(TimeoutError):
                option.click(timeout=5_000)
                option.wait_for(state="detached")
                return
        raise AssertionError("no answers are offered")

    def press(self, name: str, *, wait: bool = True) -> None:
        """Presses a button and waits for the work it starts."""
        button = self._page.get_by_role("button", name=re.compile(name))
        button.click()
        if wait:
            button.wait_for(state="detached")
            self.wait_for_checks()


def _download(page: Page, target: Path) -> None:
    button = page.get_by_role("button", name="Tải tệp zip các tệp đã đánh dấu lỗi")
    if not button.count():
        print("           nothing goes back")
        return
    with page.expect_download() as coming:
        button.click()
    coming.value.save_as(target)
    print(f"           {target.stat().st_size / 1024:.0f} kB of marked files")


if __name__ == "__main__":
    main()
