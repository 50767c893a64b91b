"""KML, as Google Earth keeps outlines: pulled element by element, entities refused."""

from __future__ import annotations

from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from lib.maps.boundaries import BoundaryProblem
from lib.maps.inside.layers import FEATURE_ID, Layer, layer_of
from lib.maps.inside.shapes import EMPTY, NOT_AREA, Shape, from_json

_LINES = frozenset({"Point", "LineString", "Track"})
_TEXTS = frozenset({"name", "description", "value", "SimpleData", "coordinates"})


class _Reader:
    """What of each placemark tells a commune and its outline."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.shapes: list[Shape] = []
        self._row: dict[str, Any] | None = None
        self._polygons: list[list[list[list[str]]]] = []
        self._lines = self._in_polygon = False
        self._field = ""
        self._text: list[str] | None = None
        self.known = False

    def start(self, name: str, told: dict[str, str]) -> None:
        """An element begins."""
        tag = name.rpartition(":")[2]
        self.known |= tag in ("kml", "Placemark")
        if tag == "Placemark":
            self._row, self._polygons, self._lines = {}, [], False
            if number := told.get("id"):
                self._row[FEATURE_ID] = number
        if self._row is None:
            return
        if tag in ("Data", "SimpleData"):
            self._field = told.get("name", "")
        elif tag == "Polygon":
            self._polygons.append([])
            self._in_polygon = True
        self._lines |= tag in _LINES
        self._text = [] if tag in _TEXTS else None

    def heard(self, text: str) -> None:
        """A piece of text."""
        if self._text is not None:
            self._text.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        tag = name.rpartition(":")[2]
        text, self._text = "".join(self._text or ()).strip(), None
        if self._row is None:
            return
        if tag == "Polygon":
            self._in_polygon = False
        elif tag == "Placemark":
            self.rows.append(self._row)
            self.shapes.append(self._shape())
            self._row = None
        elif tag == "coordinates" and self._in_polygon:
            self._polygons[-1].append([point.split(",") for point in text.split()])
        elif tag in ("value", "SimpleData") and text:
            self._row[self._field] = text
        elif tag in ("name", "description") and text:
            self._row.setdefault(tag, text)

    def _shape(self) -> Shape:
        if not self._polygons:
            return Shape(fault=NOT_AREA if self._lines else EMPTY)
        return from_json({"type": "MultiPolygon", "coordinates": self._polygons})


def placemarks(content: bytes, filename: str) -> list[Layer]:
    """All placemarks as one layer. Raises ``BoundaryProblem`` for XML that is no KML."""
    reader, parser = _Reader(), ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise BoundaryProblem("boundary_unreadable", filename=filename)

    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.heard
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (ExpatError, ValueError) as error:
        line = getattr(error, "lineno", 1)
        raise BoundaryProblem("boundary_broken_xml", filename=filename, line=line) from error
    if not reader.known:
        raise BoundaryProblem("boundary_unreadable", filename=filename)
    return [layer_of(reader.rows, reader.shapes, crs="EPSG:4326")]
