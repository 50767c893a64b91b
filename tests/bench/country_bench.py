"""The sheet with all communes of the country: change of indicator, panning and zooming.

The change is held against that of the province's 75 communes on the same sheet, in turns. Frames
are counted while a script drags the map and zooms in and out, as a hand would.
The outlines are no part of the product: without their file beside it there is nothing to measure,
and the short form draws squares of its own.
"""

from __future__ import annotations

import gzip
import json
import statistics
import tempfile
from collections import defaultdict
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import geopandas as gpd
from playwright.sync_api import Page
from shapely import box
from topojson import Topology

from lib.maps.boundaries import digest_of
from tests.bench.apps.data import INDICATORS
from tests.bench.browsing import opened
from tests.bench.map_bench import own_server
from tests.bench.report import Bar, Report
from tests.bench.serving import ROOT, served
from tests.support.chromium import PatientBrowser, chromium

OUTLINES = ROOT.parent / "shared/geo/vietnam_communes_simplified.geojson.gz"
WARM_UP, CHANGES, _SQUARES = 6, 24, 650
_VIEW = {"width": 1200, "height": 900}

# As the bench "switch" does it, for a map whose communes may be no elements of the page.
SWITCH = """(label) => new Promise((resolve, reject) => {
  const home = document.querySelector("iframe").contentDocument, view = home.defaultView;
  const list = home.querySelector("select"), map = home.querySelector(".leaflet-container");
  const before = map.dataset.paints;
  home.documentElement.dataset.shown = "";
  const start = performance.now();
  list.value = label;
  list.dispatchEvent(new Event("change"));
  view.requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      if (map.dataset.paints === before) return reject(new Error("not repainted"));
      const colours = performance.now() - start;
      const rest = () => view.requestAnimationFrame(() =>
        (home.documentElement.dataset.shown === label
          ? resolve([colours, performance.now() - start]) : rest()));
      rest();
    };
    channel.port2.postMessage(0);
  });
})"""

# Moves the map as a hand would, step by step, and answers the time between frames.
MOVE = """(kind) => new Promise((resolve) => {
  const view = document.querySelector("iframe").contentWindow;
  const box = view.document.querySelector(".leaflet-container").getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const target = view.document.elementFromPoint(x, y);
  const frames = [];
  let last = performance.now(), going = true;
  const tick = (now) => {
    frames.push(now - last);
    last = now;
    if (going) view.requestAnimationFrame(tick);
  };
  const mouse = (type, at, dx, dy) => at.dispatchEvent(new view.MouseEvent(type, {
    bubbles: true, cancelable: true, view, clientX: x + dx, clientY: y + dy, button: 0, buttons: 1,
  }));
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const pan = async () => {
    for (const [tx, ty] of [[160, 90], [-200, 60], [120, -160], [-90, 120]]) {
      mouse("mousedown", target, 0, 0);
      for (let i = 1; i <= 25; i++) {
        mouse("mousemove", view.document.body, tx * i / 25, ty * i / 25);
        await wait(16);
      }
      mouse("mouseup", view.document.body, tx, ty);
      await wait(150);
    }
  };
  const zoom = async () => {
    const [closer, wider] = view.document.querySelectorAll(".map-buttons button");
    for (const button of [closer, closer, closer, wider, wider, wider]) {
      button.click();
      await wait(400);
    }
  };
  view.requestAnimationFrame((now) => { last = now; view.requestAnimationFrame(tick); });
  (kind === "pan" ? pan() : zoom()).then(() => { going = false; resolve(frames); });
})"""


def run(*, short: bool = False) -> dict[str, Any]:
    """The ratio of the two changes, and frames a second; nothing without the outlines."""
    if not OUTLINES.exists() and not short:
        print("  left out: the outlines of the country are not beside the product")
        return Report(bars=[], figures={"left_out": str(OUTLINES.name)}).as_dict()
    warm_up, changes = (1, 2) if short else (WARM_UP, CHANGES)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        places = {name: Path(folder) / name for name in ("country", "province")}
        for place in places.values():
            place.mkdir()
        _adopt(places["country"], _squares() if short else _country())
        with (
            _serving(places["country"]) as at,
            _serving(places["province"]) as by,
        ):
            country, province = _opened(browser, at), _opened(browser, by)
            times: dict[str, list[float]] = defaultdict(list)
            for turn in range(warm_up + changes):
                for name, page in (("country", country), ("province", province)):
                    colours, all_of_it = _switch(page, turn)
                    if turn >= warm_up:
                        times[name].append(round(colours, 2))
                        times[f"{name}_with_table"].append(round(all_of_it, 2))
            frames = {kind: _frames(country, kind) for kind in ("pan", "zoom")}
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    return Report(
        bars=[
            Bar(
                what="change of indicator, country against province",
                measured=medians["country"] / medians["province"],
                bar=5,
            ),
            *(
                Bar(
                    what=f"mean time of a frame: {kind}",
                    measured=statistics.mean(taken),
                    bar=1000 / 30,
                    unit="ms",
                )
                for kind, taken in frames.items()
            ),
        ],
        figures={"medians_ms": medians, "times_ms": times, "frames_ms": frames},
    ).as_dict()


def _serving(place: Path) -> AbstractContextManager[str]:
    return served(own_server(place), cwd=place, env={"BDHVS_DATA_DIR": str(place)})


def _country() -> gpd.GeoDataFrame:
    """The outlines of all communes."""
    features = json.loads(gzip.decompress(OUTLINES.read_bytes()))["features"]
    frame = gpd.GeoDataFrame.from_features(features, crs=4326).set_index("code", drop=False)
    return frame[["code", "name", "geometry"]]


def _squares() -> gpd.GeoDataFrame:
    """As many made-up squares as the sheet draws on a canvas, for the short form."""
    spots = [divmod(n, 25) for n in range(_SQUARES)]
    codes = [f"{n:05d}" for n in range(_SQUARES)]
    shapes = [box(103 + x / 20, 20 + y / 20, 103.05 + x / 20, 20.05 + y / 20) for y, x in spots]
    frame = gpd.GeoDataFrame({"code": codes, "name": codes}, geometry=shapes, crs=4326)
    return frame.set_index("code", drop=False)


def _adopt(place: Path, frame: gpd.GeoDataFrame) -> None:
    """Puts outlines in force, as if somebody had imported them."""
    content = Topology(frame, prequantize=20000, object_name="communes").to_json().encode()
    folder = place / "boundaries"
    folder.mkdir()
    digest = digest_of(content)
    (folder / f"{digest}.topojson").write_bytes(content)
    adopted = {"adopted": [{"digest": digest, "source": "x", "adopted_at": "2026-01-01T00:00:00Z"}]}
    (folder / "current.json").write_text(json.dumps(adopted), encoding="utf-8")


def _opened(browser: PatientBrowser, address: str) -> Page:
    page = opened(browser, address, viewport=_VIEW)
    page.frame_locator("iframe").locator("[data-paints]").wait_for()
    page.wait_for_timeout(2500)
    return page


def _switch(page: Page, turn: int) -> tuple[float, float]:
    """Milliseconds to the colours, and to the last line of the table."""
    page.bring_to_front()  # a page in the background paints no frames
    page.wait_for_timeout(150)
    colours, all_of_it = page.evaluate(SWITCH, INDICATORS[(turn + 1) % len(INDICATORS)])
    return colours, all_of_it


def _frames(page: Page, kind: str) -> list[float]:
    """Milliseconds of each frame while the map is moved."""
    page.bring_to_front()
    page.wait_for_timeout(500)
    return [round(t, 1) for t in page.evaluate(MOVE, kind)]
