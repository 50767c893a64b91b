"""The commune's plan as a document: its number, its dates, and how it kept the deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd


@dataclass(frozen=True)
class PlanDocument:
    """What the commune told of its plan; each part may still be missing."""

    number: str
    issued_on: date | None
    sent_on: date | None

    def days_late(self, deadline: date) -> int | None:
        """Days after the last day allowed; 0 or less is on time. ``None`` without a date of issue.

        The plan is to be issued *before* ``deadline``: the day before is the last one allowed.
        """
        if self.issued_on is None:
            return None
        return (self.issued_on - (deadline - timedelta(days=1))).days


def plan_document(rows: pd.DataFrame, code: str) -> PlanDocument | None:
    """The plan as last told in the monthly reports (template 03) of a commune.

    What was told once stays true until told otherwise. ``None`` when nothing was ever told.
    """
    if rows.empty:
        return None
    mine = rows[rows["commune_code"] == code].sort_values("period")
    number, issued, sent = (
        _last(mine, key) for key in ("plan_number", "plan_issued_on", "plan_sent_on")
    )
    if not (number or issued or sent):
        return None
    return PlanDocument(number, _day(issued), _day(sent))


def _last(rows: pd.DataFrame, key: str) -> str:
    told = rows[key].dropna() if key in rows else pd.Series(dtype=object)
    return str(told.iloc[-1]) if len(told) else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
