"""A planning question from the store: what was reported, flagged and listed, nothing guessed."""

from __future__ import annotations

import json
from datetime import date

import pytest

from lib.domain.errors import NotAllowed
from lib.domain.planning.plan.solving import solve
from lib.domain.planning.question.faults import FaultCode
from lib.domain.planning.question.instance import Rules
from lib.services.installation import version_of_data
from lib.services.planning.instance_in_force import PROVINCE_SEAT, Asked, instance_of
from lib.services.planning.words import plan_as_json
from lib.text import words
from tests.files_made import summary_workbook
from tests.planning.checker import violations
from tests.support.installations import put

HEAD = (
    "Mã đội hình;Năm;Tên đội hình;Đơn vị thành lập;Số thành viên;"
    "Ngày bắt đầu;Ngày kết thúc;Xã được phân công;Trạng thái"
)
TEAMS = f"""{HEAD}
TN26-001;2026;Đội 1;Đoàn xã Lóng Sập;10;08/6/2026;05/7/2026;04045;Đã duyệt
TN26-002;2026;Đội 2;Đoàn trường đại học;15;15/6/2026;28/6/2026;04045;Dự kiến
TN26-003;2026;Đội 3;Đoàn trường đại học;15;15/6/2026;28/6/2026;04045;Hủy
"""
ASKED = Asked(first_day=date(2026, 6, 8), rules=Rules(weeks=4))


def test_without_any_report_nobody_knows_where_teams_are_needed(installation):
    with pytest.raises(NotAllowed) as refused:
        instance_of(installation, ASKED)

    assert refused.value.code == "no_need_known"


def test_needs_flags_and_teams_come_from_what_is_in_force(installation):
    put(installation, summary_workbook(period="05/2026"), name="bieu.xlsx")
    put(installation, summary_workbook(period="08/2026", guided=900), name="bieu.xlsx")
    put(installation, TEAMS.encode())

    built = instance_of(installation, ASKED)

    needs = {c.code: c.need for c in built.instance.communes}
    assert str(built.period) == "2026-05"
    assert (needs["04045"], needs["03985"], needs[PROVINCE_SEAT]) == (820, 820, None)
    assert built.instance.communes[0].flags is not None
    assert [c.flags.border for c in built.instance.communes if c.code == "04045"] == [2]
    teams = {t.code: t for t in built.instance.teams}
    assert set(teams) == {"TN26-001", "TN26-002"}
    assert (teams["TN26-001"].base, teams["TN26-001"].stays) == ("04045", 2)
    assert (teams["TN26-002"].base, teams["TN26-002"].from_day) == (PROVINCE_SEAT, 8)
    assert built.assumed_bases == ("TN26-002",)
    assert built.instance.data_version == version_of_data(installation)
    assert built.instance.demo is False


def test_the_question_of_the_store_is_solved_and_checked(installation):
    put(installation, summary_workbook(period="05/2026"), name="bieu.xlsx")
    put(installation, TEAMS.encode())
    built = instance_of(installation, ASKED)

    answer = json.loads(json.dumps(plan_as_json(solve(built.instance), words())))

    asked = json.loads(built.instance.model_dump_json())
    assert violations(asked, answer) == []
    assert "04045" in {s["commune"] for s in answer["assignments"]}


def test_a_late_commune_keeps_its_last_known_need_with_its_period(installation):
    put(installation, summary_workbook(period="04/2026", guided=300), name="bieu.xlsx")
    may = summary_workbook(period="05/2026", names=("Xã Lóng Sập",))
    put(installation, may, name="bieu.xlsx")

    built = instance_of(installation, ASKED)

    communes = {c.code: c for c in built.instance.communes}
    told = {code: (c.need, c.need_of) for code, c in communes.items() if c.need is not None}
    assert built.instance.need_period == "2026-05"
    assert told == {"04045": (820, None), "03985": (950, "2026-04")}
    plan = solve(built.instance)
    [late] = [f for f in plan.remarks if f.code is FaultCode.NEED_OLD]
    assert "(04/2026)" in str(late.values["names"])
    assert communes[PROVINCE_SEAT].need is None
