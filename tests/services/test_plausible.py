"""What cannot well be, within a row or beside the register, is told with both values."""

from __future__ import annotations

import pytest

from lib.domain.problems import Code, Problem, Severity, Verdict
from lib.domain.templates import TEMPLATES
from lib.services.house import House
from lib.services.intake import Preview
from tests.support.houses import found, open_test_house, put, see
from tests.support.sheets import csv_bytes

REGISTER, VILLAGES = "01_danh_muc_thon_ban", "02_bao_cao_thang_thon_ban"
COMMUNE, TEAMS, DRIVES = "03_bao_cao_thang_xa", "04_doi_hinh_tinh_nguyen", "05_dot_ra_quan"
TARGETS, AREAS = "06_chi_tieu", "07_dia_ban_uu_tien"
PLACE = {"commune_code": "04045", "commune_name": "Xã Lóng Sập", "village_code": "04045-007"}
TODAY = {"period": "08/2026", "written_on": "16/8/2026", "due_on": "31/12/2026"}


@pytest.fixture
def house(tmp_path) -> House:
    return open_test_house(tmp_path)


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


def test_the_examples_of_every_template_need_no_look(house):
    put(house, rows_of(REGISTER, {"people": "2000", "adults": "1000"}))

    for code in (VILLAGES, COMMUNE, TEAMS, DRIVES, TARGETS, AREAS):
        ready = see(house, rows_of(code, {"special_villages": "1"}))
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
def test_what_cannot_well_be_is_told(house, template, more, code, header, given):
    put(house, rows_of(REGISTER, {}))

    told = only(see(house, rows_of(template, more)), code)

    assert (told.row, told.header, told.given) == (2, header, given)


@pytest.mark.parametrize("unit", ["", "%", "Phần trăm"])
def test_a_targets_own_unit_is_not_told(house, unit):
    assert see(house, rows_of(TARGETS, {"unit": unit})).verdict is Verdict.ACCEPT


def test_a_count_may_be_above_a_hundred(house):
    row = {"indicator": "HD01", "target": "1500", "unit": "buổi"}

    assert see(house, rows_of(TARGETS, row)).verdict is Verdict.ACCEPT


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
def test_more_than_the_village_has_is_told(house, template, more, header, given, limit):
    put(house, rows_of(REGISTER, {}))

    told = only(see(house, rows_of(template, more)), Code.ABOVE_REGISTER)

    assert (told.row, told.header, told.given) == (2, header, given)
    assert told.values["limit"] == limit


def test_more_villages_in_hardship_than_villages_are_told(house):
    put(house, rows_of(REGISTER, {}))

    told = only(see(house, rows_of(AREAS, {})), Code.REGISTER_DIFFERS)

    assert (told.header, told.given, told.values["old"]) == ("Số thôn ĐBKK", "8", "1")
