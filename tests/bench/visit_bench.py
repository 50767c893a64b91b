"""A visit to the map: when it shows, when it can be used, and what it weighs; ours, Dash, /nhe.

All show the same polygons and the same figures of the demonstration data, in one browser, in turns:
each visit in a new browser profile first, then again in the same one. Once on this machine's own
line, once on one of 1.5 Mbit/s and 300 ms. "First" is the first frame with all communes coloured
and the province's figure in words; "live" the first in which our map can be clicked.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext

from lib.services.health.opening import open_installation
from lib.settings import Settings
from tests.bench.apps.data import communes, geojson
from tests.bench.browsing import entered, opened
from tests.bench.peers import dash_served, left_out
from tests.bench.report import Bar, Report
from tests.bench.serving import ROOT, Wire, served
from tests.support.chromium import PatientBrowser, chromium
from tests.support.entering import header
from tests.support.filled import filled_for_show

VISITS, SLOW_VISITS = 5, 3
Line = Mapping[str, Any]
SLOW: Line = {"offline": False, "latency": 300, "downloadThroughput": 1.5e6 / 8,
        "uploadThroughput": 1.5e6 / 8}  # fmt: skip
_LESS_SLOW: Line = {**SLOW, "latency": 20, "downloadThroughput": 4e6}
"""For the short form: nobody has the time."""
_WINDOW = {"width": 1366, "height": 768}

# Asked every few milliseconds from the first moment on; a frame later it is on the screen.
_WATCH = """(() => {
  const full = (home, paths) => home && home.querySelectorAll(paths).length >= COUNT;
  const seen = {
    first: () => full(document, "#map_div path[id], .map path[id], path.leaflet-interactive[fill]")
      && /\\d/.test(document.querySelector(".sentence, .lead, #sentence")?.textContent ?? ""),
    live: () => [...document.querySelectorAll("iframe")].map((f) => f.contentDocument)
      .concat(document).some((home) => full(home, "path.leaflet-interactive[fill]"))
      && !document.querySelector("#first"),
  };
  window.visit = {};
  const look = setInterval(() => {
    for (const [name, holds] of Object.entries(seen)) {
      if (name in window.visit || !document.body || !holds()) continue;
      window.visit[name] = 0;
      const shown = new MessageChannel();
      shown.port1.onmessage = () => { window.visit[name] = performance.now(); };
      requestAnimationFrame(() => shown.port2.postMessage(0));
    }
    if (window.visit.first && window.visit.live) clearInterval(look);
  }, 5);
})()"""
# Where the time goes until the map is live: moments that the page itself passes.
_STAGES = """() => {
  const files = performance.getEntriesByType("resource");
  const end = (part) => Math.max(0, ...files.filter((f) => f.name.includes(part))
    .map((f) => f.responseEnd));
  const frame = document.querySelector("iframe")?.contentWindow;
  const offset = frame ? frame.performance.timeOrigin - performance.timeOrigin : 0;
  const inside = frame ? frame.performance.getEntriesByType("resource") : [];
  const endInside = (part) => Math.max(0, ...inside.filter((f) => f.name.includes(part))
    .map((f) => f.responseEnd + offset));
  const [page] = performance.getEntriesByType("navigation");
  return { page_ms: page.responseEnd, streamlit_scripts_ms: end("/static/js/"),
    map_frame_ms: offset, map_script_ms: endInside("/tinh/map-"),
    figures_ms: endInside("/so-lieu/"), outlines_ms: endInside("/ranh-gioi/") };
}"""


@dataclass(frozen=True)
class Visit:
    """Milliseconds from the request, and bytes."""

    first: float
    live: float
    weight: int
    stages: Mapping[str, float]


def run(*, short: bool = False) -> dict[str, Any]:
    """Ratios and weights, with every visit behind them."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        browser, place = stack.enter_context(chromium()), Path(folder)
        store = place / "store"
        installation = open_installation(Settings(data_dir=store))
        filled_for_show(installation, short=short)
        installation.engine.dispose()
        env = {"BDHVS_DATA_DIR": str(store)}
        address = stack.enter_context(served(ROOT / "app.py", cwd=ROOT, env=env))
        pages = {"ours": f"{address}/ban-do", "nhe": f"{address}/nhe"}
        layers = _same_figures(browser, pages["ours"])
        if not left_out(short):
            pages["dash"] = stack.enter_context(dash_served(place / "dash", geojson(), layers))
        if short:
            here = slow = _in_turns(browser, pages, 1, line=_LESS_SLOW)
        else:
            _packed(store / "cache" / "scripts")
            for url in pages.values():
                _pair(browser, url)  # nobody's very first visit is measured
            here = _in_turns(browser, pages, VISITS)
            slow = _in_turns(browser, pages, SLOW_VISITS, line=SLOW)
    return Report(
        bars=_bars(here, slow), figures={"here": _told(here), "slow": _told(slow)}
    ).as_dict()


def _packed(shelf: Path) -> None:
    """Returns when the server has compressed its scripts, which it does once, beside its work."""
    count = -1
    while count != (count := len(list(shelf.glob("*.br")))) or not count:
        time.sleep(6)


