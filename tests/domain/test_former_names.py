"""Names that today's communes share with units before the merger: never taken in silence."""

from __future__ import annotations

import pytest

from lib.domain.problems import Code, Severity
from lib.files.reference import gazetteer
from tests.support.pipeline import Understood, summary_sheet, understand
from tests.support.sheets import SUMMARY_HEAD, Row, sheet, summary_row

BOOK = gazetteer()


def of(name: str, **more: object) -> Understood:
    return understand(summary_sheet(summary_row(name, **more)))


def beside(*places: tuple[str | None, str], **more: object) -> Understood:
    """Communes with a column of districts."""
    head = ("TT", "Huyện", *SUMMARY_HEAD[1:])
    rows: list[Row] = [("1", district, *summary_row(name)[1:]) for district, name in places]
    return understand(sheet(head, *rows, **more))


def former(answer: Understood) -> list[str]:
    units = {u.old_code: u.name for u in BOOK.former}
    return [units.get(code, "") for code in answer.rows["former_code"]]


@pytest.mark.parametrize(
    "written",
    [
        "Xã Chiềng Mung (cũ)",
        "Xã Chiềng Mung cũ",
        "Xã cũ Chiềng Mung",
        "Xã Chiềng Mung (cũ), huyện Mai Sơn",
        "Xã Chiềng Mung cũ, huyện Mai Sơn",
        "Xã Chiềng Mung (xã cũ, huyện Mai Sơn)",
        "Xã Chiềng Mung, huyện Mai Sơn (cũ)",
        "Xã Chiềng Mung (trước sáp nhập)",
        "Xã Chiềng Mung trước khi sáp nhập",
        "Xã Chiềng Mung (trước sắp xếp)",
        "Xã Chiềng Mung (trước 1/7/2025)",
        "Xã Chiềng Mung trước ngày 01/07/2025",
        "Xã Chiềng Mung (đến 30/6/2025)",
        "Xã Chiềng Mung (nay thuộc xã Chiềng Mung)",
        "xa Chieng Mung (cu), huyen Mai Son",
    ],
)
def test_who_says_that_a_unit_is_the_former_one_is_taken_at_their_word(written):
    answer = of(written)

    assert former(answer) == ["Chiềng Mung"]
    assert {Code.FORMER_NAME, Code.FORMER_PARTIAL} <= answer.codes


@pytest.mark.parametrize(
    "written",
    [
        "Xã Chiềng Mung (huyện Mai Sơn cũ)",
        "Xã Chiềng Mung, H. Mai Sơn cũ",
        "Xã Chiềng Mung, H.Mai Sơn",
        "Xã Chiềng Mung (Mai Sơn)",
        "Xã Chiềng Mung - Mai Sơn",
        "Xã Chiềng Mung huyện Mai Sơn",
        "Xã Chiềng Mung thuộc huyện Mai Sơn",
        "xa Chieng Mung (Mai Son)",
    ],
)
def test_a_district_beside_a_name_of_both_is_told(written):
    answer = of(written)

    (told,) = answer.found(Code.MAYBE_FORMER)
    assert (told.severity, told.row, told.given) == (Severity.WARN, 2, written)
    assert former(answer) == [""]


@pytest.mark.parametrize(
    "written",
    [
        "Xã Chiềng Mung",
        "Xã Chiềng Mung (mới)",
        "Xã Chiềng Mung (sau sáp nhập)",
        "Xã Chiềng Mung (từ 01/7/2025)",
        "Xã Chiềng Mung (sau khi sáp nhập, huyện Mai Sơn cũ)",
        "Xã Mường La (huyện Mường La)",
    ],
)
def test_what_can_only_be_the_commune_of_today_is_not_doubted(written):
    assert not of(written).problems


def test_a_column_of_districts_is_told_once_for_all_its_rows():
    answer = beside(("Mai Sơn", "Xã Chiềng Mung"), ("H. Mường La cũ", "Xã Mường Bú"))

    (told,) = answer.found(Code.MAYBE_FORMER)
    assert (told.values["rows"], told.values["count"]) == ("2, 3", 2)


def test_beside_other_former_units_a_name_of_both_is_asked():
    answer = beside(("Mai Sơn", "Xã Chiềng Kheo"), ("Mai Sơn", "Xã Chiềng Mung"))

    (asked,) = answer.found(Code.BEFORE_OR_AFTER)
    assert (asked.severity, asked.question, asked.row) == (Severity.ASK, "era", 3)


@pytest.mark.parametrize(("era", "names"), [("before", ["Chiềng Mung"]), ("after", [""])])
def test_the_answer_settles_what_a_name_of_both_means(era, names):
    page = summary_sheet(summary_row("Xã Chiềng Mung (Mai Sơn)"))

    answer = understand(page, answers={"era": era})

    assert former(answer) == names
    assert not answer.found(Code.MAYBE_FORMER)


@pytest.mark.parametrize("period", ["05/2025", "06/2025"])
def test_a_period_from_before_the_merger_is_told(period):
    assert of("Xã Chiềng Mung", period=period).found(Code.MAYBE_FORMER)
    assert not of("Xã Chiềng Mung", period="08/2025").found(Code.MAYBE_FORMER)


def test_a_title_that_speaks_of_former_communes_asks():
    page = sheet(("SỐ LIỆU THEO XÃ TRƯỚC KHI SÁP NHẬP",), SUMMARY_HEAD, summary_row("Chiềng Mung"))

    assert understand(page).found(Code.BEFORE_OR_AFTER)


def test_the_heading_of_a_column_of_districts_is_no_title():
    page = sheet(("Huyện (trước sáp nhập)", "A"), SUMMARY_HEAD, summary_row("Chiềng Mung"))

    assert not understand(page).found(Code.BEFORE_OR_AFTER)


def test_a_district_merged_over_two_rows_counts_for_both():
    answer = beside(
        ("Mai Sơn", "Xã Chiềng Kheo"), (None, "Xã Chiềng Chung"), merges=((1, 1, 2, 1),)
    )

    assert former(answer) == ["Chiềng Kheo", "Chiềng Chung"]
    assert Code.AMBIGUOUS_COMMUNE not in answer.codes


@pytest.mark.parametrize(
    ("title", "asks"),
    [
        ("(theo địa giới hành chính trước ngày 01/7/2025)", True),
        ("Số liệu theo đơn vị hành chính cũ (204 xã)", True),
        ("Số liệu các xã cũ", True),
        ("UBND HUYỆN MƯỜNG LA", True),
        ("HUYỆN MAI SƠN", True),
        ("HUYỆN ỦY", False),
        ("UBND TỈNH SƠN LA", False),
        ("TP. Sơn La, ngày 16 tháng 8 năm 2026", False),
        ("Sau sắp xếp đơn vị hành chính", False),
    ],
)
def test_a_title_of_the_units_before_the_merger_is_asked_about(title, asks):
    answer = understand(sheet((title,), SUMMARY_HEAD, summary_row("Xã Mường Bú")))

    assert [p.severity for p in answer.found(Code.BEFORE_OR_AFTER)] == [Severity.ASK] * asks
