"""Official boundaries from a file: what adopting them would mean. Touches nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely
from topojson import Topology

from lib.domain.places import Gazetteer
from lib.maps.boundaries import BoundaryProblem, digest_of
from lib.maps.coverage import Repair, Shapes, area_km2, simplified, validated, without_overlaps
from lib.maps.geofiles import WGS84, read_polygons
from lib.maps.matching import commune_codes, labels
from lib.maps.tiles import OBJECT

_DOUBTFUL = 0.35
"""Share by which an outline may differ from the published area before a person must agree."""
_QUANTUM = 1e5
_AROUND_PROVINCE = shapely.box(102.5, 20, 105.8, 22.6)


@dataclass(frozen=True)
class AreaChange:
    """Geodesic areas of one commune: in the file, as adopted, as published."""

    code: str
    before_km2: float
    after_km2: float
    published_km2: float

    @property
    def off_published(self) -> float:
        """Share by which the adopted outline differs from the published area."""
        return self.after_km2 / self.published_km2 - 1


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a file offers and what was put right in it."""

    source: str
    matched: tuple[str, ...]
    """Codes of the communes found."""
    missing: tuple[str, ...]
    unmatched: tuple[str, ...]
    """Shapes of the file that are no commune of ours, as the file calls them."""
    repairs: tuple[Repair, ...]
    areas: tuple[AreaChange, ...]
    topojson: bytes
    digest: str

    @property
    def doubtful(self) -> tuple[str, ...]:
        """Communes whose outline is far from the published area."""
        return tuple(a.code for a in self.areas if abs(a.off_published) > _DOUBTFUL)

    @property
    def needs_agreement(self) -> bool:
        """Whether a person must agree before it is adopted."""
        return bool(self.missing or self.doubtful)


def prepare(content: bytes, filename: str, gazetteer: Gazetteer) -> Proposal:
    """Reads, matches, repairs and simplifies. Raises ``BoundaryProblem``."""
    frame = read_polygons(content, filename)
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
