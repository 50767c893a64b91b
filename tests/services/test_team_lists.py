"""Lists of teams as unions send them: no codes, "15 người", "15/6-15/7", the year in the title."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from lib.domain.problems import Code, Severity
from lib.services.intake.preview import preview, receive
from lib.services.intake.preview_json import as_json
from lib.services.intake.publishing import publish
from lib.text import words
from tests.support.people import staff

WHO = staff()
_OF_COLUMNS = (Code.OTHER_LAYOUT, Code.WHICH_COLUMNS, Code.COLUMNS_LACKING)
HEADS = ["TT", "Tên đội hình", "Đơn vị", "Quân số", "Thời gian", "Biết tiếng", "Ghi chú"]
TEAMS = [
    ("Đội SV tình nguyện số 1", "15 người", "15/6-15/7", "Thái"),
    ("Đội SV tình nguyện số 2", "12", "01/7 - 31/7", None),
    ("Đội TNTN xã Vân Hồ", "8 người", "Từ 15/6 đến 30/6", "Mông"),
    ("Đội TNTN xã Song Khủa", 10, "Tháng 7", "Thái, Mông"),
]


def content(teams=TEAMS, *, heads=HEADS, title="DANH SÁCH ĐỘI HÌNH HÈ 2027") -> bytes:
    book = Workbook()
    book.active.append([title])
    book.active.append(heads)
    for number, (name, size, when, languages) in enumerate(teams, 1):
        book.active.append([number, name, "Đoàn trường", size, when, languages])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def seen(installation, data: bytes, answers=None):
    received = receive("doi hinh.xlsx", data, installation.settings)
    return preview(installation, received, answers or {}, who=WHO)


def answered(installation, data: bytes):
    asked = seen(installation, data).problems[0]
    told = {asked.question: asked.options[0].value} if asked.code in _OF_COLUMNS else {}
    return seen(installation, data, told | {"period": "2027"})


def test_the_list_is_read_as_it_is(installation):
    ready = answered(installation, content())

    assert max(p.severity for p in ready.problems) < Severity.ASK
    assert set(ready.rows["founded_by"]) == {"Đoàn trường"}
    told = ready.rows[["unit_name", "members", "starts_on", "ends_on"]].values.tolist()
    assert told == [
        ["Đội SV tình nguyện số 1", 15, "2027-06-15", "2027-07-15"],
        ["Đội SV tình nguyện số 2", 12, "2027-07-01", "2027-07-31"],
        ["Đội TNTN xã Vân Hồ", 8, "2027-06-15", "2027-06-30"],
        ["Đội TNTN xã Song Khủa", 10, "2027-07-01", "2027-07-31"],
    ]


@pytest.mark.parametrize(
    ("title", "first"), [("ĐỘI HÌNH HÈ {}", 1), ("ĐỘI HÌNH", 0), ("ĐỘI HÌNH HÈ {} VÀ 1999", 1)]
)
def test_next_summer_can_be_chosen_and_comes_first_where_the_title_names_it(
    installation, title: str, first: int
):
    this = installation.today.year
    named = seen(installation, content(title=title.format(this + 1)))
    told = {named.problems[0].question: named.problems[0].options[0].value}

    [asked] = [
        p
        for p in seen(installation, content(title=title.format(this + 1)), told).problems
        if p.question == "period"
    ]

    choices = [option.value for option in asked.options]
    assert choices[0] == str(this + first)
    assert str(this + 1) in choices
    assert str(this + 2) not in choices


def test_codes_are_given_and_told(installation):
    ready = answered(installation, content())

    assert list(ready.rows["unit_key"]) == ["TN27-001", "TN27-002", "TN27-003", "TN27-004"]
    (told,) = [p for p in as_json(ready, words("vi"))["problems"] if p["code"] == "codes_given"]
    assert "TN27-001 đến TN27-004" in told["say"]


def test_no_codes_are_told_while_their_year_is_still_asked(installation):
    asked = seen(installation, content(title="DANH SÁCH ĐỘI HÌNH")).problems[0]
    waiting = seen(
        installation,
        content(title="DANH SÁCH ĐỘI HÌNH"),
        {asked.question: asked.options[0].value} if asked.code in _OF_COLUMNS else {},
    )

    codes = {p.code for p in waiting.problems}
    assert Code.NO_PERIOD in codes
    assert Code.CODES_GIVEN not in codes


def test_a_team_keeps_its_code_while_it_keeps_its_name(installation):
    publish(installation, answered(installation, content()), who=WHO)
    again = [("Đội mới", "9 người", "1/7-15/7", None), *reversed(TEAMS)]

    ready = answered(installation, content(again))

    assert list(ready.rows["unit_key"]) == [
        "TN27-005", "TN27-004", "TN27-003", "TN27-002", "TN27-001",
    ]  # fmt: skip


def test_how_the_days_were_read_is_told(installation):
    ready = answered(installation, content())

    told = [p for p in ready.problems if p.code is Code.READ_AS and p.header == "Ngày bắt đầu"]
    assert told[0].values["value"] == "15/06/2027"


@pytest.mark.parametrize("title", ["DANH SÁCH ĐỘI HÌNH", "HÈ 2026 VÀ HÈ 2027"])
def test_without_one_year_in_the_title_no_year_is_made_up(installation, title: str):
    ready = answered(installation, content(title=title))

    assert Code.NOT_A_DATE in [p.code for p in ready.problems]


def test_another_template_s_days_are_not_given_the_year_of_the_month(installation):
    heads = ["TT", "Xã", "Số ký hiệu kế hoạch", "Ngày ban hành kế hoạch", "Lượt hỗ trợ Một cửa"]
    book = Workbook()
    for row in (["BÁO CÁO THÁNG 8 NĂM 2026"], heads, [1, "Xã Lóng Sập", "12/KH", "14/7", 20]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    asked = seen(installation, buffer.getvalue()).problems[0]

    ready = seen(installation, buffer.getvalue(), {asked.question: asked.options[0].value})

    assert Code.NOT_A_DATE in [p.code for p in ready.problems]


def test_a_size_between_two_numbers_is_asked_once_and_remembered(installation):
    between = [
        ("Đội A", "10-12 người", "1/7-15/7", None),
        ("Đội B", "từ 8 đến 10", "1/7-15/7", None),
    ]
    ready = answered(installation, content(between))
    [asked] = [p for p in ready.problems if p.code is Code.TWO_NUMBERS]

    assert [o.value for o in asked.options] == ["least_number", "most_number"]
    told = ready.answers | {asked.question: "least_number"}
    again = seen(installation, content(between), told)
    assert list(again.rows["members"]) == [10, 8]
    publish(installation, again, who=WHO)
    assert not [
        p for p in answered(installation, content(between)).problems if p.code is Code.TWO_NUMBERS
    ]
