"""Ugly files written down by hand, each with the verdict a careful colleague would give."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
import xlsxwriter
import xlwt
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from lib.domain.problems import Code, Severity, Verdict
from lib.services.installation import Installation
from tests.support.installations import open_test_installation, see
from tests.support.office import (
    FIRST,
    HEADER,
    LONG_SAP,
    MUONG_LA,
    SUM,
    THREE,
    TO_HIEU,
    letterhead,
    office,
    saved,
    signed,
)

NBSP = "\u00a0"
SOUND = {
    FIRST: ("04045", 14, 9, 52, 1250, 430),
    FIRST + 1: ("03808", 20, 20, 61, 2100, 900),
    FIRST + 2: ("03646", 12, 12, 40, 3050, 1200),
}
KEYS = ("commune_code", "villages", "villages_with_ambassador", "ambassadors", "households",
        "households_guided")  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A file, its verdict, what is told beyond notes, and the figures by Excel's row."""

    what: str
    content: Callable[[], bytes]
    verdict: Verdict = Verdict.ACCEPT
    told: tuple[Code, ...] = ()
    figures: Mapping[int, Sequence[object]] = field(default_factory=lambda: SOUND)
    notes: tuple[Code, ...] = ()


def put(row: Sequence[object], **cells: object) -> list[object]:
    """The row with other cells, by Excel's letter."""
    changed = list(row)
    for letter, cell in cells.items():
        changed[ord(letter) - ord("A")] = cell
    return changed


def two_sheets(*, hidden: bool = False, text: bool = False) -> bytes:
    """Figures, and a second sheet with last year's or with words."""
    book = Workbook()
    page = book.active
    assert page is not None
    letterhead(page)
    page.append([])
    other = book.create_sheet("Phụ lục" if text else "Năm 2025")
    page.append(list(HEADER))
    for row in THREE:
        page.append(list(row))
    lines = (
        [["Phụ lục: các mô hình hay"], ["1. Chợ số", "Xã Lóng Sập"], ["2. Tổ đội số"]]
        if text
        else [list(HEADER), *map(list, THREE)]
    )
    for line in lines:
        other.append(line)
    other.sheet_state = "hidden" if hidden else "visible"
    return saved(book)


def three_lines() -> bytes:
    """A header over three rows, merged as Word tables are."""
    top = ("TT", "Đơn vị", "Thôn, bản", "", "Số Đại sứ số", "Hộ gia đình", "", "Ghi chú")
    middle = ("", "", "Số thôn, bản", "Trong đó", "", "Số hộ gia đình", "Trong đó", "")
    last = ("", "", "", "Số thôn, bản có Đại sứ số", "", "",
            "Số hộ có ít nhất 01 thành viên được hướng dẫn", "")  # fmt: skip

    def merge(page: Worksheet) -> None:
        for area in ("A8:A10", "B8:B10", "C8:D8", "C9:C10", "E8:E10", "F8:G8", "F9:F10", "H8:H10"):
            page.merge_cells(area)

    return office(*THREE, header=(top, middle, last), change=merge)


