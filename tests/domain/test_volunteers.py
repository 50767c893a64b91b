"""Teams and drives of one commune."""

from __future__ import annotations

import pandas as pd

from lib.domain.periods import Period
from lib.domain.places.volunteers import DriveMonth, drives_by_period, teams_of


def test_a_team_serves_exactly_the_communes_it_is_assigned_to():
    rows = pd.DataFrame(
        {
            "unit_key": ["T1", "T2"],
            "unit_name": ["Một", "Hai"],
            "upload_id": [7, 7],
            "members": [12, None],
            "starts_on": ["2026-07-01", None],
            "assigned_communes": ["03646;04045", None],
        }
    )

    (team,) = teams_of(rows, "04045")

    assert (team.code, team.members, team.shared_with, team.upload_id) == ("T1", 12, 1, 7)
    assert teams_of(rows, "0404") == ()


def test_plan_and_deed_stand_side_by_side_in_the_period_they_began():
    rows = pd.DataFrame(
        {
            "commune_code": ["A", "A", "A", "B"],
            "starts_on": ["2026-07-14", "2026-07-15", "2026-07-20", "2026-07-01"],
            "stage": ["Kế hoạch", "Kế hoạch", "Thực hiện", "Kế hoạch"],
            "volunteer_days": [10, 20, 18, 99],
            "with_digital_team": [None, None, 1, None],
        }
    )

    july, august = drives_by_period(rows, "A")

    assert (july.period, july.planned, july.done, july.days_done) == (Period(2026, 7), 1, 0, None)
    assert august == DriveMonth(
        period=Period(2026, 8), planned=1, done=1, joint=1,
        days_planned=20, days_done=18, people=None,
    )  # fmt: skip


def test_nobody_told_of_teams_or_drives():
    assert teams_of(pd.DataFrame(), "A") == ()
    assert drives_by_period(pd.DataFrame(), "A") == ()
