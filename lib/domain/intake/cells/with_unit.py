"""A figure with the word of its unit beside it: "12 hộ", "02 đ/c", "17,2 km"."""

from __future__ import annotations

import re
from functools import cache

from lib.domain.templates import TEMPLATES
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
_OTHERS = frozenset((
    "đồng", "đ", "vnđ", "vnd", "nghìn đồng", "ngàn đồng", "tỷ đồng", "tỉ đồng", "m", "mét", "giờ",
    "tiếng", "ngày", "nhân khẩu", "khẩu",
))  # fmt: skip
"""Units that no column of ours has, and that people write beside figures."""
_SCALES = frozenset(("chục", "trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ"))


def without_unit(text: str, unit: str) -> str | None:
    """The figure alone where the word after it is ``unit``; ``None`` where it is anything else."""
    found = _FIGURE_AND_WORD.fullmatch(fold(text))
    if found is None or not unit:
        return None
    return found[1] if found[2].strip(" .,;") in words_of(unit) else None


def names_other_unit(text: str, unit: str) -> bool:
    """Whether a folded text is a figure in a unit that is known and is not ``unit``."""
    found = _FIGURE_AND_WORD.fullmatch(text)
    if found is None or not unit:
        return False
    word = found[2].strip(" .,;")
    known = word in _every_unit() or word.partition(" ")[0] in _SCALES
    return known and word not in words_of(unit)


@cache
def words_of(unit: str) -> frozenset[str]:
    """All that people write for a unit of ours; nothing where there is none."""
    if not unit:
        return frozenset()
    parts = (part.strip() for part in fold(unit).split(","))
    return frozenset({fold(unit), *parts, *_SAME.get(unit, ())})


@cache
def _every_unit() -> frozenset[str]:
    """All that people write for the units of all columns, and some beside."""
    units = {column.unit for template in TEMPLATES.values() for column in template.columns}
    return _OTHERS.union(*map(words_of, units))
