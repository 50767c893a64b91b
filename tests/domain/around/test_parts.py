"""Lines between rows: what speaks of no result is asked about, what only groups rows is told."""

from __future__ import annotations

from time import process_time

import pytest

from lib.domain.intake.around.parts import is_group, is_plan, parts_of
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.rows.clean import without_blank_rows
from lib.domain.problems import Code, Problem, Severity
from tests.support.pipeline import Understood, understand
from tests.support.sheets import Row, sheet

HEAD = (
    "TT", "Xã/phường", "Số thôn, bản", "Số thôn, bản có Đại sứ số", "Số hộ gia đình",
    "Số hộ được hướng dẫn", "Số Đại sứ số", "Ghi chú",
)  # fmt: skip
FIRST = (1, "Xã Lóng Sập", 14, 9, 1250, 430, 52, "")
SECOND = (2, "Xã Mường La", 20, 20, 2100, 900, 61, "")
THIRD = (3, "Xã Tô Hiệu", 12, 12, 3050, 1200, 40, "")
TITLE = ("Kỳ báo cáo: tháng 8/2026",)


def page(*rows: Row) -> Sheet:
    return sheet(TITLE, HEAD, *rows)


def asked(answer: Understood) -> Problem:
    (problem,) = answer.found(Code.UNDER_OTHER_LINE)
    assert problem.severity is Severity.ASK
    return problem


@pytest.mark.parametrize(
    "line",
    [
        "B. CHƯA THỰC HIỆN", "Lũy kế năm 2025", "Kế hoạch năm 2026", "Các xã chưa hoàn thành",
        "Chỉ tiêu giao", "Số liệu theo xã cũ (trước 1/7/2025)", "Trước 01/7/2025",
        "Số liệu năm 2025 các xã còn lại",
        "Nhu cầu hướng dẫn", "Ước thực hiện cả năm", "Số liệu trước sáp nhập", "II. Xã chưa đạt",
        "Đầu kỳ", "Số hộ còn lại", "Dự toán", "Chua thuc hien", "Ke hoach nam 2026", "Con lai",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", [0, 1])
def test_rows_below_a_line_that_speaks_of_no_result_are_asked(line, place):
    problem = asked(understand(page(FIRST, (*[""] * place, line), SECOND)))

    assert (problem.row, problem.given, problem.values["last"]) == (4, line, 5)


@pytest.mark.parametrize("line", ["KẾ HOẠCH THÁNG 9/2026", "Ước thực hiện tháng 9", "II. Kế hoạch"])
def test_a_plan_or_an_estimate_is_never_taken_for_another_month_unasked(line):
    rows = page(FIRST, (line,), SECOND)

    answer = understand(rows)

    assert answer.rows["commune_code"].tolist() == ["04045"]
    assert answer.codes == {Code.UNDER_OTHER_LINE}
    taken = understand(rows, answers={asked(answer).question: "take_rows"})
    assert len(taken.rows) == 2


def test_rows_left_out_are_gone_and_rows_taken_stay_told():
    rows = page(FIRST, ("B. Chưa thực hiện",), SECOND, ("C. Đã thực hiện",), THIRD)
    problem = asked(understand(rows))
    leave, take = (o.value for o in problem.options)

    left = understand(rows, answers={problem.question: leave})
    taken = understand(rows, answers={problem.question: take})

    assert [n for n in taken.rows.index if n != 6] == [3, 5, 7]
    assert [n for n in left.rows.index if n != 6] == [3, 7]
    assert not left.found(Code.UNDER_OTHER_LINE)
    assert [p.severity for p in taken.found(Code.UNDER_OTHER_LINE)] == [Severity.WARN]


def test_a_group_within_a_part_does_not_end_it():
    rows = page(FIRST, ("B. Chưa thực hiện",), SECOND, ("I. Các xã vùng cao",), THIRD)

    assert asked(understand(rows)).values["last"] == 7


@pytest.mark.parametrize(
    "line",
    ["I. Các xã vùng cao", "Khu vực Mộc Châu", "II. Vùng thấp", "Các xã biên giới", "A. Cụm 1"],
)
def test_a_line_that_only_groups_rows_is_noted_by_its_words(line):
    answer = understand(page((line,), FIRST, SECOND))

    cleaned, (note,) = without_blank_rows(answer.cleaned)

    assert len(cleaned.rows) == 2
    assert not answer.found(Code.UNDER_OTHER_LINE)
    assert (note.code, note.severity, note.given) == (Code.GROUP_LINE, Severity.NOTE, line)


def test_another_line_is_told_by_its_own_words():
    answer = understand(page(FIRST, ("Phần bổ sung",), SECOND))

    _, (told,) = without_blank_rows(answer.cleaned)

    assert (told.code, told.severity, told.given) == (Code.BLANK_ROW, Severity.WARN, "Phần bổ sung")


@pytest.mark.parametrize(
    "row",
    [
        ("Năm 2026",),
        ("Kết quả thực hiện kế hoạch",),
        ("Đã thực hiện",),
        ("", "Xã Yên Châu", "", "", "", "", "", "Chưa có số liệu, gửi kỳ sau"),
        ("", "Xã Yên Châu (chưa báo cáo)"),
        (3, "Xã Yên Châu chưa gửi"),
        ("* Chưa tính học sinh ở trọ",),
        ("Ghi chú: chưa tính học sinh ở trọ",),
    ],
)
def test_lines_of_this_period_blank_reports_and_notes_are_not_asked(row):
    assert not understand(page(FIRST, row, SECOND)).found(Code.UNDER_OTHER_LINE)


def test_long_lines_and_many_of_them_take_a_time_that_grows_with_the_text_alone():
    begun = process_time()

    for text in ("chưa " * 20_000, "(" * 50_000, "kết quả các " * 10_000, "trước khi " * 10_000):
        assert is_plan(text) in (True, False)
        assert is_group(text) is False
    parts_of([(n, f"Nhóm {n}") for n in range(5_000)], (), 5_000)

    assert process_time() - begun < 30
