"""What stands over headings and figures and changes what they mean: told or asked, never silent."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest

from lib.domain.intake.around.harmless import is_harmless
from lib.domain.intake.around.over import Over
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.period_words.named import NOTHING
from lib.domain.periods import Period
from lib.domain.problems import Code, Problem, Severity
from lib.domain.templates import TEMPLATES
from tests.support.pipeline import Understood, understand
from tests.support.sheets import VILLAGE_HEAD, Row, sheet

HEAD = (
    "TT", "Xã/phường", "Số thôn, bản", "Số thôn, bản có Đại sứ số", "Số hộ gia đình",
    "Số hộ được hướng dẫn", "Số Đại sứ số",
)  # fmt: skip
DATA = (1, "Xã Lóng Sập", 14, 9, 1250, 430, 52)
TITLE = ("Kỳ báo cáo: tháng 8/2026",)


def grouped(over: Row, **more: object) -> Sheet:
    """The summary under a line of headings over its headings."""
    return sheet(TITLE, over, HEAD, DATA, **more)


def over_guided(text: str) -> Sheet:
    """One heading over the households guided, in a header of two lines with merged cells."""
    first = (*HEAD[:5], text, HEAD[6])
    merges = tuple((1, at, 2, at) for at in (0, 1, 2, 3, 4, 6))
    return sheet(TITLE, first, ("", "", "", "", "", HEAD[5]), DATA, merges=merges)


def asked(answer: Understood) -> Problem:
    (problem,) = answer.found(Code.UNDER_OTHER_HEADING)
    assert problem.severity is Severity.ASK
    return problem


@pytest.mark.parametrize(
    "text",
    [
        "Kỳ trước", "KỲ TRƯỚC", "Tháng trước", "Cùng kỳ năm trước", "Chưa thực hiện", "Còn lại",
        "Không đạt", "Kế hoạch", "Chỉ tiêu giao", "Năm 2025", "Tháng 7", "Tháng 7/2026",
        "%", "Quý II/2026", "Trong kỳ", "Phát sinh trong tháng", "So với tháng trước",
        "Tỷ lệ (%)", "Trong đó: nữ",
        "Kế hoạch 2026", "KH năm 2026", "KH", "Chỉ tiêu giao năm 2026", "Ước thực hiện tháng 8",
        "Theo kế hoạch năm 2026", "Số phải làm", "Nhu cầu", "Dự toán", "Đầu kỳ", "Kỳ báo cáo trước",
        "Trước sáp nhập", "Trước 01/7/2025", "31/12/2025", "Tính đến ngày 31/7/2026", "Số cũ",
        "Tồn", "Bình quân", "Thực hiện cả năm", "Lũy kế từ đầu năm", "Khoán", "Xã nghèo",
        "Xã còn lại", "Ke hoach", "Chua dat", "Uoc thuc hien", "x 100",
    ],
)  # fmt: skip
def test_a_column_under_another_meaning_is_asked_with_its_place(text):
    problem = asked(understand(over_guided(text)))

    assert (problem.row, problem.column, problem.given) == (2, "F", text)


@pytest.mark.parametrize(
    "text",
    [
        "Kỳ này", "Thực hiện", "Kết quả thực hiện kế hoạch", "Tháng 8", "Tháng 8/2026", "Năm 2026",
        "Lũy kế", "Hộ gia đình", "Kết quả đạt được",
        "Lũy kế đến kỳ báo cáo", "Thực hiện trong kỳ", "Kết quả tháng này", "Chỉ tiêu báo cáo",
        "Trong đó", "Ket qua thuc hien", "(1)", "II. Kết quả", "Đến 14/8/2026",
        "Tính đến ngày 14/8", "Xã Lóng Sập", "UBND xã Lóng Sập", "Công an tỉnh",
        "Độc lập - Tự do - Hạnh phúc", "Hộ",
        "Sơn La, ngày 16 tháng 8 năm 2026", "Mẫu số 01", "KQ TH 2026",
    ],
)  # fmt: skip
def test_a_heading_that_only_groups_or_names_this_period_is_no_matter(text):
    assert not understand(over_guided(text)).found(Code.UNDER_OTHER_HEADING)


def test_columns_left_out_are_not_read_and_ones_taken_stay_told():
    page = grouped(("", "", "", "", "", "", "Kỳ trước"))
    problem = asked(understand(page))
    leave, take = (o.value for o in problem.options)

    left = understand(page, answers={problem.question: leave})
    taken = understand(page, answers={problem.question: take})

    assert "ambassadors" not in left.rows
    assert not left.codes
    assert taken.rows["ambassadors"].tolist() == [52]
    assert [p.severity for p in taken.found(Code.UNDER_OTHER_HEADING)] == [Severity.WARN]


def test_a_column_that_is_needed_is_missed_once_it_is_left_out():
    page = over_guided("Kỳ trước")

    answer = understand(page, answers={asked(understand(page)).question: "leave_columns"})

    (missing,) = answer.found(Code.MISSING_COLUMN)
    assert missing.severity is Severity.ERROR


@pytest.mark.parametrize("merged", [True, False])
def test_years_over_groups_of_columns_reach_over_all_of_them(merged):
    merges = ((1, 2, 1, 3), (1, 4, 1, 6)) if merged else ()
    page = grouped(("", "", "Năm 2025", "", "Năm 2026", "", ""), merges=merges)

    problem = asked(understand(page))

    assert (problem.column, problem.row) == ("C, D", 2)


def test_two_months_over_groups_ask_for_the_other_month():
    page = sheet(
        ("", "", "Tháng 7", "", "Tháng 8", "", "", ""),
        (*HEAD, "Kỳ báo cáo"),
        (*DATA, "08/2026"),
    )

    assert asked(understand(page)).given == "Tháng 7"


def test_what_is_there_at_a_time_may_stand_under_to_date():
    page = grouped(("", "", "Lũy kế đến kỳ báo cáo", *[""] * 4), merges=((1, 2, 1, 6),))

    assert not understand(page).found(Code.UNDER_OTHER_HEADING)


@pytest.mark.parametrize("year", [2025, 2025.0, date(2025, 12, 31)])
def test_years_and_days_typed_as_such_are_read_as_headings(year):
    problem = asked(understand(grouped(("", "", year, "", "", "", ""))))

    assert (problem.column, problem.given) == (
        "C",
        "31/12/2025" if year == date(2025, 12, 31) else "2025",
    )


def test_a_long_heading_is_looked_at_as_well():
    text = (
        "Số hộ cần được hướng dẫn từ nay đến cuối năm theo kế hoạch của tổ công nghệ số cộng đồng"
    )

    assert asked(understand(over_guided(text))).given == text


def test_two_headings_over_one_column_are_both_looked_at():
    page = sheet(
        TITLE,
        ("", "", "", "", "Kế hoạch", "", ""),
        ("", "", "", "", "Tháng 8/2026", "", ""),
        HEAD,
        DATA,
    )

    assert asked(understand(page)).given == "Kế hoạch"


def test_long_headings_take_a_time_that_grows_with_their_length_alone():
    column = TEMPLATES["00_tong_hop_xa"].by_key["households"]
    begun = process_time()

    for text in (
        "hộ " * 20_000,
        "1/1" * 20_000,
        "từ đầu năm " * 5_000,
        "kết quả các " * 5_000,
        "(" * 50_000,
    ):
        is_harmless(text, column, TEMPLATES["00_tong_hop_xa"])
        Over(text, 1, (column,), NOTHING).agrees([Period(2026, 8)])

    assert process_time() - begun < 30


def test_titles_over_the_whole_sheet_are_no_headings_over_columns():
    page = sheet(
        ("KẾ HOẠCH NĂM 2026 VÀ CHỈ TIÊU GIAO",),
        ("", "", "Tháng 8/2026"),
        HEAD,
        DATA,
        merges=((0, 0, 0, 6), (1, 0, 1, 6)),
    )

    assert not understand(page).found(Code.UNDER_OTHER_HEADING)


def test_what_is_counted_since_the_beginning_is_none_of_the_period():
    first = (*VILLAGE_HEAD[:6], "Lũy kế", VILLAGE_HEAD[6])
    below = (*[""] * 6, "Số buổi hướng dẫn trong kỳ", "")
    merges = tuple((0, at, 1, at) for at in (0, 1, 2, 3, 4, 5, 7))
    row = ("08/2026", "", "Xã Lóng Sập", "", "Bản A", 3, 40, 20)

    answer = understand(sheet(first, below, row, merges=merges))

    assert asked(answer).column == "G"


def test_a_title_of_all_since_the_beginning_is_asked_over_what_is_of_the_period_alone():
    head = (*VILLAGE_HEAD, "Số buổi hướng dẫn trong kỳ")
    row = ("08/2026", "", "Xã Lóng Sập", "", "Bản A", 3, 20, "", 7)
    title = "Số liệu lũy kế đến tháng 8/2026"

    assert asked(understand(sheet((title,), head, row))).column == "I"
    assert not understand(sheet((title,), HEAD, DATA)).found(Code.UNDER_OTHER_HEADING)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Số buổi hướng dẫn trong tháng", "sessions"),
        ("Lượt người được hướng dẫn tháng này", "guided_turns"),
        ("Hộ đã rà soát (cộng dồn)", "households_reviewed"),
        ("Số buổi hướng dẫn trong kỳ (buổi)", "sessions"),
    ],
)
def test_the_same_timing_in_other_words_is_the_same_column(written, key):
    head = (*VILLAGE_HEAD, written)
    row = ("08/2026", "", "Xã Lóng Sập", "", "Bản A", 3, 20, "", 7)

    answer = understand(sheet(head, row))

    assert answer.rows[key].tolist() == [7]
    assert not answer.found(Code.UNKNOWN_COLUMN)


@pytest.mark.parametrize(
    "text",
    [
        "Đơn vị tính: nghìn hộ", "ĐVT: %", "(Đơn vị tính: trăm người)", "Đơn vị: 1.000 hộ",
        "ĐVT: triệu đồng", "Biểu 01 (nghìn hộ)", "ĐVT kinh phí: nghìn đồng",
        "Số liệu tính bằng nghìn hộ", "Nghìn hộ",
    ],
)  # fmt: skip
def test_a_unit_of_many_is_asked_and_stays_told(text):
    page = sheet(TITLE, (*[""] * 5, text), HEAD, DATA)

    (problem,) = understand(page).found(Code.SCALED_UNIT)
    taken = understand(page, answers={problem.question: "as_written"})

    assert (problem.severity, problem.row, problem.given) == (Severity.ASK, 2, text)
    assert [p.severity for p in taken.found(Code.SCALED_UNIT)] == [Severity.WARN]
    assert taken.rows["households"].tolist() == [1250]


@pytest.mark.parametrize(
    "text", ["Đơn vị tính: hộ, người", "Đơn vị: Xã Lóng Sập", "ĐVT: thôn, bản"]
)
def test_a_unit_of_one_is_no_matter(text):
    assert not understand(sheet(TITLE, (text,), HEAD, DATA)).codes


@pytest.mark.parametrize(("value", "told"), [(0.8, True), (1, True), (80, False), (0, False)])
def test_a_share_with_the_unit_percent_is_told_as_unlikely(value, told):
    head = ("Mã chỉ tiêu", "Cấp", "Năm", "Giá trị", "Đơn vị", "Văn bản giao")

    answer = understand(sheet(head, ("GD03", "tỉnh", "2026", value, "%", "12/QĐ")))

    assert bool(answer.found(Code.SHARE_FOR_PERCENT)) is told
