"""ODS files as LibreOffice and other programs write them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest

from lib.domain.errors import UnreadableFile
from lib.domain.intake.cells.raw import Displayed
from lib.domain.intake.cells.worksheet import Sheet
from lib.files.reading.reader import read

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
        ("calcext", "calcext"),
    )
)


def _content(rows: str, *, looks: str = "", before: str = "", about: str = "") -> str:
    return (
        f'<?xml version="1.0"?><office:document-content {_SPACES}>'
        f"<office:automatic-styles>{looks}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{before}"
        f'<table:table table:name="S" {about}>{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def _file(content: str, **more: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        for name, text in {"META-INF/manifest.xml": "<m/>", "content.xml": content, **more}.items():
            package.writestr(name, text)
    return buffer.getvalue()


def _page(rows: str, **more: str) -> Sheet:
    [sheet] = read(_file(_content(rows, **more)))
    return sheet


def _row(*cells: str, about: str = "") -> str:
    return f"<table:table-row {about}>{''.join(cells)}</table:table-row>"


def _word(text: str, about: str = "") -> str:
    words = f"<text:p>{text}</text:p>"
    return f'<table:table-cell office:value-type="string" {about}>{words}</table:table-cell>'


def _figure(held: object, text: str = "", *, kind: str = "float", about: str = "") -> str:
    words = f"<text:p>{text}</text:p>" if text else ""
    told = f'office:value-type="{kind}" office:value="{held}" {about}'
    return f"<table:table-cell {told}>{words}</table:table-cell>"


def _cells(*cells: str, **more: str) -> list[object]:
    return list(_page(_row(*cells), **more).rows[0])


def test_breaks_between_the_tags_are_no_text():
    plain = _content(_row(_word("TT"), _figure(7)) + _row(_word("Xã"), _figure(8)))

    [broken] = read(_file(plain.replace("><", ">\n  <")))

    assert [list(row) for row in broken.rows] == [["TT", 7], ["Xã", 8]]


def test_words_keep_their_breaks_spaces_and_spans():
    assert _cells(
        _word("Xã<text:line-break/>Lóng Sập"),
        _word("Xã</text:p><text:p>Lóng Sập"),
        _word('Xã<text:s text:c="2"/>Lóng\n   Sập'),
        _word('Xã <text:span text:style-name="T1">Lóng</text:span> Sập'),
        _word("Xã<office:annotation><text:p>ghi chú</text:p></office:annotation> Lóng Sập"),
    ) == ["Xã\nLóng Sập", "Xã\nLóng Sập", "Xã  Lóng Sập", "Xã Lóng Sập", "Xã Lóng Sập"]


def test_values_have_their_kinds():
    def of(kind: str, name: str, value: str) -> str:
        told = f'office:value-type="{kind}" office:{name}="{value}"'
        return f"<table:table-cell {told}><text:p>?</text:p></table:table-cell>"

    assert _cells(
        _figure(1250, "1.250"),
        _figure("4.5", "4,5 ₫", kind="currency"),
        _figure("0.34", "34%", kind="percentage"),
        _figure("0.34", "34%"),
        of("date", "date-value", "2026-07-05"),
        of("date", "date-value", "2026-07-04T23:59:43.000000000"),
        of("date", "date-value", "2026-07-04T17:00:00.000Z"),
        of("boolean", "boolean-value", "true"),
        "<table:table-cell><text:p>không kiểu</text:p></table:table-cell>",
    ) == [
        1250,
        4.5,
        "34%",
        "34%",
        date(2026, 7, 5),
        datetime.fromisoformat("2026-07-04T23:59:43"),
        datetime.fromisoformat("2026-07-05T00:00:00"),
        True,
        "không kiểu",
    ]


@pytest.mark.parametrize(
    ("held", "text", "other"),
    [(1_250_000, "1.250", True), (2, "2.000", True), (1250, "1.250", False), (1250, "", False)],
)
def test_a_number_that_shows_another_is_seen(held, text, other):
    [cell] = _cells(_figure(held, text))

    assert cell == held
    assert isinstance(cell, Displayed) == other


def test_a_formula_without_a_result_is_no_blank_but_an_empty_text_is():
    formula = 'table:formula="of:=1+1"'

    assert _cells(
        f"<table:table-cell {formula}/>",
        f'<table:table-cell {formula} office:value-type="float"/>',
        f'<table:table-cell {formula} office:value-type="string"><text:p/></table:table-cell>',
        _figure(2, "2", about=formula),
        _figure(0, about=formula),
        _figure(0, "0", about=formula),
    ) == ["=?", "=?", None, 2, "=?", 0]


_NOTE = (
    '<style:style style:name="T1"><style:text-properties style:text-position="{}"/></style:style>'
)


@pytest.mark.parametrize(
    ("position", "text"),
    [("super 58%", "1250¹"), ("33% 58%", "1250¹"), ("0% 100%", "12501"), ("sub 58%", "1250₁")],
)
def test_a_figure_set_high_is_a_note(position, text):
    word = _word('1250<text:span text:style-name="T1">1</text:span>')

    assert _cells(word, looks=_NOTE.format(position)) == [text]


_STRUCK = (
    '<style:style style:name="X"><style:text-properties '
    'style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="Y" style:parent-style-name="X"/>'
    '<style:style style:name="Z" style:parent-style-name="X"><style:text-properties '
    'style:text-line-through-style="none"/></style:style>'
)


def test_what_is_struck_through_is_seen():
    rows = (
        '<table:table-column table:number-columns-repeated="3"/>'
        '<table:table-column table:default-cell-style-name="X"/>'
        + _row(_word("a", 'table:style-name="X"'), _figure(1, "1", about='table:style-name="Z"'))
        + _row(_figure(1), _word('<text:span text:style-name="Y">9</text:span>8'))
        + _row(_figure(1), _figure(2), _figure(3), _figure(4))
    )

    assert _page(rows, looks=_STRUCK).struck == {
        0: frozenset({0}),
        1: frozenset({1}),
        2: frozenset({3}),
    }


def test_rows_columns_and_sheets_that_nobody_sees_are_hidden():
    looks = (
        '<style:style style:name="c0"><style:table-column-properties style:column-width="0cm"/>'
        '</style:style><style:style style:name="r0"><style:table-row-properties '
        'style:row-height="0.0mm"/></style:style><style:style style:name="c1">'
        '<style:table-column-properties style:column-width="2.258cm"/></style:style>'
        '<style:style style:name="t0"><style:table-properties table:display="false"/></style:style>'
    )
    rows = (
        '<table:table-column table:style-name="c1"/><table:table-column table:style-name="c0"/>'
        '<table:table-column table:visibility="collapse"/>'
        + _row(_figure(1), _figure(2), _figure(3))
        + _row(_figure(1), about='table:style-name="r0"')
        + _row(_figure(1), about='table:visibility="filter"')
    )

    page = _page(rows, looks=looks)

    assert (page.hidden_columns, page.hidden_rows, page.hidden) == ({1, 2}, {1, 2}, False)
    assert _page(_row(_figure(1)), looks=looks, about='table:style-name="t0"').hidden


def test_repeated_and_merged_cells_stand_where_they_are_seen():
    span = 'table:number-columns-spanned="2" table:number-rows-spanned="2"'
    twice = 'table:number-columns-repeated="2"'
    rows = (
        _row(_word("a", span), "<table:covered-table-cell/>", _figure(5, about=twice))
        + _row('<table:covered-table-cell table:number-columns-repeated="2"/>', _figure(6))
        + _row(_figure(7), about='table:number-rows-repeated="2"')
        + _row(f"<table:table-cell {twice}/>", about='table:number-rows-repeated="1048000"')
    )

    page = _page(rows)

    assert [list(row) for row in page.rows] == [
        ["a", None, 5, 5],
        [None, None, 6],
        [7],
        [7],
    ]
    assert page.merges == ((0, 0, 1, 1),)


def test_spaces_far_below_are_nothing():
    rows = _row(_figure(1)) + _row(about='table:number-rows-repeated="300000"') + _row(_word(" "))

    assert [list(row) for row in _page(rows).rows] == [[1]]


def test_a_file_says_from_when_its_days_are_counted():
    null = '<table:null-date table:date-value="1904-01-01"/>'
    settings = f"<table:calculation-settings>{null}</table:calculation-settings>"

    assert _page(_row(_figure(44746)), before=settings).since_1904
    assert not _page(_row(_figure(44746))).since_1904


def test_what_hangs_at_a_sheet_is_no_part_of_it():
    inside = _row(_word("hình"))
    shapes = (
        f"<table:shapes><draw:frame><table:table>{inside}</table:table></draw:frame></table:shapes>"
    )

    assert [list(row) for row in _page(shapes + _row(_word("TT"))).rows] == [["TT"]]


def test_a_letter_with_a_table_is_no_spreadsheet():
    letter = _content(_row(_word("TT"))).replace("office:spreadsheet", "office:text")

    with pytest.raises(UnreadableFile) as refused:
        read(_file(letter))

    assert refused.value.code == "not_a_table"
