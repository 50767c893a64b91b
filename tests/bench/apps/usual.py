"""A page with the map as tutorials draw it: a new folium map with all polygons at every run.

A measurement must not depend on a network, so all that folium fetches from other hosts comes from
this server: Leaflet itself, and empty files in place of jQuery, Bootstrap and awesome-markers,
which this map loads but does not use. That makes it faster than it is in the wild.
"""

import folium
import streamlit as st
from streamlit_folium import st_folium

from tests.bench.apps.data import COLOURS, INDICATORS, cls, geojson, shown

STATIC = "../../app/static"
folium.Map.default_js = [(name, f"{STATIC}/{name}.js") for name, _ in folium.Map.default_js]
folium.Map.default_css = [(name, f"{STATIC}/{name}.css") for name, _ in folium.Map.default_css]

st.set_page_config(layout="wide")
indicator = st.segmented_control("Indicator", INDICATORS, default=INDICATORS[0]) or INDICATORS[0]

polygons = st.cache_data(geojson)()
for feature in polygons["features"]:
    feature["properties"]["shown"] = shown(feature["properties"]["index"], indicator)

province = folium.Map(location=[21.2, 104.0], zoom_start=8, tiles=None)
folium.GeoJson(
    polygons,
    style_function=lambda feature: {
        "fillColor": COLOURS[cls(feature["properties"]["index"], indicator)],
        "color": "white",
        "weight": 1,
        "fillOpacity": 1,
    },
    tooltip=folium.GeoJsonTooltip(["name", "shown"]),
).add_to(province)
st_folium(province, height=520, use_container_width=True)
