"""Whose figures the rows are, where the file leaves it open or contradicts itself."""

from __future__ import annotations

import pytest

from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.problems import Code, Problem, Severity
from tests.support.pipeline import Understood, understand
from tests.support.sheets import SUMMARY_HEAD, Row, sheet, summary_row

LONG_SAP, MUONG_LA = "Xã Lóng Sập", "Xã Mường La"


def titled(title: str, *, period: object = "") -> Sheet:
    return sheet((title,), SUMMARY_HEAD, summary_row(LONG_SAP, period=period))


def asked(answer: Understood, code: Code) -> Problem:
    (problem,) = answer.found(code)
    assert problem.severity is Severity.ASK
    return problem


def periods(answer: Understood) -> list[str]:
    return list(answer.rows["period"])


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("Tháng 7 và tháng 8/2026", "2026-07"),
        ("7+8/2026", "2026-07"),
        ("Tuần 2 tháng 8/2026", "2026-08"),
        ("Kết quả tháng 8, phương hướng tháng 9/2026", "2026-08"),
        ("Tháng 8 và 8 tháng đầu năm 2026", "2026-08"),
    ],
)
@pytest.mark.parametrize("place", ["title", "column"])
def test_what_names_more_or_less_than_a_month_is_asked_and_answered(written, first, place):
    page = titled(written) if place == "title" else titled("", period=written)

    answer = understand(page)
    problem = asked(answer, Code.SEVERAL_PERIODS)

    assert periods(answer) == [""]
    assert (problem.given, problem.options[0].value) == (written, first)
    assert problem.row == (1 if place == "title" else 3)
    assert periods(understand(page, answers={problem.question: "2026-08"})) == ["2026-08"]


def test_two_texts_that_leave_it_open_are_asked_one_by_one():
    page = sheet(
        SUMMARY_HEAD,
        summary_row(LONG_SAP, period="T7"),
        summary_row(MUONG_LA, period="T8"),
        summary_row("Xã Yên Châu", period="T8"),
    )
    july, august = understand(page).found(Code.PERIOD_WITHOUT_YEAR)

    answers = {july.question: "2026-07", august.question: "2026-08"}

    assert [july.row, august.row] == [2, 3]
    assert periods(understand(page, answers=answers)) == ["2026-07", "2026-08", "2026-08"]


@pytest.mark.parametrize(
    ("title", "filename"), [("Năm 2026", ""), ("", "BC_BDHVS_2026.xlsx"), ("Biểu 2026", "a.csv")]
)
def test_a_month_without_a_year_is_of_the_one_year_in_sight(title, filename):
    assert periods(understand(titled(title, period="T8"), filename=filename)) == ["2026-08"]


@pytest.mark.parametrize(
    ("title", "month"), [("", "T8"), ("Năm 2025", "T8"), ("Kế hoạch 2025, năm 2026", "8")]
)
def test_a_month_without_a_year_is_asked_where_its_year_is_not_sure(title, month):
    problem = asked(understand(titled(title, period=month)), Code.PERIOD_WITHOUT_YEAR)

    assert {"2026-08", "2025-08"} & {o.value for o in problem.options[:2]}


def test_year_and_month_in_columns_of_their_own_are_read():
    head = ("Năm", "Tháng", *(h for h in SUMMARY_HEAD if h != "Kỳ báo cáo"))
    rows: list[Row] = [
        (year, month, *(c for at, c in enumerate(summary_row(LONG_SAP)) if at != 7))
        for year, month in ((2026, 8), ("2026", "T7"), (2025, 12))
    ]

    answer = understand(sheet(head, *rows))

    assert periods(answer) == ["2026-08", "2026-07", "2025-12"]
    assert Code.UNKNOWN_COLUMN not in answer.codes


def test_a_year_beside_another_one_in_the_column_is_asked():
    head = ("Năm", *SUMMARY_HEAD)

    answer = understand(sheet(head, (2026, *summary_row(LONG_SAP, period="08/2025"))))

    assert asked(answer, Code.SEVERAL_PERIODS).given == "08/2025, năm 2026"


def test_men_counted_under_nam_are_no_year():
    head = ("Nam", *SUMMARY_HEAD)

    answer = understand(sheet(head, (40, *summary_row(LONG_SAP))))

    assert periods(answer) == ["2026-08"]
    assert answer.found(Code.UNKNOWN_COLUMN)


@pytest.mark.parametrize(
    ("title", "period"),
    [("Tổng hợp tháng 8/2026", "08/2025"), ("Tháng 7 năm 2026", "08/2026"), ("THÁNG 7", "8/2026")],
)
def test_a_title_that_says_another_month_than_the_column_is_asked(title, period):
    page = titled(title, period=period)

    problem = asked(understand(page), Code.PERIOD_DIFFERS)
    rows, other = (o.value for o in problem.options[:2])

    assert (problem.row, problem.given) == (1, title)
    assert other in ("2026-08", "2026-07")
    kept = understand(page, answers={problem.question: rows})
    assert kept.rows.equals(understand(page).rows)
    assert [p.severity for p in kept.found(Code.PERIOD_DIFFERS)] == [Severity.WARN]
    corrected = understand(page, answers={problem.question: other})
    assert periods(corrected) == [other]
    assert Code.PERIOD_DIFFERS not in corrected.codes


