"""What cannot well be, within a row or beside the register, is told with both values."""

from __future__ import annotations

import pytest

from lib.domain.problems import Code, Problem, Severity, Verdict
from lib.domain.templates import TEMPLATES
from lib.services.installation import Installation
from lib.services.intake.previewed import Preview
from tests.support.installations import found, open_test_installation, put, see
from tests.support.sheets import csv_bytes

REGISTER, VILLAGES = "01_danh_muc_thon_ban", "02_bao_cao_thang_thon_ban"
COMMUNE, TEAMS, DRIVES = "03_bao_cao_thang_xa", "04_doi_hinh_tinh_nguyen", "05_dot_ra_quan"
TARGETS, AREAS = "06_chi_tieu", "07_dia_ban_uu_tien"
PLACE = {"commune_code": "04045", "commune_name": "Xã Lóng Sập", "village_code": "04045-007"}
TODAY = {"period": "08/2026", "written_on": "16/8/2026", "due_on": "31/12/2026"}


@pytest.fixture
def installation(tmp_path) -> Installation:
    return open_test_installation(tmp_path)


def rows_of(code: str, *rows: dict[str, str]) -> bytes:
    """Rows as the template's own examples have them, but for what is given."""
    columns = TEMPLATES[code].offered
    year = {"period": "2026"} if code in (TEAMS, TARGETS) else {}
    full = [{c.key: c.example for c in columns} | PLACE | TODAY | year | r for r in rows]
    return csv_bytes([[c.header for c in columns], *([r[c.key] for c in columns] for r in full)])


def only(ready: Preview, code: Code) -> Problem:
    (problem,) = found(ready, code)
    assert (problem.severity, ready.verdict) == (Severity.WARN, Verdict.WARN)
    return problem


def test_the_examples_of_every_template_need_no_look(installation):
    put(installation, rows_of(REGISTER, {"people": "2000", "adults": "1000"}))

    for code in (VILLAGES, COMMUNE, TEAMS, DRIVES, TARGETS, AREAS):
        ready = see(installation, rows_of(code, {"special_villages": "1"}))
        told = [p for p in ready.problems if p.severity >= Severity.WARN]
        assert not [p.code for p in told], code


@pytest.mark.parametrize(
    ("template", "more", "code", "header", "given"),
    [
        (DRIVES, {"sessions": "40"}, Code.MANY_FOR_DAYS, "Số buổi", "40"),
        (DRIVES, {"volunteer_days": "4"}, Code.ABOVE, "Số tình nguyện viên", "14"),
        (
            DRIVES,
            {"volunteers": "1400", "volunteer_days": "4200"},
            Code.UNUSUALLY_LARGE,
            "Số tình nguyện viên",
            "1.400",
        ),
        (TEAMS, {"members": "150"}, Code.PARTS_DIFFER, "Số thành viên", "150"),
        (TEAMS, {"members_youth": "15"}, Code.PARTS_DIFFER, "Số thành viên", "15"),
        (
            TEAMS,
            {"members": "1500", "members_students": "1500"},
            Code.UNUSUALLY_LARGE,
            "Số thành viên",
            "1.500",
        ),
        (
            COMMUNE,
            {"desk_files_online": "1870"},
            Code.ABOVE,
            "Hồ sơ nộp trực tuyến có hỗ trợ trong kỳ",
            "1.870",
        ),
        (VILLAGES, {"sessions": "100"}, Code.UNUSUALLY_LARGE, "Số buổi hướng dẫn trong kỳ", "100"),
        (REGISTER, {"km_to_seat": "1450"}, Code.UNUSUALLY_LARGE, "Km đến trụ sở xã", "1.450"),
        (AREAS, {"km_to_province": "15000"}, Code.UNUSUALLY_LARGE, "Km đến trung tâm tỉnh",
         "15.000"),
        (TARGETS, {"target": "8000"}, Code.UNUSUALLY_LARGE, "Giá trị", "8.000"),
        (TARGETS, {"unit": "hộ"}, Code.UNIT_DIFFERS, "Đơn vị", "hộ"),
        (TARGETS, {"indicator": "HD01", "target": "1,5", "unit": "nghìn buổi"},
         Code.UNIT_DIFFERS, "Đơn vị", "nghìn buổi"),
        (TARGETS, {"due_on": "31/12/2025"}, Code.FAR_FROM_PERIOD, "Hạn", "31/12/2025"),
    ],
)  # fmt: skip
def test_what_cannot_well_be_is_told(installation, template, more, code, header, given):
    put(installation, rows_of(REGISTER, {}))

    told = only(see(installation, rows_of(template, more)), code)

    assert (told.row, told.header, told.given) == (2, header, given)


