"""Of the layers of a file the one with communes, or why it cannot be told which that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TypeVar

import geopandas as gpd
import pandas as pd

from lib.domain.places.gazetteer import Gazetteer
from lib.maps.boundaries import BoundaryProblem
from lib.maps.importing.matching import Claims, claims, code_by_name, commune_codes
from lib.maps.inside.layers import Layer, Unread
from lib.maps.inside.letters import with_known_letters
from lib.maps.inside.placing import Placed, placed

_NAMED = 8
_Rows = TypeVar("_Rows", pd.Series, gpd.GeoDataFrame)


@dataclass(frozen=True)
class Chosen:
    """The layer with communes: in degrees, with what each feature is."""

    layer: Layer
    placed: Placed
    claims: Claims
    codes: pd.Series
    others: tuple[str, ...] = ()
    """Layers that were left aside."""

    @property
    def frame(self) -> gpd.GeoDataFrame:
        """The features in degrees."""
        return self.placed.frame

    @property
    def found(self) -> frozenset[str]:
        """The communes of the layer, drawn well or not."""
        return frozenset(self.codes.dropna())


@dataclass(frozen=True)
class _Failed:
    name: str
    problem: BoundaryProblem
    claimed: int
    """Communes it would have had."""


def chosen(layers: Sequence[Layer | Unread], gazetteer: Gazetteer, filename: str) -> Chosen:
    """The one layer with communes. Raises ``BoundaryProblem`` where there is none, or several."""
    if not layers:
        raise BoundaryProblem("boundary_no_layers", filename=filename)
    tried = [_tried(layer, gazetteer, filename) for layer in layers]
    read = sorted((t for t in tried if isinstance(t, Chosen)), key=lambda t: -len(t.found))
    failed = sorted((t for t in tried if isinstance(t, _Failed)), key=lambda t: -t.claimed)
    best = read[0] if read and read[0].found else None
    if failed and (best is None or failed[0].claimed > len(best.found)):
        raise failed[0].problem
    if best is None:
        raise _nothing_known(layers, filename)
    if len(best.found) == 1 and (whole := _put_together(read)):
        return replace(whole, others=(*whole.others, *(f.name for f in failed)))
    rivals = [r for r in read[1:] if r.found == best.found or r.found - best.found]
    if rivals:
        named = [f"{r.layer.name} ({len(r.found)})" for r in (best, *rivals)]
        told = ", ".join(named[:_NAMED]) + ("…" if len(named) > _NAMED else "")
        raise BoundaryProblem("boundary_several_layers", filename=filename, layers=told)
    others = (*(r.layer.name for r in read[1:]), *(f.name for f in failed))
    return Chosen(best.layer, best.placed, best.claims, best.codes, others)


def _put_together(read: Sequence[Chosen]) -> Chosen | None:
    """Files of one commune each as one layer; ``None`` where two are of the same commune."""
    single = [r for r in read if r.found]
    if len(single) < 2 or len(frozenset[str]().union(*(r.found for r in single))) < len(single):
        return None
    starts = [0, *accumulate(len(r.frame) for r in single)]
    parts = list(zip(single, starts, strict=False))
    frame = _end_to_end([r.frame for r in single])
    layer = Layer(
        "",
        frame,
        {n + start: fault for r, start in parts for n, fault in r.layer.faults.items()},
        frozenset(n + start for r, start in parts for n in r.layer.trimmed),
    )
    said = Claims(
        codes=_end_to_end([r.claims.codes for r in single]),
        names=_end_to_end([r.claims.names for r in single]),
        numbers=_end_to_end([r.claims.numbers for r in single]),
    )
    notes = tuple({kind: (kind, told) for r in single for kind, told in r.placed.notes}.values())
    codes = _end_to_end([r.codes for r in single])
    others = tuple(r.layer.name for r in read if not r.found)
    return Chosen(layer, Placed(frame, notes), said, codes, others)


def _end_to_end(parts: Sequence[_Rows]) -> _Rows:
    return pd.concat(parts, ignore_index=True)


def _tried(layer: Layer | Unread, gazetteer: Gazetteer, filename: str) -> Chosen | _Failed:
    if isinstance(layer, Unread):
        return _Failed(layer.name, layer.problem, 0)
    layer = _legible(layer, gazetteer)
    said = claims(layer.frame, gazetteer)
    points = {int(i): _point(code, gazetteer) for i, code in said.any.dropna().items()}
    if not layer.frame.geometry.notna().any():
        where = Placed(layer.frame.set_crs(4326, allow_override=True))
        return Chosen(layer, where, said, said.codes)
    try:
        where = placed(layer, points, filename)
    except BoundaryProblem as problem:
        return _Failed(layer.name, problem, len(set(said.any.dropna())))
    return Chosen(layer, where, said, commune_codes(where.frame, said, gazetteer))


def _point(code: str, gazetteer: Gazetteer) -> tuple[float, float]:
    commune = gazetteer.communes[code]
    return commune.lon, commune.lat


def _legible(layer: Layer, gazetteer: Gazetteer) -> Layer:
    """The layer with names in letters that make communes of them."""
    geometry = layer.frame.geometry
    values = pd.DataFrame(layer.frame.drop(columns=geometry.name))
    anew = with_known_letters(values, lambda text: code_by_name(text, gazetteer) is not None)
    frame = gpd.GeoDataFrame(anew, geometry=geometry, crs=geometry.crs)
    return Layer(layer.name, frame, layer.faults, layer.trimmed)


def _nothing_known(layers: Sequence[Layer | Unread], filename: str) -> BoundaryProblem:
    """Where was looked, and what stood there."""
    seen: Mapping[str, str] = {
        str(c): next((str(v)[:30] for v in layer.frame[c] if v is not None), "")
        for layer in layers
        if isinstance(layer, Layer)
        for c in layer.frame.columns
        if c != layer.frame.geometry.name
    }
    told = ", ".join(f"{c[:30]} (“{v}”)" for c, v in [*seen.items()][:_NAMED])
    return BoundaryProblem("boundary_nothing_known", filename=filename, columns=told or "–")
