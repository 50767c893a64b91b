"""The map's script and style sheet: Leaflet, topojson-client and ours, joined."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from lib.assets import FAMILY, Asset, fingerprint, font_rules
from lib.assets.scripts import joined

_FOLDER = Path(__file__).with_name("assets")
_TOPOLOGY = "vendor/topojson-client/topojson-client.min.js"
_BORROWED = ("vendor/leaflet/leaflet.js", _TOPOLOGY)
_OWN_STYLES = ("map.css", "sheet.css")
_STYLES = ("vendor/leaflet/leaflet.css", *_OWN_STYLES)
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


@cache
def map_script() -> Asset:
    """Everything the map runs, in one file."""
    parts = [_SOURCE_MAP.sub("", _read(name)) for name in _BORROWED]
    # By this name the map's frame calls what the sheet's entrances are: init, load, paint.
    parts.append(joined(_FOLDER / "sheet" / "sheet.js", "window.provinceSheet = entry;"))
    return fingerprint("map", "js", ";\n".join(parts).encode())


@cache
def map_styles() -> Asset:
    """Everything the map wears, in one file; the typeface's files lie beside it."""
    parts = [font_rules(FAMILY), *map(_read, _STYLES)]
    return fingerprint("map", "css", "\n".join(parts).encode())


def topology_reader() -> str:
    """What turns a topology into shapes in the browser, by the name ``topojson``."""
    return _SOURCE_MAP.sub("", _read(_TOPOLOGY))


def own_styles() -> str:
    """The look of the sheet without Leaflet's, for one that is drawn on the server."""
    return "\n".join(map(_read, _OWN_STYLES))


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
