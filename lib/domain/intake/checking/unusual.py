"""Figures that may be right but deserve a look: beside the period before, and beside each level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from lib.domain.intake.checking.compare import SCOPE, Changes
from lib.domain.intake.checking.differences import UNIT
from lib.domain.intake.resolving import Resolved
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.periods import Cadence, Period
from lib.domain.places.gazetteer import Gazetteer
from lib.domain.problems import Code, Problem, Severity
from lib.domain.templates import Column, Level, Template
from lib.text import say_number


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """From where on a movement is told."""

    rise: float = 3.0
    """Growth as a share of the figure before: 3 is +300 %."""
    fall: float = 0.3
    """Loss as a share of the figure before, of what may fall at all."""
    least: float = 20
    """A smaller movement is never told, whatever its share; a stock must not fall at all."""
    same_figures: int = 3
    """How many figures a report must have for "all as before" to be remarkable."""


@dataclass(frozen=True, kw_only=True)
class Movement:
    """How a headline figure of a commune would move, and whether that is unusual."""

    period: str
    commune_code: str
    column: Column
    old: float
    """What is in force; where nothing is, the period before."""
    new: float
    unusual: bool

    @property
    def change(self) -> float:
        """New less old."""
        return self.new - self.old


def movements(changes: Changes, thresholds: Thresholds) -> list[Movement]:
    """Every movement of a headline figure, the largest first; unknown figures do not move."""
    found = []
    for row in changes.communes.to_dict("records"):
        for key in changes.template.headline:
            column, new = changes.template.by_key[key], row[f"{key}_new"]
            old = row[f"{key}_before"] if pd.isna(row[f"{key}_old"]) else row[f"{key}_old"]
            if pd.isna(new) or pd.isna(old) or new == old:
                continue
            found.append(
                Movement(
                    period=str(row["period"]),
                    commune_code=str(row["commune_code"]),
                    column=column,
                    old=float(old),
                    new=float(new),
                    unusual=_is_unusual(column, float(old), float(new), thresholds=thresholds),
                )
            )
    return sorted(found, key=lambda m: -abs(m.change))


def _is_unusual(column: Column, old: float, new: float, *, thresholds: Thresholds) -> bool:
    if column.stock and new < old:
        return True
    share = thresholds.rise if new > old else thresholds.fall
    return old > 0 and abs(new - old) >= max(thresholds.least, share * old)


def beside_earlier(
    cleaned: Cleaned,
    resolved: Resolved,
    earlier: pd.DataFrame,
    *,
    gazetteer: Gazetteer,
    thresholds: Thresholds,
) -> list[Problem]:
    """Falls and sharp rises of units, and communes whose report repeats the one before.

    ``earlier`` holds the rows in force for the period before; of yearly templates the newest
    year before. The old figure is told beside the new one.
    """
    rows = resolved.rows
    if earlier.empty or rows.empty:
        return []
    before = aligned(resolved.template, rows, earlier)
    watched = [c for c in _watched(resolved.template) if c.key in rows and c.key in before]
    problems: list[Problem] = []
    for column in watched:
        problems += _moves(cleaned, rows, column, cells=before[column.key], thresholds=thresholds)
    if resolved.template.cadence is not Cadence.YEARLY:
        problems += _same(resolved, before, gazetteer, thresholds=thresholds)
    return problems


def aligned(template: Template, rows: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """The earlier row of the same unit for every row, blank where there was none."""
    if template.cadence is Cadence.YEARLY:
        keys, follow = UNIT[1:], earlier
    else:
        following = {p: str(Period.parse(p).next) for p in earlier["period"].unique()}
        keys, follow = UNIT, earlier.assign(period=earlier["period"].map(following))
    found = follow.drop_duplicates(keys, keep="last").set_index(keys)
    return found.reindex(pd.MultiIndex.from_frame(rows[keys])).set_axis(rows.index)


def _watched(template: Template) -> list[Column]:
    """Stocks, headlines and what every report has to hold; free flows come and go."""
    numbers = {c.key for c in template.numbers}
    return [
        c
        for c in template.values
        if c.key in numbers and (c.stock or c.required or c.key in template.headline)
    ]


def _moves(
    cleaned: Cleaned,
    rows: pd.DataFrame,
    column: Column,
    *,
    cells: pd.Series,
    thresholds: Thresholds,
) -> Iterator[Problem]:
    """The sharp rises in one column and, of villages, the falls of stocks."""
    now, old = pd.to_numeric(rows[column.key]), pd.to_numeric(cells)
    grown = now - old
    rose = (old > 0) & (grown >= thresholds.least) & (grown >= thresholds.rise * old)
    yield from _told(cleaned, rows, column, code=Code.ROSE_SHARPLY, old=old, where=rose)
    # Of a commune's own row the comparison of totals tells it already.
    if column.stock and cleaned.reading.template.level is Level.VILLAGE:
        yield from _told(cleaned, rows, column, code=Code.UNIT_STOCK_FELL, old=old, where=now < old)


def _told(
    cleaned: Cleaned,
    rows: pd.DataFrame,
    column: Column,
    *,
    code: Code,
    old: pd.Series,
    where: pd.Series,
) -> Iterator[Problem]:
    for number in rows.index[where.fillna(False).astype(bool)]:
        yield Problem(
            code=code,
            severity=Severity.WARN,
            row=int(number),
            column=cleaned.reading.letters(column.key),
            header=column.header,
            given=say_number(float(rows.at[number, column.key])),
            values={"name": rows.at[number, "unit_name"], "old": say_number(float(old[number]))},
        )


def _same(
    resolved: Resolved, before: pd.DataFrame, gazetteer: Gazetteer, *, thresholds: Thresholds
) -> Iterator[Problem]:
    """Communes whose every figure is as it was: last month's file may have been sent again."""
    rows = resolved.rows
    keys = [c.key for c in resolved.template.numbers if c.key in rows]
    now = rows[keys].apply(pd.to_numeric)
    old = before.reindex(columns=keys).apply(pd.to_numeric)
    alike = ((now == old) | (now.isna() & old.isna())).fillna(False).all(axis=1)
    known = now.notna().sum(axis=1)
    for (_, code), group in rows.groupby(SCOPE, sort=False):
        if alike[group.index].all() and known[group.index].sum() >= thresholds.same_figures:
            commune = gazetteer.communes.get(str(code))
            yield Problem(
                code=Code.SAME_AS_BEFORE,
                severity=Severity.WARN,
                row=int(group.index[0]),
                given=commune.full_name if commune else "",
                values={"count": int(known[group.index].sum())},
            )


