"""A change of indicator in our sheet, in a bare static Leaflet page and in Dash, in one browser.

From the press to the frame that shows the colours of all polygons; legend, sentence and table of
ours follow behind that frame, and their time is told beside it. In turns, so that a busy machine
slows all; and no word of ours to the server. Dash is measured as its guides have it, with a
callback on the server, and with one in the browser beside it.
"""

from __future__ import annotations

import statistics
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.bench.apps.bare import page as bare_page
from tests.bench.apps.data import COLOURS, INDICATORS, cls, communes, geojson
from tests.bench.browsing import opened
from tests.bench.map_bench import own_server
from tests.bench.peers import dash_served, left_out
from tests.bench.report import Bar, Report
from tests.bench.serving import Wire, served
from tests.support.chromium import PatientBrowser, chromium

WARM_UP, CHANGES = 8, 40
_AGAINST = (("bare", "bare Leaflet", 2.0), ("dash", "Dash + dash-leaflet", 1.0))
"""By name of the page: what is told of it, and the bar."""

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


def run(*, short: bool = False) -> dict[str, Any]:
    """The ratio of the medians, and the bytes that a change costs."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        browser = stack.enter_context(chromium())
        pages = {
            name: _opened(browser, address)
            for name, address in _addresses(Path(folder), stack, short=short).items()
        }
        wire = Wire(pages["ours"])
        pages["ours"].wait_for_timeout(1500)
        wire.take()
        times = _in_turns(pages, *((1, 2) if short else (WARM_UP, CHANGES)))
        told = wire.take()
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    return Report(
        bars=[
            *(
                Bar(
                    what=f"change of indicator, press to repaint, against {said}",
                    measured=medians["ours"] / medians[name],
                    bar=bar,
                )
                for name, said, bar in _AGAINST
                if name in medians
            ),
            Bar(what="bytes on the wire by all changes", measured=float(told), bar=0, unit="B"),
        ],
        figures={"medians_ms": medians, "times_ms": times},
    ).as_dict()


def _addresses(place: Path, stack: ExitStack, *, short: bool) -> dict[str, str]:
    """Where each way to the same map is served."""
    (place / "bare.html").write_text(bare_page(), encoding="utf-8")
    env = {"BDHVS_DATA_DIR": str(place)}
    found = {
        "ours": str(stack.enter_context(served(own_server(place), cwd=place, env=env))),
        "bare": (place / "bare.html").as_uri(),
    }
    if not left_out(short):
        for name, *mode in (("dash",), ("dash_in_browser", "browser")):
            served_so = dash_served(place / name, geojson(), dash_layers(), *mode)
            found[name] = stack.enter_context(served_so)
    return found


def _opened(browser: PatientBrowser, address: str) -> Page:
    page = opened(browser, address, viewport={"width": 1200, "height": 900})
    page.wait_for_function(_SHOWN)
    return page


def _in_turns(pages: Mapping[str, Page], warm_up: int, changes: int) -> dict[str, list[float]]:
    """Milliseconds of each change, by page; of ours also to the last line of the table."""
    times = defaultdict[str, list[float]](list)
    for turn in range(warm_up + changes):
        for name, page in pages.items():
            colours, all_of_it = _switch(page, INDICATORS[(turn + 1) % len(INDICATORS)])
            if turn >= warm_up:
                times[name].append(round(colours, 2))
                if name == "ours":
                    times["ours_with_table"].append(round(all_of_it, 2))
    return times


def _switch(page: Page, indicator: str) -> tuple[float, float]:
    # A page in the background paints no frames.
    page.bring_to_front()
    page.wait_for_timeout(120)
    colours, all_of_it = page.evaluate(SWITCH, [indicator, COLOURS[cls(0, indicator)]])
    return colours, all_of_it
