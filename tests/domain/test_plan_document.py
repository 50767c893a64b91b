"""A commune's plan: told once stays told, and the deadline is the day after the last one."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.domain.reporting.commune_plan import PlanDocument, plan_document

DEADLINE = date(2025, 7, 20)


@pytest.mark.parametrize(
    ("issued", "late"),
    [(date(2025, 7, 12), -7), (date(2025, 7, 19), 0), (date(2025, 7, 20), 1), (None, None)],
)
def test_a_plan_is_late_from_the_day_of_the_deadline_on(issued, late):
    assert PlanDocument("1/KH", issued, None).days_late(DEADLINE) == late


def test_a_plan_told_once_stays_told():
    rows = pd.DataFrame(
        {
            "commune_code": ["A", "A", "B"],
            "period": ["2026-08", "2025-08", "2026-08"],
            "plan_number": [None, "12/KH-UBND", None],
            "plan_issued_on": [None, "2025-07-12", None],
            "desk_staff": [1, 1, 1],
        }
    )

    assert plan_document(rows, "A") == PlanDocument("12/KH-UBND", date(2025, 7, 12), None)
    assert plan_document(rows, "B") is None


def test_nothing_told_by_anybody_is_no_plan():
    assert plan_document(pd.DataFrame(), "A") is None
