"""Files as offices send them, and files that are no tables at all."""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from lib.domain.errors import UnreadableFile
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.cells.worksheet import Table
from lib.domain.intake.layouts.recognise import recognise
from lib.files.reading.large_csv import LARGE
from lib.files.reading.reader import read
from lib.files.reading.tcvn3 import TABLE
from tests.support.sheets import SUMMARY_HEAD, csv_bytes, saved, summary_row, xlsx

SAMPLES = Path(__file__).with_name("samples")
ROWS = [SUMMARY_HEAD, summary_row("Xã Lóng Sập", note="Bản Pha Đón; còn 1,5 km")]
AS_TEXT = [[str(c) for c in row] for row in ROWS]
CODES = {
    "broken_file",
    "empty_file",
    "line_too_long",
    "macros",
    "not_a_table",
    "protected",
    "too_hard",
    "too_large_inside",
    "too_many_columns",
    "too_many_rows",
    "unsafe_inside",
}
"""All the reasons for which bytes are refused; each has its sentence under ``error``."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(content: bytes, **limits: int) -> str:
    """The code with which a file is refused."""
    with pytest.raises(UnreadableFile) as refused:
        read(content, **limits)
    return refused.value.code


def outcome(content: bytes) -> str:
    """The code of the refusal, or "read"."""
    try:
        sheets = read(content)
    except UnreadableFile as refused:
        return refused.code
    assert all(isinstance(s.rows, list | Table) for s in sheets)
    return "read"


def zipped(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def ods(body: str) -> bytes:
    """The smallest ODS file with one sheet called S."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} {calc}><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "META-INF/manifest.xml": "<m/>", "content.xml": content})


def ods_cells(*cells: str) -> str:
    texts = (
        f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
        for c in cells
    )
    return f"<table:table-row>{''.join(texts)}</table:table-row>"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_of_every_separator_and_encoding_gives_the_same_cells(separator: str, encoding: str):
    (sheet,) = read(csv_bytes(ROWS, separator=separator, encoding=encoding))

    assert [list(r) for r in sheet.rows] == AS_TEXT


