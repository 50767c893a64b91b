"""Workbooks as offices send them, made for tests."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl

HEADERS = (
    "TT",
    "Xã/phường",
    "Số thôn, bản, tiểu khu, TDP",
    "Số thôn, bản có Đại sứ số",
    "Số Đại sứ số",
    "Số hộ gia đình",
    "Số hộ có ít nhất 01 thành viên được hướng dẫn",
    "Ghi chú",
)


def summary_workbook(
    *,
    period: str,
    names: Sequence[str] = ("Xã Lóng Sập", "Xã Chiềng Sơn"),
    households: object = 1250,
    guided: object = 430,
) -> bytes:
    """Template 00 with title rows, a numbering row, a total row and signatures below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "UBND TỈNH SƠN LA"
    sheet["A3"] = "BIỂU 01: TỔNG HỢP KẾT QUẢ"
    sheet.merge_cells("A3:H3")
    sheet["A4"] = f"Kỳ báo cáo: tháng {period}"
    sheet.append([])
    sheet.append(HEADERS)
    sheet.append([f"({i})" for i in range(1, len(HEADERS) + 1)])
    for place, name in enumerate(names, start=1):
        sheet.append([place, name, 14, 9, 52, households, guided, None])
    sheet.append([None, "Tổng cộng", 14 * len(names), 9 * len(names), 52 * len(names)])
    sheet.append([])
    sheet.append([None, None, None, None, None, "Sơn La, ngày 16 tháng 10 năm 2026"])
    sheet.append([None, "NGƯỜI LẬP BIỂU", None, None, None, "CHỦ TỊCH"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
