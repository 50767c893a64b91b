"""From rows of templates to the parts of a question."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.domain.periods import Period
from lib.domain.places.gazetteer import Flag, PriorityFlag
from lib.domain.planning.question.building import (
    Season,
    communes_from,
    drives_from_rows,
    teams_from_rows,
    unspoken,
    villages_from,
)
from lib.domain.planning.question.needs import Left
from lib.files.reference import gazetteer

SEASON = Season(first_day=date(2026, 6, 8), weeks=12, stay_days=14)
TEAM = {
    "unit_key": "TN26-001", "unit_name": "Đội 1", "founded_by": "Đoàn xã Bó Sinh",
    "members": 12.0, "minority_speakers": 3.0, "languages": "Thái; Mông",
    "starts_on": "2026-06-10", "ends_on": "2026-07-12", "status": "Đã duyệt",
}  # fmt: skip

MAY, APRIL = Period(2026, 5), Period(2026, 4)


def teams(*rows, **more):
    frame = pd.DataFrame([TEAM | row for row in rows])
    return teams_from_rows(frame, SEASON, book=gazetteer(), default_base="03646", **more)


@pytest.mark.parametrize(
    ("starts", "ends", "days"),
    [
        ("2026-06-08", "2026-06-21", (1, 14)),
        ("2026-06-09", "2026-06-21", (2, 14)),
        ("2026-06-15", "2026-07-15", (8, 38)),
        ("2026-05-01", "2026-12-31", (1, 84)),
        ("2026-05-01", "2026-05-20", (2, 1)),
        (None, None, (1, 84)),
    ],
)
def test_the_days_of_a_team_are_those_of_its_row(starts, ends, days):
    [team], _ = teams({"starts_on": starts, "ends_on": ends})

    assert (team.from_day, team.to_day) == days


def test_a_commune_union_sets_out_from_its_commune_and_others_are_told():
    made, assumed = teams({}, {"unit_key": "TN26-002", "founded_by": "Đoàn trường đại học"})

    assert gazetteer().communes[made[0].base].name == "Bó Sinh"
    assert made[1].base == "03646"
    assert assumed == ["TN26-002"]


def test_a_stated_base_and_travel_limit_win():
    made, assumed = teams(
        {"base_commune": "Phường Tô Hiệu", "travel_limit_hours": 1.5},
        {"base_commune": "04240"},
        {"base_commune": "Nơi nào đó"},
    )

    assert [(t.base, t.max_minutes) for t in made[:2]] == [("03646", 90.0), ("04240", None)]
    assert (made[2].base, assumed) == ("03646", ["TN26-001"])


def test_a_team_makes_as_many_stays_as_fit_and_speaks_what_its_members_speak():
    [team], _ = teams({})

    assert (team.from_day, team.to_day, team.stays) == (3, 35, 2)
    assert team.skills == ("Mông", "Thái")
    assert teams({"minority_speakers": 0})[0][0].skills == ()


def test_cancelled_finished_and_empty_teams_are_left_out():
    rows = ({"status": "Hủy"}, {"status": "Hoàn thành"}, {"members": None}, {"members": 0})

    assert teams(*rows)[0] == []


def test_a_blank_status_is_not_a_cancelled_team():
    assert len(teams({"status": None})[0]) == 1


def test_what_nobody_reported_stays_unknown():
    flag = PriorityFlag(
        commune_code="04240", flag=Flag.BORDER, grade=2, basis="", valid_from=date(2025, 7, 1)
    )

    made = {c.code: c for c in communes_from(
        gazetteer().communes.values(), {"04240": Left(12.0, MAY), "04045": Left(7.0, APRIL)},
        {"04240": [flag]}, villages={}, period=MAY,
    )}  # fmt: skip

    assert (made["04240"].need, made["04240"].flags.border) == (12, 2)
    assert (made["04240"].need_of, made["04045"].need_of) == (None, "2026-04")
    assert made["03646"].need is None
    assert {c.name for c in made.values() if c.point_doubtful} == {
        "Vân Sơn", "Thảo Nguyên", "Mộc Sơn"
    }  # fmt: skip


def test_villages_are_used_only_where_all_of_them_reported():
    register = pd.DataFrame(
        [("A", "A-1", "Bản 1", 50), ("A", "A-2", "Bản 2", 40), ("B", "B-1", "Bản 1", 30)],
        columns=["commune_code", "unit_key", "unit_name", "households"],
    )
    reports = pd.DataFrame(
        [("A-1", 20.0, 0.0), ("B-1", 10.0, 1.0)],
        columns=["unit_key", "households_guided", "ambassadors"],
    )

    found = villages_from(register, reports)

    assert set(found) == {"B"}
    assert (found["B"][0].need, found["B"][0].weight) == (20, 1.0)


def test_drives_of_other_teams_count_and_those_of_planned_teams_do_not():
    rows = pd.DataFrame(
        [
            ("04240", "TN26-001", "Kế hoạch", "2026-06-08", "2026-06-10", 30.0),
            ("04240", "KHAC-1", "Kế hoạch", "2026-06-15", "2026-06-17", 20.0),
            ("04240", "KHAC-1", "Kế hoạch", "2026-06-29", None, 10.0),
            ("04240", "KHAC-1", "Thực hiện", "2026-06-15", "2026-06-17", 25.0),
            ("04240", "KHAC-2", "Kế hoạch", "2026-01-05", "2026-01-06", 10.0),
        ],
        columns=["commune_code", "team_code", "stage", "starts_on", "ends_on", "households_helped"],
    )

    [drive] = drives_from_rows(rows, SEASON, not_of=["TN26-001"])

    assert (drive.from_week, drive.to_week, drive.households) == (2, 4, 30)


def test_a_drive_that_was_only_reported_counts_and_a_cancelled_one_does_not():
    rows = pd.DataFrame(
        [
            ("04240", "KHAC-1", "Thực hiện", "2026-06-15", "2026-06-17", 25.0),
            ("04045", "KHAC-2", "Hủy", "2026-06-15", "2026-06-17", 20.0),
        ],
        columns=["commune_code", "team_code", "stage", "starts_on", "ends_on", "households_helped"],
    )

    [drive] = drives_from_rows(rows, SEASON, not_of=[])

    assert (drive.commune, drive.from_week, drive.households) == ("04240", 2, 25)


def test_languages_stand_where_nobody_counted_their_speakers_and_fall_where_there_are_none():
    [blank], _ = teams({"minority_speakers": None, "languages": "tiếng Mông, thái; Mông"})
    [nobody], _ = teams({"minority_speakers": 0.0, "languages": "Thái"})

    assert blank.skills == ("Mông", "Thái")
    assert nobody.skills == ()


def test_teams_whose_languages_fall_away_are_named():
    rows = pd.DataFrame([
        {"unit_key": "T1", "languages": "Thái", "minority_speakers": 0.0},
        {"unit_key": "T2", "languages": "Thái", "minority_speakers": None},
        {"unit_key": "T3", "languages": None, "minority_speakers": 0.0},
    ])  # fmt: skip

    assert unspoken(rows) == ["T1"]


def test_a_village_s_digital_team_is_there_not_there_or_unknown():
    register = pd.DataFrame(
        {
            "unit_key": ["A-1", "A-2", "A-3"],
            "unit_name": ["Bản 1", "Bản 2", "Bản 3"],
            "commune_code": ["A"] * 3,
            "households": [50.0] * 3,
        }
    )
    reports = pd.DataFrame(
        {
            "unit_key": ["A-1", "A-2", "A-3"],
            "households_guided": [10.0] * 3,
            "ambassadors": [1.0] * 3,
            "digital_team_active": [1.0, 0.0, None],
        }
    )

    found = villages_from(register, reports)["A"]

    assert [v.digital_team for v in found] == [True, False, None]