def test_windows_1258_gives_the_same_cells():
    text = csv_bytes(ROWS, encoding="utf-8").decode()
    # Windows-1258 has letters with a hat, and the tones as marks that follow.
    parts = []
    for c in unicodedata.normalize("NFC", text):
        try:
            parts.append(c.encode("cp1258"))
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", c)
            tone = next(m for m in marks[1:] if m in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", marks.replace(tone, ""))
            parts.append(base.encode("cp1258") + tone.encode("cp1258"))

    (sheet,) = read(b"".join(parts))

    assert [list(r) for r in sheet.rows] == AS_TEXT


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
def test_every_line_ending_gives_the_same_rows(ending: str):
    content = csv_bytes(ROWS).replace(b"\r\n", ending.encode())

    (sheet,) = read(content)

    assert [list(r) for r in sheet.rows] == AS_TEXT


def test_quoted_separators_and_line_breaks_stay_inside_their_cell():
    (sheet,) = read(csv_bytes([("TT", "Tên;bản", "Ghi\nchú"), ("1", "a;b", 'nói "được"')]))

    assert [list(r) for r in sheet.rows] == [
        ["TT", "Tên;bản", "Ghi\nchú"],
        ["1", "a;b", 'nói "được"'],
    ]


def test_decimal_commas_and_commas_in_headers_do_not_pass_for_separators():
    head = ["Số thôn, bản, tiểu khu, TDP", "Hộ nghèo, cận nghèo", "Km"]
    rows = [head, *([f"{i},5", f"{i},25", f"{i},75"] for i in range(30))]

    (sheet,) = read(csv_bytes(rows))

    assert [list(r) for r in sheet.rows] == rows


def test_a_quotation_mark_never_closed_is_told_instead_of_swallowing_rows():
    names = ("Xã Lóng Sập", "Xã Mường La", "Xã Yên Châu")
    content = csv_bytes([SUMMARY_HEAD, *(summary_row(n) for n in names)])

    assert refusal(content.replace("Xã L".encode(), '"Xã L'.encode())) == "broken_file"


def test_rows_of_a_workbook_keep_their_place_and_their_types():
    day = date(2026, 8, 1)
    moment = datetime.fromisoformat("2026-08-01T09:00")

    (sheet,) = read(xlsx((None,), (None, "a", 1.25, 7, True, day, moment)))

    assert list(sheet.rows[0]) == [None] * 7
    assert list(sheet.rows[1]) == [None, "a", 1.25, 7, True, day, moment]


def test_a_form_with_title_merged_header_totals_and_signature_is_recognised():
    two_lines = (
        ("TT", "Xã/phường", "Số thôn, bản", None, "Số Đại sứ số", "Số hộ gia đình"),
        (None, None, "Tổng số", "Số thôn, bản có Đại sứ số", None, None),
    )
    content = xlsx(
        ("BIỂU TỔNG HỢP THÁNG 8/2026",),
        (None,),
        *two_lines,
        (1, "Xã Lóng Sập", 14, 9, 52, 1250),
        ("Tổng cộng", None, 14, 9, 52, 1250),
        (None, "NGƯỜI LẬP BIỂU", None, None, "CHỦ TỊCH"),
        merges=("A1:F1", "C3:D3"),
    )

    reading = recognise(read(content))

    assert isinstance(reading, Recognised)
    assert str(reading.titled_period) == "2026-08"
    assert reading.positions["villages_with_ambassador"] == 3


def test_hidden_sheets_are_known_as_hidden():
    book = Workbook()
    book.create_sheet("cũ").sheet_state = "hidden"
    book.create_sheet("rất cũ").sheet_state = "veryHidden"

    assert [s.hidden for s in read(saved(book))] == [False, True, True]


def test_an_xls_file_reads_like_any_other():
    (sheet,) = read((SAMPLES / "summary.xls").read_bytes())

    assert list(sheet.rows[2]) == list(SUMMARY_HEAD)
    assert list(sheet.rows[3])[1:7] == ["Xã Lóng Sập", 14, 9, 52, 1250, 430]


def test_an_ods_file_reads_like_any_other():
    (sheet,) = read(ods(ods_cells("TT", "Xã/phường") + ods_cells("1", "Xã Lóng Sập")))

    assert [list(r) for r in sheet.rows] == [["TT", "Xã/phường"], ["1", "Xã Lóng Sập"]]


def test_failed_and_uncalculated_formulas_are_not_read_as_blank():
    book = Workbook()
    page = book.active
    page.append(["TT", "Số hộ", "Tổng", ""])
    page.append([1, "#REF!", "=1+1", None])
    page.append([2, "#N/A", 5, "x"])

    (sheet,) = read(saved(book))

    assert list(sheet.rows[1])[:3] == [1, "#REF!", "=?"]
    assert list(sheet.rows[2])[:3] == [2, "#N/A", 5]


def test_a_formula_that_gives_an_empty_text_is_blank():
    content = xlsx(("TT", "Ghi chú"), (1, "GIỮ CHỖ"))
    members = {n: zipfile.ZipFile(io.BytesIO(content)).read(n) for n in _names(content)}
    part = "xl/worksheets/sheet1.xml"
    members[part] = members[part].replace(
        b'<c r="A2"', b'<c r="C2" t="str"><f>IF(A2=1,"","x")</f><v></v></c><c r="A2"'
    )

    (sheet,) = read(zipped(members))

    assert list(sheet.rows[1])[2] in (None, "")


def test_a_failed_formula_in_an_ods_file_is_not_read_as_blank():
    failed = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
        "</table:table-row>"
    )

    (sheet,) = read(ods(ods_cells("TT", "Số hộ") + failed))

    assert list(sheet.rows[3]) == [None, None, "#DIV/0!", "x"]


def _names(content: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


@pytest.mark.parametrize(
    "content", [b"", b"\r\n\r\n", b" \t ", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00" * 100]
)
def test_a_file_without_content_is_refused(content: bytes):
    assert refusal(content) == "empty_file"


NOT_TABLES = {
    "pdf": b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n",
    "pdf with binary": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)),
    "exe": b"MZ\x90\x00\x03\x00\x00\x00" + bytes(range(256)),
    "elf": b"\x7fELF\x02\x01\x01" + bytes(64),
    "html called xls": b"<html><table><tr><td>TT</td></tr></table></html>",
    "xml called xls": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
    "rtf": b"{\\rtf1\\ansi TT;Ten}",
    "gzip": zlib.compress(b"x", wbits=31),
    "rar": b"Rar!\x1a\x07\x01\x00",
    "noise": bytes((i * 37 + 11) % 256 for i in range(5000)),
    "text with nul": "TT;Xã\n1;Lóng\x00 Sập\n".encode() + b"\x00" * 3,
    "chinese utf-16": "漢字".encode("utf-16") * 50,
}


