"""Computes ``geo/schematic.topojson``: approximate communes, from registry packages alone.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    .venv/bin/python geo/build_schematic.py package/countries-10m.json
    .venv/bin/python geo/build_schematic.py package/countries-10m.json --check official.geojson
    .venv/bin/python geo/build_schematic.py --short

``--check`` writes nothing: it compares with boundaries one already has. ``--short``
too writes nothing, needs no file, and draws on coarse cells with a made-up outline of the country.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from schematic.fit import Dials, fields_of
from schematic.labels import labels
from schematic.outlines import polygons, simplified
from schematic.plane import Grid, to_degrees
from schematic.sources import Sources, sources
from topojson import Topology

OUT = Path(__file__).with_name("schematic.topojson")
CELL_KM = 0.45
COARSE_KM = 3.0
TOLERANCE_KM = 0.3


def communes(found: Sources, dials: Dials, cell_km: float = CELL_KM) -> gpd.GeoDataFrame:
    """One polygon for each commune, WGS 84, with code and name."""
    grid = Grid(cell_km)
    own, shares = fields_of(found, grid, dials)
    areas = np.array([found.targets[c].area_km2 for c in own]) / grid.cell_km2
    held = labels(shares.reshape(len(shares), *grid.shape), areas, dials.blur_cells)
    whole = polygons(held, len(own), smooth_cells=3.0)
    whole = simplified(whole, TOLERANCE_KM / cell_km)
    west, south = grid.origin

    def degrees(cells):
        lon, lat = to_degrees(west + cells[:, 0] * cell_km, south + cells[:, 1] * cell_km)
        return np.column_stack([lon, lat])

    names = [found.own[c] for c in own]
    return gpd.GeoDataFrame(
        {"code": own, "name": names}, geometry=shapely.transform(whole, degrees), crs=4326
    )


def overlap(drawn: gpd.GeoDataFrame, known: Path) -> gpd.pd.Series:
    """Intersection over union with known boundaries, by commune name."""
    official = gpd.read_file(known).set_index("code").geometry.to_crs(32648)
    ours = drawn.set_index("code").geometry.to_crs(32648)
    both = ours.intersection(official.reindex(ours.index)).area
    share = both / (ours.area + official.reindex(ours.index).area - both)
    return share.rename(index=drawn.set_index("code").name.to_dict())


def topology(drawn: gpd.GeoDataFrame) -> str:
    """TopoJSON with the object ``communes``; edges shared, about 10 m of rounding."""
    indexed = drawn.set_index("code", drop=False)
    return Topology(indexed, prequantize=1e4, object_name="communes").to_json()


def _made_up(folder: Path) -> Path:
    """A world whose only country is Vietnam, as one box around the province."""
    box = [[103, 20], [3, 0], [0, 3], [-3, 0], [0, -3]]  # each point from the one before
    country = {"type": "MultiPolygon", "properties": {"name": "Vietnam"}, "arcs": [[[0]]]}
    world = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [box],
        "objects": {"countries": {"geometries": [country]}},
    }
    place = folder / "countries.json"
    place.write_text(json.dumps(world), encoding="utf-8")
    return place


def main() -> None:
    """Builds, or with ``--check`` compares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("world_atlas", type=Path, nargs="?")
    parser.add_argument("--short", action="store_true", help="coarse, nothing written")
    parser.add_argument("--check", type=Path)
    given = parser.parse_args()
    if given.short:
        with tempfile.TemporaryDirectory() as folder:
            drawn = communes(sources(_made_up(Path(folder))), Dials(), COARSE_KM)
        print(f"{len(drawn)} communes on cells of {COARSE_KM:.0f} km; nothing written")
        return
    if not given.world_atlas:
        parser.error("the file of world-atlas is missing: see above how to fetch it")
    drawn = communes(sources(given.world_atlas), Dials())
    if given.check:
        share = overlap(drawn, given.check)
        print(share.sort_values().round(3).head(10).to_string())
        print(f"mean {share.mean():.3f}, minimum {share.min():.3f}")
        return
    OUT.write_text(topology(drawn), encoding="utf-8")
    print(f"{OUT.name}: {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
