"""Pre-filled workbooks: handed out, filled in, taken back without a question."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from lib.domain.intake.prefilled_form import FORMS, KEY_ROLES
from lib.domain.periods import Period, written
from lib.domain.problems import Code, Severity
from lib.domain.templates import TEMPLATES
from lib.domain.templates.kinds import Kind
from lib.services.installation import Installation
from lib.services.intake.prefilled_forms import all_prefilled, guide, offered, prefilled
from lib.store.engine import writing
from lib.store.history.uploads import set_mark
from lib.text import words
from tests.support.installations import REGISTER, VILLAGES, codes, put, see
from tests.support.people import staff
from tests.support.sheets import register, saved, village_month

LONG_SAP = "04045"
HEAD = 4
"""Row of the header in our forms."""


def made(installation: Installation, code: str, period: Period | None = None) -> Workbook:
    chosen = period or offered(installation, code)[0]
    return load_workbook(
        io.BytesIO(prefilled(installation, code, LONG_SAP, period=chosen, who=staff()).content)
    )


def typed(book: Workbook, code: str, *, rows: int = 1) -> bytes:
    """The form with the template's own examples typed into its open cells."""
    page = book.worksheets[0]
    columns = {c.header: c for c in TEMPLATES[code].offered}
    for cell in page[HEAD]:
        column = columns.get(cell.value)
        for row in range(HEAD + 1, HEAD + 1 + rows):
            place = page.cell(row, cell.column)
            if column and place.value is None and column.example:
                assert not place.protection.locked
                place.value = column.example
                if column.kind is Kind.COUNT:
                    place.value = int(column.example)
    return saved(book)


def two_villages(installation: Installation) -> None:
    put(
        installation,
        register(("Xã Lóng Sập", "Bản Pha Đón", 118), ("Xã Lóng Sập", "Bản A Má", 160)),
    )


@pytest.mark.parametrize("code", FORMS)
def test_a_form_filled_in_comes_back_with_nothing_to_ask(installation: Installation, code: str):
    rows = 2 if code in (REGISTER, VILLAGES) else 1
    if rows == 2:  # elsewhere the examples are of a commune with another register
        two_villages(installation)

    ready = see(installation, typed(made(installation, code), code, rows=rows), name="a.xlsx")

    assert ready.template is TEMPLATES[code]
    assert [p for p in ready.problems if p.severity > Severity.NOTE] == []
    assert ready.publishable
    assert len(ready.rows) == rows
    assert ready.periods == [str(offered(installation, code)[0])] or code in ("05_dot_ra_quan",)


@pytest.mark.parametrize("code", FORMS)
def test_a_form_sent_back_untouched_has_no_figure_yet(installation: Installation, code: str):
    two_villages(installation)

    ready = see(installation, saved(made(installation, code)), name="a.xlsx")

    assert codes(ready) == [Code.NO_FIGURES]
    assert not ready.publishable
    assert ready.rows.empty


def test_rows_left_blank_are_told_and_never_become_zero(installation: Installation):
    two_villages(installation)

    ready = see(installation, typed(made(installation, VILLAGES), VILLAGES, rows=1), name="a.xlsx")

    assert ready.publishable
    assert len(ready.rows) == 1
    assert codes(ready) == [Code.BLANK_ROW, Code.PART_OF_VILLAGES]


def test_last_stocks_stand_beside_in_grey_and_are_never_read(installation: Installation):
    two_villages(installation)
    put(installation, village_month(("Xã Lóng Sập", "Bản Pha Đón", 3, 77), period="07/2026"))
    book = made(installation, VILLAGES, Period(2026, 8))
    grey = [c for c in book.worksheets[0][HEAD] if str(c.value).startswith("Tham khảo kỳ 07/2026")]

    shown = {str(c.value): book.worksheets[0].cell(HEAD + 1, c.column) for c in grey}
    ready = see(installation, saved(book), name="a.xlsx")

    guided = next(cell for head, cell in shown.items() if "Hộ có" in head)
    assert (guided.value, guided.protection.locked) == (77, True)
    assert codes(ready) == [Code.NO_FIGURES]


