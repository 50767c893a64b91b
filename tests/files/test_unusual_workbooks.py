"""Workbooks that no office program writes so, but that say something all the same."""

from __future__ import annotations

import io
import zipfile

from lib.domain.sheets import Sheet
from lib.files.reading import read
from tests.support.sheets import SUMMARY_HEAD, summary_row, xlsx

_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _members() -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(xlsx(SUMMARY_HEAD, summary_row("Xã Lóng Sập")))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def _read(members: dict[str, str]) -> Sheet:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    [sheet] = read(buffer.getvalue())
    return sheet


def _with_rows(rows: str, *, before: str = "") -> Sheet:
    whole = f"<worksheet {_MAIN}>{before}<sheetData>{rows}</sheetData></worksheet>"
    return _read(_members() | {_SHEET: whole})


def test_a_row_without_height_is_a_hidden_row():
    sheet = _with_rows(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="2" ht="0" customHeight="1"><c r="A2"><v>2</v></c></row>'
        '<row r="3" ht="15"><c r="A3"><v>3</v></c></row>'
    )

    assert sheet.hidden_rows == {1}


def test_a_column_without_width_is_a_hidden_column():
    sheet = _with_rows(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>',
        before='<cols><col min="1" max="1" width="9"/><col min="2" max="2" width="0"/></cols>',
    )

    assert sheet.hidden_columns == {1}


def test_a_sheet_in_another_folder_is_seen_like_any_other():
    members = _members()
    members["du-lieu/trang.xml"] = members.pop(_SHEET).replace(
        "</sheetData>",
        '<row r="3" hidden="1"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>',
    )
    links = "xl/_rels/workbook.xml.rels"
    for way in ("/xl/worksheets/sheet1.xml", "worksheets/sheet1.xml"):
        members[links] = members[links].replace(f'"{way}"', '"/du-lieu/trang.xml"')
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        "/xl/worksheets/sheet1.xml", "/du-lieu/trang.xml"
    )

    sheet = _read(members)

    assert list(sheet.rows[1])[1] == "Xã Lóng Sập"
    assert next(iter(sheet.rows[2])) == "#DIV/0!"
    assert sheet.hidden_rows == {2}


def test_cells_without_addresses_follow_one_another():
    sheet = _with_rows(
        "<row><c><v>1</v></c><c><v>2</v></c></row>"
        '<row><c><v>3</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )

    assert [list(row) for row in sheet.rows] == [[1, 2], [3, "#DIV/0!"]]
