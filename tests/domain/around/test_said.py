"""Titles, names and notes that make figures no result of their period: never without a word."""

from __future__ import annotations

import dataclasses

import pytest

from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.problems import Code, Severity
from tests.domain.around.test_whose_figures import LONG_SAP, titled
from tests.support.pipeline import understand
from tests.support.sheets import SUMMARY_HEAD, sheet, summary_row

DOUBTS = (Code.NO_RESULT, Code.OTHER_TIME, Code.NOTE_CHANGES)


def doubts(page: Sheet, **more: object) -> list[tuple[Code, Severity]]:
    answer = understand(page, **more)  # type: ignore[arg-type]
    return [(p.code, p.severity) for code in DOUBTS for p in answer.found(code)]


def noted(text: str) -> Sheet:
    return sheet(SUMMARY_HEAD, summary_row(LONG_SAP), ("",), ("", text))


@pytest.mark.parametrize(
    "title",
    [
        "KẾ HOẠCH THÁNG 8/2026",
        "Kế hoạch thực hiện tháng 8/2026",
        "ƯỚC THỰC HIỆN THÁNG 8/2026",
        "BÁO CÁO ƯỚC KẾT QUẢ THÁNG 8/2026",
        "DỰ KIẾN KẾT QUẢ THÁNG 8/2026",
        "CHỈ TIÊU GIAO NĂM 2026",
        "Giao chỉ tiêu cho các xã",
        "Nhiệm vụ tháng 8/2026",
        "Số liệu tạm tính",
        "BIỂU SỐ HỘ CHƯA ĐƯỢC HƯỚNG DẪN THÁNG 8/2026",
        "Danh sách xã chưa hoàn thành",
        "KH tháng 8/2026",
        "ƯTH tháng 8/2026",
        "Đăng ký tháng 8/2026",
        "Số hộ cần hướng dẫn",
    ],
)
def test_a_title_of_no_result_is_asked_about_until_it_is_answered(title):
    page = titled(title, period="08/2026")
    (problem,) = understand(page).found(Code.NO_RESULT)

    assert (problem.severity, problem.row, problem.given) == (Severity.ASK, 1, title)
    answers = {problem.question: problem.options[0].value}
    assert doubts(page, answers=answers) == [(Code.NO_RESULT, Severity.WARN)]


@pytest.mark.parametrize(
    "title",
    [
        "Số liệu tính đến ngày 30/6/2026",
        "Tính đến 31/12/2025",
        "Số liệu chốt ngày 14 tháng 7 năm 2026",
        "Từ 15/6/2026 đến 14/7/2026",
        "(Số liệu từ 15/6 – 14/7/2026)",
        "từ ngày 01/7/2026 đến ngày 31/7/2026",
        "Tháng 8/2026, số liệu tính đến 30/9/2026",
        "Tính đến 30/6/26",
        "Số liệu đến hết ngày 30/6",
        "Kỳ trước",
        "Số liệu cũ",
        "Cả năm 2026",
        "Năm 2025",
        "(Áp dụng cho năm 2025)",
        "Hội nghị tháng 8/2026 – số liệu tháng trước",
    ],
)
def test_a_title_of_another_time_is_asked_about(title):
    assert doubts(titled(title, period="08/2026")) == [(Code.OTHER_TIME, Severity.ASK)]


