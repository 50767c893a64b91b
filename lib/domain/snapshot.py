"""All measures of all communes in one period, and which rows each of them came from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.domain.periods import Period, last_quarter
from lib.domain.targets import Target, plan_deadline

VILLAGES = "02_bao_cao_thang_thon_ban"
SUMMARY = "00_tong_hop_xa"
REGISTER = "01_danh_muc_thon_ban"
COMMUNE_MONTH = "03_bao_cao_thang_xa"
TEAMS = "04_doi_hinh_tinh_nguyen"
DRIVES = "05_dot_ra_quan"
TARGETS = "06_chi_tieu"
BANKING = "08_ngan_hang_quy"

TO_DATE = ("first_time", "first_time_minority", "first_time_elderly", "first_time_hardship",
           "first_time_disabled")  # fmt: skip
"""Flows of the village report that indicators add up since the programme began."""

_KEYS = {
    "upload_id", "row", "period", "commune_code", "unit_key", "unit_name",
    "reported_name", "former_code",
}  # fmt: skip
_BY_DAY = (TEAMS, DRIVES)
"""Whose rows are of the year, and counted up to the period's last day."""
_BOTH = ("villages", "villages_with_ambassador", "ambassadors", "households", "households_guided")


@dataclass(frozen=True)
class Snapshot:
    """What is known about every commune in a period.

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

    ``rows`` by template: 00 and 02 of the period, 01 the newest register up to it, 03 of the year
    up to it, 04 and 05 of the year, 08 of the last quarter that has ended. Where a commune reports
    both 00 and 02, its villages win.
    ``to_date``: the flows of ``TO_DATE`` added up since the start (index: commune code).
    ``on_time``: of the communes that reported, whether the first report came by the due day.
    ``priority``: codes of the communes that have priority on the period's last day.
    """
    index = pd.Index(sorted(communes), name="commune_code")
    least, deadline = making.ambassadors_per_village, plan_deadline(targets or {})

    def part(name: str, of: Sequence[str], make: Callable[..., pd.DataFrame], *more: Any) -> Any:
        told = f"{name} {period if name in _BY_DAY else ''} {least} {deadline}"
        return making.keep(told, of, lambda: make(*(rows[template] for template in of), *more))

    villages = part(VILLAGES, (VILLAGES, REGISTER), _from_villages, least)
    summary = part(SUMMARY, (SUMMARY,), _from_summary, least)
    parts = {
        VILLAGES: villages,
        SUMMARY: summary,
        COMMUNE_MONTH: part(COMMUNE_MONTH, (COMMUNE_MONTH,), _from_commune_months, deadline),
        TEAMS: part(TEAMS, (TEAMS,), _from_teams, period, index),
        DRIVES: part(DRIVES, (DRIVES,), _from_drives, period, index),
        REGISTER: part(REGISTER, (REGISTER,), _from_register),
        BANKING: part(BANKING, (BANKING,), _sums),
        "": _on_time(on_time or {}),
    }
    if to_date is not None:
        parts[f"{VILLAGES}:to_date"] = to_date.add_suffix("_to_date")
    measures, origins = _first_known(parts, index)
    return Snapshot(
        period, measures, origins, rows, _differences(villages, summary),
        targets or {}, frozenset(priority),
    )  # fmt: skip


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


