"""The volunteer teams and drives of one commune: planned beside done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.domain.periods import Period
from lib.domain.stages import DriveStage


@dataclass(frozen=True, kw_only=True)
class Team:
    """A team assigned to the commune."""

    code: str
    name: str
    founded_by: str
    members: float | None
    starts_on: date | None
    ends_on: date | None
    status: str
    upload_id: int
    shared_with: int
    """Other communes the same team is assigned to."""


@dataclass(frozen=True, kw_only=True)
class DriveMonth:
    """The drives that began in one reporting period."""

    period: Period
    planned: int
    done: int
    joint: int
    """Done together with a community digital team."""
    days_planned: float | None
    days_done: float | None
    people: float | None


def teams_of(rows: pd.DataFrame, code: str) -> tuple[Team, ...]:
    """The teams of the year that are assigned to the commune, by their start."""
    if rows.empty or "assigned_communes" not in rows:
        return ()
    named = rows["assigned_communes"].fillna("").str.contains(code, regex=False)
    assigned = [(r, _codes(r["assigned_communes"])) for r in rows[named].to_dict("records")]
    mine = (_team(r, codes) for r, codes in assigned if code in codes)
    return tuple(sorted(mine, key=lambda t: (t.starts_on or date.max, t.code)))


def _codes(value: object) -> list[str]:
    return [c for c in value.split(";") if c] if isinstance(value, str) else []


def _team(row: dict[object, object], communes: list[str]) -> Team:
    return Team(
        code=str(row["unit_key"]),
        name=str(row["unit_name"]),
        founded_by=_text(row.get("founded_by")),
        members=_number(row.get("members")),
        starts_on=_day(row.get("starts_on")),
        ends_on=_day(row.get("ends_on")),
        status=_text(row.get("status")),
        upload_id=int(str(row["upload_id"])),
        shared_with=len(communes) - 1,
    )


def drives_by_period(rows: pd.DataFrame, code: str) -> tuple[DriveMonth, ...]:
    """Plan and deed of the year by reporting period; drives without a first day are left out."""
    if rows.empty or "starts_on" not in rows:
        return ()
    mine = rows[(rows["commune_code"] == code) & rows["starts_on"].notna()]
    mine = mine[mine["stage"] != DriveStage.CANCELLED]
    periods = mine["starts_on"].map(lambda d: Period.of(date.fromisoformat(d)))
    return tuple(_month(p, mine[periods == p]) for p in sorted(set(periods)))


def _month(period: Period, rows: pd.DataFrame) -> DriveMonth:
    planned, done = (
        rows[rows["stage"] == DriveStage.PLANNED],
        rows[rows["stage"] == DriveStage.HELD],
    )
    joint = done["with_digital_team"] if "with_digital_team" in done else pd.Series(dtype=float)
    return DriveMonth(
        period=period,
        planned=len(planned),
        done=len(done),
        joint=int((joint == 1).sum()),
        days_planned=_sum(planned, "volunteer_days"),
        days_done=_sum(done, "volunteer_days"),
        people=_sum(done, "people_guided"),
    )


def _sum(rows: pd.DataFrame, key: str) -> float | None:
    known = rows[key].dropna() if key in rows else pd.Series(dtype=float)
    return float(known.sum()) if len(known) else None


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(str(value))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
