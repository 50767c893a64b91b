"""Headings over columns that speak of one person: no figures, and never read."""

from __future__ import annotations

from collections.abc import Sequence

from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.templates import heading

_HEADER_WITHIN = 40


def _all(*written: str) -> frozenset[str]:
    return frozenset(heading(text) for text in written)


NAMES = ("Họ và tên", "Họ tên", "Họ và tên Đại sứ số", "Họ tên Đại sứ số", "Tên Đại sứ số")
PHONES = ("Số điện thoại", "Điện thoại", "SĐT", "Số ĐT", "Số di động", "Điện thoại di động")
BIRTHS = ("Năm sinh", "Ngày sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Sinh năm")
_NUMBERS = ("CCCD", "CMND", "Số CCCD", "Số CMND", "Căn cước", "Số căn cước", "Căn cước công dân",
            "Số định danh", "Số định danh cá nhân")  # fmt: skip
_OTHERS = ("Chủ hộ", "Họ tên chủ hộ", "Họ và tên chủ hộ", "Địa chỉ nhà")

PERSONAL = _all(*NAMES, *PHONES, *BIRTHS, *_NUMBERS, *_OTHERS)
"""As ``heading`` writes them."""

_NAMED, _MORE = _all(*NAMES), _all(*PHONES, *BIRTHS, *_NUMBERS)


def lists_people(sheets: Sequence[Sheet]) -> bool:
    """Whether one row of headings asks for names and for something else about each person."""
    return any(
        _NAMED & labels and _MORE & labels
        for sheet in sheets
        for row in sheet.rows[:_HEADER_WITHIN]
        if (labels := {heading(cell) for cell in row if isinstance(cell, str)})
    )
