"""Groups of communes that belong together, and a figure of a group by the province's own rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lib.domain.figures.indicators import Better, Form, Indicator, Measured, as_read, gap_between
from lib.domain.places.gazetteer import Flag, PriorityFlag

Flags = Mapping[str, Sequence[PriorityFlag]]


@dataclass(frozen=True)
class Group:
    """Communes with something in common. ``key``: its name under ``groups`` in the catalogues."""

    key: str
    communes: tuple[str, ...]
    grade: int = 0
    """The grade they share, for the groups that are made by grade."""


@dataclass(frozen=True, kw_only=True)
class GroupFigure:
    """An indicator over a group. ``reporting`` of its ``total`` communes have a figure that is
    told; withheld small counts stay out, so that no difference can give them away.
    """

    value: float | None
    """Σ ÷ Σ × 100 of a rate, the share of communes of a yes or no, Σ of a count."""
    typical: float | None
    """Of a count: the median commune; it sets a commune beside its like, a sum cannot."""
    numerator: float | None
    denominator: float | None
    reporting: int
    total: int


@dataclass(frozen=True)
class Rank:
    """A place among the communes that have a figure; equal values share the better place."""

    place: int
    of: int


def priority_grade(flags: Sequence[PriorityFlag]) -> int:
    """The grade of priority of a commune: the highest of its flags in force, 0 without any."""
    return max((f.grade for f in flags), default=0)


def priority_communes(flags: Flags, *, from_grade: int) -> frozenset[str]:
    """The communes with any flag in force of at least this grade."""
    return frozenset(c for c, mine in flags.items() if priority_grade(mine) >= from_grade)


def similar(code: str, flags: Flags, communes: Collection[str]) -> Group:
    """The other communes with the same grade of priority.

    This is the one rule of "similar communes". The commune itself is left out: it would be
    compared with itself.
    """
    grade = priority_grade(flags.get(code, ()))
    others = (c for c in sorted(communes) if c != code)
    alike = tuple(c for c in others if priority_grade(flags.get(c, ())) == grade)
    return Group("similar", alike, grade)


def breakdowns(
    flags: Flags, area_kinds: Mapping[str, str], communes: Collection[str]
) -> list[list[Group]]:
    """The province parted three ways, each part of a parting disjoint; empty groups are left out.

    By area kind (khu vực I, II, III, or not told), border or not, and grade of special
    difficulty. ``area_kinds``: "I", "II" or "III" by commune code, where somebody told it.
    """
    codes = sorted(communes)
    special = {c: _grade_of(Flag.SPECIAL_DIFFICULTY, flags.get(c, ())) for c in codes}
    border = {c: _grade_of(Flag.BORDER, flags.get(c, ())) > 0 for c in codes}
    kinds = {c: area_kinds.get(c, "") for c in codes}
    ways = [
        [Group(f"area_{k or 'unknown'}", _where(kinds, k)) for k in ("I", "II", "III", "")],
        [Group("border" if k else "inland", _where(border, k)) for k in (True, False)],
        [Group("special" if k else "special_none", _where(special, k), k) for k in (3, 2, 1, 0)],
    ]
    return [[g for g in way if g.communes] for way in ways]


def _grade_of(flag: Flag, flags: Sequence[PriorityFlag]) -> int:
    return max((f.grade for f in flags if f.flag is flag), default=0)


def _where(known: Mapping[str, object], wanted: object) -> tuple[str, ...]:
    return tuple(c for c, found in known.items() if found == wanted)


def figure_of(measured: Measured, communes: Collection[str]) -> GroupFigure:
    """The indicator over these communes, by the rule of its form; never a mean of percentages."""
    if measured.indicator.form is Form.GAP:
        return _gap_of(measured, communes)
    members = measured.communes.index.isin(list(communes))
    values, tops, bottoms = (
        measured.communes[name].to_numpy(dtype=float, na_value=np.nan)[members]
        for name in ("value", "numerator", "denominator")
    )
    told = ~np.isnan(values)
    form, total = measured.indicator.form, int(members.sum())
    if not told.any():
        return GroupFigure(
            value=None, typical=None, numerator=None, denominator=None, reporting=0, total=total
        )
    top = float((values[told] >= 100).sum() if form is Form.COMMUNES else tops[told].sum())
    bottom = None
    if form is Form.COMMUNES:
        bottom = float(total)
    elif form is not Form.COUNT:
        bottom = float(np.nansum(bottoms if measured.indicator.of_all else bottoms[told]))
    return GroupFigure(
        value=top / bottom * 100 if bottom else top,
        typical=float(np.median(values[told])) if form is Form.COUNT else None,
        numerator=top,
        denominator=bottom,
        reporting=int(told.sum()),
        total=total,
    )


def _gap_of(measured: Measured, communes: Collection[str]) -> GroupFigure:
    """A gap within the group: whether its own priority communes get their share."""
    table = measured.communes[measured.communes.index.isin(list(communes))]
    shares = gap_between(table["numerator"], table["denominator"], measured.priority)
    return GroupFigure(
        value=shares[0] - shares[1] if shares else None,
        typical=None,
        numerator=shares[0] if shares else None,
        denominator=shares[1] if shares else None,
        reporting=int((table["numerator"].notna() & table["denominator"].notna()).sum()),
        total=len(table),
    )


def is_ranked(indicator: Indicator) -> bool:
    """Whether communes have places: not by a raw count, of which a larger commune has more, nor by
    yes and no, nor where neither way is progress."""
    return indicator.form in (Form.RATE, Form.PER_HUNDRED) and (
        indicator.better is not Better.NEITHER
    )


def rank_of(measured: Measured, code: str) -> Rank | None:
    """The commune's place among those with a figure as people read it, the best first.

    ``None`` without a figure, and where communes have no places.
    """
    indicator = measured.indicator
    exact = measured.whole.to_numpy(dtype=float, na_value=np.nan)
    values = np.array([v if np.isnan(v) else as_read(v, indicator) for v in exact])
    mine = values[measured.communes.index.get_loc(code)]
    if np.isnan(mine) or not is_ranked(indicator):
        return None
    better = values > mine if indicator.better is Better.HIGHER else values < mine
    return Rank(int(better.sum()) + 1, int((~np.isnan(values)).sum()))
