"""What resolving needs to know beside the file, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from lib.domain.places import Gazetteer
from lib.domain.problems import Problem
from lib.domain.templates import Role, Template
from lib.domain.villages import VillageRegister

SKIP = "skip"
"""The answer that leaves a row out."""

NEW = "new"
"""The answer that a village is new and not yet in the register."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """The registers, the day, and what a person has answered so far."""

    gazetteer: Gazetteer
    register: VillageRegister
    today: date
    answers: Mapping[str, str] = field(default_factory=dict)
    """Chosen option by the question's key."""


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


KEYS = ["period", "commune_code", "unit_key", "unit_name", "reported_name", "former_code"]


def objects(values: Sequence[object] | np.ndarray, rows: pd.DataFrame) -> pd.Series:
    """A column of plain objects for these rows: quick to make, quick to group by."""
    column = np.empty(len(rows), dtype=object)
    column[:] = values
    return pd.Series(column, index=rows.index, dtype=object)


def texts(rows: pd.DataFrame, template: Template, role: Role) -> list[str]:
    """The cells of the column with this role, "" where missing or where there is no column."""
    column = template.role(role)
    if column is None or column.key not in rows:
        return [""] * len(rows)
    return list(known_texts(rows[column.key]))


def known_texts(column: pd.Series) -> np.ndarray:
    """The texts of a cleaned column, "" where missing."""
    cells: np.ndarray = column.to_numpy(dtype=object, copy=True)
    cells[column.isna().to_numpy()] = ""
    return cells


def different(*columns: Sequence[str] | np.ndarray) -> tuple[list[int], np.ndarray]:
    """Which combinations of texts the rows have: the first row of each, and each row's."""
    which = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        codes, texts = pd.factorize(np.asarray(column, dtype=object))
        which, _ = pd.factorize(which * len(texts) + codes)
    _, first = np.unique(which, return_index=True)
    return first.tolist(), which