@pytest.mark.parametrize("unit", ["", "%", "Phần trăm"])
def test_a_targets_own_unit_is_not_told(installation, unit):
    assert see(installation, rows_of(TARGETS, {"unit": unit})).verdict is Verdict.ACCEPT


def test_a_count_may_be_above_a_hundred(installation):
    row = {"indicator": "HD01", "target": "1500", "unit": "buổi"}

    assert see(installation, rows_of(TARGETS, row)).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("template", "more", "header", "given", "limit"),
    [
        (DRIVES, {"households_helped": "520"}, "Hộ được hỗ trợ", "520", "118"),
        (DRIVES, {"guided_turns": "9000", "people_guided": "6100"}, "Người được hướng dẫn",
         "6.100", "560"),
        (DRIVES, {"village_code": "", "households_helped": "520"}, "Hộ được hỗ trợ", "520", "118"),
        (VILLAGES, {"guided_turns": "970", "first_time": "670"},
         "Người được hướng dẫn lần đầu trong kỳ", "670", "560"),
        (VILLAGES, {"households_reviewed": "900", "households_needing": "118"},
         "Hộ đã rà soát (lũy kế)", "900", "118"),
    ],
)  # fmt: skip
def test_more_than_the_village_has_is_told(installation, template, more, header, given, limit):
    put(installation, rows_of(REGISTER, {}))

    told = only(see(installation, rows_of(template, more)), Code.ABOVE_REGISTER)

    assert (told.row, told.header, told.given) == (2, header, given)
    assert told.values["limit"] == limit


def test_more_villages_in_hardship_than_villages_are_told(installation):
    put(installation, rows_of(REGISTER, {}))

    told = only(see(installation, rows_of(AREAS, {})), Code.REGISTER_DIFFERS)

    assert (told.header, told.given, told.values["old"]) == ("Số thôn ĐBKK", "8", "1")


@pytest.mark.parametrize(
    ("template", "more", "code", "header", "given", "old"),
    [
        (COMMUNE, {"summer_students": "640"}, Code.FAR_FROM_HELD,
         "Học sinh, sinh viên tham gia tình nguyện hè (lũy kế năm)", "640", "64"),
        (COMMUNE, {"summer_students": "6"}, Code.FAR_FROM_HELD,
         "Học sinh, sinh viên tham gia tình nguyện hè (lũy kế năm)", "6", "64"),
        (COMMUNE, {"publicity": "600"}, Code.FAR_FROM_HELD,
         "Tin, buổi tuyên truyền trong kỳ", "600", "6"),
        (COMMUNE, {"plan_issued_on": "08/7/2025"}, Code.HELD_CHANGES,
         "Ngày ban hành kế hoạch", "08/07/2025", "18/07/2025"),
        (COMMUNE, {"plan_number": "54/KH-UBND"}, Code.HELD_CHANGES,
         "Số ký hiệu kế hoạch", "54/KH-UBND", "45/KH-UBND"),
        (VILLAGES, {"sessions": "44"}, Code.FAR_FROM_HELD,
         "Số buổi hướng dẫn trong kỳ", "44", "4"),
    ],
)  # fmt: skip
def test_a_months_row_is_held_against_the_month_before(
    installation, template, more, code, header, given, old
):
    put(installation, rows_of(REGISTER, {"people": "2000", "adults": "1000"}))
    put(installation, rows_of(template, {"period": "07/2026"}))

    told = only(see(installation, rows_of(template, more)), code)

    assert (told.row, told.header, told.given, told.values["old"]) == (2, header, given, old)


