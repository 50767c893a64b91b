"""Targets of indicators, and which of them holds on a day: what staff published, then ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd


@dataclass(frozen=True)
class Target:
    """A value to reach, with its date and who set it."""

    value: float
    due_on: date | None
    basis: str
    valid_from: date = date.min
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this is the value to reach on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


PLANS_ON_TIME = "KH02"
"""The indicator whose target carries the plans' deadline."""


def plan_deadline(in_force: Mapping[str, Target]) -> date | None:
    """The day before which the communes' plans are to be issued; ``None`` where none is set."""
    target = in_force.get(PLANS_ON_TIME)
    return target.due_on if target else None


def targets_from_rows(rows: pd.DataFrame) -> list[tuple[str, Target]]:
    """The targets that the rows in force of template 06 set, by indicator code.

    One for a year holds from its first day to its last, or to the due day where that is later.
    """
    return [_target(row) for row in rows.to_dict("records") if not pd.isna(row.get("target"))]


def _target(row: Mapping[str, object]) -> tuple[str, Target]:
    year, due = int(str(row["period"])), row.get("due_on")
    due_on = date.fromisoformat(due) if isinstance(due, str) else None
    basis = row.get("basis")
    return str(row["unit_key"]), Target(
        value=float(str(row["target"])),
        due_on=due_on,
        basis=basis if isinstance(basis, str) else "",
        valid_from=date(year, 1, 1),
        valid_to=max(date(year, 12, 31), due_on or date.min),
    )


def in_force_on(
    day: date, published: Iterable[tuple[str, Target]], built_in: Mapping[str, Target]
) -> dict[str, Target]:
    """By indicator code. Of published ones that overlap the later year wins over the earlier."""
    found = {code: target for code, target in built_in.items() if target.holds_on(day)}
    for code, target in sorted(published, key=lambda pair: pair[1].valid_from):
        if target.holds_on(day):
            found[code] = target
    return found
