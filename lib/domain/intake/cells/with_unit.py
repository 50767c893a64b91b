"""A figure with the word of its unit beside it: "12 hộ", "02 đ/c", "17,2 km"."""

from __future__ import annotations

import re

from lib.text import fold

_FIGURE_AND_WORD = re.compile(r"(\d[\d.,]{0,15})\s{0,3}([^\W\d_][^\d]{0,20})")
_SAME = {
    "người": ("đ/c", "đc", "đồng chí", "cán bộ", "cb", "thành viên", "tv", "em", "đại biểu"),
    "hộ": ("hộ gia đình", "hgđ", "gia đình", "gđ"),
    "thôn, bản": ("thôn bản", "tiểu khu", "tdp", "tổ dân phố", "thôn/bản"),
    "lượt": ("lượt người", "lượt ng"),
    "buổi": ("cuộc", "hội nghị"),
    "ngày công": ("công",),
    "triệu đồng": ("triệu", "trđ", "tr"),
    "phút": ("ph",),
}
"""Words that offices write for a unit and that mean nothing else in its column."""


def without_unit(text: str, unit: str) -> str | None:
    """The figure alone where the word after it is ``unit``; ``None`` where it is anything else."""
    found = _FIGURE_AND_WORD.fullmatch(fold(text))
    if found is None or not unit:
        return None
    word = found[2].strip(" .,;")
    known = {fold(unit), *(part.strip() for part in fold(unit).split(",")), *_SAME.get(unit, ())}
    return found[1] if word in known else None