def calculated(*, cached: bool) -> bytes:
    """Sums by formula, with the values Excel keeps or without."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet("Biểu")
    page.write("B1", "Tháng 8 năm 2026")
    for place, title in enumerate(HEADER):
        page.write(FIRST - 2, place, title)
    for number, row in enumerate(THREE, start=FIRST - 1):
        for place, cell in enumerate(row):
            page.write(number, place, cell)
        value = row[5] if cached else ""
        page.write_formula(number, 5, f"=C{number}*0+{row[5]}", None, value)
    page.write(FIRST + 2, 1, "Tổng cộng")
    page.write_formula(FIRST + 2, 5, "=SUM(F9:F11)", None, 6400 if cached else "")
    book.close()
    return buffer.getvalue()


def as_percent(value: float) -> bytes:
    """A share shown as per cent where households are to be counted."""

    def show(page: Worksheet) -> None:
        page.cell(FIRST, 7, value).number_format = "0%"

    return office(*THREE, change=show)


def hide_row(page: Worksheet) -> None:
    """A filter was left on."""
    page.row_dimensions[FIRST + 1].hidden = True


def hide_column(page: Worksheet) -> None:
    """The ambassadors folded away."""
    page.column_dimensions["E"].hidden = True


VNI = {
    "Đơn vị": "Ñôn vò",
    "Số thôn, bản": "Soá thoân, baûn",
    "Số thôn, bản có Đại sứ số": "Soá thoân, baûn coù Ñaïi söù soá",
    "Số Đại sứ số": "Soá Ñaïi söù soá",
    "Số hộ gia đình": "Soá hoä gia ñình",
    "Số hộ có ít nhất 01 thành viên được hướng dẫn":
        "Soá hoä coù ít nhaát 01 thaønh vieân ñöôïc höôùng daãn",
    "Ghi chú": "Ghi chuù",
    "Xã Lóng Sập": "Xaõ Loùng Saäp",
    "Xã Mường La": "Xaõ Möôøng La",
    "Phường Tô Hiệu": "Phöôøng Toâ Hieäu",
    "Đã rà soát": "Ñaõ raø soaùt",
}  # fmt: skip


def in_vni(cell: object) -> object:
    """The text as a VNI-Times typist leaves it."""
    return VNI.get(cell, cell) if isinstance(cell, str) else cell


def vni_workbook() -> bytes:
    """All words in VNI."""
    book = Workbook()
    page = book.active
    assert page is not None
    page["B1"] = "Thaùng 8 naêm 2026"
    for number, row in enumerate((HEADER, *THREE), start=FIRST - 1):
        for place, cell in enumerate(row, start=1):
            page.cell(number, place, in_vni(cell))
    return saved(book)


def vni_csv() -> bytes:
    """The same as bytes of one letter each."""
    lines = [["", "Thaùng 8 naêm 2026"], *([] for _ in range(FIRST - 3))]
    lines += [[in_vni(c) for c in row] for row in (HEADER, *THREE)]
    text = "\r\n".join(";".join(map(str, line)) for line in lines)
    return text.encode("cp1252")


def plans(*, mac: bool = False, issued: Sequence[object]) -> bytes:
    """The monthly report of communes with days as text, as days and as bare numbers."""
    book = Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    page = book.active
    assert page is not None
    page.append(["Kỳ báo cáo", "Tên xã/phường", "Số ký hiệu kế hoạch", "Ngày ban hành kế hoạch",
                 "Nhân sự hỗ trợ tại bộ phận Một cửa"])  # fmt: skip
    for name, day in zip(("Xã Lóng Sập", "Xã Mường La", "Phường Tô Hiệu"), issued, strict=True):
        page.append(["tháng 8/2026", name, "12/KH-UBND", day, 2])
    return saved(book)


FORMER = (
    (1, "Xã Chiềng Sơ (huyện Sông Mã)", 10, 5, 20, 700, 100, ""),
    (2, "Xã Chiềng En (huyện Sông Mã)", 10, 5, 20, 700, 100, ""),
)

CASES = (
    Case("letterhead and signature", lambda: office(*THREE)),
    Case("a header over three rows", three_lines, figures={r + 2: v for r, v in SOUND.items()}),
    Case("a total below", lambda: office(*THREE, SUM)),
    Case("a total above", lambda: office(put(SUM, B="Toàn tỉnh"), *THREE),
         figures={r + 1: v for r, v in SOUND.items()}),
    Case("a total told in the TT column", lambda: office(*THREE, put(SUM, A="Tổng cộng", B=""))),
    Case("a total that is wrong", lambda: office(*THREE, put(SUM, E=160)),
         Verdict.WARN, (Code.TOTAL_DIFFERS,)),
    Case("subtotals of clusters", lambda: office(
        LONG_SAP, MUONG_LA, ("", "Cộng cụm 1", 34, 29, 113, 3350, 1330, ""),
        TO_HIEU, ("", "Cộng cụm 2", 12, 12, 40, 3050, 1200, ""), SUM),
        figures={**{r: SOUND[r] for r in (FIRST, FIRST + 1)}, FIRST + 3: SOUND[FIRST + 2]}),
    Case("clusters as headings", lambda: office(
        ("I", "Cụm Mộc Châu"), LONG_SAP, ("II", "Cụm Mường La"), MUONG_LA, TO_HIEU),
        figures={FIRST + 1: SOUND[FIRST], FIRST + 3: SOUND[FIRST + 1],
                 FIRST + 4: SOUND[FIRST + 2]}, notes=(Code.BLANK_ROW,)),
    Case("former districts as headings", lambda: office(
        ("I", "Huyện Mộc Châu"), LONG_SAP, ("II", "Huyện Mường La"), MUONG_LA, TO_HIEU),
        figures={FIRST + 1: SOUND[FIRST], FIRST + 3: SOUND[FIRST + 1],
                 FIRST + 4: SOUND[FIRST + 2]}),
    Case("numbers as text with spaces", lambda: office(
        put(LONG_SAP, C="14 ", D=" 9", E=f"52{NBSP}", F=f"1{NBSP}250", G="430\t"),
        MUONG_LA, TO_HIEU)),
    Case("a dot for thousands beside plain numbers", lambda: office(
        put(LONG_SAP, F="1.250"), put(MUONG_LA, F=2100.0), put(TO_HIEU, F="3.050", G="1.200,0"))),
    Case("commas for thousands", lambda: office(
        put(LONG_SAP, F="1,250"), MUONG_LA, TO_HIEU), Verdict.ASK, (Code.AMBIGUOUS_NUMBER,),
        {**SOUND, FIRST: ("04045", 14, 9, 52, None, 430)}),
    Case("footnote marks", lambda: office(
        put(LONG_SAP, C="14*", D="9(1)", E="52¹", F="1250 (*)"), MUONG_LA, TO_HIEU,
        ("", "(*) Số liệu của Công an xã"), ("", "¹ Gồm cả giáo viên"))),
    Case("leading zeros", lambda: office(put(LONG_SAP, D="09"), MUONG_LA, TO_HIEU)),
    Case("a note below", lambda: office(
        *THREE, ("Ghi chú: số liệu đến ngày 16/8/2026, chưa gồm 02 bản mới tách",))),
    Case("a dash is no figure", lambda: office(put(LONG_SAP, C="-", D="x"), MUONG_LA, TO_HIEU),
         Verdict.WARN, (Code.MISSING_VALUE, Code.MISSING_VALUE),
         {**SOUND, FIRST: ("04045", None, None, 52, 1250, 430)}),
    Case("a nought is nought", lambda: office(put(LONG_SAP, E=0, G="0"), MUONG_LA, TO_HIEU),
         figures={**SOUND, FIRST: ("04045", 14, 9, 0, 1250, 0)}),
    Case("its unit behind the number", lambda: office(put(LONG_SAP, E="52 đ/c"), MUONG_LA, TO_HIEU),
         notes=(Code.READ_AS,), figures={**SOUND, FIRST: ("04045", 14, 9, 52, 1250, 430)}),
    Case("another unit behind the number",
         lambda: office(put(LONG_SAP, E="52 hộ"), MUONG_LA, TO_HIEU),
         Verdict.REJECT, (Code.OTHER_UNIT,), {**SOUND, FIRST: ("04045", 14, 9, None, 1250, 430)}),
    Case("an accountant's minus", lambda: office(put(LONG_SAP, E="(5)"), MUONG_LA, TO_HIEU),
         Verdict.REJECT, (Code.NOT_A_COUNT,), {**SOUND, FIRST: ("04045", 14, 9, None, 1250, 430)}),
    Case("per cent written where households are counted", lambda: office(
        put(LONG_SAP, G="34,4%"), MUONG_LA, TO_HIEU), Verdict.REJECT, (Code.PERCENT,),
        {**SOUND, FIRST: ("04045", 14, 9, 52, 1250, None)}),
    Case("per cent as a share", lambda: as_percent(0.344), Verdict.REJECT, (Code.PERCENT,),
         {**SOUND, FIRST: ("04045", 14, 9, 52, 1250, None)}),
    Case("a hundred per cent is not one household", lambda: as_percent(1.0), Verdict.REJECT,
         (Code.PERCENT,), {**SOUND, FIRST: ("04045", 14, 9, 52, 1250, None)}),
    Case("formulas with their values", lambda: calculated(cached=True)),
    Case("ghost rows", lambda: office(
        LONG_SAP, (), ("", " ", NBSP), MUONG_LA, (), TO_HIEU, (), ("", " ")),
        figures={FIRST: SOUND[FIRST], FIRST + 3: SOUND[FIRST + 1], FIRST + 5: SOUND[FIRST + 2]}),
    Case("the header again on the next page", lambda: office(
        LONG_SAP, MUONG_LA, HEADER, TO_HIEU),
        figures={FIRST: SOUND[FIRST], FIRST + 1: SOUND[FIRST + 1], FIRST + 3: SOUND[FIRST + 2]}),
    Case("numbered columns", lambda: office(
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"), *THREE),
        figures={r + 1: v for r, v in SOUND.items()}),
    Case("letters and numbers under the header", lambda: office(
        ("A", "B", "1", "2", "3", "4", "5", "C"), *THREE),
        figures={r + 1: v for r, v in SOUND.items()}),
    Case("names in many hands", lambda: office(
        put(LONG_SAP, B="LÓNG SẬP"), put(MUONG_LA, B="1. UBND xã  Mường La"),
        put(TO_HIEU, B="P. Tô Hiệu"))),
    Case("the province behind the name", lambda: office(
        put(LONG_SAP, B="Xã Lóng Sập, tỉnh Sơn La"), MUONG_LA, TO_HIEU)),
    Case("names of two districts", lambda: office(
        put(LONG_SAP, B="Xã Chiềng Chung"), MUONG_LA, TO_HIEU), Verdict.ASK,
        (Code.AMBIGUOUS_COMMUNE,), {**SOUND, FIRST: ("", 14, 9, 52, 1250, 430)}),
    Case("a name without its accents", lambda: office(
        put(LONG_SAP, B="Xa Long Sap"), MUONG_LA, TO_HIEU)),
    Case("a name with a twin without its accents", lambda: office(
        put(LONG_SAP, B="Xa Chieng An"), MUONG_LA, TO_HIEU), Verdict.ASK,
        (Code.UNKNOWN_COMMUNE,), {**SOUND, FIRST: ("", 14, 9, 52, 1250, 430)}),
    Case("the same commune twice", lambda: office(*THREE, put(LONG_SAP, A=4)), Verdict.REJECT,
         (Code.DUPLICATE_ROW,), {**SOUND, FIRST + 3: SOUND[FIRST]}),
    Case("a column nobody asked for", lambda: office(
        *(put([*r, "0912345678"]) for r in THREE), header=([*HEADER, "Số điện thoại"],)),
        Verdict.WARN, (Code.PERSONAL_COLUMN,)),
    Case("last year's figures beside", two_sheets, Verdict.ASK, (Code.OTHER_SHEETS,)),
    Case("last year's figures hidden", lambda: two_sheets(hidden=True),
         notes=(Code.SHEETS_LEFT_OUT,)),
    Case("an appendix of words", lambda: two_sheets(text=True), notes=(Code.SHEETS_LEFT_OUT,)),
    Case("a row left hidden by a filter", lambda: office(*THREE, change=hide_row), Verdict.WARN,
         (Code.HIDDEN_ROWS,)),
    Case("a hidden column", lambda: office(*THREE, change=hide_column), Verdict.WARN,
         (Code.HIDDEN_COLUMN,)),
    Case("a picture for a signature", lambda: office(
        *THREE, change=lambda page: signed(page, picture=True))),
    Case("VNI letters in a workbook", vni_workbook),
    Case("VNI letters in a CSV", vni_csv),
    Case("no month anywhere", lambda: office(*THREE, month="Kỳ này"), Verdict.ASK,
         (Code.NO_PERIOD,)),
)  # fmt: skip


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation that nobody has reported to."""
    opened = open_test_installation(tmp_path_factory.mktemp("installation"))
    yield opened
    opened.engine.dispose()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_a_file_made_by_hand_gets_the_verdict_of_a_careful_colleague(
    installation: Installation, case: Case
):
    found = see(installation, case.content(), name="bieu.xlsx")

    told = sorted(p.code for p in found.problems if p.severity > Severity.NOTE)
    notes = {p.code for p in found.problems if p.severity is Severity.NOTE}
    rows = found.rows.astype(object).where(found.rows.notna(), None)
    figures = {int(n): tuple(row) for n, row in rows[list(KEYS)].T.items()}
    assert (found.verdict, told) == (case.verdict, sorted(case.told))
    assert figures == {n: tuple(v) for n, v in case.figures.items()}
    assert notes >= set(case.notes)


