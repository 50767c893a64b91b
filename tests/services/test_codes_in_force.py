"""Codes in a file beside those in force: one team, drive or village stays one."""

from __future__ import annotations

import pytest

from lib.domain.problems import Code, Verdict
from lib.domain.templates import TEMPLATES
from lib.services.installation import Installation
from tests.support.installations import found, now, open_test_installation, put, see
from tests.support.sheets import csv_bytes, register, village_month

TEAMS, DRIVES, PLANS = "04_doi_hinh_tinh_nguyen", "05_dot_ra_quan", "03_bao_cao_thang_xa"


@pytest.fixture
def installation(tmp_path) -> Installation:
    return open_test_installation(tmp_path)


def rows_of(code: str, *rows: dict[str, str]) -> bytes:
    """Rows of a template: its example, with these cells changed."""
    columns = TEMPLATES[code].offered
    lines = [[r.get(c.key, c.example) for c in columns] for r in rows]
    return csv_bytes([[c.header for c in columns], *lines])


def drive(code: str = "DR26-0001", **more: str) -> dict[str, str]:
    return {"drive_code": code, "village_code": "", **more}


@pytest.mark.parametrize("again", ["DR26–0001", "dr26-0001", "DR26- 0001", "DR26-0001\u200b"])
def test_a_drive_twice_under_two_spellings_is_refused_and_both_are_told(installation, again):
    ready = see(installation, rows_of(DRIVES, drive(), drive(again)))

    assert ready.verdict is Verdict.REJECT
    assert [p.values["first"] for p in found(ready, Code.DUPLICATE_ROW)] == [2]
    (told,) = found(ready, Code.CODE_SPELLED)
    assert (told.row, told.given, told.values["kept"]) == (3, again, "DR26-0001")


def test_a_team_twice_under_two_spellings_is_refused(installation):
    ready = see(
        installation, rows_of(TEAMS, {"team_code": "TN26-015"}, {"team_code": "tn26\u2011015"})
    )

    assert ready.verdict is Verdict.REJECT
    assert found(ready, Code.CODE_SPELLED)


def test_a_drive_in_force_is_the_same_drive_under_another_spelling(installation):
    put(installation, rows_of(DRIVES, drive()))

    ready = see(installation, rows_of(DRIVES, drive("dr26–0001", sessions="9")))
    put(installation, rows_of(DRIVES, drive("dr26–0001", sessions="9")))

    assert ready.verdict is Verdict.WARN
    assert found(ready, Code.CODE_SPELLED)
    assert now(installation, DRIVES)[["unit_key", "sessions"]].to_numpy().tolist() == [
        ["DR26-0001:thực hiện", 9]
    ]


def test_the_plan_and_the_deed_of_a_drive_stay_one_drive(installation):
    put(installation, rows_of(DRIVES, drive(stage="Kế hoạch")))
    put(installation, rows_of(DRIVES, drive("DR26−0001")))

    keys = now(installation, DRIVES)["unit_key"]

    assert {key.partition(":")[0] for key in keys} == {"DR26-0001"}


def test_a_drive_names_its_team_as_the_list_of_teams_does(installation):
    put(installation, rows_of(TEAMS, {"team_code": "TN26-015"}))

    ready = see(installation, rows_of(DRIVES, drive(team_code="tn26–015")))

    assert ready.rows["team_code"].tolist() == ["TN26-015"]
    assert [p.header for p in found(ready, Code.CODE_SPELLED)] == ["Mã đội hình"]


LONG_SAP = "Xã Lóng Sập"


@pytest.mark.parametrize("given", ["04045-002", "4045–2", "Bản Pha Nhên", "pha nhên"])
def test_the_village_of_a_drive_is_found_by_its_code_or_its_name(installation, given):
    put(installation, register((LONG_SAP, "Bản Pha Đón", 10), (LONG_SAP, "Bản Pha Nhên", 20)))

    ready = see(installation, rows_of(DRIVES, drive(village_code=given)))

    assert ready.rows["village_code"].tolist() == ["04045-002"]
    assert not found(ready, Code.DRIVE_VILLAGE)


@pytest.mark.parametrize("given", ["04045-077", "Bản Không Ai Biết", "04240-001"])
def test_a_village_that_the_commune_of_a_drive_does_not_have_is_told(installation, given):
    put(installation, register((LONG_SAP, "Bản Pha Đón", 10)))

    ready = see(installation, rows_of(DRIVES, drive(village_code=given)))

    (told,) = found(ready, Code.DRIVE_VILLAGE)
    assert (told.row, told.given, ready.verdict) == (2, given, Verdict.WARN)


def coded(*rows: tuple[str, str]) -> bytes:
    head = ("Kỳ báo cáo", "Mã xã", "Mã thôn/bản", "Tên thôn/bản", "Đại sứ số đang hoạt động")
    head = (*head, "Hộ có ≥1 người được hướng dẫn (lũy kế)")
    return csv_bytes([head, *(("08/2026", "04045", code, name, 2, 5) for code, name in rows)])


@pytest.mark.parametrize("code", ["04045–001", "4045-001", "04045 - 1", "04045-001\u200b"])
def test_a_village_reported_twice_under_two_spellings_is_refused(installation, code):
    put(installation, register((LONG_SAP, "Bản Pha Đón", 10)))

    ready = see(installation, coded(("04045-001", ""), (code, "")))

    assert ready.verdict is Verdict.REJECT
    assert found(ready, Code.DUPLICATE_ROW)
    assert ready.rows["unit_key"].tolist() == ["04045-001", "04045-001"]


def test_a_villages_name_in_the_column_of_codes_is_its_name(installation):
    put(installation, register((LONG_SAP, "Bản Pha Đón", 10)))

    ready = see(installation, coded(("Bản Pha Đón", "Bản Pha Đón")))

    assert ready.rows["unit_key"].tolist() == ["04045-001"]
    assert ready.publishable


def test_a_name_in_the_column_of_codes_beside_another_name_is_asked(installation):
    put(installation, register((LONG_SAP, "Bản Pha Đón", 10), (LONG_SAP, "Bản Pha Nhên", 20)))

    ready = see(installation, coded(("Bản Pha Đón", "Bản Pha Nhên")))

    (asked,) = found(ready, Code.CODE_NAME_DIFFER)
    assert {o.value for o in asked.options} == {"04045-001", "04045-002"}


def test_an_unknown_name_in_the_column_of_codes_is_asked_as_a_name(installation):
    put(installation, register((LONG_SAP, "Bản Pha Đón", 10)))

    assert found(see(installation, coded(("Bản Lạ", ""))), Code.UNKNOWN_VILLAGE)


def test_one_drives_code_for_two_communes_is_told(installation):
    ready = see(installation, rows_of(DRIVES, drive(), drive("dr26–0001", commune_code="04240")))

    (told,) = found(ready, Code.CODE_TWICE)
    assert (told.row, told.given, told.values["first"]) == (3, "DR26-0001", 2)


def test_a_plans_number_is_the_same_with_another_dash(installation):
    put(installation, rows_of(PLANS, {"plan_number": "127/KH-UBND"}))

    ready = see(installation, rows_of(PLANS, {"plan_number": "127 / KH–UBND\u200b"}))

    assert ready.changes
    assert ready.changes.cells.empty


def test_reports_without_codes_need_no_more_than_before(installation):
    put(installation, register((LONG_SAP, "Bản Pha Đón", 10)))

    ready = see(installation, village_month((LONG_SAP, "Bản Pha Đón", 2, 5)))

    assert not found(ready, Code.CODE_SPELLED)
