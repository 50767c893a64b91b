"""Taking in what is clean while the faulty part goes back: what stays, what is set aside.

Whole communes: a commune with one faulty row is set aside with all its rows, so that what is
published for a commune is always its whole report. Single rows: the clean rows are taken as an
update; the units of the faulty rows, and all that the file does not name, keep what they have.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lib.domain.intake.checking.compare import UPDATE
from lib.domain.intake.resolving import Resolved
from lib.domain.problems import Code, Problem, Severity
from lib.domain.templates import Level

COMMUNES = "communes"
ROWS = "rows"
ANSWER = "accept"
"""Under this key a person's choice stands among the answers."""


@dataclass(frozen=True, kw_only=True)
class Parted:
    """A file parted by one of the ways."""

    way: str
    kept: Resolved
    aside: pd.DataFrame
    """The rows set aside, with the columns of ``Resolved.rows``."""
    mode: str = ""
    """``update`` where the kept rows must not replace whole communes."""


def ways(
    resolved: Resolved, problems: Iterable[Problem], *, unread: Iterable[int] = ()
) -> tuple[Parted, ...]:
    """The ways in which something clean can be taken in; none when nothing or all is faulty.

    ``unread`` are the rows in which a cell could not be read: of a doubt only the first is told.
    """
    found = list(problems)
    faulty = _faulty(resolved, found) | set(unread)
    if not faulty or not _divisible(found):
        return ()
    level = resolved.template.level
    offered = [_by_commune(resolved, faulty, found)] if level in _WITH_COMMUNES else []
    if level is not Level.COMMUNE:
        offered.append(_by_row(resolved, faulty))
    return tuple(p for p in offered if len(p.kept.rows))


_WITH_COMMUNES = (Level.COMMUNE, Level.VILLAGE)


_OF_ALL_ROWS = (
    Code.PERIOD_DIFFERS,
    Code.YEAR_DIFFERS,
    Code.UNDER_OTHER_HEADING,
    Code.NO_RESULT,
    Code.OTHER_TIME,
    Code.NOTE_CHANGES,
    Code.SCALED_UNIT,
    Code.STRUCK,
)
"""Told in the row of a title or a heading, and of all the rows below it; or of rows left out."""


def _divisible(problems: list[Problem]) -> bool:
    """Whether everything that stands in the way stands in some row."""
    blocking = [p for p in problems if p.severity >= Severity.ASK]
    return all(
        (p.row is not None and p.code not in _OF_ALL_ROWS) or p.code is Code.NO_PERIOD
        for p in blocking
    )


def _faulty(resolved: Resolved, problems: list[Problem]) -> set[int]:
    """The numbers of all rows in which something stands in the way."""
    rows = resolved.rows
    nowhere = [
        not period or (not commune and resolved.template.level in _WITH_COMMUNES)
        for period, commune in resolved.scopes
    ]
    faulty = {int(n) for n in rows.index[np.array(nowhere, dtype=bool)[resolved.scope_of]]}
    for problem in problems:
        if problem.severity < Severity.ASK or problem.row is None:
            continue
        faulty.add(problem.row)
        match problem.code:
            case Code.DUPLICATE_ROW:
                faulty.add(int(str(problem.values["first"])))
            case (
                Code.FORMER_AND_TODAY
                | Code.BEFORE_OR_AFTER
                | Code.COMMUNES_PROPOSED
                | Code.VILLAGES_PROPOSED
            ):
                faulty |= {int(n) for n in str(problem.values["rows"]).split(",")}
            case Code.UNDER_OTHER_LINE:
                last = int(str(problem.values["last"]))
                faulty |= {int(n) for n in rows.index if problem.row < n <= last}
            case Code.FUTURE_PERIOD:
                faulty |= {int(n) for n in rows.index[rows["period"] == problem.given]}
    return faulty


def _by_commune(resolved: Resolved, faulty: set[int], problems: list[Problem]) -> Parted:
    rows = resolved.rows
    wrong = rows[rows.index.isin(faulty)]
    astray = bool((wrong["commune_code"] == "").any())
    if astray and resolved.template.level is Level.COMMUNE:
        # The row that nobody can place may be the missing part of a commune summed from parts.
        parts = {p.row for p in problems if p.code is Code.FORMER_PARTIAL}
        wrong = rows[rows.index.isin(faulty | {r for r in parts if r is not None})]
    undated = set(wrong.loc[wrong["period"] == "", "commune_code"])
    scopes = set(zip(wrong["period"], wrong["commune_code"], strict=True))
    aside = pd.Series(
        [
            (p, c) in scopes or c in undated
            for p, c in zip(rows["period"], rows["commune_code"], strict=True)
        ],
        index=rows.index,
        dtype=bool,
    )
    # A village that nobody can place may belong to any commune: then nothing may be replaced.
    mode = UPDATE if astray and resolved.template.level is Level.VILLAGE else ""
    return _parted(COMMUNES, resolved, aside, mode=mode)


def _by_row(resolved: Resolved, faulty: set[int]) -> Parted:
    aside = pd.Series(resolved.rows.index.isin(faulty), index=resolved.rows.index)
    return _parted(ROWS, resolved, aside, mode=UPDATE)


def _parted(way: str, resolved: Resolved, aside: pd.Series, *, mode: str) -> Parted:
    rows = resolved.rows
    kept = replace(resolved, rows=rows[~aside], placed=None)
    return Parted(way=way, kept=kept, aside=rows[aside], mode=mode)