Visits = Mapping[str, Mapping[str, list[Visit]]]


def _in_turns(
    browser: PatientBrowser, pages: Mapping[str, str], count: int, *, line: Line | None = None
) -> Visits:
    found: dict[str, dict[str, list[Visit]]] = {n: {"cold": [], "again": []} for n in pages}
    for _ in range(count):
        for name, url in pages.items():
            cold, again = _pair(browser, url, line=line)
            found[name]["cold"].append(cold)
            found[name]["again"].append(again)
    return found


def _pair(browser: PatientBrowser, url: str, *, line: Line | None = None) -> tuple[Visit, Visit]:
    """A visit in a new profile, and one more in the same."""
    context = entered(browser, url, viewport=_WINDOW)
    context.add_init_script(_WATCH.replace("COUNT", str(len(communes()))))
    try:
        return _visit(context, url, line=line), _visit(context, url, line=line)
    finally:
        context.close()


def _visit(context: BrowserContext, url: str, *, line: Line | None) -> Visit:
    page = context.new_page()
    if line:
        context.new_cdp_session(page).send("Network.enable")
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", dict(line))
    wire = Wire(page)
    page.goto(url, wait_until="commit")
    wanted = {"first"} if "/nhe" in url else {"first", "live"}
    told: dict[str, float] = {}
    for _ in range(450):
        page.wait_for_timeout(200)
        told = page.evaluate("window.visit || {}")
        if all(told.get(moment) for moment in wanted):
            break
    page.wait_for_timeout(4000 if line is SLOW else 1500)
    stages = page.evaluate(_STAGES)
    page.close()
    return Visit(told["first"], told.get("live", told["first"]), wire.bytes, stages)


def _same_figures(browser: PatientBrowser, url: str) -> dict[str, Any]:
    """What our page shows, for the other: sentence and colours of every indicator."""
    page = opened(browser, url, viewport=_WINDOW)
    file = page.locator("link[href*='/so-lieu/']").first.get_attribute("href") or ""
    page.close()
    figures = url.rsplit("/", 1)[0] + file.removeprefix(".")
    asked = urllib.request.Request(figures, headers={"Cookie": header()})
    with urllib.request.urlopen(asked) as answer:
        sheet = json.load(answer)
    places = {code: i for i, code in enumerate(sheet["codes"].split(","))}
    order = [places[code] for code, _ in communes()]
    layers = {}
    for layer in sheet["layers"]:
        colours = [sheet["palette"][i] for i in layer[11][0][2]]
        cells = layer[11][0][3]
        layers[layer[0]] = {
            "sentence": f"{layer[2]}: {layer[10][0]}; {layer[10][1]}",
            "colours": [colours[int(cells[i])] if cells[i].isdigit() else "#b9c0c2" for i in order],
        }
    return dict(sorted(layers.items(), key=lambda one: one[0] != sheet["first"]))


def _median(visits: Visits, name: str, kind: str, what: str) -> float:
    return statistics.median(getattr(visit, what) for visit in visits[name][kind])


def _bars(here: Visits, slow: Visits) -> list[Bar]:
    nhe_against_all = max(
        _median(slow, "nhe", kind, "first") / _median(slow, name, kind, "first")
        for kind in ("cold", "again")
        for name in slow
        if name != "nhe"
    )

    def weight(kind: str) -> float:
        return _median(here, "ours", kind, "weight") / 1000

    def live(kind: str) -> float:
        return _median(slow, "ours", kind, "live") / 1000

    told = [
        *(_against_dash(here, slow) if "dash" in here else ()),
        ("first visit", weight("cold"), 1250, "kB"),
        ("repeated visit", weight("again"), 15, "kB"),
        ("slow line: live map, new visitor", live("cold"), 7, "s"),
        ("slow line: live map, repeated visit", live("again"), 2, "s"),
        ("slow line: the light page against the fastest other", nhe_against_all, 1.0, ""),
    ]
    return [Bar(what=w, measured=m, bar=bar, unit=unit) for w, m, bar, unit in told]


def _against_dash(here: Visits, slow: Visits) -> list[tuple[str, float, float, str]]:
    def ratio(visits: Visits, what: str) -> float:
        return _median(visits, "ours", "cold", what) / _median(visits, "dash", "cold", "first")

    first = "first map with figures"
    return [
        (f"{first}, new visitor, against Dash", ratio(here, "first"), 1.0, ""),
        ("live map, new visitor, against Dash", ratio(here, "live"), 2.0, ""),
        (f"slow line: {first}, against Dash", ratio(slow, "first"), 1.0, ""),
    ]


def _told(visits: Visits) -> dict[str, Any]:
    return {
        name: {
            kind: {
                "first_ms": [round(v.first) for v in found],
                "live_ms": [round(v.live) for v in found],
                "bytes": [v.weight for v in found],
                "stages_ms": {
                    stage: round(statistics.median(v.stages[stage] for v in found))
                    for stage in found[0].stages
                },
            }
            for kind, found in kinds.items()
        }
        for name, kinds in visits.items()
    }
