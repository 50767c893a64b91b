"""What resolving needs to know beside the file, and what it gives back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from lib.domain.intake.cells.worksheet import Coded
from lib.domain.places.gazetteer import Gazetteer
from lib.domain.places.villages import VillageRegister
from lib.domain.problems import Problem
from lib.domain.templates import Role, Template

SKIP = "skip"
"""The answer that leaves a row out."""

NEW = "new"
"""The answer that a village is new and not yet in the register."""


MOST_ASKED = 100
"""So many questions of a kind come with their choices; the next ones once these are answered."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """The registers, the day, and what a person has answered so far."""

    gazetteer: Gazetteer
    register: VillageRegister
    today: date
    filename: str = ""
    """As the sender called the file."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Chosen option by the question's key."""
    units: Collection[str] = ()
    """The keys in force of the teams or drives that the template is about."""
    named_units: Mapping[str, str] = field(default_factory=dict)
    """The names of these by period and key, parted by a space."""
    teams: Collection[str] = ()
    """The codes of all teams in force, for what names a team."""


@dataclass(frozen=True)
class Resolved:
    """Rows with their keys.

    ``rows`` has, first, ``period``, ``commune_code``, ``unit_key``, ``unit_name`` (as the
    register has it), ``reported_name`` (as the file has it) and ``former_code`` (the earlier
    unit that was named, or ""); then the value columns of the template that the file holds.
    Index: Excel's row number.
    """

    template: Template
    rows: pd.DataFrame
    problems: tuple[Problem, ...]
    placed: tuple[pd.MultiIndex, np.ndarray] | None = None
    """What ``scopes_of`` the rows gave, where it is known already."""

    @property
    def scopes(self) -> pd.MultiIndex:
        """The different (period, commune code) of the rows, in the order of their coming."""
        return self._scopes[0]

    @property
    def scope_of(self) -> np.ndarray:
        """For every row, which of the scopes is its own."""
        return self._scopes[1]

    @cached_property
    def _scopes(self) -> tuple[pd.MultiIndex, np.ndarray]:
        return self.placed or scopes_of(self.rows)


KEYS = ["period", "commune_code", "unit_key", "unit_name", "reported_name", "former_code"]


def scopes_of(rows: pd.DataFrame) -> tuple[pd.MultiIndex, np.ndarray]:
    """The different (period, commune code), and for every row which of them is its own."""
    pairs = rows[["period", "commune_code"]]
    first, which = different(coded(pairs["period"]), coded(pairs["commune_code"]))
    return pd.MultiIndex.from_frame(pairs.iloc[first]), which


def objects(values: Sequence[object] | np.ndarray, rows: pd.DataFrame) -> pd.Series:
    """A column of plain objects for these rows: quick to make, quick to group by."""
    column = np.empty(len(rows), dtype=object)
    column[:] = values
    return pd.Series(column, index=rows.index, dtype=object)


def texts(rows: pd.DataFrame, template: Template, role: Role) -> list[str]:
    """The cells of the column with this role, "" where missing or where there is no column."""
    cells = different_texts(rows, template, role)
    return list(np.array(cells.cells, dtype=object)[cells.codes])


def different_texts(rows: pd.DataFrame, template: Template, role: Role) -> Coded:
    """The different cells of the column with this role, each once; as ``texts`` has them."""
    column = template.role(role)
    if column is None or column.key not in rows:
        return Coded(np.zeros(len(rows), dtype=np.int64), [""])
    return coded(rows[column.key])


def coded(column: pd.Series | Sequence[str]) -> Coded:
    """The different texts of a column, each once, "" where missing."""
    if isinstance(column, pd.Series) and isinstance(column.dtype, pd.CategoricalDtype):
        codes, texts = column.cat.codes.to_numpy(), column.cat.categories.to_numpy(dtype=object)
    else:
        codes, texts = pd.factorize(np.asarray(column, dtype=object))
    if not (codes < 0).any():
        return Coded(codes, list(texts))
    blank = len(texts) if "" not in texts else list(texts).index("")
    return Coded(np.where(codes < 0, blank, codes), [*dict.fromkeys([*texts, ""])])


def combined(*columns: Coded) -> np.ndarray:
    """A number for every row, the same for rows that have the same texts."""
    which, size = np.zeros(len(columns[0].codes), dtype=np.int64), 1
    for column in columns:
        if len(column.cells) > 1:
            which, size = which * len(column.cells) + column.codes, size * len(column.cells)
        if size > 2**40:
            which, known = pd.factorize(which)
            size = len(known)
    return which


def in_use(column: Coded) -> Coded:
    """The column without the cells that stand in no row."""
    used = column.used(np.arange(len(column.codes)))
    rank = np.zeros(len(column.cells), dtype=np.int64)
    rank[used] = np.arange(len(used))
    return Coded(rank[column.codes], [column.cells[at] for at in used])


def different(*columns: Coded) -> tuple[list[int], np.ndarray]:
    """Which combinations of texts the rows have: the first row of each, and each row's.

    In the order of their coming.
    """
    which = combined(*columns)
    if which.max(initial=0) > 4 * len(which) + 1000:
        which, _ = pd.factorize(which)
    size = int(which.max(initial=-1)) + 1
    first = np.full(size, -1)
    first[which[::-1]] = np.arange(len(which))[::-1]  # the last to be written is the first row
    used = np.flatnonzero(first >= 0)
    order = used[np.argsort(first[used])]
    rank = np.zeros(size, dtype=np.int64)
    rank[order] = np.arange(len(order))
    return first[order].tolist(), rank[which]
