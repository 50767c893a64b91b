"""Rows of groups with figures ("Khu vực phường", "Cụm 1", "Bắc Yên cũ"): sums of the rows by them.

A row whose name no commune and no village has, and whose counts are all the sums of the rows
below it, or above it, is a total of the file's own: set apart, told, and checked like one. Where
the name of a row among communes says that it is a group and the figures do not add up, a person
is asked (``CommuneFinder``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import repeat

import numpy as np
import pandas as pd

from lib.domain.intake.resolving.context import Context, different_texts
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.patience import each, go_on
from lib.domain.places.gazetteer import Unknown
from lib.domain.places.names import plain_name
from lib.domain.problems import Code, Problem, Severity
from lib.domain.templates import Level, Role
from lib.domain.templates.kinds import Kind
from lib.text import fold, without_accents

_GROUP = re.compile(
    r"(?:(?:cac|nhung) )?(?:khu vuc|cum|vung|nhom|khoi|mien|dia ban|huyen|thi xa)\b.*"
    r"|(?:cac|nhung) (?:xa|phuong|thon|ban|tieu khu|to dan pho|tdp)\b.*"
    r"|tong cong\b.*|tong|tong so|cong|(?:tinh|toan tinh|toan xa|toan phuong|thanh pho)(?: son la)?"
)
_OF_ONE = re.compile(r"\s*+(?:[bp]|x[ãaóo])", re.IGNORECASE)
"""So begin names of villages and communes, and those of no group: most are told at a glance."""
_MOST = 300
"""More lines of groups than a sheet of the province has."""


@dataclass(frozen=True)
class _Kind:
    """How sure a sum has to be before its row is none of a place."""

    counts: int
    """So many of its counts are not nought."""
    rows: int
    """So many rows are added up."""


_NAMED = _Kind(counts=1, rows=1)
_UNKNOWN = _Kind(counts=2, rows=2)
"""A name that says nothing of a group may be a mistyped commune with its neighbour's figures."""


@dataclass(frozen=True)
class _Sum:
    """The rows whose figures a row adds up."""

    first: int
    last: int
    direct: bool
    """Whether it ends at the next line of a group, not at one further on."""


def says_group(name: str) -> bool:
    """Whether a name is that of a group of places: "Khu vực phường", "Các xã vùng cao"."""
    if _OF_ONE.match(name):
        return False
    return bool(_GROUP.fullmatch(without_accents(plain_name(name))))


def without_subtotals(cleaned: Cleaned, context: Context) -> tuple[Cleaned, list[Problem]]:
    """The file with its lines of groups among its own totals, each told by a note."""
    found = {} if cleaned.faulty_all_over else _candidates(cleaned, context)
    if not found or len(found) > _MOST:
        return cleaned, []
    groups = {row for row, name in found.items() if says_group(name)}
    table = _Counts(cleaned, groups)
    apart = table.sums(found.keys() - groups, _UNKNOWN)
    table.leave_out(apart)
    apart |= table.sums(groups, _NAMED)
    if not apart:
        return cleaned, []
    mine = cleaned.rows.index.isin(list(apart))
    checked = cleaned.rows.index.isin([row for row, total in apart.items() if total.direct])
    totals = pd.concat([cleaned.totals, cleaned.rows[checked]]).sort_index()
    told = [_told(row, found[row], total) for row, total in sorted(apart.items())]
    return replace(cleaned, rows=cleaned.rows[~mine], totals=totals), told


def _told(row: int, name: str, total: _Sum) -> Problem:
    return Problem(
        code=Code.SUBTOTAL,
        severity=Severity.NOTE,
        row=row,
        given=name,
        values={"first": total.first, "last": total.last},
    )


