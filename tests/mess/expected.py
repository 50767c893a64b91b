"""What the product must make of a file, and how its answer is judged."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from lib.domain.problems import Code, Severity, Verdict, verdict
from lib.services.intake.previewed import Preview

Place = tuple[Code, int | None, str | None]
"""A problem's code, its row, and its column's letters (None: wherever)."""

QUIET = {
    Code.NO_REGISTER,
    Code.REGISTER_SHRANK,
    Code.REGISTER_DIFFERS,
    Code.ABOVE_REGISTER,
    Code.BLANK_ERASES,
    Code.FAR_FROM_HELD,
    Code.HELD_CHANGES,
}
"""Told besides, and true of the testing installation as a whole."""


@dataclass
class Expected:
    """Verdict, problems with their places, and the figures of every row, by Excel's number."""

    verdict: Verdict
    problems: set[Place] = field(default_factory=set)
    rows: dict[int, dict[str, object]] = field(default_factory=dict)
    """Of each row: ``period``, ``commune_code``, ``former_code`` and the values it must have."""


def faults(expected: Expected, found: Preview) -> list[str]:
    """What differs, in words; empty when all is right."""
    told = []
    of_file = verdict(p for p in found.problems if p.code not in QUIET)
    if of_file is not expected.verdict:
        told.append(f"verdict {of_file}, not {expected.verdict}")
    told += _problems(expected, found)
    if found.changes is not None or expected.verdict is not Verdict.REJECT:
        told += _rows(expected.rows, found.rows)
    return told


def _problems(expected: Expected, found: Preview) -> list[str]:
    seen = {
        (p.code, p.row, p.column)
        for p in found.problems
        if p.severity is not Severity.NOTE and p.code not in QUIET
    }
    lacking = {e for e in expected.problems if not any(_same(e, s) for s in seen)}
    surplus = {s for s in seen if not any(_same(e, s) for e in expected.problems)}
    return [f"not told: {e}" for e in sorted(lacking, key=str)] + [
        f"told in vain: {s}" for s in sorted(surplus, key=str)
    ]


def _same(expected: Place, seen: tuple[Code, int | None, str]) -> bool:
    return expected[:2] == seen[:2] and expected[2] in (None, seen[2])


def _rows(expected: Mapping[int, Mapping[str, object]], found: pd.DataFrame) -> list[str]:
    told = [f"row {r} lost" for r in expected.keys() - set(found.index)]
    told += [f"row {r} invented" for r in set(found.index) - expected.keys()]
    for number in expected.keys() & set(found.index):
        row = found.loc[number]
        for key, value in expected[number].items():
            got = row.get(key)
            if not same(value, got):
                told.append(f"changed: row {number} {key}: {got!r}, not {value!r}")
    return told


def same(one: object, other: object) -> bool:
    """Equal figures; blank equals blank only."""
    if _blank(one) or _blank(other):
        return _blank(one) and _blank(other)
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return math.isclose(float(one), float(other), abs_tol=1e-9)  # type: ignore[arg-type]


def _blank(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))
