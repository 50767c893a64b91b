"""The villages of one commune: what the register and their reports say of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from lib.domain.periods import Period


class Standing(StrEnum):
    """How a village stands in a period; the first that is true, in this order."""

    SILENT = "silent"
    """Nothing reported for the period."""
    NO_AMBASSADOR = "no_ambassador"
    """Reported that it has no ambassador."""
    NO_GUIDED = "no_guided"
    """Reported that no household was guided yet."""
    UNDER_WAY = "under_way"


@dataclass(frozen=True, kw_only=True)
class VillageLine:
    """One village with its last figures, which may be of an earlier period. ``None``: not told."""

    code: str
    name: str
    registered: bool
    households: float | None
    ambassadors: float | None
    reviewed: float | None
    guided: float | None
    reported_for: Period | None
    """The period of the figures; ``None`` when the village never reported."""
    standing: Standing
    place: tuple[float, float] | None
    """Longitude and latitude, degrees, where the register has them."""

    @property
    def lacks_ambassador(self) -> bool:
        """Whether this period's report says there is none; a blank is no answer."""
        return self.standing is not Standing.SILENT and self.ambassadors == 0

    @property
    def lacks_guided(self) -> bool:
        """Whether this period's report says that no household was guided yet."""
        return self.standing is not Standing.SILENT and self.guided == 0


def village_lines(
    register: pd.DataFrame, reports: pd.DataFrame, period: Period
) -> tuple[VillageLine, ...]:
    """The villages of a commune by name, those of the register and those that only reported.

    ``register``: its rows of template 01; ``reports``: its rows of template 02 of all periods,
    those after ``period`` do not count.
    """
    known = {str(r["unit_key"]): r for r in register.to_dict("records")}
    told: dict[str, dict[str, object]] = {}
    if len(reports):
        until = reports[reports["period"] <= str(period)].sort_values("period")
        last = until.drop_duplicates("unit_key", keep="last")
        told = {str(r["unit_key"]): r for r in last.to_dict("records")}
    this = {k for k, r in told.items() if r["period"] == str(period)}
    # A village that left the register is no longer one, unless it reports still.
    keys = [*known, *(k for k in told if k not in known and (k in this or not known))]
    lines = (_line(k, known.get(k, {}), told.get(k, {}), period=period) for k in keys)
    return tuple(sorted(lines, key=lambda v: v.code))


def _line(
    key: str, known: dict[str, object], told: dict[str, object], *, period: Period
) -> VillageLine:
    reported_for = Period.parse(str(told["period"])) if told else None
    ambassadors, guided = (_number(told, k) for k in ("ambassadors", "households_guided"))
    lon, lat = (_number(known, k) for k in ("longitude", "latitude"))
    return VillageLine(
        code=key,
        name=str(known.get("unit_name") or told.get("unit_name")),
        registered=bool(known),
        households=_number(known, "households"),
        ambassadors=ambassadors,
        reviewed=_number(told, "households_reviewed"),
        guided=guided,
        reported_for=reported_for,
        standing=_standing(reported_for == period, ambassadors, guided),
        place=(lon, lat) if lon is not None and lat is not None else None,
    )


def _standing(reported: bool, ambassadors: float | None, guided: float | None) -> Standing:
    if not reported:
        return Standing.SILENT
    if ambassadors == 0:
        return Standing.NO_AMBASSADOR
    return Standing.NO_GUIDED if guided == 0 else Standing.UNDER_WAY


def standing_counts(lines: Sequence[VillageLine]) -> dict[Standing, int]:
    """How many villages stand how, in the order of the rule."""
    return {s: sum(v.standing is s for v in lines) for s in Standing}


def _number(row: dict[str, object], key: str) -> float | None:
    value = row.get(key)
    return None if value is None or pd.isna(value) else float(str(value))
