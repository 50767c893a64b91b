"""Which commune each shape of a file is: by code, then by today's name, never by likeness."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely

from lib.domain.places.gazetteer import Commune, Found, Gazetteer
from lib.maps.inside.layers import FEATURE_ID
from lib.text import ZERO_WIDTH

_NEAR_DEGREES = 0.25
"""A name counts only for a shape this near its commune's published point."""
_LONGEST_NAME = 300
_LONGEST_LABEL = 60
_CODE = re.compile(r"(\d{1,6})(?:[.,]0*)?")
"""A code, also as spreadsheets write it: "3646.0"."""
_WITHIN = re.compile(r"(?<![\d.,])0\d{4}(?![\d.,])")
"""A code beside a name: "03646 - Phường Tô Hiệu"."""
_UNSEEN = dict.fromkeys(map(ord, ZERO_WIDTH + "'’`"))
"""Signs that keep a number text in spreadsheets, or that nobody sees."""


@dataclass(frozen=True)
class Claims:
    """What the features say of themselves, by the frame's index; missing where nothing of ours."""

    codes: pd.Series
    """By the column of codes in which most communes are recognised."""
    names: pd.Series
    """By the column of names. Not unique in the country: the shape must lie where it should."""
    numbers: pd.Series
    """By what stands beside the properties; counts as little as a name."""

    @property
    def any(self) -> pd.Series:
        """What each feature claims, wherever it lies."""
        return self.codes.fillna(self.names).fillna(self.numbers)


def claims(frame: gpd.GeoDataFrame, gazetteer: Gazetteer) -> Claims:
    """Reads columns; looks at no shape. A former name is only a part of a commune."""
    values = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    own = values.drop(columns=FEATURE_ID, errors="ignore")
    return Claims(
        codes=_best_column(own, lambda text: _code(text, gazetteer)),
        names=_best_column(own, lambda text: code_by_name(text, gazetteer)),
        numbers=_best_column(
            values[[c for c in values if c == FEATURE_ID]], lambda text: _code(text, gazetteer)
        ),
    )


def commune_codes(frame: gpd.GeoDataFrame, found: Claims, gazetteer: Gazetteer) -> pd.Series:
    """Commune code of each feature of a frame in degrees; missing where it is none of ours."""
    codes = found.codes
    for weaker in (found.names, found.numbers):
        if codes.notna().all():
            break
        near = _only_near(frame, weaker, gazetteer)
        codes = codes.fillna(near.where(~near.isin(codes.dropna())))
    return codes


def contradicted(
    frame: gpd.GeoDataFrame, codes: pd.Series, found: Claims, *, gazetteer: Gazetteer
) -> Mapping[str, str]:
    """By commune the other commune that the name in the same row means, lying where it should."""
    differs = found.names.notna() & codes.notna() & (found.names != codes)
    near = _only_near(frame, found.names.where(differs), gazetteer).dropna()
    return {str(codes[i]): str(other) for i, other in near.items()}


def labels(frame: gpd.GeoDataFrame) -> list[str]:
    """The most telling text of each feature, for people to find it in their file."""
    texts = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    texts = texts[[c for c in texts if texts[c].map(lambda v: isinstance(v, str)).any()]]
    if texts.empty:
        return [f"#{i + 1}" for i in range(len(frame))]
    column = max(texts, key=lambda c: (_worded(texts[c]), texts[c].nunique()))
    return [_label(text) or f"#{i + 1}" for i, text in enumerate(texts[column])]


def _label(text: object) -> str:
    if not isinstance(text, str):
        return ""
    return "".join(c for c in text[:_LONGEST_LABEL] if c.isprintable()).strip()


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
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else ""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST_NAME else ""
    return str(value) if isinstance(value, int) and abs(value) < 10**9 else ""


def _code(text: str, gazetteer: Gazetteer) -> str | None:
    plain = text.translate(_UNSEEN).strip()
    match = _CODE.fullmatch(plain)
    written = [match[1]] if match else _WITHIN.findall(plain)
    found = gazetteer.by_code(written[0]) if len(written) == 1 else None
    return found.code if found else None


def code_by_name(text: str, gazetteer: Gazetteer) -> str | None:
    """The commune that bears this name today."""
    found = gazetteer.resolve(text) if text else None
    return found.commune.code if isinstance(found, Found) and found.former is None else None


def _only_near(frame: gpd.GeoDataFrame, codes: pd.Series, gazetteer: Gazetteer) -> pd.Series:
    pairs = zip(frame.geometry, codes, strict=True)
    return codes.where([off_degrees(shape, code, gazetteer) < _NEAR_DEGREES
                        for shape, code in pairs])  # fmt: skip


def off_degrees(shape: shapely.Geometry | None, code: object, gazetteer: Gazetteer) -> float:
    """How far a shape lies from where its commune is published; endless without one of them."""
    if shape is None or not isinstance(code, str):
        return float("inf")
    commune: Commune = gazetteer.communes[code]
    return float(shape.distance(shapely.Point(commune.lon, commune.lat)))
