"""Cells of figures as people write them: read, asked once, or refused in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from lib.domain.intake.cells.as_said import (
    APPROXIMATE,
    BESIDE,
    FIRST,
    FRACTION,
    SECOND,
    TAKE_BEFORE,
    TAKE_NUMBER,
)
from lib.domain.intake.cells.doubts import CROSSES, NO, UNKNOWN, YES
from lib.domain.intake.cells.number_words import number_in_words
from lib.domain.intake.rows.clean import Cleaned, clean
from lib.domain.problems import Code, Problem, Severity
from tests.support.pipeline import recognised
from tests.support.sheets import SUMMARY_HEAD, sheet, summary_row

_KEY = f"{FRACTION}ambassadors"
_DRIVE_HEAD = (
    "Mã đợt",
    "Mã đội hình",
    "Xã/phường",
    "Giai đoạn",
    "Ngày bắt đầu",
    "Ngày kết thúc",
    "Số tình nguyện viên",
    "Kinh phí (triệu đồng)",
    "Phối hợp Tổ CNSCĐ",
)


def read(*ambassadors: str, answers: Mapping[str, str] | None = None) -> Cleaned:
    rows = [summary_row("Xã Lóng Sập", ambassadors=cell) for cell in ambassadors]
    return clean(recognised(sheet(SUMMARY_HEAD, *rows)), answers)


def drives(*, answers: Mapping[str, str] | None = None, **cells: object) -> Cleaned:
    return drives_of([cells], answers=answers)


def drives_of(told: list[Mapping[str, object]], *, answers: Mapping[str, str] | None) -> Cleaned:
    rows = [
        (
            f"DQ26-{at}",
            "TN26-015",
            "Xã Lóng Sập",
            "Thực hiện",
            cells.get("starts", "05/7/2026"),
            cells.get("ends", "07/7/2026"),
            14,
            cells.get("cost", "4,5"),
            cells.get("joint", "Có"),
        )
        for at, cells in enumerate(told)
    ]
    return clean(recognised(sheet(_DRIVE_HEAD, *rows)), answers)


def told(found: Cleaned, code: Code) -> Problem:
    (one,) = (p for p in found.problems if p.code is code)
    return one


def values(found: Cleaned, key: str = "ambassadors") -> list[object]:
    return [None if pd.isna(v) else v for v in found.rows[key].astype(object)]


@pytest.mark.parametrize(
    ("written", "figure"),
    [
        ("15 (có 2 nữ)", 15),
        ("15 (2 nữ)", 15),
        ("15 (trong đó 2 nữ)", 15),
        ("15 (Trong đó: 02 nữ, 3 DTTS)", 15),
        ("15 đ/c (có 2 đảng viên)", 15),
        ("15 (nữ: 2)", 15),
        ("15, trong đó có 2 nữ", 15),
        ("15 (15 nữ)", 15),
        ("mười hai", 12),
        ("Ba mươi hai", 32),
        ("mười lăm người", 15),
        ("12 (mười hai)", 12),
        ("mười hai (12)", 12),
        ("1.250 đ/c", 1250),
    ],
)
def test_what_has_one_reading_is_read_and_shown(written, figure):
    found = read(written)

    assert values(found) == [figure]
    note = told(found, Code.READ_AS)
    assert (note.severity, note.given) == (Severity.NOTE, written)
    assert note.values == {"value": str(figure), "count": 1}


def test_each_way_of_writing_is_shown_once():
    found = read("15 (có 2 nữ)", "12 người", "9 (3 nữ)")

    notes = [p for p in found.problems if p.code is Code.READ_AS]
    assert [(p.given, p.values["count"]) for p in notes] == [("15 (có 2 nữ)", 2), ("12 người", 1)]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("15 (có 20 nữ)", "có # nữ"),
        ("15 (dự kiến 20)", "dự kiến #"),
        ("15 (có 2 chưa hoạt động)", "có # chưa hoạt động"),
        ("15 (năm 2025)", "năm #"),
        ("15 (ước)", "ước"),
        ("15 (20)", "#"),
    ],
)
def test_brackets_that_tell_no_part_are_asked(written, words):
    found = read(written)

    assert values(found) == [None]
    asked = told(found, Code.FIGURE_BESIDE_WORDS)
    assert (asked.severity, asked.question) == (Severity.ASK, BESIDE + words)
    taken = read(written, answers={asked.question: TAKE_BEFORE})
    assert values(taken) == [15]
    assert told(taken, Code.READ_AS).given == written


def test_two_numbers_are_asked_once_for_the_column():
    found = read("120/150", "80 / 90", "30/40 người")

    assert values(found) == [None, None, None]
    asked = told(found, Code.TWO_NUMBERS)
    assert (asked.severity, asked.question, asked.given) == (Severity.ASK, _KEY, "120/150")
    assert [o.value for o in asked.options] == [FIRST, SECOND]
    assert asked.values == {"count": 3, "first": "120", "second": "150"}


@pytest.mark.parametrize(("answer", "figures"), [(FIRST, [120, 80]), (SECOND, [150, 90])])
def test_the_answer_is_taken_for_all_and_shown(answer, figures):
    found = read("120/150", "80/90", answers={_KEY: answer})

    assert values(found) == figures
    assert told(found, Code.READ_AS).values == {"value": str(figures[0]), "count": 2}


@pytest.mark.parametrize("written", ["~30", "~ 30", "≈30", "khoảng 30", "Khoảng 30 đ/c", "ước 30"])
def test_about_a_number_is_taken_only_where_a_person_says_so(written):
    found = read(written)

    assert values(found) == [None]
    asked = told(found, Code.APPROXIMATE)
    assert (asked.severity, asked.question) == (Severity.ASK, APPROXIMATE)
    assert values(read(written, answers={APPROXIMATE: TAKE_NUMBER})) == [30]


@pytest.mark.parametrize(
    "written",
    ["hơn 30", "trên 30", ">30", "< 30", "≥30", ">=30", "gần 30", "30+", "30 trở lên",
     "khoảng hơn 30", "hơn ba mươi"],
)  # fmt: skip
def test_a_bound_is_no_number(written):
    found = read(written, answers={APPROXIMATE: TAKE_NUMBER})

    assert values(found) == [None]
    assert told(found, Code.ONLY_A_BOUND).severity is Severity.ERROR


@pytest.mark.parametrize("written", ["10-12", "10 – 12", "từ 10 đến 12", "10-12 người", "~10-12"])
def test_a_range_is_no_number(written):
    found = read(written)

    assert values(found) == [None]
    assert told(found, Code.SPAN_OF_NUMBERS).severity is Severity.ERROR


@pytest.mark.parametrize(
    "written", ["12/7/2026", "7/", "/7", "a/b", "(15)", "15 (", "không", "+ 3"]
)
def test_what_nobody_understands_is_no_figure(written):
    assert told(read(written), Code.NOT_A_COUNT).given == written


def test_money_is_read_in_the_column_s_unit_only():
    found = drives(cost="12,5 triệu đồng")
    other = drives(cost="12.500.000 đồng")

    assert values(found, "cost_million_vnd") == [12.5]
    assert values(other, "cost_million_vnd") == [None]
    assert told(other, Code.OTHER_UNIT).values == {"unit": "triệu đồng"}


@pytest.mark.parametrize(
    "written",
    [
        "15/6-30/6",
        "15/6/2026 - 30/6/2026",
        "15-30/6/2026",
        "từ ngày 15/6 đến hết ngày 30/6",
        "15/6 đến 30/6/2026",
    ],
)
def test_two_days_in_a_cell_name_the_columns_they_belong_to(written):
    found = drives(starts=written, ends="")

    assert values(found, "starts_on") == [None]
    refused = told(found, Code.SPAN_OF_DAYS)
    assert refused.severity is Severity.ERROR
    assert refused.values == {"first": "Ngày bắt đầu", "last": "Ngày kết thúc"}


@pytest.mark.parametrize("written", ["31-2-2026", "31-2-26", "30-2-11", "32/6/2026"])
def test_a_day_that_is_none_is_not_taken_for_two(written):
    assert told(drives(starts=written), Code.NOT_A_DATE).given == written


@pytest.mark.parametrize(
    "written", ["ngày 14 tháng 7 năm 2025", "14-7-2025", "14.7.25", "14/07/2025", "Ngày 14/7/2025"]
)
def test_one_day_is_read_however_it_is_written(written):
    assert values(drives(starts=written), "starts_on") == ["2025-07-14"]


@pytest.mark.parametrize(("answer", "meaning"), [(YES, 1), (NO, 0), (UNKNOWN, None)])
def test_an_x_is_asked_where_nothing_says_no(answer, meaning):
    rows: list[Mapping[str, object]] = [{"joint": "x"}, {"joint": ""}, {"joint": "X"}]

    found = drives_of(rows, answers={})
    asked = told(found, Code.CROSSES)

    assert values(found, "with_digital_team") == [None, None, None]
    assert (asked.severity, asked.question, asked.values["count"]) == (Severity.ASK, CROSSES, 2)
    settled = drives_of(rows, answers={CROSSES: answer})
    assert values(settled, "with_digital_team") == [meaning, None, meaning]


def test_an_x_beside_a_no_is_a_tick():
    found = drives_of([{"joint": "x"}, {"joint": "Không"}, {"joint": "✓"}], answers={})

    assert values(found, "with_digital_team") == [1, 0, 1]
    assert Code.CROSSES not in [p.code for p in found.problems]


@pytest.mark.parametrize("written", ["✓", "✔", "Có rồi", "có", "Đã có"])
def test_what_can_only_be_yes_is_not_asked(written):
    assert values(drives(joint=written), "with_digital_team") == [1]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("một", 1),
        ("mười", 10),
        ("mười một", 11),
        ("mười lăm", 15),
        ("hai mươi", 20),
        ("hai mươi mốt", 21),
        ("ba mươi tư", 34),
        ("chín mươi chín", 99),
        ("một trăm", 100),
        ("một trăm linh hai", 102),
        ("hai trăm năm mươi", 250),
        ("một nghìn", 1000),
        ("một nghìn hai trăm năm mươi", 1250),
        ("hai ngàn không trăm linh năm", 2005),
        ("mười hai nghìn", 12000),
        ("không", None),
        ("mười năm", None),  # ten years?
        ("hai mươi năm", None),
        ("một trăm hai", None),  # 102 or 120
        ("một nghìn hai", None),
        ("một mươi", None),
        ("mốt", None),
        ("mười hai ba", None),
        ("nghìn", None),
        ("trăm", None),
        ("muoi hai", None),
        ("", None),
    ],
)
def test_numbers_in_words(text, number):
    assert number_in_words(text) == number
