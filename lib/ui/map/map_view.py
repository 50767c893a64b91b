"""The map sheet on a page: shows a period and answers which commune was just clicked."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit_folium import st_folium

from lib.maps.layer import ProvinceMap, painted
from lib.maps.sheet import Sheet
from lib.services.map.sheet_files import put_out

_FIRST_HEIGHT = 760
"""Of the frame until our script has measured itself."""


@dataclass(frozen=True)
class Click:
    """A commune or a period that somebody chose, and the indicator they were looking at."""

    commune: str
    """"" where a period was chosen."""
    indicator: str
    period: str = ""


def map_view(sheet: Sheet, *, key: str) -> Click | None:
    """The click since the last run, once; ``None`` when nobody clicked."""
    answer = st_folium(
        ProvinceMap(),
        key=key,
        height=_FIRST_HEIGHT,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=painted(put_out(sheet)),
    )
    click, moment = _click(answer, sheet)
    # The component repeats its last value at every run; each click carries its own moment.
    seen = f"{key}:seen"
    if click is None or st.session_state.get(seen) == moment:
        return None
    st.session_state[seen] = moment
    return click


def _click(answer: object, sheet: Sheet) -> tuple[Click | None, int]:
    """What came back from the browser, trusted only after a look."""
    if not isinstance(answer, dict):
        return None, 0
    code, indicator, moment = (answer.get(name) for name in ("code", "indicator", "n"))
    if not isinstance(moment, int) or indicator not in sheet.indicators():
        return None, 0
    if code in sheet.codes():
        return Click(str(code), str(indicator)), moment
    if isinstance(period := answer.get("period"), str):
        return Click("", str(indicator), period), moment
    return None, 0
