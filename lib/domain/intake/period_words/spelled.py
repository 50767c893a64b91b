"""Months that are written in words, and words that may stand beside a period and change nothing."""

from __future__ import annotations

import re

from lib.domain.intake.period_words.words import ROMAN

_MONTHS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7,
    "bẩy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_BARE = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
_YEAR_BEHIND = r"(?=\s?(?:năm\s|nam\s|[/.,-]\s?)20\d\d)"
_IN_WORDS = re.compile(
    r"(?<!\w)tháng (mười một|mười hai|giêng|một|hai|ba|tư|bốn|sáu|bảy|bẩy|tám|chín|mười|chạp)"
    r"(?!\w| lần| buổi| kỳ| đợt)"
)
_MAY = re.compile(rf"(?<!\w)tháng (năm){_YEAR_BEHIND}")
""" "Tháng   năm 2026" leaves its month open."""
_WITHOUT_ACCENTS = re.compile(
    r"(?<!\w)thang (muoi mot|muoi hai|gieng|mot|hai|ba|tu|bon|sau|bay|tam|chin|muoi|chap)"
    r"(?=\s?(?:nam\s|[/.,-]?\s?)20\d\d)"
)
_YEARS = re.compile(
    r"(?<![\d/.-])\d{1,2}\s?(?:/|-|\.|năm|nam)\s?20\d\d\s?[-–—÷~]\s?20\d\d(?!\s?[-/.]?\s?\d)"
)
_WORD = re.compile(r"[^\W\d_]+")
_KNOWN = frozenset({
    "kỳ", "ky", "báo", "bao", "cáo", "cao", "tháng", "thang", "thg", "t", "quý", "quí", "quy", "q",
    "năm", "nam", "số", "so", "liệu", "lieu", "kết", "ket", "quả", "qua", "đến", "den", "hết",
    "het", "tính", "tinh", "của", "cua", "trong", "và", "va", "tới", "toi", *ROMAN,
})  # fmt: skip
"""Joined periods are several, and asked about as such."""


def months_as_numbers(text: str) -> str:
    """A folded text with "tháng mười" as "tháng 10"."""
    if "tháng" in text:
        text = _IN_WORDS.sub(lambda m: f"tháng {_MONTHS[m[1]]}", text)
        text = _MAY.sub(lambda m: f"tháng {_MONTHS[m[1]]}", text)
    if "thang" in text:
        text = _WITHOUT_ACCENTS.sub(lambda m: f"thang {_BARE[m[1]]}", text)
    return text


def names_two_years(text: str) -> bool:
    """Whether one month is given two years: "11/2025-2026"."""
    return _YEARS.search(text) is not None


def is_period_alone(text: str) -> bool:
    """Whether nothing stands in a folded text but a period: "11/2026 (ước)" says more."""
    plain = months_as_numbers(text)
    return not names_two_years(plain) and {*_WORD.findall(plain)} <= _KNOWN
