"""GeoJSON, one feature a line, ESRI's JSON and TopoJSON, in whatever letters they were saved."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from lib.maps.boundaries import BoundaryProblem
from lib.maps.inside.layers import FEATURE_ID, Layer, layer_of
from lib.maps.inside.shapes import BROKEN, Shape, from_json, from_rings
from lib.maps.inside.topologies import as_features

_ASSIGNED = re.compile(r"(?:var|let|const)\s+\w+\s*=")
"""How maps on web pages keep their GeoJSON."""


def layers_of(content: bytes, filename: str) -> list[Layer]:
    """The layers of a JSON text. Raises ``BoundaryProblem`` where it is none, with the place."""
    document = _document(_text(content), filename)
    if isinstance(document, dict) and document.get("type") == "Topology":
        inside = as_features(document)
        return [_layer(rows, _stated_crs(document), name) for name, rows in inside.items()]
    return [_layer(list(_features(document)), _stated_crs(document), "")]


def _text(content: bytes) -> str:
    """Letters that are not Unicode stay readable enough for codes: Latin ones of the same bytes."""
    try:
        return content.decode(json.detect_encoding(content))
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _document(text: str, filename: str) -> Any:
    text = text.strip("\ufeff\x1e \r\n\t\0")
    if found := _ASSIGNED.match(text):
        text = text[found.end() :].rstrip("; \r\n\t")
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and (lines := _lines(text)) is not None:
            return lines
        if not error.pos:  # it never was JSON
            raise BoundaryProblem("boundary_unreadable", filename=filename) from error
        raise BoundaryProblem(
            "boundary_broken_json", filename=filename, line=error.lineno, column=error.colno
        ) from error


def _lines(text: str) -> list[Any] | None:
    """One feature a line; ``None`` where the lines are something else."""
    try:
        return [json.loads(line.strip("\x1e \t\r"), strict=False)
                for line in text.split("\n") if line.strip("\x1e \t\r")]  # fmt: skip
    except ValueError:
        return None


def _features(document: object) -> Iterator[object]:
    """Every feature, also of collections within collections."""
    todo = [document]
    while todo:
        here = todo.pop()
        if isinstance(here, list):
            todo += reversed(here)
        elif isinstance(here, dict) and isinstance(here.get("features"), list):
            todo += reversed(here["features"])
        elif isinstance(here, dict) and not here.keys() & {"geometry", "properties", "attributes"}:
            yield {"geometry": here} if "type" in here else here
        else:
            yield here


def _layer(features: Sequence[object], crs: object, name: str) -> Layer:
    rows = [_row(f) for f in features]
    return layer_of(rows, map(_shape, features), crs=crs, name=name)


def _shape(feature: object) -> Shape:
    if not isinstance(feature, dict):
        return Shape(fault=BROKEN)
    geometry = feature.get("geometry")
    if isinstance(geometry, dict) and "rings" in geometry:
        return from_rings(geometry["rings"])
    return from_json(geometry)


def _row(feature: object) -> dict[str, Any]:
    if not isinstance(feature, dict):
        return {}
    told = feature.get("properties") or feature.get("attributes")
    row = dict(told) if isinstance(told, dict) else {}
    number = feature.get("id")
    return row | ({FEATURE_ID: number} if isinstance(number, str | int | float) else {})


def _stated_crs(document: object) -> object:
    if not isinstance(document, dict):
        return None
    stated = document.get("crs") or document.get("spatialReference")
    if isinstance(stated, dict):
        inner = stated.get("properties")
        stated = (inner if isinstance(inner, dict) else {}) | stated
        known = (stated.get(k) for k in ("name", "code", "latestWkid", "wkid", "wkt"))
        stated = next((k for k in known if isinstance(k, str | int) and k), None)
    return stated if isinstance(stated, str | int) and not isinstance(stated, bool) else None
