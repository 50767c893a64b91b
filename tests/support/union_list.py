"""A list of summer teams as a union sends it: no codes, sizes in words, days without a year.

Teams are made up; the communes whose unions found half of them are real names.
"""

from __future__ import annotations

import io
import random

from openpyxl import Workbook

from lib.files.reference import gazetteer

YEAR = 2027
_HEADS = ("TT", "Tên đội hình", "Đơn vị", "Quân số", "Thời gian", "Biết tiếng", "Ghi chú")
_SIZES = ("15 người", "12", "12 người (4 nữ)", "08 người", "10-12 người", "20 đ/c")
_DAYS = ("15/6-15/7", "01/7-31/7", "15/6-30/6", "1/7 - 15/7/2027", "16/7-31/7", "Tháng 7")
_SCHOOLS = ("Đoàn Trường Đại học (minh họa)", "Trường Cao đẳng (minh họa)", "VNPT (minh họa)")


def union_list(count: int, *, seed: int = 1) -> bytes:
    """A workbook of so many teams, half of them of commune unions."""
    rng = random.Random(f"union list {seed}")
    places = sorted(c.name for c in gazetteer().communes.values() if c.full_name.startswith("Xã"))
    own = rng.sample(places, count // 2)
    book = Workbook()
    sheet = book.active
    sheet.append(["TỈNH ĐOÀN (MINH HỌA)"])
    sheet.append([f"DANH SÁCH CÁC ĐỘI HÌNH TÌNH NGUYỆN HÈ {YEAR}"])
    sheet.append([])
    sheet.append(_HEADS)
    for number in range(1, count + 1):
        home = own[number - 1] if number <= len(own) else ""
        name = f"Đội TNTN xã {home}" if home else f"Đội SV số {number} (minh họa)"
        founder = f"Đoàn xã {home}" if home else rng.choice(_SCHOOLS)
        language = rng.choice(("Thái", "Mông", "Thái, Mông", None))
        sheet.append([number, name, founder, rng.choice(_SIZES), rng.choice(_DAYS), language, None])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
