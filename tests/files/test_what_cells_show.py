"""What a person sees in a workbook and its numbers alone do not tell."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date

import pytest
import xlsxwriter
import xlwt
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from lib.domain.intake.cells.cells import clean_count
from lib.domain.intake.cells.doubts import AS_HELD, AS_SHOWN, SHOWN
from lib.domain.intake.cells.raw import Displayed, Raw
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.problems import Code
from lib.files.reading.inside.looks import displayed, look_of
from lib.files.reading.inside.xlsx_looks import looks_in
from lib.files.reading.reader import read
from lib.files.reading.table_parcel import packed, unpacked
from tests.support.pipeline import understand
from tests.support.sheets import SUMMARY_HEAD, saved, sheet, summary_row
from tests.support.workbooks import MAIN, with_rows


def _text(raw: Raw) -> object:
    return raw.text if isinstance(raw, Displayed) else raw


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("0.000", 2, "2.000"),
        ("#,##0.000", 2, "2.000"),
        ("#.##0", 2, "2.000"),
        ("[$-42A]0.000", 2, "2.000"),
        ("0.000;-0.000", -2, "-2.000"),
        ("0.0,,", 4_500_000, "4.5"),
        ("#,##0,", 1_250, "1"),
        ('0.0,,"tr"', 4_500_000, "4.5tr"),
        ("[>=1000000]0.0,,;[>=1000]0.0,;0", 4_500, "4.5"),
        ('0"000"', 2, "2000"),
        ('0" nghìn"', 2, "2 nghìn"),
        (";;;", 5, ""),
    ],
)
def test_a_format_that_shows_another_number_is_seen(code, number, text):
    look = look_of(code)

    assert look.may_mislead
    assert _text(look.cell(number)) == text
    assert look.cell(number) == number


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("General", 5),
        ("", 5),
        ("0", 4.5),
        ("0.00", 1250.5),
        ("#,##0", 1250),
        ("#,##0.000", 1250),
        ("0.000", 0.125),
        ("0.000", 0),
        ("00000", 4045),
        ('#,##0\\ "₫"', 1_250_000),
        ('_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', 1250),
        ("dd/mm/yyyy", 45876),
        ("# ?/?", 0.5),
        ("0.00E+00", 1250),
        ("[>=1000000]0.0,,;[>=1000]0.0,;0", 45),
        ("0;-0;;@", 0),
    ],
)
def test_a_format_that_shows_the_number_is_left_alone(code, number):
    assert type(look_of(code).cell(number)) is type(number)


@pytest.mark.parametrize(
    ("code", "number"), [("0%", 0.34), ('0"%"', 34), ("0\\%", 34), ("0.0%", 0.34)]
)
def test_per_cent_is_per_cent_however_it_is_written(code, number):
    assert look_of(code).cell(number) == "34%"


@pytest.mark.parametrize(
    ("number", "text", "other"),
    [
        (1_250_000, "1.250", True),
        (2, "2.000", True),
        (2, "2,000", True),
        (1250, "1.250", False),
        (1250, "1,250", False),
        (4.5, "4,5", False),
        (4.56, "4,6", False),
        (1250.5, "1.250,50", False),
        (2000, "2.000 đ", False),
    ],
)
def test_a_shown_text_is_held_against_the_number(number, text, other):
    assert isinstance(displayed(number, text), Displayed) == other


def test_a_number_that_shows_another_is_asked_and_follows_the_answer():
    def page() -> Sheet:
        cell = Displayed(2, "2.000")
        return sheet(SUMMARY_HEAD, summary_row("Xã Lóng Sập", ambassadors=cell))

    asked = understand(page())

    [told] = asked.found(Code.SHOWN_OTHERWISE)
    assert (told.row, told.column, told.given, told.values["shown"]) == (2, "E", "2", "2.000")
    assert asked.rows["ambassadors"].isna().all()
    for answer, figure in ((AS_HELD, 2), (AS_SHOWN, 2000)):
        answered = understand(page(), answers={SHOWN: answer})
        assert answered.rows["ambassadors"].tolist() == [figure]
        assert answered.found(Code.SHOWN_OTHERWISE) == []


def test_what_cells_show_comes_back_whole_from_the_child():
    page = Sheet(
        name="S",
        rows=[[Displayed(2, "2.000"), 2, date(2026, 7, 5)]],
        since_1904=True,
        struck={0: frozenset({1})},
    )

    [back] = unpacked(*packed([page]))  # type: ignore[arg-type]

    assert back == page
    assert _text(back.rows[0][0]) == "2.000"


def _xlsx_of(number: float, code: str) -> bytes:
    book = Workbook()
    page = book.active
    page.append(["TT", "Số hộ", "Ghi chú"])
    page.append([1, number, "x"])
    page["B2"].number_format = code
    return saved(book)


def _xls(fill) -> bytes:
    book = xlwt.Workbook()
    fill(book, book.add_sheet("S"))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _xls_of(number: float, code: str) -> bytes:
    return _xls(lambda _, page: page.write(1, 1, number, xlwt.easyxf(num_format_str=code)))


@pytest.mark.parametrize("made", [_xlsx_of, _xls_of])
def test_a_workbook_tells_what_its_formats_show(made):
    assert _text(read(made(2, "0.000"))[0].rows[1][1]) == "2.000"
    assert _text(read(made(4_500_000, "0.0,,"))[0].rows[1][1]) == "4.5"
    assert read(made(0.34, "0%"))[0].rows[1][1] == "34%"
    assert type(read(made(1250, "#,##0"))[0].rows[1][1]) is not Displayed


def test_a_look_without_a_format_of_its_own_has_that_of_its_style():
    styles = looks_in(
        [
            f"<styleSheet {MAIN}><fonts><font/><font><strike/></font></fonts><cellStyleXfs><xf/>"
            '<xf numFmtId="9" fontId="1"/></cellStyleXfs><cellXfs><xf/><xf xfId="1"/>'
            '<xf xfId="1" numFmtId="0" fontId="0"/></cellXfs></styleSheet>'.encode()
        ]
    )

    assert (list(styles.numbers), styles.struck) == (["1"], {"1"})


def _high(text: str, note: str) -> CellRichText:
    return CellRichText(text, TextBlock(InlineFont(vertAlign="superscript"), note))


@pytest.mark.parametrize("note", ["1", "12", "10", "(2)"])
def test_a_figure_set_high_is_a_note_and_no_digit(note):
    book = Workbook()
    book.active.append(["Số hộ", "Tên"])
    book.active["A2"] = _high("1250", note)
    book.active["B2"] = "1250" + note

    [page] = read(saved(book))

    assert clean_count(page.rows[1][0]) == 1250
    assert page.rows[1][1] == "1250" + note


def test_a_figure_set_high_in_a_shared_text_or_in_a_cell_without_address_is_a_note():
    runs = '<r><t>1250</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'
    shared = f"<sst {MAIN}><si><t>12501</t></si><si>{runs}</si></sst>"
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
        f'<row><c t="inlineStr"><is>{runs}</is></c></row>'
    )

    page = with_rows(rows, strings=shared)

    assert list(page.rows[0]) == ["12501", "1250¹"]
    assert page.rows[1][0] == "1250¹"


def test_a_figure_set_high_in_an_xls_file_is_a_note():
    high = xlwt.Font()
    high.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT

    def fill(book, page) -> None:
        for n in range(900):  # more than one record of texts
            page.write(n + 1, 0, f"Bản Số {n}")
        page.write_rich_text(0, 1, [("700", xlwt.Font()), ("1", high)])
        page.write(1, 1, "7001")

    [page] = read(_xls(fill))

    assert page.rows[0][1] == "700¹"
    assert page.rows[1][1] == "7001"
    assert page.rows[900][0] == "Bản Số 899"


def _xlsx_struck() -> bytes:
    book = Workbook()
    page = book.active
    page.append(["TT", "Xã", "Số hộ"])
    page.append([1, "Xã Lóng Sập", 1250])
    page.append([2, "Xã Mường La", CellRichText("", TextBlock(InlineFont(strike=True), "9"), "8")])
    for column in "ABC":
        page[f"{column}2"].font = Font(strike=True)
    return saved(book)


def _xls_struck() -> bytes:
    def fill(_, page) -> None:
        struck = xlwt.easyxf("font: struck_out on")
        for place, cell in enumerate((1, "Xã Lóng Sập", 1250)):
            page.write(1, place, cell, struck)
        off = xlwt.Font()
        off.struck_out = True
        page.write(2, 0, 2)
        page.write_rich_text(2, 2, [("9", off), ("8", xlwt.Font())])

    return _xls(fill)


@pytest.mark.parametrize("made", [_xlsx_struck, _xls_struck])
def test_what_is_struck_through_is_seen(made):
    [page] = read(made())

    assert page.struck == {1: frozenset({0, 1, 2}), 2: frozenset({2})}


def test_a_font_that_says_it_does_not_strike_does_not():
    book = Workbook()
    book.active["A1"] = "x"
    book.active["A1"].font = Font(strike=False, bold=True)

    assert read(saved(book))[0].struck == {}


def test_a_stand_in_for_a_formula_never_calculated_is_no_figure():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["TT", "Số hộ", "Số khác", 0])
        page.write_formula(1, 0, "=400+30")
        page.write_formula(1, 1, "=400+30", None, 430)
        page.write_formula(1, 2, "=400+30", None, "")

    [sheet_] = read(buffer.getvalue())

    assert list(sheet_.rows[0])[3] == 0
    assert list(sheet_.rows[1])[:3] == ["=?", 430, "=?"]


def test_an_empty_text_is_a_result_only_of_a_formula_that_may_give_one():
    cells = (
        '<c r="A1" t="str"><f>IF(B1=1,"","x")</f><v></v></c>'
        '<c r="B1" t="str"><f>B2&amp;B3</f><v></v></c><c r="C1"><v>1</v></c>'
    )

    assert list(with_rows(f'<row r="1">{cells}</row>').rows[0]) == [None, "=?", 1]


def test_a_formula_never_calculated_in_an_xls_file_is_no_blank():
    def fill(_, page) -> None:
        page.write(0, 0, "TT")
        page.write(1, 0, xlwt.Formula("400+30"))
        page.write(1, 1, 5)

    assert list(read(_xls(fill))[0].rows[1]) == ["=?", 5]


def test_a_stand_in_in_an_xls_file_that_asks_to_be_calculated_is_no_figure():
    content = _xls(lambda _, page: page.write(1, 1, xlwt.Formula("400+30")))
    empty = bytes.fromhex("030000000000ffff")
    assert content.count(empty) == 1
    at = content.index(empty)

    def with_result(result: bytes, asks: int) -> object:
        flags = asks.to_bytes(2, "little")
        return read(content[:at] + result + flags + content[at + 10 :])[0].rows[1][1]

    assert with_result(bytes(8), 3) == "=?"
    assert with_result(bytes(8), 0) == 0
    assert with_result(struct.pack("<d", 430), 3) == 430


def test_a_formula_never_calculated_is_told_as_such():
    [told] = understand(sheet(SUMMARY_HEAD, summary_row("Xã Lóng Sập", guided="=?"))).found(
        Code.NOT_CALCULATED
    )

    assert (told.row, told.column) == (2, "G")


@pytest.mark.parametrize("ghost", [" ", None])
def test_a_ghost_in_the_last_corner_of_an_xls_file_is_nothing(ghost):
    def fill(_, page) -> None:
        page.write(0, 0, "TT")
        page.write(1, 0, 7)
        page.write(65_535, 255, ghost, xlwt.easyxf("font: bold on"))

    assert [list(row) for row in read(_xls(fill))[0].rows] == [["TT"], [7]]


def test_columns_and_rows_that_nobody_sees_in_an_xls_file_are_hidden():
    def fill(_, page) -> None:
        for row in range(4):
            page.write(row, 0, row)
            page.write(row, 1, row)
            page.write(row, 2, row)
        page.col(1).width = 0
        page.col(2).hidden = True
        page.row(2).height_mismatch = True
        page.row(2).height = 0

    [page] = read(_xls(fill))

    assert page.hidden_columns == {1, 2}
    assert page.hidden_rows == {2}


@pytest.mark.parametrize("measure", ["0", "0.0", "0.00", "0.05"])
def test_no_width_and_no_height_are_hidden_however_they_are_written(measure):
    page = with_rows(
        f'<row r="1" ht="{measure}" customHeight="1"><c r="A1"><v>1</v></c></row>',
        before=f'<cols><col min="1" max="1" width="{measure}"/></cols>',
    )

    assert page.hidden_rows == page.hidden_columns == {0}


def test_a_file_says_from_when_its_days_are_counted():
    book = Workbook()
    book.active["A1"] = "TT"
    assert not read(saved(book))[0].since_1904
    members = zipfile.ZipFile(io.BytesIO(saved(book)))
    named = {n: members.read(n) for n in members.namelist()}
    part = "xl/workbook.xml"
    named[part] = named[part].replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in named.items():
            package.writestr(name, content)

    assert read(buffer.getvalue())[0].since_1904

    def fill(made, page) -> None:
        made.dates_1904 = True
        page.write(0, 0, 44746)

    assert read(_xls(fill))[0].since_1904
