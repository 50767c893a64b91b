"""Workbooks as people in an office make them by hand: letterhead, merged header, notes, signature.

Nothing here is derived from the templates: the headings are those of the letter of July 2025.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Picture

Row = Sequence[object]

HEADER: Row = (
    "TT",
    "Đơn vị",
    "Số thôn, bản",
    "Số thôn, bản có Đại sứ số",
    "Số Đại sứ số",
    "Số hộ gia đình",
    "Số hộ có ít nhất 01 thành viên được hướng dẫn",
    "Ghi chú",
)
LONG_SAP: Row = (1, "Xã Lóng Sập", 14, 9, 52, 1250, 430, "")
MUONG_LA: Row = (2, "Xã Mường La", 20, 20, 61, 2100, 900, "")
TO_HIEU: Row = (3, "Phường Tô Hiệu", 12, 12, 40, 3050, 1200, "Đã rà soát")
THREE = (LONG_SAP, MUONG_LA, TO_HIEU)
SUM: Row = ("", "Tổng cộng", 46, 41, 153, 6400, 2530, "")
FIRST = 9
"""Excel's number of the row under the header."""


def letterhead(page: Worksheet, *, month: str = "Tháng 8 năm 2026", wide: int = 8) -> None:
    """Seven rows: the two sides of a letter, the title, the month, the unit of measure."""
    page["A1"], page["E1"] = "UBND TỈNH SƠN LA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    page["A2"], page["E2"] = "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "Độc lập - Tự do - Hạnh phúc"
    page["A4"] = "BIỂU TỔNG HỢP KẾT QUẢ PHONG TRÀO “BÌNH DÂN HỌC VỤ SỐ”"
    page["A5"] = f"({month}; kèm theo Báo cáo số       /BC-UBND ngày     tháng     năm 2026)"
    page["H6"] = "Đơn vị tính: người, hộ"
    for row in (4, 5):
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=wide)


def signed(page: Worksheet, *, picture: bool = False) -> None:
    """The place and day, two signatures, and perhaps the picture of one."""
    last = page.max_row + 2
    page.cell(last, 6, "Sơn La, ngày 16 tháng 8 năm 2026")
    page.cell(last + 1, 2, "NGƯỜI LẬP BIỂU")
    page.cell(last + 1, 6, "KT. CHỦ TỊCH")
    page.cell(last + 2, 6, "PHÓ CHỦ TỊCH")
    page.cell(last + 6, 2, "Lò Văn Mẫu")
    page.cell(last + 6, 6, "Cầm Thị Ví Dụ")
    if picture:
        drawn = io.BytesIO()
        Picture.new("RGB", (60, 30), "navy").save(drawn, "PNG")
        page.add_image(Image(drawn), f"F{last + 3}")


def office(
    *rows: Row,
    header: Sequence[Row] = (HEADER,),
    change: Callable[[Worksheet], None] = lambda page: None,
    month: str = "Tháng 8 năm 2026",
) -> bytes:
    """A workbook with letterhead, header in row 8, these rows, and a signature."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Biểu 01"
    letterhead(page, month=month)
    for number, line in enumerate((*header, *rows), start=FIRST - 1):
        for place, cell in enumerate(line, start=1):
            if cell not in ("", None):
                page.cell(number, place, cell)
    signed(page)
    change(page)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