@pytest.mark.parametrize(
    "title",
    [
        "Lóng Sập, ngày 16 tháng 9 năm 2026",
        "Sơn La, ngày 01 tháng 7 năm 2025",
        "Sơn La, 01/7/2025",
        "Xã không có sóng",
        "Số liệu đến 14/8",
        "Số liệu đến 14/8/26",
        "Sơn La, ngày    tháng    năm 2026",
        "(Kèm theo Công văn số 15/UBND ngày 16/9/2026)",
        "Thực hiện Kế hoạch số 127/KH-UBND ngày 18/7/2025",
        "(Kèm theo Kế hoạch số 127/KH-UBND ngày 18/7/2025 của UBND tỉnh)",
        "Căn cứ Quyết định 60/QĐ-BDTTG ngày 29/01/2026",
        "Mẫu ban hành kèm theo Công văn tháng 7 năm 2025",
        "Phong trào Bình dân học vụ số giai đoạn 2025 - 2030",
        "Phong trào phát động năm 2025",
        "KẾT QUẢ THỰC HIỆN KẾ HOẠCH THÁNG 8/2026",
        "KẾT QUẢ THÁNG 8/2026 VÀ NHIỆM VỤ THÁNG 9/2026",
        "So với tháng trước",
        "SỞ KẾ HOẠCH VÀ ĐẦU TƯ",
        "Phòng Tài chính - Kế hoạch",
        "Từ ngày 15/7/2026 đến ngày 14/8/2026",
        "Kỳ báo cáo tháng 8 (15/7–14/8/2026)",
        "Từ 01/8/2026 đến 31/8/2026",
        "Lũy kế từ 15/6 đến 14/8/2026",
        "Số liệu chốt đến 14/8/2026",
        "Nộp ngày 16/9/2026",
        "Biểu chỉ tiêu thống kê",
        "Ô chưa có số thì để trống",
        "Hương ước, quy ước",
    ],
)
def test_what_offices_write_over_their_results_is_no_doubt(title):
    assert doubts(titled(title, period="08/2026")) == []


def test_a_title_over_two_lines_is_read_on():
    page = sheet(
        ("BÁO CÁO KẾT QUẢ THỰC HIỆN",),
        ("KẾ HOẠCH BÌNH DÂN HỌC VỤ SỐ NĂM 2026",),
        SUMMARY_HEAD,
        summary_row(LONG_SAP),
    )

    assert doubts(page) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Năm 2025", Code.OTHER_TIME),
        ("Kế hoạch", Code.NO_RESULT),
        ("Ước_8", Code.NO_RESULT),
    ],
)
def test_the_name_of_a_sheet_that_says_so_is_told(name, code):
    page = dataclasses.replace(titled("", period="08/2026"), name=name)

    assert doubts(page) == [(code, Severity.WARN)]


@pytest.mark.parametrize(
    "note",
    [
        "Ghi chú: số liệu xã Tà Xùa là của tháng 6/2026",
        "(*) số liệu năm 2025",
        "Ghi chú: cột 7 là số hộ chưa được hướng dẫn",
        "Số liệu ước tính",
        "Số liệu chốt ngày 30/6/2026",
        "(*) Số liệu của kỳ trước",
        "Số liệu theo đơn vị hành chính cũ",
    ],
)
def test_a_footnote_that_changes_the_meaning_is_asked_about(note):
    assert doubts(noted(note)) == [(Code.NOTE_CHANGES, Severity.ASK)]


@pytest.mark.parametrize(
    "note",
    [
        "Lóng Sập, ngày 16 tháng 9 năm 2026",
        "Người lập biểu",
        "Nơi nhận: Sở KH&CN; lưu VT",
        "Ghi chú: số liệu tháng 8/2026",
        "Xã Tà Xùa chưa gửi báo cáo",
        "Số hộ tăng so với tháng 7/2026",
        "Kế hoạch tháng 9/2026: mở thêm 3 lớp",
        "Theo Công văn số 15/UBND ngày 16/7/2026",
    ],
)
def test_a_footnote_that_changes_nothing_is_no_doubt(note):
    assert doubts(noted(note)) == []


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("Số liệu của xã Lóng Sập cũ", True),
        ("Số liệu tháng 7/2026", True),
        ("Ước tính", True),
        ("Kế hoạch", True),
        ("Bản Pu Nhan mất sóng", False),
        ("Đã đối chiếu", False),
    ],
)
def test_a_remark_beside_a_row_that_changes_its_meaning_is_told(note, told):
    page = sheet(SUMMARY_HEAD, summary_row(LONG_SAP, note=note))

    assert doubts(page) == ([(Code.NOTE_CHANGES, Severity.WARN)] if told else [])
