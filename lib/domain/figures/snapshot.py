"""All measures of all communes in one period, and which rows each of them came from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from lib.domain.figures.snapshot_parts import (
    from_commune_months,
    from_drives,
    from_register,
    from_summary,
    from_teams,
    from_villages,
    numbers_of,
    on_time_of,
    with_ambassador,
)
from lib.domain.figures.targets import Target, plan_deadline
from lib.domain.periods import Period, last_quarter

VILLAGES = "02_bao_cao_thang_thon_ban"
SUMMARY = "00_tong_hop_xa"
REGISTER = "01_danh_muc_thon_ban"
COMMUNE_MONTH = "03_bao_cao_thang_xa"
TEAMS = "04_doi_hinh_tinh_nguyen"
DRIVES = "05_dot_ra_quan"
TARGETS = "06_chi_tieu"

TO_DATE = ("first_time", "first_time_minority", "first_time_elderly", "first_time_hardship",
           "first_time_disabled")  # fmt: skip
"""Flows of the village report that indicators add up since the programme began."""

FROM_REGISTER = frozenset({"households", "villages", "villages_registered", "adults", "people"})
"""Measures that figures are held against; the yearly register tells them."""

_BOTH = ("villages", "villages_with_ambassador", "ambassadors", "households", "households_guided")
_BY_PERIOD = (TEAMS, DRIVES, COMMUNE_MONTH)
"""Whose rows are of more than the period, and counted up to its end or for it alone."""
_TOLD_TWICE = ("ambassadors", "households_guided")


@dataclass(frozen=True)
class VillageRows:
    """The village reports of a period row by row, the register's figures beside them.

    ``communes``: commune code by row. ``values``: measures by row, ``Float64``; those of the
    register are missing where it does not know the village. ``registered``: villages in the
    register by commune code.
    """

    communes: pd.Series
    values: pd.DataFrame
    registered: pd.Series

    def __getitem__(self, measure: str) -> pd.Series:
        """One measure by row, all missing when no row has it."""
        if measure in self.values:
            return self.values[measure]
        return pd.Series(pd.NA, index=self.communes.index, dtype="Float64")

    def __contains__(self, measure: str) -> bool:
        return measure in self.values


@dataclass(frozen=True)
class CommuneRows:
    """Measures of communes from one sheet alone (index: commune code)."""

    values: pd.DataFrame

    def __getitem__(self, measure: str) -> pd.Series:
        """One measure by commune code, all missing when the sheet has none."""
        if measure in self.values:
            return self.values[measure]
        return pd.Series(pd.NA, index=self.values.index, dtype="Float64")


@dataclass(frozen=True)
class Earlier:
    """The way to what communes reported before.

    ``reports``: for each earlier period, the newest first, the communes that sent a report, by
    template. ``at``: the snapshot of such a period.
    """

    reports: Sequence[tuple[Period, Mapping[str, Collection[str]]]]
    at: Callable[[Period], Snapshot]


@dataclass(frozen=True)
class Snapshot:
    """What is known about every commune in a period, from reports for this period alone.

    ``measures``: one row a commune (index: commune code, all communes), ``Float64``; missing means
    nobody reported it. ``origins``: same shape, the template each figure came from. ``rows``: the
    rows in force by template. ``differences``: figures of a commune's summary sheet that its
    villages contradict (``commune_code, measure, villages, summary``).
    ``targets``: those in force on the period's last day, by indicator code.
    """

    period: Period
    measures: pd.DataFrame
    origins: pd.DataFrame
    rows: Mapping[str, pd.DataFrame]
    differences: pd.DataFrame
    targets: Mapping[str, Target] = field(default_factory=dict)
    priority: frozenset[str] = frozenset()
    """The communes that have priority on the period's last day."""
    villages: VillageRows | None = None
    """``None`` where no village reported."""
    summary: CommuneRows | None = None
    """The communes' own summary sheets alone; ``None`` where there is none."""
    earlier: Earlier | None = field(default=None, compare=False, repr=False)
    """``None`` where nothing is asked about what came before."""
    measured: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What ``measure`` has found so far, by indicator code; its own affair."""

    @property
    def quarter(self) -> Period:
        """The quarter whose figures are shown: the last that has wholly ended by the period."""
        return last_quarter(self.period)

    def __getitem__(self, measure: str) -> pd.Series:
        """One measure by commune code, all missing when nobody reported it."""
        if measure in self.measures:
            return self.measures[measure]
        return pd.Series(pd.NA, index=self.measures.index, dtype="Float64")


def _anew(_name: str, _of: Sequence[str], make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    return make()


@dataclass(frozen=True)
class Making:
    """How the parts of a snapshot are made."""

    ambassadors_per_village: int = 1
    """From how many on a village counts as having them."""
    keep: Callable[[str, Sequence[str], Callable[[], pd.DataFrame]], pd.DataFrame] = _anew
    """Gives the part called so, made of the rows of these templates: anew, or as it was made
    before of the same rows. Parts are shared: nobody changes them."""


def take_snapshot(
    period: Period,
    communes: Sequence[str],
    rows: Mapping[str, pd.DataFrame],
    *,
    to_date: pd.DataFrame | None = None,
    on_time: Mapping[str, bool] | None = None,
    targets: Mapping[str, Target] | None = None,
    priority: Collection[str] = (),
    making: Making = Making(),
) -> Snapshot:
    """Puts the rows in force together.

    ``rows`` by template, those that its declaration names (``Feeds``): of templates that have no
    rule of their own here each number is added up by commune. Where a commune reports both 00 and
    02, its villages win, unless only a part of them reported.
    ``to_date``: the flows of ``TO_DATE`` added up since the start (index: commune code); they are
    told of the communes whose villages reported the flow for this period.
    ``on_time``: of the communes that reported, whether the first report came by the due day.
    ``priority``: codes of the communes that have priority on the period's last day.
    """
    index = pd.Index(sorted(communes), name="commune_code")
    least, deadline = making.ambassadors_per_village, plan_deadline(targets or {})

    def part(name: str, of: Sequence[str], make: Callable[..., pd.DataFrame], *more: Any) -> Any:
        told = f"{name} {period if name in _BY_PERIOD else ''} {least} {deadline}"
        return making.keep(told, of, lambda: make(*(rows[template] for template in of), *more))

    village_rows = _row_by_row(rows[VILLAGES], rows[REGISTER], least)
    villages = part(VILLAGES, (VILLAGES, REGISTER), from_villages, least)
    summary = part(SUMMARY, (SUMMARY,), from_summary, least)
    parts = {
        VILLAGES: _without_parts(villages, village_rows, summary),
        SUMMARY: summary,
        COMMUNE_MONTH: part(COMMUNE_MONTH, (COMMUNE_MONTH,), from_commune_months, period, deadline),
        TEAMS: part(TEAMS, (TEAMS,), from_teams, period, index),
        DRIVES: part(DRIVES, (DRIVES,), from_drives, period, index),
        REGISTER: part(REGISTER, (REGISTER,), from_register),
    }
    others = [template for template in rows if template not in parts]
    parts |= {template: part(template, (template,), numbers_of) for template in others}
    parts[""] = on_time_of(on_time or {})
    if to_date is not None:
        parts[f"{VILLAGES}:to_date"] = _told_now(to_date, villages).add_suffix("_to_date")
    measures, origins = _first_known(parts, index)
    return Snapshot(
        period, measures, origins, rows, _differences(villages, summary),
        targets or {}, frozenset(priority), village_rows,
        CommuneRows(summary.reindex(index)) if len(summary) else None,
    )  # fmt: skip


def _row_by_row(rows: pd.DataFrame, register: pd.DataFrame, least: int) -> VillageRows | None:
    if rows.empty:
        return None
    told = with_ambassador(rows, least).set_index("unit_key")
    numbers = numbers_of(with_ambassador(rows, least)).columns
    values = told[list(numbers)].assign(villages=1.0)
    registered = pd.Series(dtype="Float64")
    if len(register):
        known = register.drop_duplicates("unit_key").set_index("unit_key")
        beside = [n for n in ("households", "adults", "people") if n in known]
        values = values.join(known[beside])
        registered = register.groupby("commune_code").size().astype("Float64")
    return VillageRows(told["commune_code"], values.astype("Float64"), registered)


def _without_parts(
    villages: pd.DataFrame, rows: VillageRows | None, summary: pd.DataFrame
) -> pd.DataFrame:
    """The villages' sums, less what the commune's own sheet tells of all of them and they do not.

    A part never takes the place of the whole.
    """
    if rows is None or summary.empty:
        return villages
    told = pd.DataFrame({n: rows[n].notna() for n in _TOLD_TWICE if n in rows})
    counts = told.groupby(rows.communes).sum().min(axis=1)
    few = counts < rows.registered.reindex(counts.index)
    whole = summary.index.intersection(counts.index[few.fillna(False)])
    found = villages.copy()
    for name in _BOTH:
        if name in found and name in summary:
            known = whole[summary.loc[whole, name].notna()]
            found.loc[known, name] = pd.NA
    return found


def _told_now(to_date: pd.DataFrame, villages: pd.DataFrame) -> pd.DataFrame:
    """Sums since the start where this period's reports went into them."""
    now = villages.reindex(index=to_date.index, columns=to_date.columns)
    return to_date.where(now.notna())


