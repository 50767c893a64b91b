"""A change of indicator in our sheet, in a bare static Leaflet page and in Dash, in one browser.

From the press to the frame that shows the colours of all polygons; legend, sentence and table of
ours follow behind that frame, and their time is told beside it. In turns, so that a busy machine
slows all; and no word of ours to the server. Dash is measured as its guides have it, with a
callback on the server, and with one in the browser beside it.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.apps.bare import page as bare_page
from tests.bench.apps.data import COLOURS, INDICATORS, cls, communes, geojson
from tests.bench.map_bench import own_server
from tests.bench.peers import dash_served
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
  const radio = home.querySelector(`#indicator input[value="${label}"]`);
  if (radio) {
    // Dash answers later, by a callback: asked at every frame, and the frame itself counted in.
    radio.click();
    const look = () => {
      if (performance.now() - start > 30000) return reject(new Error("never repainted: " + label));
      const worn = home.querySelector("path.leaflet-interactive").getAttribute("fill");
      if (worn !== colour) return view.requestAnimationFrame(look);
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        const colours = performance.now() - start;
        resolve([colours, colours]);
      };
      channel.port2.postMessage(0);
    };
    return view.requestAnimationFrame(look);
  }
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


_SHOWN = """() => [...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument)
  .concat(document)
  .some((home) => home && home.querySelectorAll("path.leaflet-interactive").length > 70)"""


def dash_layers() -> dict[str, Any]:
    """The bench's own values as the Dash page wants them."""
    return {
        name: {"sentence": name, "colours": [COLOURS[cls(i, name)] for i in range(len(communes()))]}
        for name in INDICATORS
    }


def run() -> dict[str, Any]:
    """The ratio of the medians, and the bytes that a change costs."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Path(folder)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        (place / "bare.html").write_text(bare_page(), encoding="utf-8")
        with (
            served(own_server(place), cwd=place, env={"BDHVS_DATA_DIR": str(place)}) as address,
            dash_served(place / "dash", geojson(), dash_layers()) as dash_at,
            dash_served(place / "quick", geojson(), dash_layers(), "browser") as quick_at,
        ):
            ours = _opened(browser, address)
            bare = _opened(browser, (place / "bare.html").as_uri())
            dash, quick = _opened(browser, dash_at), _opened(browser, quick_at)
            wire = Wire(ours)
            ours.wait_for_timeout(1500)
            wire.take()
            times: dict[str, list[float]] = {
                name: [] for name in ("ours", "bare", "dash", "dash_in_browser", "ours_with_table")
            }
            for turn in range(WARM_UP + CHANGES):
                pages = {"ours": ours, "bare": bare, "dash": dash, "dash_in_browser": quick}
                for name, page in pages.items():
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
            Bar(
                what="change of indicator, press to repaint, against Dash + dash-leaflet",
                measured=medians["ours"] / medians["dash"],
                bar=1.0,
            ),
            Bar(what="bytes on the wire by all changes", measured=float(told), bar=0, unit="B"),
        ],
        figures={"medians_ms": medians, "times_ms": times},
    ).as_dict()


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto(address)
    page.wait_for_function(_SHOWN, timeout=60_000)
    return page


def _switch(page: Page, indicator: str) -> tuple[float, float]:
    # A page in the background paints no frames.
    page.bring_to_front()
    page.wait_for_timeout(120)
    colours, all_of_it = page.evaluate(SWITCH, [indicator, COLOURS[cls(0, indicator)]])
    return colours, all_of_it