def test_figures_are_open_and_names_codes_and_headers_are_locked_without_a_password(
    installation: Installation,
):
    two_villages(installation)
    page = made(installation, VILLAGES).worksheets[0]
    roles = {c.header: c.role for c in TEMPLATES[VILLAGES].offered}

    locked = {c.value: page.cell(HEAD + 1, c.column).protection.locked for c in page[HEAD]}

    assert page.protection.sheet
    assert page.protection.password is None
    assert all(c.protection.locked for c in page[HEAD])
    assert all(locked[h] == (role in KEY_ROLES) for h, role in roles.items())


def test_lists_offer_the_allowed_values(installation: Installation):
    book = made(installation, REGISTER)

    rules = book.worksheets[0].data_validations.dataValidation
    lists = {r.formula1: r for r in rules if r.type == "list"}
    offered_values = [
        [c.value for row in book["Danh mục"][f.split("!")[1].replace("$", "")] for c in row]
        for f in lists
    ]

    assert ["thôn", "bản", "tiểu khu", "tổ dân phố"] in offered_values
    assert ["Có", "Không"] in offered_values
    assert book["Danh mục"].sheet_state == "veryHidden"


@pytest.mark.parametrize("template", [TEMPLATES[code] for code in FORMS], ids=lambda t: t.code)
def test_every_column_is_explained(installation: Installation, template):
    rows = guide(template, words("vi"))[1:]

    assert [r[0] for r in rows] == [c.header for c in template.offered]
    assert all(r[1] for r in rows)
    assert "Hướng dẫn" in made(installation, template.code).sheetnames


def test_the_zip_holds_one_form_for_each_commune(installation: Installation):
    packed = all_prefilled(installation, "00_tong_hop_xa", Period(2026, 8), who=staff())

    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        names = archive.namelist()
        first = archive.read(names[0])
    assert len(names) == len(set(names)) == 75
    assert all(n.isascii() and "/" not in n and n.endswith(".xlsx") for n in names)
    assert codes(see(installation, first, name=names[0])) == [Code.NO_FIGURES]


HOSTILE = ('=HYPERLINK("http://x","y")', "+cmd|' /C calc'!A0", "@SUM(1)", "<b>đậm</b>", "&[Path]")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_village_name_stays_plain_text(installation: Installation, name: str):
    put(installation, register(("Xã Lóng Sập", name, 10)))

    book = made(installation, VILLAGES)

    cells = [c for row in book.worksheets[0].iter_rows() for c in row]
    assert any(c.value == name for c in cells)
    with zipfile.ZipFile(io.BytesIO(saved(book))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml").replace(b"<f></f>", b"")
    assert all(c.data_type != "f" for c in cells if c.value != name)
    raw = prefilled(installation, VILLAGES, LONG_SAP, period=Period(2026, 8), who=staff()).content
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_commune_without_a_register_gets_the_names_of_its_last_report(installation: Installation):
    put(installation, village_month(("Xã Lóng Sập", "Bản Mới", 3, 7), period="07/2026"))

    page = made(installation, VILLAGES, Period(2026, 8)).worksheets[0]

    assert "Bản Mới" in [c.value for row in page.iter_rows(min_row=HEAD + 1) for c in row]


def test_a_demo_store_marks_its_forms(installation: Installation):
    with writing(installation.engine) as connection:
        set_mark(connection, "demo", "yes")

    book = made(installation, VILLAGES)

    for page in book.worksheets[:2]:
        assert any("DỮ LIỆU MINH HỌA" in str(c.value) for row in page["A1:A3"] for c in row)


def test_the_proposed_day_of_a_register_lies_in_the_chosen_year(installation: Installation):
    two_villages(installation)
    book = made(installation, REGISTER, Period(2025))
    page = book.worksheets[0]
    day = next(c for c in page[HEAD] if c.value == "Ngày chốt")

    assert page.cell(HEAD + 1, day.column).value.date() == date(2025, 12, 31)
    assert not page.cell(HEAD + 1, day.column).protection.locked
    assert written(Period(2025)) in str(page["A1"].value)