@pytest.mark.parametrize(
    "title",
    [
        "Tháng 8/2026", "THÁNG 8", "Kết quả tháng 8, nhiệm vụ tháng 9/2026",
        "Kỳ tháng 8/2026 (15/7–14/8)", "Kèm theo Công văn ngày 5/9/2026", "Năm 2026",
    ],
)  # fmt: skip
def test_a_title_that_agrees_with_the_column_is_no_matter(title):
    assert not understand(titled(title, period="08/2026")).codes


@pytest.mark.parametrize("name", ["BC T7-2026.xlsx", "bao_cao_thang_7.csv", "BC T7+T8.2026.xlsx"])
def test_a_file_named_after_another_month_is_told(name):
    answer = understand(titled("", period="08/2026"), filename=name)

    (problem,) = answer.found(Code.FILE_NAMES_PERIOD)
    assert (problem.severity, problem.given) == (Severity.WARN, name)


def test_a_sheet_named_after_another_month_is_told_and_one_of_this_month_is_not():
    def named(name: str) -> Sheet:
        return Sheet(name=name, rows=titled("Tháng 8/2026").rows)

    assert understand(named("T7")).found(Code.SHEET_NAMES_PERIOD)
    assert not understand(named("T8")).codes
    assert not understand(named("Biểu 1")).codes


def test_without_any_period_inside_the_name_is_offered_first_but_never_taken():
    answer = understand(titled(""), filename="BC thang 5.2026.xlsx")

    assert asked(answer, Code.NO_PERIOD).options[0].value == "2026-05"


# --- blocks of other periods further below


def blocks(*second: Row, title: str = "Kỳ báo cáo: tháng 8/2026") -> Sheet:
    head = SUMMARY_HEAD[:7]
    return sheet(
        (title,),
        head,
        summary_row(LONG_SAP)[:7],
        (),
        *second,
        head,
        summary_row(MUONG_LA)[:7],
    )


@pytest.mark.parametrize("place", [0, 1, 2])
def test_rows_below_another_title_are_of_its_period_and_that_is_told(place):
    answer = understand(blocks((*[""] * place, "Kỳ báo cáo: tháng 7/2026")))

    assert periods(answer) == ["2026-08", "2026-07"]
    (problem,) = answer.found(Code.PERIOD_BELOW)
    assert (problem.row, problem.severity) == (5, Severity.WARN)


def test_rows_below_a_title_that_names_several_are_asked_alone():
    page = blocks(("Tháng 6 và tháng 7/2026",))

    answer = understand(page)

    assert periods(answer) == ["2026-08", ""]
    question = asked(answer, Code.SEVERAL_PERIODS).question
    assert periods(understand(page, answers={question: "2026-07"})) == ["2026-08", "2026-07"]


def test_the_first_rows_never_take_the_period_of_a_title_below():
    answer = understand(blocks(("Tháng 7/2026",), title="BIỂU 01"))

    assert periods(answer) == ["", "2026-07"]
    assert asked(answer, Code.NO_PERIOD)


def test_the_same_title_on_the_next_page_is_no_matter():
    answer = understand(blocks(("Kỳ báo cáo: tháng 8/2026",)))

    assert periods(answer) == ["2026-08", "2026-08"]
    assert Code.PERIOD_BELOW not in answer.codes


def test_a_note_or_a_commune_without_figures_begins_no_block():
    page = sheet(
        ("Tháng 8/2026",),
        SUMMARY_HEAD,
        summary_row(LONG_SAP, period=""),
        ("", "Xã Yên Châu", "", "", "", "", "", "", "Có số liệu từ tháng 7/2026"),
        ("Ghi chú: đã gửi số liệu tháng 7/2026",),
        summary_row(MUONG_LA, period=""),
    )

    assert set(periods(understand(page))) == {"2026-08"}


@pytest.mark.parametrize("line", ["Kỳ trước", "Cùng kỳ năm 2025", "NĂM 2025"])
def test_rows_below_a_line_of_another_period_or_a_plan_are_asked(line):
    answer = understand(blocks((line,)))

    assert periods(answer) == ["2026-08", ""]
    (problem,) = (p for p in answer.problems if p.severity is Severity.ASK)
    assert (problem.row, problem.given) == (7, line)


@pytest.mark.parametrize("title", ["Báo cáo tuần 33", "Từ ngày 3 đến ngày 9/8", "Quý III/2026"])
def test_a_title_of_a_week_or_a_quarter_over_rows_of_a_month_is_asked(title):
    assert asked(understand(titled(title, period="08/2026")), Code.PERIOD_DIFFERS)


def test_a_row_of_another_year_among_those_of_the_month_is_asked_and_corrected():
    page = sheet(
        SUMMARY_HEAD,
        summary_row(LONG_SAP),
        summary_row(MUONG_LA, period="08/2025"),
        summary_row("Xã Yên Châu"),
    )

    problem = asked(understand(page), Code.YEAR_DIFFERS)
    kept, corrected = (
        understand(page, answers={problem.question: answer}) for answer in ("as_rows", "2026-08")
    )

    assert (problem.row, problem.column, problem.given) == (3, "H", "08/2025")
    assert [p.severity for p in kept.found(Code.YEAR_DIFFERS)] == [Severity.WARN]
    assert set(periods(corrected)) == {"2026-08"}
    assert not corrected.found(Code.YEAR_DIFFERS)


def test_a_file_that_tells_several_months_of_both_years_means_them():
    months = ("08/2025", "09/2025", "07/2026", "08/2026")
    page = sheet(SUMMARY_HEAD, *(summary_row(LONG_SAP, period=month) for month in months))

    assert not understand(page).found(Code.YEAR_DIFFERS)