@pytest.mark.parametrize(
    ("template", "more", "code", "given", "old"),
    [
        (TEAMS, {"ends_on": "15/8/2026"}, Code.HELD_CHANGES, "15/08/2026", "31/07/2026"),
        (DRIVES, {"team_code": "TN26-017"}, Code.HELD_CHANGES, "TN26-017", "TN26-015"),
        (DRIVES, {"cost_million_vnd": "450"}, Code.FAR_FROM_HELD, "450", "4,50"),
        (AREAS, {"valid_to": "31/12/2027"}, Code.HELD_CHANGES, "31/12/2027", "31/12/2030"),
        (REGISTER, {"km_to_seat": "145"}, Code.FAR_FROM_HELD, "145", "14,50"),
        (COMMUNE, {"course_source": ""}, Code.BLANK_ERASES, "", "Cổng BDHVS"),
        (COMMUNE, {"author_post": ""}, Code.BLANK_ERASES, "", "Công chức VH-XH"),
    ],
)
def test_a_row_over_another_is_held_against_it(installation, template, more, code, given, old):
    put(installation, rows_of(template, {}))

    told = only(see(installation, rows_of(template, more)), code)

    assert (told.row, told.given, told.values["old"]) == (2, given, old)


def test_the_same_number_written_otherwise_is_no_change(installation):
    put(installation, rows_of(REGISTER, {"people": "2000", "adults": "1000"}))
    put(installation, rows_of(COMMUNE, {"period": "07/2026"}))

    ready = see(installation, rows_of(COMMUNE, {"plan_number": "45 /kh–ubnd"}))

    assert not found(ready, Code.HELD_CHANGES)


@pytest.mark.parametrize("publicity", ["600", "0"])
def test_what_is_counted_each_month_is_held_against_the_last_months_known(installation, publicity):
    put(installation, rows_of(REGISTER, {"people": "2000", "adults": "1000"}))
    put(installation, rows_of(COMMUNE, {"period": "05/2026", "publicity": "60"}))

    told = only(see(installation, rows_of(COMMUNE, {"publicity": publicity})), Code.FAR_FROM_LAST)

    assert (told.given, told.values["old"]) == (publicity, "60")


@pytest.mark.parametrize(
    ("more", "code", "given"),
    [
        ({"team_code": "TN26-999"}, Code.UNKNOWN_TEAM, "TN26-999"),
        ({"starts_on": "30/6/2026", "ends_on": "02/7/2026"}, Code.OUTSIDE_TEAM, "30/06/2026"),
        ({"volunteers": "19"}, Code.ABOVE_TEAM, "19"),
    ],
)
def test_a_drive_is_held_against_its_team(installation, more, code, given):
    put(installation, rows_of(TEAMS, {}))

    assert only(see(installation, rows_of(DRIVES, more)), code).given == given


def test_a_drive_that_agrees_with_its_team_is_not_told(installation):
    put(installation, rows_of(TEAMS, {}))

    assert see(installation, rows_of(DRIVES, {})).verdict is Verdict.ACCEPT


@pytest.mark.parametrize("code", ["DR269001", "DR26/9001", "DR26-09001"])
def test_codes_that_people_take_for_one_are_told(installation, code):
    ready = see(installation, rows_of(DRIVES, {"drive_code": "DR26-9001"}, {"drive_code": code}))

    told = only(ready, Code.CODE_ALIKE)
    assert (told.row, told.given, told.values["other"]) == (3, code, "DR26-9001")


@pytest.mark.parametrize("codes", [("DR1-12", "DR11-2"), ("DR26-9001", "DR26-9002")])
def test_codes_that_people_tell_apart_are_not_told(installation, codes):
    ready = see(installation, rows_of(DRIVES, *({"drive_code": code} for code in codes)))

    assert not found(ready, Code.CODE_ALIKE)
