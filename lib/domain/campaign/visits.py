"""Visits of teams: what a plan promises and what template 05 tells, in one shape."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.domain.campaign.stays import PlannedStay


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One team in one commune from ``first`` to ``last``; figures nobody told are ``None``."""

    team: str
    commune: str
    village: str
    """Code of the village, or "" where the whole commune is meant or nobody said."""
    first: date
    last: date
    households: float | None = None
    people: float | None = None
    turns: float | None = None
    days: float | None = None
    """Volunteer-days."""
    joint: bool | None = None
    """Whether the community digital team took part."""

    def overlaps(self, first: date, last: date) -> bool:
        """Whether any of its days lies between the two, both included."""
        return self.first <= last and first <= self.last


def visits_from(rows: pd.DataFrame, stage: str) -> tuple[Visit, ...]:
    """The drives of one stage (template 05) that tell their first day, by day and team."""
    if rows.empty or "starts_on" not in rows:
        return ()
    told = rows[(rows["stage"] == stage) & rows["starts_on"].notna()]
    visits = [_visit(row) for row in told.to_dict("records")]
    return tuple(sorted(visits, key=lambda v: (v.first, v.team, v.commune, v.village)))


def visits_of(stays: Iterable[PlannedStay]) -> tuple[Visit, ...]:
    """The stays of a plan."""
    return tuple(
        Visit(
            team=s.team,
            commune=s.commune,
            village="",
            first=s.first,
            last=s.last,
            households=s.households,
        )
        for s in stays
    )


def _visit(row: dict[object, object]) -> Visit:
    first = date.fromisoformat(str(row["starts_on"]))
    ends = row.get("ends_on")
    joint = _number(row.get("with_digital_team"))
    return Visit(
        team=_text(row.get("team_code")),
        commune=_text(row.get("commune_code")),
        village=_text(row.get("village_code")),
        first=first,
        last=date.fromisoformat(ends) if isinstance(ends, str) else first,
        households=_number(row.get("households_helped")),
        people=_number(row.get("people_guided")),
        turns=_number(row.get("guided_turns")),
        days=_number(row.get("volunteer_days")),
        joint=None if joint is None else joint == 1,
    )


def total(values: Iterable[float | None]) -> float | None:
    """The sum of what was told; ``None`` when nothing was."""
    known = [v for v in values if v is not None]
    return sum(known) if known else None


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(str(value))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