def test_the_sheet_that_was_not_chosen_is_still_named(installation: Installation):
    found = see(installation, two_sheets(), {"sheet": "Sheet"})

    assert found.verdict is Verdict.ACCEPT
    assert [p.given for p in found.problems] == ["Năm 2025"]


def test_what_an_old_workbook_hides_or_shows_as_per_cent_is_seen_too(installation: Installation):
    book = xlwt.Workbook()
    page = book.add_sheet("Biểu")
    page.write(0, 1, "Tháng 8 năm 2026")
    for number, row in enumerate((HEADER, *THREE), start=FIRST - 2):
        for place, cell in enumerate(row):
            page.write(number, place, cell)
    page.write(FIRST, 8, "")
    page.row(FIRST + 1).hidden = True
    page.col(4).hidden = True
    page.write(FIRST + 2, 1, "Xã Mường Bám")
    for place in (2, 3, 5):
        page.write(FIRST + 2, place, 10)
    page.write(FIRST + 2, 6, 1.0, xlwt.easyxf(num_format_str="0.0%"))
    buffer = io.BytesIO()
    book.save(buffer)

    found = see(installation, buffer.getvalue(), name="bieu.xls")

    told = {(p.code, p.row, p.column) for p in found.problems if p.severity > Severity.NOTE}
    assert told == {
        (Code.HIDDEN_ROWS, FIRST + 2, ""),
        (Code.HIDDEN_COLUMN, FIRST - 1, "E"),
        (Code.PERCENT, FIRST + 3, "G"),
    }


