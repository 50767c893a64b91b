"""Reads boundaries from a file, matches, repairs and simplifies them. Runs in a child process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import geopandas as gpd
import shapely
from topojson import Topology

from lib.domain.places.gazetteer import Commune, FormerUnit, Gazetteer
from lib.maps.boundaries import BoundaryProblem, digest_of
from lib.maps.importing.choosing import Chosen, chosen
from lib.maps.importing.coverage import Shapes, area_km2, simplified, validated, without_overlaps
from lib.maps.importing.geofiles import read_layers
from lib.maps.importing.matching import labels
from lib.maps.importing.proposal import AreaChange, Proposal
from lib.maps.importing.remarking import doubted, elsewhere, remarks
from lib.maps.inside.placing import WGS84
from lib.maps.inside.shapes import LOSSY
from lib.maps.tiles import OBJECT

_QUANTUM = 1e5
_NAMED = 8
_AROUND_PROVINCE = shapely.box(102.5, 20, 105.8, 22.6)


def propose(
    content: bytes,
    *,
    filename: str,
    communes: list[dict[str, Any]],
    former: list[dict[str, Any]],
    most_bytes: int,
) -> tuple[dict[str, Any], list[bytes]]:
    """A proposal as plain values, its outlines apart: see ``proposal.prepare``."""
    book = Gazetteer(
        (Commune(**c) for c in communes),
        (FormerUnit(**{**f, "also_written": tuple(f["also_written"])}) for f in former),
    )
    told = asdict(_proposal(content, filename, book, most_bytes=most_bytes))
    return told, [told.pop("topojson")]


def _proposal(content: bytes, filename: str, gazetteer: Gazetteer, *, most_bytes: int) -> Proposal:
    one = chosen(read_layers(content, filename, most_bytes=most_bytes), gazetteer, filename)
    raw, faulty = _one_shape_each(one)
    _must_lie_here(raw, gazetteer, filename)
    published = {c: gazetteer.communes[c].area_km2 for c in raw}
    valid, mended = validated(raw)
    clean, cut = without_overlaps(valid, published)
    shapes = simplified(clean)
    if not shapes:
        raise BoundaryProblem("boundary_no_shape", filename=filename, count=len(one.found))
    content_out = _topojson(shapes, {c: gazetteer.communes[c].name for c in shapes})
    lost = {c: "covered" if c in valid else "no_area" for c in raw if c not in shapes}
    said = (*remarks(one, faulty | lost, gazetteer), *elsewhere(shapes, gazetteer))
    texts = zip(labels(one.frame), one.codes, strict=True)
    return Proposal(
        source=filename,
        matched=tuple(shapes),
        missing=tuple(c for c in gazetteer.communes if c not in shapes),
        unmatched=tuple(text for text, code in texts if not isinstance(code, str)),
        repairs=(*mended, *cut),
        areas=tuple(
            AreaChange(c, area_km2(valid[c]), area_km2(s), published[c]) for c, s in shapes.items()
        ),
        topojson=content_out,
        digest=digest_of(content_out),
        remarks=said,
        doubted=doubted(said, shapes),
    )


def _must_lie_here(shapes: Shapes, gazetteer: Gazetteer, filename: str) -> None:
    around = {c for c, s in shapes.items() if _AROUND_PROVINCE.contains(shapely.box(*s.bounds))}
    if far := [gazetteer.communes[c].name for c in shapes if c not in around]:
        names = ", ".join(far[:_NAMED]) + ("…" if len(far) > _NAMED else "")
        raise BoundaryProblem("boundary_wrong_place", filename=filename, names=names)


def _one_shape_each(one: Chosen) -> tuple[dict[str, shapely.Geometry], dict[str, str]]:
    """Shape by code, in order of code; and of communes without one the fault.

    Parts of one commune in several rows are joined, unless a part of it has been lost.
    """
    parts = one.frame.geometry.dropna().groupby(one.codes, sort=True)
    shapes = {str(code): _joined(list(found)) for code, found in parts}
    faulty: dict[str, str] = {}
    for number, fault in one.layer.faults.items():
        code = one.codes[number]
        if isinstance(code, str) and (fault in LOSSY or code not in shapes):
            faulty[code] = fault
    return {c: s for c, s in shapes.items() if c not in faulty}, faulty


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
