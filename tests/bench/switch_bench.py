"""A change of indicator in our sheet against a bare static Leaflet page in the same browser.

From the press to the frame that shows the colours of all polygons; legend, sentence and table of
ours follow behind that frame, and their time is told beside it. In turns, so that a busy machine
slows both; and no word to the server.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.apps.bare import page as bare_page
from tests.bench.apps.data import COLOURS, INDICATORS, cls
from tests.bench.map_bench import own_server
from tests.bench.report import Bar, Report
from tests.bench.serving import Wire, served

WARM_UP, CHANGES = 8, 40
_LIMIT = 2.0

# The time until the browser has drawn: a frame is asked for, and the task after it comes when the
# frame is through style, layout and paint.
SWITCH = """([label, colour]) => new Promise((resolve, reject) => {
  const home = document.querySelector("iframe")?.contentDocument ?? document;
  const view = home.defaultView;
  const button = [...home.querySelectorAll("#buttons button")].find((b) => b.textContent === label);
  const list = home.querySelector("select");
  home.documentElement.dataset.shown = "";
  const start = performance.now();
  if (button) button.click();
  else { list.value = label; list.dispatchEvent(new Event("change")); }
  view.requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const worn = home.querySelector("path.leaflet-interactive").getAttribute("fill");
      if (worn !== colour) reject(new Error(`wears ${worn}, not ${colour}`));
      const colours = performance.now() - start;
      // Ours tells when legend, sentence and table have followed.
      const rest = () => (button || home.documentElement.dataset.shown === label
        ? view.requestAnimationFrame(() => resolve([colours, performance.now() - start]))
        : view.requestAnimationFrame(rest));
      rest();
    };
    channel.port2.postMessage(0);
  });
})"""


def run() -> dict[str, Any]:
    """The ratio of the medians, and the bytes that a change costs."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Path(folder)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        (place / "bare.html").write_text(bare_page(), encoding="utf-8")
        with served(own_server(place), cwd=place, env={"BDHVS_DATA_DIR": str(place)}) as address:
            ours = _opened(browser, address)
            bare = _opened(browser, (place / "bare.html").as_uri())
            wire = Wire(ours)
            ours.wait_for_timeout(1500)
            wire.take()
            times: dict[str, list[float]] = {"ours": [], "bare": [], "ours_with_table": []}
            for turn in range(WARM_UP + CHANGES):
                for name, page in (("ours", ours), ("bare", bare)):
                    colours, all_of_it = _switch(page, INDICATORS[(turn + 1) % len(INDICATORS)])
                    if turn >= WARM_UP:
                        times[name].append(round(colours, 2))
                        if name == "ours":
                            times["ours_with_table"].append(round(all_of_it, 2))
            told = wire.take()
        browser.close()
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    return Report(
        bars=[
            Bar(
                what="change of indicator, press to repaint, against bare Leaflet",
                measured=medians["ours"] / medians["bare"],
                bar=_LIMIT,
            ),
            Bar(what="bytes on the wire by all changes", measured=float(told), bar=0, unit="B"),
        ],
        figures={"medians_ms": medians, "times_ms": times},
    ).as_dict()


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto(address)
    inside = page if address.startswith("file:") else page.frame_locator("iframe")
    inside.locator("path.leaflet-interactive").first.wait_for(timeout=60_000)
    return page


def _switch(page: Page, indicator: str) -> tuple[float, float]:
    # A page in the background paints no frames.
    page.bring_to_front()
    page.wait_for_timeout(120)
    colours, all_of_it = page.evaluate(SWITCH, [indicator, COLOURS[cls(0, indicator)]])
    return colours, all_of_it