def _sums(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum of every number by commune; missing where no row has it, never zero."""
    if rows.empty:
        return pd.DataFrame()
    numbers = [c for c in rows.columns if c not in _KEYS and rows[c].dtype != object]
    numbers = [c for c in numbers if pd.api.types.is_numeric_dtype(rows[c])]
    return rows.groupby("commune_code")[numbers].sum(min_count=1)


def _from_villages(rows: pd.DataFrame, register: pd.DataFrame, least: int) -> pd.DataFrame:
    """Village reports by commune, with the register's households and villages beside them."""
    if rows.empty:
        return pd.DataFrame()
    found = _sums(rows)
    if "ambassadors" in rows:
        enough = rows.assign(
            villages_with_ambassador=(rows["ambassadors"] >= least).astype("Float64")
        )
        counted = enough.groupby("commune_code")["villages_with_ambassador"].sum(min_count=1)
        found["villages_with_ambassador"] = counted
    found["villages_reported"] = rows.groupby("commune_code").size().astype("Float64")
    known = _from_register(register)
    for name in ("villages", "households"):
        if name in known:
            found[name] = known[name].reindex(found.index)
    return found


def _from_register(rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return pd.DataFrame()
    return _sums(rows).assign(villages=rows.groupby("commune_code").size().astype("Float64"))


def _from_summary(rows: pd.DataFrame, least: int) -> pd.DataFrame:
    if rows.empty:
        return pd.DataFrame()
    found = _sums(rows)
    # It counts villages with any ambassador: of more than one for each it tells nothing.
    return found.drop(columns="villages_with_ambassador", errors="ignore") if least > 1 else found


def _from_commune_months(rows: pd.DataFrame, deadline: date | None) -> pd.DataFrame:
    """The newest report of each commune in the year; a plan once told stays told.

    Without a deadline no plan is judged: nobody is on time, and nobody late.
    """
    if rows.empty:
        return pd.DataFrame()
    newest = rows.sort_values("period").drop_duplicates("commune_code", keep="last")
    found = _sums(newest)
    told = rows.assign(
        number=rows.get("plan_number", pd.Series(index=rows.index, dtype=object)),
        issued=rows.get("plan_issued_on", pd.Series(index=rows.index, dtype=object)),
    ).sort_values("period")
    plan = told.groupby("commune_code")[["number", "issued"]].last()
    complete = plan["number"].notna() & plan["issued"].notna()
    found = found.assign(plan_issued=complete.astype("Float64"))
    if deadline is None:
        return found
    on_time = complete & (plan["issued"].fillna("9") < deadline.isoformat())
    return found.assign(plan_on_time=on_time.astype("Float64"))


def _from_teams(rows: pd.DataFrame, period: Period, index: pd.Index) -> pd.DataFrame:
    """Teams assigned to each commune that have started by the end of the period.

    The Youth Union's list speaks for the whole province: a commune it does not name has none.
    """
    if rows.empty:
        return pd.DataFrame()
    at_work = rows[rows["starts_on"].fillna("9") <= period.end.isoformat()]
    if "status" in at_work:
        at_work = at_work[at_work["status"] != "Hủy"]
    assigned = at_work["assigned_communes"].dropna().str.split(";").explode()
    teams = assigned[assigned != ""].value_counts().reindex(index, fill_value=0)
    return pd.DataFrame({"teams": teams.astype("Float64")}, index=index)


def _from_drives(rows: pd.DataFrame, period: Period, index: pd.Index) -> pd.DataFrame:
    """Drives planned and done by the end of the period, this year, by commune."""
    if rows.empty:
        return pd.DataFrame()
    begun = rows[rows["starts_on"].fillna("9") <= period.end.isoformat()]
    done = begun[begun["stage"] == "Thực hiện"]
    joint = done.get("with_digital_team", pd.Series(index=done.index, dtype="Float64"))
    counts = {
        "drives_planned": begun[begun["stage"] == "Kế hoạch"].groupby("commune_code").size(),
        "drives_done": done.groupby("commune_code").size(),
        "drives_joint": done[(joint == 1).fillna(False)].groupby("commune_code").size(),
        "volunteer_days_done": _total(done, "volunteer_days"),
        "people_guided_by_teams": _total(done, "people_guided"),
    }
    return pd.DataFrame(
        {k: v.astype("Float64").reindex(index, fill_value=0) for k, v in counts.items()}
    )


def _total(rows: pd.DataFrame, key: str) -> pd.Series:
    if key not in rows:
        return pd.Series(dtype="Float64")
    return rows.groupby("commune_code")[key].sum(min_count=1)


def _on_time(told: Mapping[str, bool]) -> pd.DataFrame:
    """1 for communes that reported by the due day, 0 for later ones; silent ones are missing."""
    if not told:
        return pd.DataFrame()
    return pd.DataFrame({"reported_on_time": pd.Series(told, dtype="Float64")})


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
