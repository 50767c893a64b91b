"""Which commune each shape of a file is: by code, then by today's name, never by likeness."""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import shapely

from lib.domain.places import Commune, Found, Gazetteer

_NEAR_DEGREES = 0.25
"""A name counts only for a shape this near its commune's published point."""


def commune_codes(frame: gpd.GeoDataFrame, gazetteer: Gazetteer) -> pd.Series:
    """Commune code of each feature, by the frame's index; missing where it is none of ours.

    Codes come from the column in which most communes are recognised. What has no code is
    matched by name: names are not unique in the country, so the shape must lie where the
    commune lies. A former name is only a part of a commune and does not count.
    """
    values = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    codes = _best_column(values, lambda text: _code(text, gazetteer))
    if codes.notna().all():
        return codes
    names = _best_column(values, lambda text: _code_by_name(text, gazetteer))
    pairs = zip(frame.geometry, names, strict=True)
    names = names.where([_is_near(shape, code, gazetteer) for shape, code in pairs])
    return codes.fillna(names.where(~names.isin(codes.dropna())))


def labels(frame: gpd.GeoDataFrame) -> list[str]:
    """The most telling text of each feature, for people to find it in their file."""
    texts = pd.DataFrame(frame.drop(columns=frame.geometry.name)).select_dtypes(
        exclude=["number", "bool", "datetime"]
    )
    if texts.empty:
        return [f"#{i + 1}" for i in range(len(frame))]
    column = max(texts, key=lambda c: (_worded(texts[c]), texts[c].nunique()))
    return [
        f"#{i + 1}" if pd.isna(text) else str(text)[:60] for i, text in enumerate(texts[column])
    ]


def _worded(column: pd.Series) -> bool:
    """Whether most cells are words rather than codes."""
    return bool(column.astype(str).str.contains(r"[^\W\d_]{2}").mean() > 0.5)


def _best_column(values: pd.DataFrame, read: Callable[[str], str | None]) -> pd.Series:
    """The column in which the most different communes are recognised, read into codes."""
    columns = [values[c].map(_text).map(read).astype(object) for c in values.columns]
    nothing = pd.Series(None, index=values.index, dtype=object)
    return max([nothing, *columns], key=lambda codes: codes.nunique())


def _text(value: object) -> str:
    """A cell as text; 3646.0, as spreadsheets write a code, is 3646."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else ""
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _code(text: str, gazetteer: Gazetteer) -> str | None:
    found = gazetteer.by_code(text)
    return found.code if found else None


def _code_by_name(text: str, gazetteer: Gazetteer) -> str | None:
    found = gazetteer.resolve(text)
    return found.commune.code if isinstance(found, Found) and found.former is None else None


def _is_near(shape: shapely.Geometry, code: str | None, gazetteer: Gazetteer) -> bool:
    if not isinstance(code, str):
        return False
    commune: Commune = gazetteer.communes[code]
    return bool(shape.distance(shapely.Point(commune.lon, commune.lat)) < _NEAR_DEGREES)
