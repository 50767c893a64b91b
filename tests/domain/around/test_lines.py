"""Rows under a header that are no report in its columns: none is lost without a word."""

from __future__ import annotations

import pytest

from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.rows.clean import Cleaned, clean
from lib.domain.problems import Code, Severity
from lib.files.reading.reader import read
from tests.support.pipeline import recognised, summary_sheet
from tests.support.sheets import SUMMARY_HEAD, summary_row

CHIENG_AN = summary_row("Xã Chiềng An")
TOLD = {Code.ROW_IN_ONE_CELL, Code.LINE_NOT_READ}


def cleaned(page: Sheet) -> Cleaned:
    return clean(recognised(page))


def told(answer: Cleaned) -> list[tuple[Code, int | None]]:
    return [(p.code, p.row) for p in answer.problems if p.code in TOLD]


def csv_of(*rows: str, sign: str = ";") -> Sheet:
    head = sign.join(str(cell) for cell in SUMMARY_HEAD)
    return read("\n".join([head, *rows]).encode())[0]


@pytest.mark.parametrize(
    "squeezed",
    [
        "2,Xã Mường Khoa,14,13,61,1890,702,08/2026,",
        "2\tXã Mường Khoa\t14\t13\t61\t1890\t702\t08/2026\t",
        '"2;Xã Mường Khoa;14;13;61;1890;702;08/2026;"',
        "2|Xã Mường Khoa|14|13|61|1890|702|08/2026|",
        "2 Xã Mường Khoa 14 13 61 1890 702",
        "2, Xã Mường Khoa, 14, 13, 61, 1890, 702, 08/2026",
        "03892,14,13,61,1890,702,08/2026",
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_a_row_written_under_another_sign_is_told_with_its_words(squeezed: str, last: bool):
    plain = "1;Xã Chiềng An;12;12;50;1500;600;08/2026;"
    rows = [plain, squeezed] if last else [squeezed, plain]

    answer = cleaned(csv_of(*rows))

    assert told(answer) == [(Code.ROW_IN_ONE_CELL, 3 if last else 2)]
    problem = next(p for p in answer.problems if p.code is Code.ROW_IN_ONE_CELL)
    assert problem.severity is Severity.ERROR
    assert "1890" in problem.given
    assert list(answer.rows["commune_name"]) == ["Xã Chiềng An"]


def test_a_row_pasted_into_one_cell_of_a_workbook_is_told_below_the_signature_too():
    sign = [None, None, None, None, "Người lập biểu", None, None, None, None]

    answer = cleaned(
        summary_sheet(CHIENG_AN, sign, [None, "2;Xã Mường Khoa;14;13;61;1890;702;08/2026;"])
    )

    assert told(answer) == [(Code.ROW_IN_ONE_CELL, 4)]


def test_a_line_that_tells_figures_in_a_sentence_is_shown():
    line = ["Xã Mường Khoa: 14 bản, 61 Đại sứ số, 702 hộ đã được hướng dẫn"]

    assert told(cleaned(summary_sheet(CHIENG_AN, line))) == [(Code.LINE_NOT_READ, 3)]


@pytest.mark.parametrize(
    "note",
    [
        "Ghi chú: số liệu đến 15/8/2026, gồm 38 bản, 233 Đại sứ số, 5967 hộ",
        "Các bản số 1, 2, 3, 4, 5 chưa có sóng di động",
        "Cột 3; 4; 5; 6; 7 do công an xã cung cấp",
        "Ban hành kèm theo Công văn số 1234/SKHCN-CĐS ngày 15/7/2025",
        "Sơn La, ngày 16 tháng 8 năm 2026",
        "Điện thoại: 0212 3852 009",
        "Số liệu do công chức văn hóa - xã hội tổng hợp",
        "Tổng cộng 2 xã; 26; 25; 111; 3390; 1302",
        "(1) (2) (3) (4) (5) (6) (7)",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 4])
def test_notes_signatures_and_totals_stay_quiet(note: str, place: int):
    line = [None] * place + [note]

    assert told(cleaned(summary_sheet(CHIENG_AN, line))) == []
