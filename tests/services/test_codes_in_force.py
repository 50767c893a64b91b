"""Codes in a file beside those in force: one team, drive or village stays one."""

from __future__ import annotations

import pytest

from lib.domain.problems import Code, Verdict
from lib.domain.templates import TEMPLATES
from lib.services.installation import House
from tests.support.houses import found, now, open_test_house, put, see
from tests.support.sheets import csv_bytes, register, village_month

TEAMS, DRIVES, PLANS = "04_doi_hinh_tinh_nguyen", "05_dot_ra_quan", "03_bao_cao_thang_xa"


@pytest.fixture
def house(tmp_path) -> House:
    return open_test_house(tmp_path)


def rows_of(code: str, *rows: dict[str, str]) -> bytes:
    """Rows of a template: its example, with these cells changed."""
    columns = TEMPLATES[code].offered
    lines = [[r.get(c.key, c.example) for c in columns] for r in rows]
    return csv_bytes([[c.header for c in columns], *lines])


def drive(code: str = "DR26-0001", **more: str) -> dict[str, str]:
    return {"drive_code": code, "village_code": "", **more}


@pytest.mark.parametrize("again", ["DR26–0001", "dr26-0001", "DR26- 0001", "DR26-0001\u200b"])
def test_a_drive_twice_under_two_spellings_is_refused_and_both_are_told(house, again):
    ready = see(house, rows_of(DRIVES, drive(), drive(again)))

    assert ready.verdict is Verdict.REJECT
    assert [p.values["first"] for p in found(ready, Code.DUPLICATE_ROW)] == [2]
    (told,) = found(ready, Code.CODE_SPELLED)
    assert (told.row, told.given, told.values["kept"]) == (3, again, "DR26-0001")


def test_a_team_twice_under_two_spellings_is_refused(house):
    ready = see(house, rows_of(TEAMS, {"team_code": "TN26-015"}, {"team_code": "tn26\u2011015"}))

    assert ready.verdict is Verdict.REJECT
    assert found(ready, Code.CODE_SPELLED)


def test_a_drive_in_force_is_the_same_drive_under_another_spelling(house):
    put(house, rows_of(DRIVES, drive()))

    ready = see(house, rows_of(DRIVES, drive("dr26–0001", sessions="9")))
    put(house, rows_of(DRIVES, drive("dr26–0001", sessions="9")))

    assert ready.verdict is Verdict.WARN
    assert found(ready, Code.CODE_SPELLED)
    assert now(house, DRIVES)[["unit_key", "sessions"]].to_numpy().tolist() == [
        ["DR26-0001:thực hiện", 9]
    ]


def test_the_plan_and_the_deed_of_a_drive_stay_one_drive(house):
    put(house, rows_of(DRIVES, drive(stage="Kế hoạch")))
    put(house, rows_of(DRIVES, drive("DR26−0001")))

    keys = now(house, DRIVES)["unit_key"]

    assert {key.partition(":")[0] for key in keys} == {"DR26-0001"}


def test_a_drive_names_its_team_as_the_list_of_teams_does(house):
    put(house, rows_of(TEAMS, {"team_code": "TN26-015"}))

    ready = see(house, rows_of(DRIVES, drive(team_code="tn26–015")))

    assert ready.rows["team_code"].tolist() == ["TN26-015"]
    assert [p.header for p in found(ready, Code.CODE_SPELLED)] == ["Mã đội hình"]


LONG_SAP = "Xã Lóng Sập"


@pytest.mark.parametrize("given", ["04045-002", "4045–2", "Bản Pha Nhên", "pha nhên"])
def test_the_village_of_a_drive_is_found_by_its_code_or_its_name(house, given):
    put(house, register((LONG_SAP, "Bản Pha Đón", 10), (LONG_SAP, "Bản Pha Nhên", 20)))

    ready = see(house, rows_of(DRIVES, drive(village_code=given)))

    assert ready.rows["village_code"].tolist() == ["04045-002"]
    assert not found(ready, Code.DRIVE_VILLAGE)


@pytest.mark.parametrize("given", ["04045-077", "Bản Không Ai Biết", "04240-001"])
def test_a_village_that_the_commune_of_a_drive_does_not_have_is_told(house, given):
    put(house, register((LONG_SAP, "Bản Pha Đón", 10)))

    ready = see(house, rows_of(DRIVES, drive(village_code=given)))

    (told,) = found(ready, Code.DRIVE_VILLAGE)
    assert (told.row, told.given, ready.verdict) == (2, given, Verdict.WARN)


def coded(*rows: tuple[str, str]) -> bytes:
    head = ("Kỳ báo cáo", "Mã xã", "Mã thôn/bản", "Tên thôn/bản", "Đại sứ số đang hoạt động")
    head = (*head, "Hộ có ≥1 người được hướng dẫn (lũy kế)")
    return csv_bytes([head, *(("08/2026", "04045", code, name, 2, 5) for code, name in rows)])


@pytest.mark.parametrize("code", ["04045–001", "4045-001", "04045 - 1", "04045-001\u200b"])
def test_a_village_reported_twice_under_two_spellings_is_refused(house, code):
    put(house, register((LONG_SAP, "Bản Pha Đón", 10)))

    ready = see(house, coded(("04045-001", ""), (code, "")))

    assert ready.verdict is Verdict.REJECT
    assert found(ready, Code.DUPLICATE_ROW)
    assert ready.rows["unit_key"].tolist() == ["04045-001", "04045-001"]


def test_a_villages_name_in_the_column_of_codes_is_its_name(house):
    put(house, register((LONG_SAP, "Bản Pha Đón", 10)))

    ready = see(house, coded(("Bản Pha Đón", "Bản Pha Đón")))

    assert ready.rows["unit_key"].tolist() == ["04045-001"]
    assert ready.publishable


def test_a_name_in_the_column_of_codes_beside_another_name_is_asked(house):
    put(house, register((LONG_SAP, "Bản Pha Đón", 10), (LONG_SAP, "Bản Pha Nhên", 20)))

    ready = see(house, coded(("Bản Pha Đón", "Bản Pha Nhên")))

    (asked,) = found(ready, Code.CODE_NAME_DIFFER)
    assert {o.value for o in asked.options} == {"04045-001", "04045-002"}


def test_an_unknown_name_in_the_column_of_codes_is_asked_as_a_name(house):
    put(house, register((LONG_SAP, "Bản Pha Đón", 10)))

    assert found(see(house, coded(("Bản Lạ", ""))), Code.UNKNOWN_VILLAGE)


def test_one_drives_code_for_two_communes_is_told(house):
    ready = see(house, rows_of(DRIVES, drive(), drive("dr26–0001", commune_code="04240")))

    (told,) = found(ready, Code.CODE_TWICE)
    assert (told.row, told.given, told.values["first"]) == (3, "DR26-0001", 2)


def test_a_plans_number_is_the_same_with_another_dash(house):
    put(house, rows_of(PLANS, {"plan_number": "127/KH-UBND"}))

    ready = see(house, rows_of(PLANS, {"plan_number": "127 / KH–UBND\u200b"}))

    assert ready.changes
    assert ready.changes.cells.empty


def test_reports_without_codes_need_no_more_than_before(house):
    put(house, register((LONG_SAP, "Bản Pha Đón", 10)))

    ready = see(house, village_month((LONG_SAP, "Bản Pha Đón", 2, 5)))

    assert not found(ready, Code.CODE_SPELLED)
