"""The map: a change of indicator against the usual way, and the weight of a visit.

Both maps show the same 75 polygons and values, each on a page with nothing else, in the same
browser at the same time, changed in turns, so that a busy machine slows both. The weight is that
of the product's own map page.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

import folium
from playwright.sync_api import Page

from lib.services.health.opening import open_installation
from lib.settings import Settings
from tests.bench.apps.data import COLOURS, INDICATORS, cls, communes
from tests.bench.browsing import entered, opened
from tests.bench.report import Bar, Report
from tests.bench.serving import ROOT, Wire, served
from tests.support.chromium import PatientBrowser, chromium
from tests.support.filled import filled_for_show

APPS = Path(__file__).with_name("apps")
FRAME = 'HOME / "pages" / "frame.py"'
WARM_UP, CHANGES = 6, 25
_VIEW = {"width": 1200, "height": 900}

# Chooses the indicator, by its button or in our sheet's list, and answers how long until the first
# commune of a complete map wears the colour. Asks at every frame: the map may be redrawn or its
# whole frame replaced.
CHANGE = """([label, colour, count]) => new Promise((resolve, reject) => {
  const button = [...document.querySelectorAll("button")].find((b) => b.innerText.trim() === label);
  const list = document.querySelector("iframe")?.contentDocument?.querySelector("select");
  const choose = () => {
    if (button) return button.click();
    list.value = label;
    list.dispatchEvent(new Event("change"));
  };
  const start = performance.now();
  const look = () => {
    if (performance.now() - start > 30000) return reject(new Error("never repainted: " + label));
    for (const frame of document.querySelectorAll("iframe")) {
      const paths = frame.contentDocument?.querySelectorAll("path.leaflet-interactive") ?? [];
      if (paths.length === count && paths[0].getAttribute("fill") === colour
          && (paths[0].getAttribute("d") ?? "").length > 5) {
        return resolve(performance.now() - start); // this frame paints it
      }
    }
    requestAnimationFrame(look);
  };
  choose();
  look();
})"""


def run(*, short: bool = False) -> dict[str, Any]:
    """Bars of the map, with every single time behind them."""
    changes = 2 if short else CHANGES
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        place = Path(folder)
        with (
            served(own_server(place), cwd=place, env={"BDHVS_DATA_DIR": str(place)}) as ours_at,
            served(_usual_page(place), cwd=place / "usual") as usual_at,
        ):
            ours, usual = _Map(browser, ours_at), _Map(browser, usual_at)
            for turn in range(WARM_UP + changes):
                for each in (ours, usual):
                    each.change(turn)
            zoom_kept = {"ours": ours.keeps_zoom(), "usual": usual.keeps_zoom()}
        visit = _visit(browser, place / "product", short=short)
    return Report(
        bars=[
            Bar(
                what="change of indicator, time against the usual way",
                measured=ours.median_ms / usual.median_ms,
                bar=1 / 6,
            ),
            Bar(
                what="change of indicator, bytes against the usual way",
                measured=ours.bytes_per_change / usual.bytes_per_change,
                bar=1 / 6,
            ),
            Bar(what="zoom lost by a change", measured=float(not zoom_kept["ours"]), bar=0),
            Bar(what="first visit", measured=visit["first"] / 1000, bar=1500, unit="kB"),
            Bar(what="repeated visit", measured=visit["again"] / 1000, bar=100, unit="kB"),
        ],
        figures={
            "ours": ours.figures(),
            "usual": usual.figures(),
            "zoom_kept": zoom_kept,
            "visit_bytes": visit,
        },
    ).as_dict()


def own_server(place: Path) -> Path:
    """The product's server, its own routes and rules, around the page that holds only the map."""
    server = (ROOT / "app.py").read_text(encoding="utf-8")
    assert server.count(FRAME) == 1
    script = place / "app.py"
    script.write_text(server.replace(FRAME, repr(str(APPS / "ours.py"))), encoding="utf-8")
    # Streamlit reads the settings beside the script.
    shutil.copytree(ROOT / ".streamlit", place / ".streamlit")
    return script


def _usual_page(place: Path) -> Path:
    folder = place / "usual"
    (folder / "static").mkdir(parents=True)
    leaflet = ROOT / "lib/maps/assets/vendor/leaflet"
    for kind, files in (("js", folium.Map.default_js), ("css", folium.Map.default_css)):
        for name, _address in files:
            (folder / "static" / f"{name}.{kind}").write_text("")
        shutil.copy(
            leaflet / f"leaflet.{kind}",
            folder / "static" / Path(files[0][0]).with_suffix(f".{kind}"),
        )
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit/config.toml").write_text("[server]\nenableStaticServing = true\n")
    return Path(shutil.copy(APPS / "usual.py", folder))


class _Map:
    """One page with one map, its times and its traffic."""

    def __init__(self, browser: PatientBrowser, address: str) -> None:
        self._page = opened(browser, address, viewport=_VIEW)
        _painted(self._page)
        self._page.wait_for_timeout(1500)
        self._wire = Wire(self._page)
        self._times: list[float] = []
        self._bytes: list[int] = []

    def change(self, turn: int) -> None:
        # A page in the background paints no frames.
        self._page.bring_to_front()
        self._page.wait_for_timeout(300)
        self._wire.take()
        indicator = INDICATORS[(turn + 1) % len(INDICATORS)]
        colour = COLOURS[cls(0, indicator)]
        took = self._page.evaluate(CHANGE, [indicator, colour, len(communes())])
        self._page.wait_for_timeout(300)
        if turn >= WARM_UP:
            self._times.append(round(took, 1))
            self._bytes.append(self._wire.take())

    def keeps_zoom(self) -> bool:
        self._page.bring_to_front()
        self._inside("window.map.setZoom(10, {animate: false})")
        self._page.wait_for_timeout(1000)
        self.change(WARM_UP - 1)
        return bool(self._inside("window.map.getZoom()") == 10)

    @property
    def median_ms(self) -> float:
        return statistics.median(self._times)

    @property
    def bytes_per_change(self) -> float:
        return statistics.median(self._bytes)

    def figures(self) -> dict[str, Any]:
        return {
            "median_ms": self.median_ms,
            "times_ms": self._times,
            "bytes_per_change": self.bytes_per_change,
        }

    def _inside(self, script: str) -> Any:
        frame = self._page.frame_locator("iframe").locator("body").element_handle().owner_frame()
        return frame.evaluate(script)


def _painted(page: Page) -> None:
    page.frame_locator("iframe").locator("path.leaflet-interactive").first.wait_for()


def _visit(browser: PatientBrowser, data_dir: Path, *, short: bool) -> dict[str, int]:
    """Bytes of the product's own map page, with demonstration data: new browser, known browser."""
    env = {"BDHVS_DATA_DIR": str(data_dir)}
    installation = open_installation(Settings(data_dir=data_dir))
    filled_for_show(installation, short=short)
    installation.engine.dispose()
    with served(ROOT / "app.py", cwd=ROOT, env=env) as address:
        context = entered(browser, address, viewport=_VIEW)
        weights = [_weight(context.new_page(), address) for _ in range(2)]
        context.close()
    return {"first": weights[0], "again": weights[1]}


def _weight(page: Page, address: str) -> int:
    wire = Wire(page)
    page.goto(address)
    _painted(page)
    page.wait_for_timeout(3000)
    page.close()
    return wire.bytes
