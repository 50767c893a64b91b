"""A page with our map sheet and nothing else, in the boundaries in force."""

import streamlit as st

from lib.maps.boundaries import current
from lib.maps.sheet import Classing, Layer, Shape, Sheet, Unit
from lib.services.map.sheet import words_of
from lib.settings import settings
from lib.text import words
from lib.ui.map.map_view import map_view
from tests.bench.apps.data import COLOURS, INDICATORS, cls, communes, shown

FLAGS = ("b", "", "", "rs", "", "s", "")

st.set_page_config(layout="wide")
boundaries = current(settings().data_dir)
places = st.cache_data(communes)(boundaries.topojson)
map_view(
    Sheet(
        period="2026-08",
        shapes={"boundary": Shape(geometry=boundaries.key, bounds=boundaries.bounds)},
        units=[
            Unit(code=code, name=name, flags=FLAGS[i % len(FLAGS)])
            for i, (code, name) in enumerate(places)
        ],
        layers=[
            Layer(
                code=indicator,
                group="KH",
                name=indicator,
                unit="%",
                formula=indicator,
                digits=1,
                rising=1,
                kind="share",
                values=[  # as shown(), without its comma
                    int(float(shown(i, indicator)[:-2].replace(",", ".")) * 10)
                    for i, _ in enumerate(places)
                ],
                changes=[i % 30 - 10 for i, _ in enumerate(places)],
                said=("50 %", "75/75", "", 0),
                classings=[
                    Classing(
                        mode="steps",
                        breaks=["20", "40", "60", "80"],
                        colours=COLOURS,
                        cells="".join(str(cls(i, indicator)) for i, _ in enumerate(places)),
                    )
                ],
            )
            for indicator in INDICATORS
        ],
        options={
            "views": [("boundary", "r", "R")],
            "modes": [("steps", "s", "S")],
            "flags": [("b", "b", "B"), ("r", "r", "R")],
        },
        address={
            "indicator": "i",
            "period": "p",
            "mode": "m",
            "view": "v",
            "flags": "f",
            "classes": "k",
            "commune": "c",
        },
        first=INDICATORS[0],
        words=words_of(words()),
    ),
    key="map",
)
