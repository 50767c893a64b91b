"""Five tasks as a leader would do them, in a real browser: clicks counted, time taken, pictures.

    python -m tests.scripts.leader_tasks [URL] [--shots FOLDER] [--short]

Without an address a server of its own is started on a demo store.
The time is the product's, from the first click to the answer on the screen: nobody thinks between.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import FrameLocator, Locator, Page, expect

from lib.domain.access.permissions import Role
from lib.services.health.opening import open_installation
from lib.settings import Settings
from tests.browser.serving import serving
from tests.support.chromium import chromium
from tests.support.entering import demo_cookie
from tests.support.filled import filled_for_show

MOST_CLICKS = 3


class Leader:
    """A page, and the clicks made on it."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    @property
    def sheet(self) -> FrameLocator:
        return self.page.frame_locator("iframe[title*='st_folium']")

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()


def worst_border_communes(leader: Leader) -> str:
    leader.click(leader.sheet.locator(".chip[data-flag='b']"))
    leader.click(leader.sheet.locator("thead th.rank button").first)
    rows = leader.sheet.locator("tr[data-row]:not([hidden])")
    expect(rows.first.locator(".rank")).not_to_have_text("1")
    named = [rows.nth(i).locator("th button").inner_text() for i in range(3)]
    return ", ".join(named)


def moc_chau_since_last_period(leader: Leader) -> str:
    name = "Mộc Châu"
    row = leader.sheet.locator("tr[data-row]", has_text=name)
    leader.click(row.first.locator("th button"))
    chosen = leader.sheet.locator("tr.chosen")
    expect(chosen).to_contain_text(name)
    return f"{chosen.locator('th button').inner_text()}: {chosen.locator('.delta').inner_text()}"


def who_has_not_reported(leader: Leader) -> str:
    leader.click(leader.sheet.locator(".class[data-class='none']"))
    expect(leader.sheet.locator(".filtered")).to_be_visible()
    rows = leader.sheet.locator("tr[data-row]:not([hidden]) th button")
    return ", ".join(rows.all_inner_texts())


def print_the_map(leader: Leader) -> str:
    page = leader.page
    leader.click(page.get_by_test_id("stPopover").get_by_role("button").first)
    with page.expect_download() as coming:
        leader.click(page.get_by_role("button", name="A4"))
    return coming.value.suggested_filename


def source_of_a_number(leader: Leader) -> str:
    leader.click(leader.sheet.locator("[data-code='03646']"))
    leader.click(leader.page.get_by_text("Số này từ đâu?"))
    source = leader.page.get_by_test_id("stExpander").get_by_text("MINH-HOA").first
    expect(source).to_be_visible()
    return source.inner_text()


TASKS: tuple[Callable[[Leader], str], ...] = (
    worst_border_communes,
    moc_chau_since_last_period,
    who_has_not_reported,
    print_the_map,
    source_of_a_number,
)


def opened(page: Page, site: str) -> Leader:
    """The map page as it is when nothing more comes."""
    page.goto(f"{site}/ban-do")
    page.locator("#first").wait_for(state="detached")
    expect(page.locator("[data-test-script-state='notRunning']")).to_have_count(1)
    page.wait_for_timeout(800)
    return Leader(page)


def main() -> int:
    """Serves where no address is given, and goes through the tasks."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("url", nargs="?", default="")
    told.add_argument("--shots", type=Path)
    told.add_argument("--short", action="store_true", help="two tasks on a small store")
    asked = told.parse_args()
    tasks = (worst_border_communes, source_of_a_number) if asked.short else TASKS
    with _site(asked.url, short=asked.short) as site:
        worst = _done(site, tasks, asked.shots or Path(tempfile.mkdtemp(prefix="leader-")))
    return int(worst > MOST_CLICKS)


@contextmanager
def _site(given: str, *, short: bool) -> Iterator[str]:
    """The address that was given, or one of a demo store of our own."""
    if given:
        yield given.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        installation = open_installation(Settings(data_dir=Path(folder)))
        filled_for_show(installation, short=short)
        installation.engine.dispose()
        with serving(Path(folder)) as site:
            yield site


def _done(site: str, tasks: Sequence[Callable[[Leader], str]], folder: Path) -> int:
    """The most clicks that a task took."""
    worst, session = 0, demo_cookie(site, Role.LEADER)
    with chromium() as browser:
        for task in tasks:
            page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="vi-VN")
            page.context.add_cookies([session])
            leader = opened(page, site)
            begun = time.perf_counter()
            answer = task(leader)
            taken = time.perf_counter() - begun
            page.wait_for_timeout(400)
            page.screenshot(path=folder / f"{task.__name__}.png")
            print(f"{task.__name__}: {leader.clicks} clicks, {taken:.1f} s: {answer}")
            worst = max(worst, leader.clicks)
            page.close()
    print(f"pictures in {folder}")
    return worst


if __name__ == "__main__":
    sys.exit(main())
