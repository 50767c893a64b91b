"""Which figures differ between what is in force and what a file brings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

UNIT = ["period", "commune_code", "unit_key"]


@dataclass(frozen=True)
class Differences:
    """The figures of ``new`` rows that differ from those of the same units in ``current``.

    A row replaces the whole row of its unit: figures in a column that the file does not have
    would be lost, and differ too. Where nothing is in force, every figure is new.
    """

    current: pd.DataFrame
    new: pd.DataFrame
    columns: tuple[str, ...]

    @cached_property
    def _places(self) -> np.ndarray:
        """Where the unit of each new row stands among the current rows, -1 where it does not."""
        if self.current.empty:
            return np.full(len(self.new), -1)
        units = pd.MultiIndex.from_frame(self.current[UNIT])
        places: np.ndarray = units.get_indexer(pd.MultiIndex.from_frame(self.new[UNIT]))
        return places

    @cached_property
    def _all_new(self) -> bool:
        return bool((self._places < 0).all())

    @cached_property
    def _rows_of(self) -> dict[str, np.ndarray]:
        """By column, for every new row whether it differs in it; columns alike are left out."""
        rows = {key: self._differ(key) for key in self.columns}
        return {key: differ for key, differ in rows.items() if differ.any()}

    def _differ(self, key: str) -> np.ndarray:
        blank = np.ones(len(self.new), dtype=bool)
        fresh_blank = self.new[key].isna().to_numpy() if key in self.new else blank
        if key not in self.current or self._all_new:
            return np.asarray(~fresh_blank, dtype=bool)
        old, fresh = self._old(key), self._fresh(key)
        old_blank = np.array([o is None for o in old], dtype=bool)
        differ: np.ndarray = fresh_blank != old_blank
        for at in np.flatnonzero(~fresh_blank & ~old_blank):
            differ[at] = old[at] != fresh[at]
        return differ

    def _old(self, key: str) -> np.ndarray:
        old = np.full(len(self.new), None, dtype=object)
        if key in self.current:
            old[self._places >= 0] = _known(self.current[key])[self._places[self._places >= 0]]
        return old

    def _fresh(self, key: str) -> np.ndarray:
        if key not in self.new:
            return np.full(len(self.new), None, dtype=object)
        return _known(self.new[key])

    def erased(self, key: str) -> Iterator[tuple[int, str, object]]:
        """Row, unit and figure in force of the cells of a column that would become blank."""
        if key not in self.current or key not in self._rows_of or self._all_new:
            return
        old, fresh = self._old(key), self._fresh(key)
        for at in np.flatnonzero(self._rows_of[key]):
            if fresh[at] is None and old[at] is not None:
                yield int(self.new.index[at]), str(self.new["unit_name"].iloc[at]), old[at]

    @property
    def count(self) -> int:
        """How many figures differ."""
        return sum(int(np.count_nonzero(differ)) for differ in self._rows_of.values())

    @cached_property
    def by_row(self) -> np.ndarray:
        """How many figures differ in each new row."""
        counts = np.zeros(len(self.new), dtype=np.int64)
        for differ in self._rows_of.values():
            counts += differ
        return counts

    @cached_property
    def cells(self) -> pd.DataFrame:
        """One row a differing figure, made when asked for: a first file has millions."""
        names = ["row", *UNIT, "unit_name", "column", "old", "new"]
        if not self._rows_of:
            return pd.DataFrame(columns=names)
        places_of = {key: np.flatnonzero(differ) for key, differ in self._rows_of.items()}
        places = np.concatenate(list(places_of.values()))
        cells = self.new.reset_index()[["row", *UNIT, "unit_name"]].take(places)
        return cells.reset_index(drop=True).assign(
            column=np.repeat(list(places_of), [len(p) for p in places_of.values()]),
            old=np.concatenate([self._old(k)[p] for k, p in places_of.items()]),
            new=np.concatenate([self._fresh(k)[p] for k, p in places_of.items()]),
        )


def _known(cells: pd.Series) -> np.ndarray:
    """Plain objects, ``None`` where missing whatever pandas calls it: quick to compare."""
    known: np.ndarray = cells.to_numpy(dtype=object, copy=True)
    known[cells.isna().to_numpy()] = None
    return known
