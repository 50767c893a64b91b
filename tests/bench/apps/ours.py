"""A page with our map and nothing else."""

import streamlit as st

from lib.maps.boundaries import schematic
from lib.maps.scene import LegendClass, MapWords, Scene, UnitPaint
from lib.ui.map_view import map_view
from tests.bench.apps.data import COLOURS, INDICATORS, cls, communes, shown

st.set_page_config(layout="wide")
indicator = st.segmented_control("Indicator", INDICATORS, default=INDICATORS[0]) or INDICATORS[0]
boundaries = schematic()
map_view(
    Scene(
        geometry=boundaries.key,
        bounds=boundaries.bounds,
        view="boundary",
        classes=[LegendClass(label=colour, colour=colour) for colour in COLOURS],
        units=[
            UnitPaint(code=code, name=name, cls=cls(i, indicator), shown=shown(i, indicator))
            for i, (code, name) in enumerate(st.cache_data(communes)())
        ],
        selected=None,
        title=indicator,
        words=MapWords(no_report="-", zoom_in="+", zoom_out="-", reset="o", zoom_hint="Ctrl"),
    ),
    key="map",
    height=520,
)
