"""The map on a page: paints a scene and answers which commune was just clicked."""

from __future__ import annotations

import streamlit as st
from streamlit_folium import st_folium

from lib.maps.layer import ProvinceMap, painted
from lib.maps.scene import Scene


def map_view(scene: Scene, *, key: str, height: int) -> str | None:
    """The code of the commune clicked since the last run, once; ``None`` when nobody clicked."""
    answer = st_folium(
        ProvinceMap(),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=painted(scene),
    )
    click = _click(answer, scene)
    if click is None:
        return None
    code, moment = click
    # The component repeats its last value at every run; each click carries its own moment.
    seen = f"{key}:seen"
    if st.session_state.get(seen) == moment:
        return None
    st.session_state[seen] = moment
    return code


def _click(answer: object, scene: Scene) -> tuple[str, int] | None:
    """What came back from the browser, trusted only after a look."""
    if not isinstance(answer, dict):
        return None
    code, moment = answer.get("code"), answer.get("n")
    if isinstance(moment, int) and isinstance(code, str) and code in scene.codes():
        return code, moment
    return None
