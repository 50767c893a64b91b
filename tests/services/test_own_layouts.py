"""Sheets that are no table: where faults are told, what goes back, what is kept and remembered."""

from __future__ import annotations

import io

import openpyxl
import pytest

from lib.domain.intake.layouts.recognise import ALL_SHEETS, WHICH_SHEET
from lib.domain.problems import Code, Verdict
from lib.services.history.uploads import withdraw
from lib.services.intake.marked_reply import returned
from lib.services.intake.preview import preview, receive
from lib.services.intake.preview_json import as_json
from lib.services.intake.publishing import publish
from lib.store.engine import asking
from lib.store.figures.figures import in_force
from lib.store.history.uploads import uploads
from lib.text import words
from tests.support.own_forms import SHAPES, Office, Page, as_workbook
from tests.support.people import staff
from tests.support.sheets import SUMMARY_HEAD

WHO = staff()
SUMMARY = {"villages": 14, "villages_with_ambassador": 9, "ambassadors": 52, "households": 1250,
           "households_guided": 430}  # fmt: skip
OFFICE = Office("Xã Lóng Sập", month=8, year=2026, summary=SUMMARY)


def seen(installation, content, answers=None, *, who=WHO):
    received = receive("phieu.xlsx", content, installation.settings)
    return preview(installation, received, answers or {}, who=who)


def answered(installation, content):
    """The preview once the first proposal is confirmed, with the answers."""
    (asked,) = seen(installation, content).problems
    answers = {asked.question: asked.options[0].value}
    return seen(installation, content, answers), answers


def form(**other: object) -> bytes:
    office = Office("Xã Lóng Sập", month=8, year=2026, summary=SUMMARY | other)  # type: ignore[arg-type]
    return as_workbook(SHAPES["label_and_figure"](office))


def test_the_question_says_how_the_file_is_laid_out(installation):
    ready = seen(installation, form())

    (asked,) = as_json(ready, words("vi"))["problems"]
    assert asked["code"] == Code.OTHER_LAYOUT
    assert "1 phiếu" in asked["say"]


def test_a_fault_is_told_at_the_cell_where_it_stands(installation):
    ready, _ = answered(installation, form(ambassadors="nhiều"))

    (fault,) = [p for p in ready.problems if p.code is Code.NOT_A_COUNT]
    assert (fault.row, fault.column, fault.sheet) == (6, "D", "")


def test_on_many_sheets_it_names_the_sheet(installation):
    pages = [
        Page(name, [[name], ["BÁO CÁO THÁNG 8 NĂM 2026"], ["Tổng số Đại sứ số", ambassadors],
                    ["Tổng số thôn, bản", 14], ["Số thôn, bản có Đại sứ số", 9],
                    ["Tổng số hộ gia đình", 1250], ["Số hộ được hướng dẫn", 430]])
        for name, ambassadors in (("Xã Lóng Sập", 52), ("Xã Mường Bú", "nhiều"))
    ]  # fmt: skip
    ready, _ = answered(installation, as_workbook(pages))

    (fault,) = [p for p in as_json(ready, words("vi"))["problems"] if p["code"] == "not_a_count"]
    assert (fault["sheet"], fault["row"], fault["column"]) == ("Xã Mường Bú", 3, "B")
    assert fault["say"].startswith("Trang “Xã Mường Bú”, ô B3")


def test_the_marked_workbook_marks_that_cell(installation):
    ready, _ = answered(installation, form(ambassadors="nhiều"))

    book = openpyxl.load_workbook(io.BytesIO(returned(installation, ready).content))

    assert book["Phiếu"]["D6"].comment is not None
    assert book["Phiếu"]["C6"].comment is None


def test_the_store_keeps_the_row_of_the_file(installation):
    ready, _ = answered(installation, form())
    publish(installation, ready, who=WHO)

    with asking(installation.engine) as connection:
        (row,) = in_force(connection, "00_tong_hop_xa").to_dict("records")
        (upload,) = uploads(connection)
    assert (row["row"], row["ambassadors"], upload.sheet) == (4, 52, "Phiếu")


def table(name: str, *, ambassadors: int = 52) -> Page:
    row = [1, name, 14, 9, ambassadors, 1250, 430, "08/2026", ""]
    return Page(name, [[f"UBND {name.upper()}"], list(SUMMARY_HEAD), row])


@pytest.fixture
def together(installation):
    """A workbook with a sheet for each of two communes, published as one."""
    content = as_workbook([table("Xã Lóng Sập"), table("Xã Mường Bú", ambassadors=60)])
    ready = seen(installation, content, {WHICH_SHEET: ALL_SHEETS})
    publish(installation, ready, who=WHO)
    return ready


def test_sheets_of_one_form_can_be_read_together(installation, together):
    assert together.verdict is Verdict.ACCEPT
    assert list(together.rows["ambassadors"]) == [52, 60]
    assert together.rows_in_file == [3, 3]


def test_each_commune_is_an_upload_that_can_be_undone_by_itself(installation, together):
    with asking(installation.engine) as connection:
        known = sorted(uploads(connection), key=lambda u: u.id)
    assert [(u.sheet, u.summary["communes"]) for u in known] == [
        ("Xã Lóng Sập", 1),
        ("Xã Mường Bú", 1),
    ]

    withdraw(installation, known[0].id, who=WHO, reason="nhầm xã")

    with asking(installation.engine) as connection:
        left = in_force(connection, together.template.code)
    assert list(left["commune_code"]) == ["03847"]


def test_next_month_that_is_not_asked_again(installation, together):
    later = [table("Xã Lóng Sập", ambassadors=53), table("Xã Mường Bú", ambassadors=61)]
    for page in later:
        page.rows[2][7] = "09/2026"

    ready = seen(installation, as_workbook(later))

    assert Code.OTHER_SHEETS not in [p.code for p in ready.problems]
    assert Code.ANSWER_APPLIED in [p.code for p in ready.problems]
    assert list(ready.rows["ambassadors"]) == [53, 61]


def test_without_the_answer_one_sheet_is_read_and_the_rest_is_asked_about(installation):
    ready = seen(installation, as_workbook([table("Xã Lóng Sập"), table("Xã Mường Bú")]))

    (asked,) = [p for p in ready.problems if p.code is Code.OTHER_SHEETS]
    assert [o.value for o in asked.options] == [ALL_SHEETS, "Xã Lóng Sập", "Xã Mường Bú"]


def test_months_side_by_side_are_published_as_months(installation):
    office = Office("Xã Lóng Sập", month=8, year=2026, summary=SUMMARY,
                    before=SUMMARY | {"ambassadors": 50})  # fmt: skip
    ready, _ = answered(installation, as_workbook(SHAPES["months_aside"](office)))

    assert list(zip(ready.rows["period"], ready.rows["ambassadors"], strict=True)) == [
        ("2026-07", 50),
        ("2026-08", 52),
    ]
