"""Computes ``geo/tiles.csv``: one equal tile for each commune, near its true neighbours.

An assignment problem, solved exactly: every tile of a province-shaped set of tiles takes one
commune, and the squared distance from where the commune lies is least in sum. Then pairs are
exchanged while that lets more true neighbours touch for little displacement.

Needs ``highspy`` (development requirement). Run with ``.venv/bin/python geo/build_tiles.py``;
``--short`` exchanges few tiles and writes nothing.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import geopandas as gpd
import highspy
import numpy as np
import shapely
from numpy.typing import NDArray

HERE = Path(__file__).parent
COUNT = 75
SPARE = 10
"""Tiles beyond 75 that exchanges may use: the outline need not be exact."""
TOUCH_WORTH = 3.0
"""A pair of true neighbours that touch is worth this much squared displacement, in tiles."""
STEPS = 800_000
SEEDS = (1, 2, 3, 4)
FEW_STEPS = 4_000
"""The best of several runs is kept."""

Places = NDArray[np.float64]
Seats = NDArray[np.int64]
Pairs = list[tuple[int, int]]


def province() -> gpd.GeoDataFrame:
    """The schematic communes in metres, by code."""
    drawn = gpd.read_file(HERE / "schematic.topojson").set_crs(4326, allow_override=True)
    return drawn.set_index("code").sort_index().to_crs(32648)


def neighbours(drawn: gpd.GeoDataFrame) -> Pairs:
    """Pairs of positions whose communes share an edge."""
    shapes = np.array(drawn.geometry)
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="intersects")
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a < b]
    return [(a, b) for a, b in pairs if shapely.length(shapes[a].intersection(shapes[b])) > 0]


def in_tiles(drawn: gpd.GeoDataFrame) -> tuple[Places, Places]:
    """Centres of the communes in tile units, and the tiles that cover most of the province.

    The first 75 tiles are the province's shape; ``SPARE`` more lie at its rim.
    """
    whole = drawn.union_all()
    side = float(np.sqrt(whole.area / COUNT))
    middle = np.array(whole.centroid.coords[0])
    columns, rows = np.meshgrid(np.arange(-9, 10), np.arange(-9, 10))
    tiles = np.column_stack([columns.ravel(), rows.ravel()]).astype(float)
    low = (tiles - 0.5) * side + middle
    covered = shapely.area(shapely.intersection(shapely.box(*low.T, *(low + side).T), whole))
    best = np.argsort(-covered, kind="stable")[: COUNT + SPARE]
    centres = shapely.get_coordinates(shapely.centroid(np.array(drawn.geometry)))
    return (centres - middle) / side, tiles[best]


def assigned(places: Places, tiles: Places) -> Seats:
    """Number of the tile of each commune; squared displacement least in sum."""
    count = range(len(places))
    cost = ((places[:, None, :] - tiles[None, : len(places), :]) ** 2).sum(axis=2)
    model = highspy.Highs()
    model.silent()
    takes = model.addVariables(count, count, lb=0, ub=1)
    for i in count:
        model.addConstr(sum(takes[i, j] for j in count) == 1)
        model.addConstr(sum(takes[j, i] for j in count) == 1)
    model.minimize(sum(cost[i, j] * takes[i, j] for i in count for j in count))
    return np.array([[model.val(takes[i, j]) for j in count] for i in count]).argmax(axis=1)


def touching(tiles: Places) -> NDArray[np.bool_]:
    """Which tiles touch, corners included."""
    return np.abs(tiles[:, None, :] - tiles[None, :, :]).max(axis=2) == 1


def exchanged(
    seats: Seats, *, places: Places, tiles: Places, pairs: Pairs, seed: int, steps: int
) -> tuple[float, Seats]:
    """Gain and seats after exchanges that let more true neighbours touch; cooled slowly."""
    cost = ((places[:, None, :] - tiles[None, :, :]) ** 2).sum(axis=2)
    touch = touching(tiles)
    near = [[b if a == i else a for a, b in pairs if i in (a, b)] for i in range(COUNT)]
    # Communes beyond 75 are empty tiles: they cost nothing and touch nobody.
    cost = np.vstack([cost, np.zeros((SPARE, len(tiles)))])
    near += [[] for _ in range(SPARE)]
    seat = np.r_[seats, np.arange(COUNT, COUNT + SPARE)]
    random = np.random.default_rng(seed)
    value, best, best_seat = 0.0, 0.0, seat.copy()

    def worth(i: int, j: int) -> float:
        gain = sum(touch[seat[i], seat[n]] for n in near[i])
        gain += sum(touch[seat[j], seat[n]] for n in near[j])
        return TOUCH_WORTH * gain - cost[i, seat[i]] - cost[j, seat[j]]

    for step in range(steps):
        i, j = random.integers(0, len(seat), 2)
        before = worth(i, j)
        seat[i], seat[j] = seat[j], seat[i]
        gain = worth(i, j) - before
        heat = 3.0 * (1 - step / steps) ** 2 + 1e-9
        if gain < 0 and random.random() >= np.exp(gain / heat):
            seat[i], seat[j] = seat[j], seat[i]
            continue
        value += gain
        if value > best + 1e-9:
            best, best_seat = value, seat.copy()
    return best, best_seat[:COUNT]


def report(seats: Seats, *, places: Places, tiles: Places, pairs: Pairs) -> str:
    """Share of true neighbours that touch, and how far communes moved."""
    touch = touching(tiles)
    share = np.mean([touch[seats[a], seats[b]] for a, b in pairs])
    moved = np.hypot(*(places - tiles[seats]).T)
    return f"{share:.1%} of {len(pairs)} pairs touch; moved {moved.mean():.2f} tiles on average"


def main() -> None:
    """Writes the table; row 0 is the northernmost, column 0 the westernmost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="few exchanges, nothing written")
    short = parser.parse_args().short
    drawn = province()
    places, tiles = in_tiles(drawn)
    pairs = neighbours(drawn)
    seats = assigned(places, tiles)
    print("assigned: ", report(seats, places=places, tiles=tiles, pairs=pairs))
    steps, seeds = (FEW_STEPS, SEEDS[:1]) if short else (STEPS, SEEDS)
    runs = [
        exchanged(seats, places=places, tiles=tiles, pairs=pairs, seed=s, steps=steps)
        for s in seeds
    ]
    seats = max(runs, key=lambda run: run[0])[1]
    print("exchanged:", report(seats, places=places, tiles=tiles, pairs=pairs))
    if short:
        return
    taken = tiles[seats].astype(int)
    column, row = taken[:, 0] - taken[:, 0].min(), taken[:, 1].max() - taken[:, 1]
    with (HERE / "tiles.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["commune_code", "column", "row"])
        writer.writerows(zip(drawn.index, column, row, strict=True))


if __name__ == "__main__":
    main()