@pytest.mark.parametrize("name", NOT_TABLES)
def test_what_is_no_table_is_refused(name: str):
    assert refusal(NOT_TABLES[name]) in ("not_a_table", "broken_file")


@pytest.mark.parametrize("name", [n for n in NOT_TABLES if n not in ("noise", "text with nul")])
def test_a_known_other_kind_of_file_is_named_as_no_table(name: str):
    assert refusal(NOT_TABLES[name]) == "not_a_table"


def test_a_truncated_workbook_is_refused():
    content = xlsx(*ROWS)

    assert {
        refusal(content[:size]) for size in (30, 400, len(content) // 2, len(content) - 30)
    } == {"broken_file"}


def test_a_workbook_with_a_flipped_byte_is_read_or_refused_never_worse():
    content = bytearray(xlsx(*ROWS))

    seen = set()
    for place in range(0, len(content), 61):
        damaged = bytearray(content)
        damaged[place] ^= 0x55
        seen.add(outcome(bytes(damaged)))

    assert seen <= {"read", *CODES}


def test_a_zip_that_is_no_workbook_is_refused():
    assert refusal(zipped({"ảnh.txt": "x", "word/document.xml": "<a/>"})) == "not_a_table"
    assert refusal(b"PK\x05\x06" + bytes(18)) == "not_a_table"


def test_a_binary_workbook_is_refused():
    assert refusal(zipped({"xl/workbook.bin": b"\x00"})) == "not_a_table"


def test_a_workbook_with_macros_is_refused():
    content = xlsx(*ROWS)
    archive = zipfile.ZipFile(io.BytesIO(content))
    members = {n: archive.read(n) for n in archive.namelist()}

    assert refusal(zipped(members | {"xl/vbaProject.bin": b"\x00"})) == "macros"
    assert refusal(OLE + bytes(600) + "_VBA_PROJECT".encode("utf-16-le") + bytes(600)) == "macros"


def members_of(content: bytes) -> dict[str, str | bytes]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {n: archive.read(n) for n in archive.namelist()}


def test_old_macro_sheets_and_macros_of_other_programs_are_refused():
    excel4 = members_of(xlsx(*ROWS)) | {"xl/macrosheets/sheet1.xml": b"<a/>"}
    basic = members_of(ods(ods_cells("TT"))) | {"Basic/Standard/Module1.xml": b"<a/>"}

    assert refusal(zipped(excel4)) == "macros"
    assert refusal(zipped(basic)) == "macros"


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_a_workbook_that_asks_for_files_of_ours_is_refused(member: str):
    members = members_of(xlsx(*ROWS))
    asking = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

    assert refusal(zipped(members | {member: asking + bytes(members[member])})) == "unsafe_inside"


def test_an_ods_file_whose_text_grows_without_end_is_refused():
    members = members_of(ods(ods_cells("&b;")))
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

    bomb = members | {"content.xml": laughs + bytes(members["content.xml"])}

    assert refusal(zipped(bomb)) == "unsafe_inside"


def test_an_ods_file_under_a_password_is_refused():
    members = members_of(ods(ods_cells("TT")))
    manifest = b'<m><file-entry full-path="content.xml"><encryption-data/></file-entry></m>'

    assert refusal(zipped(members | {"META-INF/manifest.xml": manifest})) == "protected"
    assert refusal(zipped({"encrypted-package": b"x", "mimetype": b"y"})) == "protected"


def test_tcvn3_text_is_read_from_bytes_and_from_cells_in_a_font():
    written = "Xã/phường;Số hộ gia đình\r\nXã Lóng Sập;1250\r\n"
    codes = {letter: chr(code) for code, letter in TABLE.items()}
    latin = "".join(codes.get(letter, letter) for letter in written)

    (from_bytes,) = read(latin.encode("latin-1"))
    (from_cells,) = read(xlsx(*(line.split(";") for line in latin.splitlines())))

    assert list(from_bytes.rows[1]) == ["Xã Lóng Sập", "1250"]
    assert from_cells.rows[0][0] == "Xã/phường"


def test_unicode_names_of_plain_latin_letters_are_left_alone():
    (sheet,) = read(xlsx(SUMMARY_HEAD, summary_row("Xã Tà Xùa", note="613²")))

    assert sheet.rows[1][1] == "Xã Tà Xùa"


def test_a_large_file_gives_the_same_cells_as_a_small_one():
    lines = [f"{n};Bản Số {n};{n % 7};;Có" for n in range(60_000)]
    content = "\n".join(["TT;Tên;Số;Trống;Có", *lines]).encode()
    assert len(content) > LARGE

    (sheet,) = read(content)

    assert list(sheet.rows[0]) == ["TT", "Tên", "Số", "Trống", "Có"]
    assert list(sheet.rows[59_999]) == ["59998", "Bản Số 59998", "1", "", "Có"]
    assert len(sheet.rows) == 60_001


def test_a_large_workbook_gives_the_same_cells_as_a_small_one():
    day = date(2026, 8, 1)
    lines = [(None, n, f"Bản Số {n}", n % 7, day, True, 1.5, None) for n in range(9_000)]

    (sheet,) = read(xlsx((None,), (None, "TT", "Tên", "Số", "Ngày", "Có", "Km", "Trống"), *lines))

    assert isinstance(sheet.rows, Table)
    assert [list(row) for row in sheet.rows[2:]] == [list(line) for line in lines]
    assert list(sheet.rows[1])[1:3] == ["TT", "Tên"]


def test_a_large_file_of_uneven_lines_gives_the_same_cells_and_nothing_beyond_their_ends():
    lines = [f'{n};"Bản; Số {n}";{n % 7}' + ";x" * (n % 3) for n in range(20_000)]

    (sheet,) = read("\n".join(["TT;Tên;Số", *lines]).encode())

    assert isinstance(sheet.rows, Table)
    assert list(sheet.rows[0]) == ["TT", "Tên", "Số", None, None]
    assert list(sheet.rows[5]) == ["4", "Bản; Số 4", "4", "x", None]


def test_failed_formulas_in_an_xls_file_are_not_read_as_blank():
    hidden, sheet = read((SAMPLES / "failed_formulas.xls").read_bytes())

    assert [list(r) for r in hidden.rows] == [["x"], ["#N/A"]]
    assert list(sheet.rows[1])[1:8] == [
        "Xã Lóng Sập", 14, "#REF!", 52, 1250, "#DIV/0!", "08/2026",
    ]  # fmt: skip


def test_an_xls_file_of_cells_in_far_corners_does_not_fell_the_server():
    content = (SAMPLES / "summary.xls").read_bytes()
    number = content.index(b"\x7e\x02\x0a\x00")  # the record of a whole number
    far = content[: number + 4] + b"\xf0\xff\xf0\xff" + content[number + 8 :]

    assert refusal(far) == "too_large_inside"


def test_an_xls_file_under_a_password_is_refused():
    content = (SAMPLES / "summary.xls").read_bytes()
    second = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20

    assert refusal(content[:second] + b"\x2f\x00" + content[second + 2 :]) == "protected"


def test_an_xls_file_with_a_flipped_byte_is_read_or_refused_never_worse():
    content = (SAMPLES / "summary.xls").read_bytes()

    seen = set()
    for place in range(0, len(content), 83):
        damaged = bytearray(content)
        damaged[place] ^= 0x55
        seen.add(outcome(bytes(damaged)))

    assert seen <= {"read", *CODES}


def test_a_workbook_under_a_password_is_refused():
    encrypted = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)

    assert refusal(encrypted) == "protected"


