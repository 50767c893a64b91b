"""Workbooks that no office program writes so, but that say something all the same."""

from __future__ import annotations

import pytest

from lib.domain.errors import UnreadableFile
from lib.files.reading.reader import read
from tests.support.workbooks import MAIN, SHEET, members, read_one, with_rows, zipped

_LINKS = "xl/_rels/workbook.xml.rels"


def test_a_row_without_height_is_a_hidden_row():
    sheet = with_rows(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="2" ht="0" customHeight="1"><c r="A2"><v>2</v></c></row>'
        '<row r="3" ht="15"><c r="A3"><v>3</v></c></row>'
    )

    assert sheet.hidden_rows == {1}


def test_a_column_without_width_is_a_hidden_column():
    sheet = with_rows(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>',
        before='<cols><col min="1" max="1" width="9"/><col min="2" max="2" width="0"/></cols>',
    )

    assert sheet.hidden_columns == {1}


def test_columns_without_a_width_of_their_own_may_have_none_at_all():
    sheet = with_rows(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>',
        before='<sheetFormatPr defaultColWidth="0"/><cols><col min="2" max="2" width="9"/></cols>',
    )

    assert sheet.hidden_columns == {0, 2}


def test_a_sheet_in_another_folder_is_seen_like_any_other():
    parts = members()
    parts["du-lieu/trang.xml"] = parts.pop(SHEET).replace(
        "</sheetData>",
        '<row r="3" hidden="1"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>',
    )
    for way in ("/xl/worksheets/sheet1.xml", "worksheets/sheet1.xml"):
        parts[_LINKS] = parts[_LINKS].replace(f'"{way}"', '"/du-lieu/trang.xml"')
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "/xl/worksheets/sheet1.xml", "/du-lieu/trang.xml"
    )

    sheet = read_one(parts)

    assert list(sheet.rows[1])[1] == "Xã Lóng Sập"
    assert next(iter(sheet.rows[2])) == "#DIV/0!"
    assert sheet.hidden_rows == {2}


def test_cells_without_addresses_follow_one_another():
    sheet = with_rows(
        "<row><c><v>1</v></c><c><v>2</v></c></row>"
        '<row><c><v>3</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )

    assert [list(row) for row in sheet.rows] == [[1, 2], [3, "#DIV/0!"]]


def _rows_of(parts: dict[str, str]) -> list[list[object]]:
    return [list(row) for row in read_one(parts).rows]


def _moved(parts: dict[str, str], *, way: str, of: str = "worksheets/sheet1.xml") -> dict[str, str]:
    """The parts with another way to one of them."""
    before = parts[_LINKS]
    after = before.replace(f'"/xl/{of}"', f'"{way}"').replace(f'"{of}"', f'"{way}"')
    assert after != before
    return parts | {_LINKS: after}


@pytest.mark.parametrize(
    "way",
    [
        "../xl/worksheets/sheet1.xml",
        "./worksheets/sheet1.xml",
        "worksheets\\sheet1.xml",
        "/xl//worksheets/sheet1.xml",
        "/XL/Worksheets/Sheet1.xml",
    ],
)
def test_a_sheet_is_found_whatever_way_leads_to_it(way):
    parts = members()

    assert _rows_of(_moved(parts, way=way)) == _rows_of(parts)


def test_a_link_may_write_spaces_in_its_own_way():
    parts = members()
    spaced = _moved(parts, way="worksheets/Trang%201.xml")
    spaced["xl/worksheets/Trang 1.xml"] = spaced.pop(SHEET)

    assert _rows_of(spaced) == _rows_of(parts)


def test_names_with_backslashes_are_paths():
    parts = members()

    assert _rows_of({n.replace("/", "\\"): t for n, t in parts.items()}) == _rows_of(parts)


def test_the_package_says_which_part_is_the_workbook():
    parts = members()
    moved = dict(parts)
    moved["xl/so/book2.xml"] = moved.pop("xl/workbook.xml")
    moved["xl/so/_rels/book2.xml.rels"] = (
        moved.pop(_LINKS)
        .replace('Target="styles', 'Target="../styles')
        .replace('Target="theme', 'Target="../theme')
        .replace('Target="shared', 'Target="../shared')
    )
    for part in ("_rels/.rels", "[Content_Types].xml"):
        moved[part] = moved[part].replace("xl/workbook.xml", "xl/so/book2.xml")

    assert _rows_of(moved) == _rows_of(parts)


def test_looks_and_texts_in_other_places_are_found():
    row = '<row r="2"><c r="A2" s="0" t="s"><v>0</v></c><c r="B2" s="1"><v>0.34</v></c></row>'
    parts = members()
    styles = (
        f'<styleSheet {MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    )
    sheet = f"<worksheet {MAIN}><sheetData>{row}</sheetData></worksheet>"
    parts["kieu/kieu.xml"] = styles
    parts["chu/chu.xml"] = f"<sst {MAIN}><si><t>Xã Lóng Sập</t></si></sst>"
    parts = _moved(parts | {SHEET: sheet}, way="/kieu/kieu.xml", of="styles.xml")
    for name in [n for n in parts if n in ("xl/styles.xml", "xl/sharedStrings.xml")]:
        parts.pop(name)
    if "sharedStrings" in parts[_LINKS]:
        parts = _moved(parts, way="/chu/chu.xml", of="sharedStrings.xml")
    else:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
        link = f'<Relationship Id="rIdS" Type="{kind}" Target="/chu/chu.xml"/></Relationships>'
        parts[_LINKS] = parts[_LINKS].replace("</Relationships>", link)

    assert _rows_of(parts)[-1] == ["Xã Lóng Sập", "34%"]


def test_other_packages_are_no_workbooks():
    document = members()
    document["word/document.xml"] = document.pop("xl/workbook.xml")
    kind = "spreadsheetml.sheet.main"
    types = document["[Content_Types].xml"].replace(kind, "wordprocessingml.document.main")

    with pytest.raises(UnreadableFile) as refused:
        read(zipped(document | {"[Content_Types].xml": types}))

    assert refused.value.code == "not_a_table"


@pytest.mark.parametrize(
    "ghost",
    [
        '<row r="300000"><c r="C300000" t="inlineStr"><is><t> </t></is></c></row>',
        '<row r="300000"><c r="XFD300000" t="s"><v>1</v></c></row>',
        '<row r="1048576"><c r="A1048576" s="0"/></row>',
        '<row r="1048576" ht="15"/>',
    ],
)
def test_ghosts_far_below_are_nothing(ghost):
    strings = f'<sst {MAIN}><si><t>TT</t></si><si><t xml:space="preserve">  </t></si></sst>'
    plain = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>7</v></c></row>'

    page = with_rows(plain + ghost, strings=strings)

    assert [list(row) for row in page.rows if any(row)] == [["TT", 7]]


def test_a_word_far_below_is_no_ghost():
    far = '<row r="300000"><c r="C300000" t="inlineStr"><is><t>x</t></is></c></row>'

    with pytest.raises(UnreadableFile) as refused:
        with_rows(far)

    assert refused.value.code == "too_many_rows"


def test_every_line_of_spaces_below_the_last_row_is_a_ghost():
    cell = '<c r="A{0}" t="inlineStr"><is><t> </t></is></c>'
    rows = "".join(f'<row r="{n}">{cell.format(n)}</row>' for n in range(2, 400))

    page = with_rows('<row r="1"><c r="A1"><v>1</v></c></row>' + rows)

    assert [list(row) for row in page.rows if any(row)] == [[1]]
