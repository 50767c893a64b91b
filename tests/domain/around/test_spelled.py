"""Months in words, and cells of periods in which something more stands than a period."""

from __future__ import annotations

import pytest

from lib.domain.intake.period_words.named import in_column, named_in
from lib.domain.periods import Cadence, Period
from lib.domain.problems import Code, Severity
from tests.domain.around.test_whose_figures import LONG_SAP, titled
from tests.support.pipeline import understand


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("BÁO CÁO THÁNG TÁM NĂM 2026", 8),
        ("tháng mười một/2026", 11),
        ("Tháng Mười năm 2026", 10),
        ("Tháng năm năm 2026", 5),
        ("tháng tư/2026", 4),
        ("bao cao thang muoi hai 2026", 12),
        ("bao cao thang sau nam 2026", 6),
    ],
)
def test_a_month_in_words_is_read_as_its_number(text, month):
    assert named_in(text).of(Cadence.MONTHLY).sure == Period(2026, month)


@pytest.mark.parametrize(
    "text",
    ["ngày   tháng   năm 2026", "Mỗi tháng một lần", "sẽ gửi thang sau", "Tháng năm 2026", "tháng"],
)
def test_what_only_looks_like_a_month_in_words_is_none(text):
    assert named_in(text).of(Cadence.MONTHLY).says_nothing


def test_a_title_with_another_month_in_words_is_asked_about():
    answer = understand(titled("BÁO CÁO THÁNG BẢY", period="08/2026"))

    (problem,) = answer.found(Code.PERIOD_DIFFERS)

    assert problem.severity is Severity.ASK
    assert problem.given == "BÁO CÁO THÁNG BẢY"


@pytest.mark.parametrize(
    "written",
    [
        "nửa đầu 8/2026", "8/2026 (ước)", "8/2026 (kế hoạch)", "7÷8/2026", "8/2026 và trước đó",
        "8/2025-2026", "Tháng 8 năm 2025 - 2026", "8/2026 (bổ sung)", "đợt 2 tháng 8/2026",
    ],
)  # fmt: skip
def test_a_cell_that_says_more_than_its_period_is_asked_about(written):
    answer = understand(titled("", period=written))

    (problem,) = answer.found(Code.SEVERAL_PERIODS)

    assert problem.severity is Severity.ASK
    assert list(answer.rows["period"]) == [""]
    settled = understand(titled("", period=written), answers={problem.question: "2026-08"})
    assert list(settled.rows["period"]) == ["2026-08"]


@pytest.mark.parametrize(
    "written",
    [
        "8/2026",
        "Tháng 8 năm 2026",
        "Kỳ báo cáo: 08/2026",
        "đến hết tháng 8/2026",
        "8/2026.",
        "T8/26",
    ],
)
def test_a_cell_that_is_its_period_alone_is_read(written):
    assert list(understand(titled("", period=written)).rows["period"]) == ["2026-08"]


@pytest.mark.parametrize(
    "title", ["Đợt 1 tháng 8/2026", "Nửa đầu 8/2026", "Tháng 8/2025-2026", "7÷8/2026"]
)
def test_a_title_of_a_part_of_a_month_or_of_two_years_is_asked_about(title):
    assert understand(titled(title)).found(Code.SEVERAL_PERIODS)
    assert understand(titled(title, period="08/2026")).found(Code.PERIOD_DIFFERS)


def test_the_month_of_a_letter_is_none_of_the_figures():
    title = "Mẫu ban hành kèm theo Công văn số 12/SKHCN tháng 7 năm 2025"

    answer = understand(titled(title, period="08/2026"))

    assert not answer.found(Code.PERIOD_DIFFERS)
    assert list(answer.rows["reported_name"]) == [LONG_SAP]
    assert named_in("Kết quả thực hiện Nghị quyết 57 tháng 8/2026").periods == (Period(2026, 8),)


def test_a_school_year_beside_the_month_is_no_second_year():
    assert in_column("Năm 2026, tháng 8", Cadence.MONTHLY).sure == Period(2026, 8)
    assert named_in("Năm học 2025-2026, tháng 8/2026").sure == Period(2026, 8)
