"""A static page with Leaflet alone: the least a browser can do to change an indicator.

One button an indicator; a press recolours the same 75 polygons from values already there.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.bench.apps.data import COLOURS, INDICATORS, cls, geojson

VENDOR = Path(__file__).resolve().parents[3] / "lib/maps/assets/vendor"

_PAGE = """<!doctype html><meta charset="utf-8"><title>bare</title>
<style>{css} #map {{ height: 520px }}</style><div id="buttons"></div><div id="map"></div>
<script>{leaflet}</script><script>
const data = {data}, colours = {colours}, classes = {classes};
const map = L.map("map", {{ renderer: L.svg(), zoomSnap: 0 }});
const style = {{ weight: 1, color: "#fff", fillOpacity: 1 }};
const layer = L.geoJSON(data, {{ style }}).addTo(map);
map.fitBounds(layer.getBounds());
const paint = (name) => layer.eachLayer((one) =>
  one.setStyle({{ fillColor: colours[classes[name][one.feature.properties.index]] }}));
for (const name of Object.keys(classes)) {{
  const button = document.createElement("button");
  button.textContent = name;
  button.addEventListener("click", () => paint(name));
  document.getElementById("buttons").append(button);
}}
paint(Object.keys(classes)[0]);
</script>"""


def page() -> str:
    """The page's text."""
    data = geojson()
    count = len(data["features"])
    return _PAGE.format(
        css=(VENDOR / "leaflet/leaflet.css").read_text(encoding="utf-8"),
        leaflet=(VENDOR / "leaflet/leaflet.js").read_text(encoding="utf-8"),
        data=json.dumps(data),
        colours=json.dumps(COLOURS),
        classes=json.dumps({name: [cls(i, name) for i in range(count)] for name in INDICATORS}),
    )
