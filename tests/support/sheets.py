"""Sheets as offices send them, made in a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.templates import TEMPLATES

SUMMARY_HEAD = (
    "TT",
    "Xã/phường",
    "Số thôn, bản, tiểu khu, TDP",
    "Số thôn, bản có Đại sứ số",
    "Số Đại sứ số",
    "Số hộ gia đình",
    "Số hộ có ít nhất 01 thành viên được hướng dẫn",
    "Kỳ báo cáo",
    "Ghi chú",
)
REGISTER_HEAD = ("Mã xã", "Tên xã/phường", "Mã thôn/bản", "Tên thôn/bản", "Tổng số hộ", "Ngày chốt")
VILLAGE_HEAD = (
    "Kỳ báo cáo",
    "Mã xã",
    "Tên xã/phường",
    "Mã thôn/bản",
    "Tên thôn/bản",
    "Đại sứ số đang hoạt động",
    "Hộ có ≥1 người được hướng dẫn (lũy kế)",
    "Khó khăn, kiến nghị",
)
Row = Sequence[object]


def csv_bytes(rows: Iterable[Row], *, separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """A CSV file as Excel writes one."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode(encoding)


def summary_row(
    commune: str,
    *,
    villages: object = 14,
    covered: object = 9,
    ambassadors: object = 52,
    households: object = 1250,
    guided: object = 430,
    period: object = "08/2026",
    note: object = "",
) -> Row:
    """One commune of the summary sheet."""
    return ("1", commune, villages, covered, ambassadors, households, guided, period, note)


def summary(*rows: Row) -> bytes:
    """The summary sheet as CSV."""
    return csv_bytes([SUMMARY_HEAD, *rows])


def register(*villages: tuple[str, str, object], year: int = 2025) -> bytes:
    """A register as CSV, from (commune, village, households); codes left blank."""
    rows = [("", c, "", v, n, f"31/12/{year}") for c, v, n in villages]
    return csv_bytes([REGISTER_HEAD, *rows])


def village_month(*rows: tuple[str, str, object, object], period: str = "08/2026") -> bytes:
    """A monthly report as CSV, from (commune, village, ambassadors, households guided)."""
    return csv_bytes([VILLAGE_HEAD, *((period, "", c, "", v, a, g, "") for c, v, a, g in rows)])


def sheet(*rows: Row, **more: object) -> Sheet:
    """A sheet straight from its cells."""
    return Sheet(name="S", rows=[list(r) for r in rows], **more)  # type: ignore[arg-type]


def xlsx(*rows: Row, merges: Sequence[str] = (), name: str = "Sheet1") -> bytes:
    """A workbook of one sheet."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = name
    for row in rows:
        page.append(list(row))
    for merge in merges:
        page.merge_cells(merge)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """A workbook's bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sample(code: str) -> bytes:
    """The example row of a template under its exact headers."""
    columns = TEMPLATES[code].offered
    return csv_bytes([[c.header for c in columns], [c.example for c in columns]])