def beside_other_level(
    resolved: Resolved,
    changes: Changes,
    other_level: tuple[pd.DataFrame, str],
    *,
    gazetteer: Gazetteer,
) -> list[Problem]:
    """Communes whose total differs between the villages' reports and the commune's own.

    ``other_level``: its sums by (period, commune code), one column a key, missing where it was not
    reported there; and its title.
    """
    rows, (other, title) = resolved.rows, other_level
    if other.empty or rows.empty:
        return []
    mine = changes.communes.set_index(SCOPE)
    problems = []
    for key in other.columns:
        column = resolved.template.by_key[key]
        if f"{key}_new" in mine:
            now = mine[f"{key}_new"]
        elif key in rows:
            now = pd.to_numeric(rows[key]).groupby([rows[n] for n in SCOPE]).sum(min_count=1)
        else:
            continue
        there = other[key].reindex(now.index)
        for scope in now.index[(now != there).fillna(False).astype(bool)]:
            at = (rows["period"] == scope[0]) & (rows["commune_code"] == scope[1])
            problems.append(
                Problem(
                    code=Code.LEVELS_DIFFER,
                    severity=Severity.WARN,
                    row=int(rows.index[at][0]),
                    header=column.header,
                    given=say_number(float(now[scope])),
                    values={
                        "commune": gazetteer.communes[scope[1]].full_name,
                        "old": say_number(float(there[scope])),
                        "title": title,
                    },
                )
            )
    return problems