def _first_known(
    parts: Mapping[str, pd.DataFrame], index: pd.Index
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each figure from the first part that has it, and the name of that part."""
    names = list(dict.fromkeys(name for part in parts.values() for name in part.columns))
    place = {name: column for column, name in enumerate(names)}
    figures = np.full((len(index), len(names)), np.nan)
    origins = np.full((len(index), len(names)), "", dtype=object)
    for template, part in parts.items():
        if not len(part):
            continue
        # All columns of a part at once: one by one they cost most of a snapshot.
        rows = index.get_indexer(part.index)
        inside, columns = rows >= 0, [place[name] for name in part.columns]
        found = np.full((len(index), len(columns)), np.nan)
        found[rows[inside]] = part.to_numpy(dtype=float, na_value=np.nan)[inside]
        fresh = np.isnan(figures[:, columns]) & ~np.isnan(found)
        figures[:, columns] = np.where(fresh, found, figures[:, columns])
        origins[:, columns] = np.where(fresh, template, origins[:, columns])
    measures = {name: pd.array(figures[:, n], dtype="Float64") for name, n in place.items()}
    return pd.DataFrame(measures, index=index), pd.DataFrame(origins, index=index, columns=names)


def _differences(villages: pd.DataFrame, summary: pd.DataFrame) -> pd.DataFrame:
    names = ["commune_code", "measure", "villages", "summary"]
    if villages.empty or summary.empty:
        return pd.DataFrame(columns=names)
    both = villages.index.intersection(summary.index)
    told = [
        (code, name, villages.at[code, name], summary.at[code, name])
        for name in _BOTH
        if name in villages and name in summary
        for code in both
        if pd.notna(villages.at[code, name])
        and pd.notna(summary.at[code, name])
        and villages.at[code, name] != summary.at[code, name]
    ]
    return pd.DataFrame(told, columns=names)
