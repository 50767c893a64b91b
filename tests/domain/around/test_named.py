"""Which months and quarters a text names: only one whole period is ever taken."""

from __future__ import annotations

import time

import pytest

from lib.domain.intake.period_words.named import month_in, named_in, quarter_in
from lib.domain.periods import Cadence, Period
from lib.text import without_accents

AUGUST = Period(2026, 8)


@pytest.mark.parametrize(
    "text",
    [
        "Tháng 8/2026", "T8/2026", "T.8/2026", "tháng 8 năm 2026", "tháng 8, năm 2026", "8.2026",
        "Kỳ tháng 8/2026 (15/7–14/8)", "Kỳ tháng 8/2026 (15/7/2026-14/8/2026)", "Tháng 8/26",
        "Biểu 01 - Tháng 8/2026", "Biểu số 02, tháng 8 năm 2026", "Biểu 1, 8/2026",
        "(Kèm theo Công văn số 8/2026/SKHCN ngày 3/9/2026) tháng 8/2026", "Tuần lễ số: T8/2026",
        "Tháng 8/2026, 75 xã",
    ],
)  # fmt: skip
def test_one_month_is_read_with_or_without_accents(text):
    assert month_in(text) == AUGUST
    assert month_in(without_accents(text)) == AUGUST


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Tháng 7 và tháng 8/2026", [7, 8]),
        ("Tháng 7, 8 năm 2026", [7, 8]),
        ("7+8/2026", [7, 8]),
        ("7 & 8/2026", [7, 8]),
        ("T7-T8/2026", [7, 8]),
        ("từ tháng 6 đến hết tháng 8/2026", [6, 7, 8]),
        ("tháng 6 - 8 năm 2026", [6, 7, 8]),
        ("7/2026 - 8/2026", [7, 8]),
        ("tháng 7 (và 8)/2026", [7, 8]),
        ("tháng 7 tháng 8 năm 2026", [7, 8]),
        ("Kết quả tháng 8, nhiệm vụ tháng 9/2026", [8, 9]),
        ("Nhiệm vụ tháng 9/2026, kết quả tháng 8", [8, 9]),
        ("Tháng 8/2026 so với tháng 7/2026", [8, 7]),
    ],
)
def test_several_months_are_no_month_and_results_come_first(text, months):
    assert month_in(text) is None
    assert [p.month for p in named_in(text).periods] == months
    assert {p.year for p in named_in(text).periods} == {2026}


def test_the_month_after_december_is_of_the_next_year():
    named = named_in("Kết quả tháng 12, nhiệm vụ tháng 1/2027")

    assert named.periods == (Period(2026, 12), Period(2027, 1))


@pytest.mark.parametrize(
    "text",
    [
        "Tuần 2 tháng 8/2026", "Báo cáo tuần, tháng 8/2026", "Nửa đầu tháng 8/2026",
        "15 ngày đầu tháng 8/2026", "Tháng 8/2026 (từ ngày 2 đến 8/8)",
        "Tháng 8/2026, từ ngày 2 tháng 8 đến ngày 8 tháng 8",
    ],
)  # fmt: skip
def test_a_part_of_a_month_is_no_month(text):
    assert named_in(text).part
    assert month_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Tháng 9 và 9 tháng đầu năm 2026", "6 tháng đầu năm 2026", "Sáu tháng/2026",
        "Tháng 8/2026 và quý III/2026", "từ ngày 15/6 đến ngày 14/8/2026, tháng 8/2026",
        "Nửa đầu năm 2026",
    ],
)  # fmt: skip
def test_several_months_together_are_no_month(text):
    assert named_in(text).of(Cadence.MONTHLY).more
    assert month_in(text) is None


@pytest.mark.parametrize(
    "text",
    ["Quý III và IV/2026", "Quý III & quý IV năm 2026", "Quý III+IV/2026", "Quý III-IV/2026",
     "Kết quả quý III, nhiệm vụ quý IV/2026", "Quý III/IV/2026"],
)  # fmt: skip
def test_several_quarters_are_no_quarter(text):
    assert quarter_in(text) is None
    assert named_in(text).periods[0] == Period(2026, quarter=3)


@pytest.mark.parametrize("text", ["T11", "Tháng 11", "Kết quả tháng 11"])
def test_a_month_without_any_year_is_told_as_such(text):
    assert named_in(text).yearless == (Period(0, 11),)


@pytest.mark.parametrize(
    "text",
    [
        "14/8/2026", "ngày 16 tháng 8 năm 2026", "Số 8/2026/QĐ-UBND", "ngày     /8/2026",
        "Đợt 8/2026", "Học kỳ 1/2026", "2026", "Bản 8", "", "BC 20260814",
    ],
)  # fmt: skip
def test_days_and_numbers_of_letters_name_no_month(text):
    assert named_in(text).of(Cadence.MONTHLY).says_nothing


@pytest.mark.parametrize(
    "part", ["9, ", "tháng 9 ", "t9-", "9+", "tháng 9/", "9 ", "i,", "từ ngày 2 ", "9/2026, "]
)
def test_a_text_without_end_is_read_in_a_moment(part):
    since = time.process_time()

    named_in(part * 10_000)

    assert time.process_time() - since < 5
