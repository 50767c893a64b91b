"""What each template tells of the communes: one row a commune, a column for each measure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from lib.domain.periods import Period
from lib.domain.stages import DriveStage, TeamState

_KEYS = {
    "upload_id", "row", "period", "commune_code", "unit_key", "unit_name",
    "reported_name", "former_code",
}  # fmt: skip


def numbers_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum of every number by commune; missing where no row has it, never zero."""
    if rows.empty:
        return pd.DataFrame()
    numbers = [c for c in rows.columns if c not in _KEYS and rows[c].dtype != object]
    numbers = [c for c in numbers if pd.api.types.is_numeric_dtype(rows[c])]
    return rows.groupby("commune_code")[numbers].sum(min_count=1)


def from_villages(rows: pd.DataFrame, register: pd.DataFrame, least: int) -> pd.DataFrame:
    """Village reports by commune, with the register's households and villages beside them."""
    if rows.empty:
        return pd.DataFrame()
    found = numbers_of(with_ambassador(rows, least))
    found["villages_reported"] = rows.groupby("commune_code").size().astype("Float64")
    known = from_register(register)
    for name in ("villages", "households"):
        if name in known:
            found[name] = known[name].reindex(found.index)
    return found


def with_ambassador(rows: pd.DataFrame, least: int) -> pd.DataFrame:
    """The village rows, each with 1 where it has ambassadors enough, 0 where not."""
    if "ambassadors" not in rows:
        return rows
    enough = (rows["ambassadors"] >= least).astype("Float64")
    return rows.assign(villages_with_ambassador=enough)


def from_register(rows: pd.DataFrame) -> pd.DataFrame:
    """The newest register of each commune: how many villages, and its sums."""
    if rows.empty:
        return pd.DataFrame()
    villages = rows.groupby("commune_code").size().astype("Float64")
    return numbers_of(rows).assign(villages=villages, villages_registered=villages)


def from_summary(rows: pd.DataFrame, least: int) -> pd.DataFrame:
    """A commune's own summary sheet."""
    if rows.empty:
        return pd.DataFrame()
    found = numbers_of(rows)
    # It counts villages with any ambassador: of more than one for each it tells nothing.
    return found.drop(columns="villages_with_ambassador", errors="ignore") if least > 1 else found


def from_commune_months(rows: pd.DataFrame, period: Period, deadline: date | None) -> pd.DataFrame:
    """The commune's own report of the period; of plans also what earlier ones told.

    A plan once issued stays issued: whoever reports need not name it again. Of whoever does not
    report for this period nothing is this period's.
    """
    if rows.empty:
        return pd.DataFrame()
    now = rows[rows["period"] == str(period)]
    senders = rows[rows["commune_code"].isin(now["commune_code"])]
    return numbers_of(now).join(_plans(senders, deadline), how="outer")


def _plans(rows: pd.DataFrame, deadline: date | None) -> pd.DataFrame:
    """Without a deadline no plan is judged: nobody is on time, and nobody late."""
    told = rows.assign(
        number=rows.get("plan_number", pd.Series(index=rows.index, dtype=object)),
        issued=rows.get("plan_issued_on", pd.Series(index=rows.index, dtype=object)),
    ).sort_values("period")
    plan = told.groupby("commune_code")[["number", "issued"]].last()
    complete = plan["number"].notna() & plan["issued"].notna()
    found = pd.DataFrame({"plan_issued": complete.astype("Float64")})
    if deadline is None:
        return found
    on_time = complete & (plan["issued"].fillna("9") < deadline.isoformat())
    return found.assign(plan_on_time=on_time.astype("Float64"))


def from_teams(rows: pd.DataFrame, period: Period, index: pd.Index) -> pd.DataFrame:
    """Teams assigned to each commune that have started by the end of the period.

    The Youth Union's list speaks for the whole province: a commune it does not name has none.
    """
    if rows.empty:
        return pd.DataFrame()
    at_work = rows[rows["starts_on"].fillna("9") <= period.end.isoformat()]
    if "status" in at_work:
        at_work = at_work[at_work["status"] != TeamState.CANCELLED]
    assigned = at_work["assigned_communes"].dropna().str.split(";").explode()
    teams = assigned[assigned != ""].value_counts().reindex(index, fill_value=0)
    return pd.DataFrame({"teams": teams.astype("Float64")}, index=index)


def from_drives(rows: pd.DataFrame, period: Period, index: pd.Index) -> pd.DataFrame:
    """Drives planned and done by the end of the period, this year, by commune."""
    if rows.empty:
        return pd.DataFrame()
    begun = rows[rows["starts_on"].fillna("9") <= period.end.isoformat()]
    done = begun[begun["stage"] == DriveStage.HELD]
    joint = done.get("with_digital_team", pd.Series(index=done.index, dtype="Float64"))
    counts = {
        "drives_planned": begun[begun["stage"] == DriveStage.PLANNED]
        .groupby("commune_code")
        .size(),
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


def on_time_of(told: Mapping[str, bool]) -> pd.DataFrame:
    """1 for communes that reported by the due day, 0 for later ones; silent ones are missing."""
    if not told:
        return pd.DataFrame()
    return pd.DataFrame({"reported_on_time": pd.Series(told, dtype="Float64")})