def test_what_an_open_document_hides_or_shows_as_per_cent_is_seen_too(installation: Installation):
    shown, hidden = "<table:table-column {}/>", 'table:visibility="collapse"'
    columns = "".join(shown.format(hidden if n == 4 else "") for n in range(8))
    texts = [["", "Tháng 8 năm 2026"], HEADER, *THREE, put(LONG_SAP, B="Xã Mường Bám")]
    lines = [
        f"<table:table-row {look}>{''.join(map(_ods, row))}</table:table-row>"
        for look, row in zip(["", "", "", hidden, "", ""], texts, strict=True)
    ]
    lines[-1] = lines[-1].replace(
        'office:value-type="float" office:value="430"',
        'office:value-type="percentage" office:value="1"',
    )
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<m/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Biểu">{columns}{"".join(lines)}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )

    found = see(installation, buffer.getvalue(), name="bieu.ods")

    told = {(p.code, p.row, p.column) for p in found.problems if p.severity > Severity.NOTE}
    assert told == {
        (Code.HIDDEN_ROWS, 4, ""),
        (Code.HIDDEN_COLUMN, 2, "E"),
        (Code.PERCENT, 6, "G"),
    }


def _ods(cell: object) -> str:
    kind = f'"float" office:value="{cell}"' if isinstance(cell, int) else '"string"'
    return f"<table:table-cell office:value-type={kind}><text:p>{cell}</text:p></table:table-cell>"


def test_a_formula_never_calculated_is_no_figure(installation: Installation):
    found = see(installation, calculated(cached=False))

    assert found.verdict is Verdict.REJECT


@pytest.mark.parametrize("mac", [False, True])
def test_days_as_text_as_days_and_as_moments_are_one_day(installation: Installation, mac: bool):
    issued = ("18/7/2025", date(2025, 7, 18), datetime(2025, 7, 18, 9, 30))  # noqa: DTZ001

    found = see(installation, plans(mac=mac, issued=issued))

    assert set(found.rows["plan_issued_on"]) == {"2025-07-18"}
    assert set(found.rows["period"]) == {"2026-08"}
