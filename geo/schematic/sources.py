"""What the registry packages know: earlier units with their boxes, communes, the border."""

from __future__ import annotations

import csv
import json
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from schematic.plane import WINDOW, to_km

PROVINCE = "14"
_SPOT_KM2 = 0.3
"""A smaller box is one spot in the unit, not its extent."""
REFERENCE = Path(__file__).resolve().parents[2] / "data" / "reference"


@dataclass(frozen=True)
class Claim:
    """A rectangle an earlier unit lies in and touches on four sides; plane kilometres."""

    commune: str
    x: float
    y: float
    half: tuple[float, float]
    exact: bool = True
    """False where the package has no box of its own: a square about the commune's point."""

    @property
    def box_km2(self) -> float:
        """Area of the rectangle."""
        return 4 * self.half[0] * self.half[1]


@dataclass(frozen=True)
class Target:
    """Published area of a commune and the point published for it, plane kilometres."""

    area_km2: float
    x: float
    y: float
    name: str = ""


@dataclass(frozen=True)
class Sources:
    """Everything the fit reads."""

    claims: list[Claim]
    targets: Mapping[str, Target]
    """By commune code; only communes that lie wholly inside the window."""
    own: Mapping[str, str]
    """Name by code of the communes of the province."""
    vietnam: shapely.Polygon
    """Mainland by Natural Earth, plane kilometres."""


def sources(world_atlas: Path) -> Sources:
    """Reads the packages; ``world_atlas`` is ``countries-10m.json`` of world-atlas 2.0.2."""
    with as_file(files("vietnamadminunits") / "data") as data:
        old, new = _tables(data / "dataset.db")
        converter = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    successors = _successors(converter, new)
    near = [u for u in map(_with_box, old) if u["box"] and _meets_window(u["box"])]
    exact, inexact = _split_by_trust(near)
    claims = [_claim(u, successors) for u in exact]
    targets = _targets(new)
    without_box = {successors[_key(u)] for u in inexact if _key(u) in successors}
    claims += [_square(c, targets[c], claims) for c in sorted(without_box & targets.keys())]
    whole = _whole_inside(claims)
    own = {u["wardCode"]: u["wardShort"] for u in new if u["provinceCode"] == PROVINCE}
    return Sources(
        claims=claims,
        targets={c: t for c, t in targets.items() if c in whole},
        own=own,
        vietnam=_vietnam(world_atlas),
    )


Unit = dict[str, Any]


def _tables(database: Path) -> tuple[list[Unit], list[Unit]]:
    with sqlite3.connect(database) as connection:
        connection.row_factory = sqlite3.Row
        old = connection.execute("SELECT * FROM admin_units_legacy ORDER BY wardCode").fetchall()
        new = connection.execute("SELECT * FROM admin_units ORDER BY wardCode").fetchall()
    return [dict(u) for u in old], [dict(u) for u in new]


def _successors(converter: Mapping[str, Any], new: Iterable[Unit]) -> dict[str, str]:
    """Commune code for each key of an earlier unit that was not divided."""
    codes = {(u["provinceKey"], u["wardKey"]): u["wardCode"] for u in new}
    return {
        old: codes[province, commune]
        for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items()
        for commune, olds in communes.items()
        for old in olds
        if (province, commune) in codes
    }


def _key(unit: Unit) -> str:
    return f"{unit['provinceKey']}_{unit['districtKey']}_{unit['wardKey']}"


def _box(text: object) -> tuple[float, ...]:
    """West, south, east, north from "south,west – north,east"; empty when unknown."""
    if not isinstance(text, str) or "–" not in text:
        return ()
    (south, west), (north, east) = (map(float, p.split(",")) for p in text.split("–"))
    return west, south, east, north


def _with_box(unit: Unit) -> Unit:
    return unit | {
        "box": _box(unit["wardBounds"]),
        "district_box": _box(unit["districtBounds"]),
        "said": _plain((unit["wardGeoAddress"] or "").split(",")[0]),
    }


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in bare if c.isalpha())


def _meets_window(box: tuple[float, ...]) -> bool:
    west, south, east, north = WINDOW
    return box[2] > west and box[0] < east and box[3] > south and box[1] < north


