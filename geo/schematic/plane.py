"""A flat plane in kilometres over the province, and its grid of cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

LON_0, LAT_0 = 104.0, 21.25
KM_PER_LON = 111.32 * np.cos(np.radians(LAT_0))
KM_PER_LAT = 110.7
WINDOW = (103.1, 20.45, 105.15, 22.15)
"""West, south, east, north in degrees: the province and a ring of neighbours."""


def to_km(lon, lat):
    """Degrees to kilometres east and north of the plane's origin."""
    return (lon - LON_0) * KM_PER_LON, (lat - LAT_0) * KM_PER_LAT


def to_degrees(x, y):
    """Kilometres of the plane back to degrees."""
    return x / KM_PER_LON + LON_0, y / KM_PER_LAT + LAT_0


@dataclass(frozen=True)
class Grid:
    """Square cells over the window; a cell's number is ``row * columns + column``."""

    cell_km: float

    @cached_property
    def origin(self) -> tuple[float, float]:
        """South-west corner, km."""
        return to_km(*WINDOW[:2])

    @cached_property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        width, height = np.subtract(to_km(*WINDOW[2:]), self.origin)
        return int(height / self.cell_km), int(width / self.cell_km)

    @cached_property
    def centres(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """x and y of every cell's centre, km, by cell number."""
        rows, columns = np.divmod(np.arange(np.prod(self.shape)), self.shape[1])
        return (
            self.origin[0] + (columns + 0.5) * self.cell_km,
            self.origin[1] + (rows + 0.5) * self.cell_km,
        )

    @property
    def cell_km2(self) -> float:
        """Area of one cell."""
        return self.cell_km**2

    def cells_within(self, x: float, y: float, half: tuple[float, float]) -> NDArray[np.int64]:
        """Numbers of the cells in the rectangle of half sides ``half`` around (x, y), km."""
        rows, columns = self.shape
        first = np.floor((np.array([x, y]) - half - self.origin) / self.cell_km).astype(int)
        last = np.ceil((np.array([x, y]) + half - self.origin) / self.cell_km).astype(int)
        c = np.arange(max(first[0], 0), min(last[0], columns))
        r = np.arange(max(first[1], 0), min(last[1], rows))
        return (r[:, None] * columns + c[None, :]).ravel()
