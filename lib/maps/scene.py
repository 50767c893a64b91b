"""What one map shows: values, colours and words, ready for our script in the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

View = Literal["boundary", "tiles"]
Bounds = tuple[float, float, float, float]

# Inside a JSON string each of these may as well stand as \uXXXX. Escaped, the text can
# no longer end a script or open a template literal (`${`), and the two programs it passes
# through leave it alone: branca compiles it as a Jinja template (`{{ }}`, `{% %}`), which
# would run on our server, and st_folium takes `_name` for a variable.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'`${}_\u2028\u2029"}
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, kw_only=True)
class LegendClass:
    """One step of the legend."""

    label: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class UnitPaint:
    """How one commune is drawn and read out."""

    code: str
    name: str
    cls: int | None
    """Index into the classes; ``None`` draws the grey hatch of a missing report."""

    shown: str
    """The value as people read it: "62,5 %", "chưa báo cáo"."""

    flags: str = ""
    """Any of ``b`` border, ``r`` remote, ``s`` special difficulty."""


@dataclass(frozen=True, kw_only=True)
class MapWords:
    """The words on the map itself, from the catalogue."""

    no_report: str
    zoom_in: str
    zoom_out: str
    reset: str
    zoom_hint: str
    """Shown when somebody turns the wheel over a map that leaves the wheel to the page."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One picture of the province."""

    geometry: str
    """Name of the boundaries as their URL has it: ``<name>-<digest>``."""

    bounds: Bounds
    """West, south, east, north."""

    view: View
    classes: Sequence[LegendClass]
    units: Sequence[UnitPaint]
    selected: str | None
    title: str
    words: MapWords
    flags_shown: frozenset[str] = frozenset()
    flag_words: Mapping[str, str] = field(default_factory=dict)

    def codes(self) -> frozenset[str]:
        """The communes somebody can click."""
        return frozenset(unit.code for unit in self.units)

    def payload(self) -> str:
        """Compact JSON that stays data wherever it is pasted: script, template or ``eval``."""
        text = json.dumps(
            {
                "geometry": self.geometry,
                "bounds": self.bounds,
                "view": self.view,
                "colours": [c.colour for c in self.classes],
                "units": [_unit(unit) for unit in self.units],
                "selected": self.selected,
                "title": self.title,
                "flags": {flag: self.flag_words[flag] for flag in sorted(self.flags_shown)},
                "words": asdict(self.words),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return _STRING.sub(lambda string: string.group().translate(_ESCAPES), text)


def _unit(unit: UnitPaint) -> tuple[str, str, int, str, str]:
    return (unit.code, unit.name, -1 if unit.cls is None else unit.cls, unit.shown, unit.flags)