def _candidates(cleaned: Cleaned, context: Context) -> dict[int, str]:
    """By row the name, where no commune and no village has it and nobody has placed it yet."""
    template, rows = cleaned.reading.template, cleaned.rows
    if template.level is Level.COMMUNE:
        names, codes = (
            different_texts(rows, template, r) for r in (Role.COMMUNE_NAME, Role.COMMUNE_CODE)
        )
        fits = _unknown_commune
    elif template.level is Level.VILLAGE:
        names, codes = (
            different_texts(rows, template, r) for r in (Role.UNIT_NAME, Role.UNIT_CODE)
        )
        fits = _group_of_villages
    else:
        return {}
    fit = (fits(str(name), context) for name in each(names.cells))
    odd = np.fromiter(_some(fit), dtype=bool, count=len(names.cells))[names.codes]
    odd &= ~np.array([bool(code) for code in codes.cells], dtype=bool)[codes.codes]
    places = np.flatnonzero(odd).tolist()
    return {int(rows.index[at]): str(names.cell(at)) for at in places}


def _some(fit: Iterator[bool]) -> Iterator[bool]:
    """The same; where there are too many, no more of them are looked at."""
    found = 0
    for one in fit:
        found += one
        yield one
        if found > _MOST:
            break
    yield from repeat(False)


def _unknown_commune(name: str, context: Context) -> bool:
    book = context.gazetteer
    if not name or not isinstance(book.resolve(name), Unknown) or book.near(name):
        return False
    return not context.answers.get(f"commune::{fold(name)}", "")


def _group_of_villages(name: str, context: Context) -> bool:
    if not name or not says_group(name):
        return False
    ending = f":{fold(name)}"
    answered = (q.startswith("village:") and q.endswith(ending) for q in context.answers)
    known = (plain_name(v.name) == plain_name(name) for v in context.register.villages)
    return not any(answered) and not any(known)


class _Counts:
    """The counts of all rows, summed from the first on, without the lines of groups."""

    def __init__(self, cleaned: Cleaned, groups: Collection[int]) -> None:
        rows = cleaned.rows
        unread = {key for _, key in cleaned.unread}
        keys = [c.key for c in cleaned.reading.template.values if c.kind is Kind.COUNT]
        keys = [key for key in keys if key in rows and key not in unread]
        self._rows = [int(row) for row in rows.index]
        self._counts = rows[keys].to_numpy(dtype=float, na_value=np.nan)
        self._ends = sorted({*groups, *(int(row) for row in cleaned.totals.index)})
        self._gone = set(groups)
        self._last = len(cleaned.reading.sheet.rows) + 1
        self._add_up()

    def leave_out(self, rows: Collection[int]) -> None:
        """These are sums themselves, and are added to no other."""
        self._gone |= set(rows)
        self._add_up()

    def sums(self, candidates: Collection[int], kind: _Kind) -> dict[int, _Sum]:
        """Those whose counts are all the sums of rows by them."""
        ends = sorted({*self._ends, *(candidates if kind is _UNKNOWN else ())})
        found = {row: self._sum(row, ends, kind) for row in sorted(candidates)}
        return {row: total for row, total in found.items() if total}

    def _add_up(self) -> None:
        plain = np.array([row not in self._gone for row in self._rows], dtype=bool)
        counts = np.nan_to_num(self._counts) * plain[:, None]
        self._told = plain & (counts != 0).any(axis=1)
        self._upto = np.vstack([np.zeros(counts.shape[1]), counts.cumsum(axis=0)])

    def _sum(self, row: int, ends: list[int], kind: _Kind) -> _Sum | None:
        stated = self._counts[bisect_left(self._rows, row)]
        if (np.nan_to_num(stated) != 0).sum() < kind.counts:
            return None
        for first, last, direct in self._spans(row, ends):
            go_on()
            low, high = bisect_left(self._rows, first), bisect_right(self._rows, last)
            together = self._upto[high] - self._upto[low]
            right = np.isnan(stated) | np.isclose(stated, together, rtol=0, atol=1e-6)
            added = np.flatnonzero(self._told[low:high]).tolist()
            if right.all() and len(added) >= kind.rows:
                return _Sum(self._rows[low + added[0]], self._rows[low + added[-1]], direct)
        return None

    def _spans(self, row: int, ends: list[int]) -> Iterator[tuple[int, int, bool]]:
        """First and last row of what may be added up: below it, above it, the nearest first."""
        below = [end for end in ends if end > row] + [self._last]
        above = [end for end in reversed(ends) if end < row] + [0]
        for at, end in enumerate(below):
            yield row + 1, end - 1, at == 0
        for at, end in enumerate(above):
            yield end + 1, row - 1, at == 0