def test_an_old_office_document_that_is_no_workbook_is_refused():
    assert refusal(OLE + bytes(1000)) in ("broken_file", "not_a_table")


def test_a_zip_bomb_is_refused_by_the_sizes_it_admits():
    assert refusal(zipped({"xl/workbook.xml": b"0" * 60_000_000})) == "too_large_inside"


def test_a_zip_bomb_that_lies_about_its_size_is_refused_without_unpacking_it():
    content = bytearray(zipped({"xl/workbook.xml": b"0" * 30_000_000}))
    small = (1000).to_bytes(4, "little")
    content[22:26] = small
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = small

    assert refusal(bytes(content)) == "broken_file"


def test_two_cells_in_far_corners_do_not_fell_the_server():
    book = Workbook()
    book.active["A1"] = "TT"
    book.active["XFD190000"] = 1

    assert refusal(saved(book)) == "too_large_inside"


def test_a_cell_far_below_its_row_does_not_fell_the_server():
    content = xlsx(("TT", "a"), (1, 2))
    archive = zipfile.ZipFile(io.BytesIO(content))
    members = {n: archive.read(n) for n in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"
    members[part] = members[part].replace(b'r="B2"', b"r = 'xfd1048576'")

    assert refusal(zipped(members)) == "too_large_inside"


def test_an_ods_sheet_repeated_without_end_does_not_fell_the_server():
    wide = '<table:table-cell table:number-columns-repeated="16000"/>'
    last = '<table:table-cell office:value-type="float" office:value="1"/>'
    body = (
        f'<table:table-row table:number-rows-repeated="150000">{wide}</table:table-row>'
        f"<table:table-row>{wide}{last}</table:table-row>"
    )

    assert refusal(ods(body)) in ("too_large_inside", "broken_file")


def test_more_rows_than_allowed_are_refused():
    million = b"TT;Ten;So\n" + b"1;a;2\n" * 1_000_000

    assert refusal(million) == "too_many_rows"
    assert refusal(xlsx(*([i, "a"] for i in range(60))), most_rows=50) == "too_many_rows"


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_are_read_or_refused(content: bytes):
    assert outcome(content) in {"read", *CODES}


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co"), max_codepoint=0x1EFF),
    max_size=12,
)


