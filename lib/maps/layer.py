"""The folium side of the map: constant base, the period's sheet painted as a feature group."""

from __future__ import annotations

from typing import ClassVar

import folium
from branca import element
from branca.element import MacroElement
from folium.template import Template

from lib.maps.bundle import map_script, map_styles

# Relative to the component's page, /component/<name>/index.html, so that it
# also holds when the whole product lives under a base path.
ROOT = "../.."
CENTRE = (21.2, 104.0)


class _Text:
    """A finished text where branca asks for a template."""

    def __init__(self, text: str) -> None:
        self._text = text

    def render(self, **_values: object) -> str:
        """The text."""
        return self._text


_compiled = element.Template


def _template(text: str) -> object:
    # branca compiles each text it has just written as a template of its own: a seventh of a run.
    return _compiled(text) if "{{" in text or "{%" in text or "{#" in text else _Text(text)


element.Template = _template


class ProvinceMap(folium.Map):  # type: ignore[misc]
    """An empty map that loads only our own bundle.

    Make a new one for every run: a kept one collects feature groups. Its text is the
    same each time, because st_folium remounts the map, and loses the zoom, when it changes.
    """

    default_js: ClassVar[list[tuple[str, str]]] = [("map", f"{ROOT}/tinh/{map_script().name}")]
    default_css: ClassVar[list[tuple[str, str]]] = [("map", f"{ROOT}/tinh/{map_styles().name}")]

    def __init__(self) -> None:
        super().__init__(
            location=CENTRE,
            zoom_start=8,
            tiles=None,
            zoom_control=False,
            attribution_control=False,
            keyboard=False,
            scroll_wheel_zoom=False,
            zoom_snap=0,  # fits the province exactly, whatever the frame
            zoom_delta=0.5,
            min_zoom=4,
            max_zoom=14,
        )
        self.add_child(_Start())


class _Start(MacroElement):  # type: ignore[misc]
    """Hands the fresh map to our script."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "provinceSheet.init({{ this._parent.get_name() }}, '"
        + ROOT
        + "/ranh-gioi/', '"
        + ROOT
        + "/sau-ky/', '"
        + ROOT
        + "/tai-ve/');"
        "{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()
        self._name = "Start"


class Painting(MacroElement):  # type: ignore[misc]
    """Says which file holds the period: browsers keep it, so a repeated visit fetches nothing."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "provinceSheet.load('" + ROOT + "/so-lieu/{{ this.file }}.json');"
        "{% endmacro %}"
    )

    def __init__(self, file: str) -> None:
        super().__init__()
        self._name = "Painting"
        self.file = file


def painted(file: str) -> folium.FeatureGroup:
    """The sheet as the feature group that st_folium adds to a map already on screen.

    ``file`` is the name it was put out under: our own letters, digits and hyphens.
    """
    group = folium.FeatureGroup(control=False)
    group.add_child(Painting(file))
    return group
