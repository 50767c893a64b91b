"""Who was where in earlier summers, from the rows of all years."""

from __future__ import annotations

import pandas as pd

from lib.domain.planning.question.earlier import with_earlier_summers
from lib.domain.planning.question.instance import Team

ROWS = pd.DataFrame(
    [
        ("2025", "TN25-09", "Đội hình hè 2025", "Đoàn xã Bó Sinh"),
        ("2026", "TN26-04", "Đội hình hè 2026", "Đoàn xã Bó Sinh"),
        ("2027", "TN27-01", "đội hình  hè 2027", "Đoàn xã Bó Sinh"),
        ("2027", "TN27-02", "Đội 1", "Đoàn trường đại học"),
        ("2026", "TN26-05", "Đội 1", "Đoàn trường đại học"),
        ("2026", "TN26-06", "Đội 1", "Đoàn trường đại học"),
    ],
    columns=["period", "unit_key", "unit_name", "founded_by"],
)
TEAMS = [Team(code=f"TN27-0{n}", base="A", size=9) for n in (1, 2, 3)]


def drives(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["period", "team_code", "commune_code", "stage"])


def test_a_team_is_known_again_by_its_union_and_its_name_without_the_year():
    told = drives(
        ("2025", "TN25-09", "A", "Thực hiện"),
        ("2025", "TN25-09", "A", "Thực hiện"),
        ("2026", "TN26-04", "A", "Thực hiện"),
        ("2026", "TN26-04", "B", "Thực hiện"),
        ("2026", "TN26-04", "C", "Kế hoạch"),
        ("2027", "TN27-01", "D", "Thực hiện"),
    )
    first, _, third = with_earlier_summers(TEAMS, ROWS, told, year=2027)

    assert first.earlier == ("A", "A", "B")
    assert third.earlier == ()


def test_teams_that_share_a_name_are_not_taken_for_one_another():
    told = drives(("2026", "TN26-05", "A", "Thực hiện"))

    assert [t.earlier for t in with_earlier_summers(TEAMS, ROWS, told, year=2027)] == [()] * 3


def test_without_earlier_rows_nothing_is_said():
    empty = pd.DataFrame()

    assert with_earlier_summers(TEAMS, empty, empty, year=2027) == TEAMS