def _split_by_trust(units: list[Unit]) -> tuple[list[Unit], list[Unit]]:
    """Units with a box of their own, and those the geocoder took for another place."""
    often = Counter(u["box"] for u in units)

    def wrong(unit: Unit) -> bool:
        larger = "district" in unit["said"] or "town" in unit["said"]
        return (
            often[unit["box"]] > 1
            or larger
            or _box_km2(unit) < _SPOT_KM2
            or _is_a_twins(unit, units)
        )

    found = [wrong(u) for u in units]
    return (
        [u for u, w in zip(units, found, strict=True) if not w],
        [u for u, w in zip(units, found, strict=True) if w],
    )


def _box_km2(unit: Unit) -> float:
    return float(np.prod(np.subtract(to_km(*unit["box"][2:]), to_km(*unit["box"][:2]))))


def _is_a_twins(unit: Unit, units: Iterable[Unit]) -> bool:
    """Whether the box is another unit's: nearly the same, and not inside the unit's district."""
    district = unit["district_box"]
    if not district:
        return False
    slack = 0.006
    low = np.subtract(unit["box"][:2], district[:2]).min()
    high = np.subtract(district[2:], unit["box"][2:]).min()
    if min(low, high) >= -slack or district[2] - district[0] < 0.2:
        return False
    return any(
        other is not unit and np.abs(np.subtract(other["box"], unit["box"])).max() < 0.002
        for other in units
    )


def _claim(unit: Unit, successors: Mapping[str, str]) -> Claim:
    west, south, east, north = unit["box"]
    (x0, y0), (x1, y1) = to_km(west, south), to_km(east, north)
    return Claim(
        # A divided unit outside the province stands for itself.
        commune=successors.get(_key(unit), "old " + unit["wardCode"]),
        x=(x0 + x1) / 2,
        y=(y0 + y1) / 2,
        half=((x1 - x0) / 2, (y1 - y0) / 2),
    )


def _targets(new: Iterable[Unit]) -> dict[str, Target]:
    """By code; our own table, with the package's two slips corrected, wins."""
    found = {
        u["wardCode"]: Target(u["wardAreaKm2"], *to_km(u["wardLon"], u["wardLat"]))
        for u in new
        if u["wardAreaKm2"]
    }
    with (REFERENCE / "communes.csv").open(encoding="utf-8", newline="") as file:
        for r in csv.DictReader(file):
            point = to_km(float(r["lon"]), float(r["lat"]))
            found[r["code"]] = Target(float(r["area_km2"]), *point, r["name"])
    return found


FILL = 0.55
"""Share of its box that a unit fills, about; used only where a box is missing."""


def _square(commune: str, target: Target, claims: Iterable[Claim]) -> Claim:
    """A square for what the boxes of a commune leave of its area, about its point."""
    known = sum(FILL * c.box_km2 for c in claims if c.commune == commune)
    rest = max(target.area_km2 - known, 0.3 * target.area_km2)
    half = float(np.sqrt(rest / FILL) / 2)
    return Claim(commune, target.x, target.y, (half, half), exact=False)


def _whole_inside(claims: Iterable[Claim]) -> set[str]:
    (west, south), (east, north) = to_km(*WINDOW[:2]), to_km(*WINDOW[2:])
    cut = {
        c.commune
        for c in claims
        if c.x - c.half[0] < west
        or c.x + c.half[0] > east
        or c.y - c.half[1] < south
        or c.y + c.half[1] > north
    }
    return {c.commune for c in claims} - cut


def _vietnam(world_atlas: Path) -> shapely.Polygon:
    """The mainland of Vietnam from the TopoJSON of Natural Earth, plane kilometres."""
    topology = json.loads(world_atlas.read_text(encoding="utf-8"))
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(a), axis=0) * scale + move for a in topology["arcs"]]
    countries = topology["objects"]["countries"]["geometries"]
    country = next(g for g in countries if g["properties"]["name"] == "Vietnam")
    outlines = [
        np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in polygon[0]])
        for polygon in country["arcs"]
    ]
    mainland = max((shapely.Polygon(o) for o in outlines), key=lambda p: p.area)
    return shapely.transform(mainland, lambda p: np.column_stack(to_km(p[:, 0], p[:, 1])))
