"""Which template, where the header, which column: over all the shapes that forms have."""

from __future__ import annotations

import unicodedata

import pytest

from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.layouts.recognise import recognise
from lib.domain.problems import Code, Problem
from lib.domain.templates import TEMPLATES
from tests.support.pipeline import recognised
from tests.support.sheets import SUMMARY_HEAD, VILLAGE_HEAD, sheet, summary_row

DATA = summary_row("Xã Lóng Sập")


@pytest.mark.parametrize("code", TEMPLATES)
def test_every_template_recognises_its_own_headers(code: str):
    columns = TEMPLATES[code].offered

    reading = recognised(sheet([c.header for c in columns], [c.example for c in columns]))

    assert reading.template.code == code
    assert reading.positions == {c.key: i for i, c in enumerate(columns)}
    assert not reading.problems


@pytest.mark.parametrize("code", TEMPLATES)
def test_headers_are_recognised_in_capitals_in_nfd_and_over_two_lines(code: str):
    columns = TEMPLATES[code].offered
    written = [unicodedata.normalize("NFD", c.header.upper()).replace(" ", "\n") for c in columns]

    reading = recognised(sheet(written, [c.example for c in columns]))

    assert reading.template.code == code
    assert reading.positions == {c.key: i for i, c in enumerate(columns)}


@pytest.mark.parametrize("code", TEMPLATES)
def test_every_synonym_leads_to_its_column(code: str):
    template = TEMPLATES[code]

    for column in template.columns:
        for other in column.synonyms:
            heads = [other if c is column else c.header for c in template.columns]
            assert column.key in recognised(sheet(heads, ["1"] * len(heads))).positions, other


@pytest.mark.parametrize("code", TEMPLATES)
def test_no_heading_means_two_columns_of_one_template(code: str):
    headings = [h for c in TEMPLATES[code].columns for h in c.headings]

    assert len(headings) == len(set(headings))


def test_title_lines_above_the_header_are_passed_over_and_tell_the_month():
    reading = recognised(
        sheet(
            ("BIỂU 01: TỔNG HỢP KẾT QUẢ",),
            ("(Kèm theo Công văn số 8/2026/SKHCN-CĐS)",),
            ("Tháng 8 năm 2026",),
            (),
            SUMMARY_HEAD,
            DATA,
        )
    )

    assert reading.header_row == 5
    assert str(reading.titled_period) == "2026-08"


@pytest.mark.parametrize(
    "title",
    [
        "Quý 3/2026",
        "Số 8/2026/QĐ-UBND",
        "Tuần 3 năm 2026",
        "Tháng 7/2026 và tháng 8/2026",
        "Sơn La, ngày 5 tháng 8 năm 2026",
        "Xuất lúc 2026-08-20",
    ],
)
def test_a_title_that_names_no_single_month_gives_none(title: str):
    assert recognised(sheet((title,), SUMMARY_HEAD, DATA)).titled_period is None


def test_a_merged_parent_over_two_children_names_both_columns():
    page = sheet(
        ("TT", "Tên xã", "Số thôn, bản", None, "Số Đại sứ số", "Số hộ"),
        (None, None, "Tổng số", "Trong đó: Thôn, bản có Đại sứ số", None, None),
        (1, "Xã Lóng Sập", 14, 9, 52, 1250),
        merges=((0, 2, 0, 3),),
    )

    reading = recognised(page)

    assert reading.header_row == 2
    assert reading.positions["villages"] == 2
    assert reading.positions["villages_with_ambassador"] == 3


def test_a_first_row_of_data_is_never_taken_for_a_second_header_line():
    assert recognised(sheet(SUMMARY_HEAD, DATA, DATA)).header_row == 1


def test_footnote_marks_in_headers_do_not_matter():
    heads = [f"{h} (1)" if i % 2 else f"{h}*" for i, h in enumerate(SUMMARY_HEAD)]

    assert len(recognised(sheet(heads, DATA)).positions) == len(SUMMARY_HEAD)


def test_columns_in_any_order_and_with_gaps_are_found():
    heads = [None, *reversed(SUMMARY_HEAD)]

    reading = recognised(sheet(heads, [None, *reversed(DATA)]))

    assert reading.positions["commune_name"] == heads.index("Xã/phường")
    assert reading.letters("commune_name") == "I"


def test_an_unknown_column_is_told():
    page = sheet((*SUMMARY_HEAD, "Ngân sách <b>"), (*DATA, "5"))

    (problem,) = recognised(page).problems

    assert (problem.code, problem.column, problem.given) == (
        Code.UNKNOWN_COLUMN,
        "J",
        "Ngân sách <b>",
    )


def test_the_same_column_twice_is_refused_not_guessed():
    page = sheet((*SUMMARY_HEAD, "Số hộ"), (*DATA, "5"))

    (problem,) = recognised(page).problems

    assert (problem.code, problem.column) == (Code.DUPLICATE_COLUMN, "J")


def test_a_missing_required_column_is_named():
    page = sheet(SUMMARY_HEAD[:5] + SUMMARY_HEAD[6:], DATA[:5] + DATA[6:])

    (asked,) = recognised(page).problems
    assert (asked.code, asked.values["missing"]) == (Code.COLUMNS_LACKING, "“Số hộ gia đình”")


def test_hidden_sheets_are_never_read():
    hidden = Sheet(name="cũ", rows=[SUMMARY_HEAD, DATA], hidden=True)  # type: ignore[list-item]
    shown = Sheet(name="mới", rows=[VILLAGE_HEAD, ["08/2026"]])

    assert recognised(hidden, shown).sheet.name == "mới"
    assert recognise([hidden]) == Problem(
        code=Code.NO_TEMPLATE,
        severity=recognise([hidden]).severity,
        given=recognise([hidden]).given,
    )


def test_a_second_sheet_like_the_first_is_told():
    pages = [Sheet(name=n, rows=[SUMMARY_HEAD, DATA]) for n in ("Một", "Hai")]  # type: ignore[list-item]

    reading = recognised(*pages)

    assert [(p.code, p.given) for p in reading.problems] == [(Code.OTHER_SHEETS, "Hai")]


@pytest.mark.parametrize("rows", [(), ((),), (("chữ", "khác", "hẳn"),), ((None, None),)])
def test_what_is_no_form_of_ours_is_told_with_its_first_words(rows: tuple[tuple[object, ...], ...]):
    answer = recognise([sheet(*rows)])

    assert isinstance(answer, Problem)
    assert answer.code is (Code.NO_TEMPLATE if answer.given else Code.NO_HEADER)
    assert answer.given == " · ".join(str(c) for row in rows for c in row if c)
