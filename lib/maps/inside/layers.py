"""One layer of a file of boundaries: its features as the file has them, and what is wrong there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import pyproj
from pyproj.exceptions import CRSError

from lib.maps.boundaries import BoundaryProblem
from lib.maps.inside.properties import flat
from lib.maps.inside.shapes import Shape

FEATURE_ID = "feature.id"
"""The column of what stands beside a feature's properties: folium and D3 keep the code there."""
_MOST_COLUMNS = 300


@dataclass(frozen=True)
class Layer:
    """Features in the file's order, numbered from 0."""

    name: str
    """Of the layer, or of the file within an archive; "" where the file is but one layer."""
    frame: gpd.GeoDataFrame
    """Properties as columns; polygons, missing where ``faults`` says why. CRS as stated."""
    faults: Mapping[int, str]
    """Why a feature has no area, by its number: a word of ``boundaries.fault``."""
    trimmed: frozenset[int] = frozenset()
    """Features from which rings without an area were taken."""


@dataclass(frozen=True)
class Unread:
    """A layer that could not be read, and why."""

    name: str
    problem: BoundaryProblem


def layer_of(
    rows: Sequence[Mapping[str, Any]], shapes: Iterable[Shape], *, crs: object, name: str = ""
) -> Layer:
    """The layer of these properties and shapes, in their order."""
    found, told = list(shapes), [flat(row) for row in rows]
    keys = list(dict.fromkeys(k for row in told for k in row if k != FEATURE_ID))[:_MOST_COLUMNS]
    if any(FEATURE_ID in row for row in told):
        keys.append(FEATURE_ID)
    columns = {k: pd.Series([row.get(k) for row in told], dtype=object) for k in keys}
    frame = gpd.GeoDataFrame(
        pd.DataFrame(columns, index=range(len(found))),
        geometry=[s.area for s in found],
        crs=crs_of(crs),
    )
    return Layer(
        name,
        frame,
        faults={i: s.fault for i, s in enumerate(found) if s.fault},
        trimmed=frozenset(i for i, s in enumerate(found) if s.trimmed),
    )


def crs_of(stated: object) -> pyproj.CRS | None:
    """The coordinate system that is meant; ``None`` where none is, or one that leads nowhere."""
    if stated is None or stated == "":
        return None
    try:
        crs = pyproj.CRS.from_user_input(stated)
    except CRSError:
        return None
    return crs if crs.is_geographic or crs.is_projected else None