@given(st.lists(st.lists(texts, min_size=3, max_size=3), min_size=1, max_size=8))
def test_csv_text_comes_back_as_it_was_written_in_nfc(rows: list[list[str]]):
    head = ["TT", "Xã/phường", "Ghi chú"]

    (sheet,) = read(csv_bytes([head, *rows]))

    kept = "\u037e"  # composed it would be a semicolon, and part a cell in two
    expected = [
        [kept.join(unicodedata.normalize("NFC", part) for part in c.split(kept)) for c in row]
        for row in [head, *rows]
    ]
    assert [list(r) for r in sheet.rows] == expected


def test_a_greek_question_mark_parts_no_cell():
    (sheet,) = read(csv_bytes([["TT", "Xã", "Ghi chú"], ["1", "a\u0301\u037eb", "c"]]))

    assert list(sheet.rows[1]) == ["1", "á\u037eb", "c"]


def test_a_file_as_large_as_any_is_read_within_the_memory_of_a_child():
    note = "Đường xa, sóng yếu, phải hướng dẫn tại điểm trường; " * 2
    rows = [summary_row("Xã Lóng Sập", note=f"{note} {n}") for n in range(190_000)]

    [sheet] = read(csv_bytes([SUMMARY_HEAD, *rows], encoding="utf-8"))

    assert list(sheet.rows[190_000])[-1] == f"{note} 189999"


def test_a_text_without_a_line_end_keeps_its_last_line_and_any_other_sign_stays_in_its_cell():
    [sheet] = read("a;b\rc\u2028d;e\r\nf;g\n\nh;i".encode())

    assert [list(r) for r in sheet.rows] == [
        ["a", "b"],
        ["c\u2028d", "e"],
        ["f", "g"],
        [],
        ["h", "i"],
    ]


@pytest.mark.parametrize("before", [0, 3, 300])
def test_a_cell_that_never_ends_is_told_with_its_row_and_not_as_a_broken_file(before):
    content = b"a;b;c\n" * before + "ạ".encode() * 200_000 + b";1;2\n"

    with pytest.raises(UnreadableFile) as refused:
        read(content)

    assert refused.value.code == "line_too_long"
    assert refused.value.values == {"row": before + 1, "most": 131_072}


def test_a_long_line_of_short_cells_is_no_cell_that_is_too_long():
    wide = b",".join([b"x" * 100] * 1_500)

    assert read(b"\n".join([wide] * 2))[0].rows[1][1_499] == "x" * 100
