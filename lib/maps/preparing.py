"""Reads boundaries from a file, matches, repairs and simplifies them. Runs in a child process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from topojson import Topology

from lib.domain.places import Commune, FormerUnit, Gazetteer
from lib.maps.boundaries import BoundaryProblem, digest_of
from lib.maps.coverage import Shapes, area_km2, simplified, validated, without_overlaps
from lib.maps.geofiles import WGS84, read_polygons
from lib.maps.importing import AreaChange, Proposal
from lib.maps.matching import commune_codes, labels
from lib.maps.tiles import OBJECT

_QUANTUM = 1e5
_AROUND_PROVINCE = shapely.box(102.5, 20, 105.8, 22.6)


def propose(
    content: bytes,
    *,
    filename: str,
    communes: list[dict[str, Any]],
    former: list[dict[str, Any]],
    most_bytes: int,
) -> tuple[dict[str, Any], list[bytes]]:
    """A proposal as plain values, its outlines apart: see ``importing.prepare``."""
    book = Gazetteer(
        (Commune(**c) for c in communes),
        (FormerUnit(**{**f, "also_written": tuple(f["also_written"])}) for f in former),
    )
    told = asdict(_proposal(content, filename, book, most_bytes))
    return told, [told.pop("topojson")]


def _proposal(content: bytes, filename: str, gazetteer: Gazetteer, most_bytes: int) -> Proposal:
    frame = read_polygons(content, filename, most_bytes=most_bytes)
    codes = commune_codes(frame, gazetteer)
    raw = _one_shape_each(frame, codes)
    if not raw:
        raise BoundaryProblem("boundary_nothing_known", filename=filename)
    if not all(_AROUND_PROVINCE.contains(shapely.box(*s.bounds)) for s in raw.values()):
        raise BoundaryProblem("boundary_wrong_place", filename=filename)
    published = {c: gazetteer.communes[c].area_km2 for c in raw}
    valid, mended = validated(raw)
    clean, cut = without_overlaps(valid, published)
    shapes = simplified(clean)
    content_out = _topojson(shapes, {c: gazetteer.communes[c].name for c in shapes})
    return Proposal(
        source=filename,
        matched=tuple(shapes),
        missing=tuple(c for c in gazetteer.communes if c not in shapes),
        unmatched=tuple(
            t for t, c in zip(labels(frame), codes, strict=True) if not isinstance(c, str)
        ),
        repairs=(*mended, *cut),
        areas=tuple(
            AreaChange(c, area_km2(valid[c]), area_km2(s), published[c]) for c, s in shapes.items()
        ),
        topojson=content_out,
        digest=digest_of(content_out),
    )


def _one_shape_each(frame: gpd.GeoDataFrame, codes: pd.Series) -> dict[str, shapely.Geometry]:
    """Shape by code, in order of code; parts of one commune in several rows are joined."""
    parts = frame.geometry.groupby(codes, sort=True)
    return {str(code): _joined(list(shapes)) for code, shapes in parts}


def _joined(parts: list[shapely.Geometry]) -> shapely.Geometry:
    return parts[0] if len(parts) == 1 else shapely.union_all(shapely.make_valid(parts))


def _topojson(shapes: Shapes, names: Mapping[str, str]) -> bytes:
    frame = gpd.GeoDataFrame(
        {"code": list(shapes), "name": [names[c] for c in shapes]},
        geometry=list(shapes.values()),
        index=list(shapes),
        crs=WGS84,
    )
    text: str = Topology(frame, prequantize=_QUANTUM, object_name=OBJECT).to_json()
    return text.encode()
