"""Lines between rows below which stands something else than this period's result.

"B. Chưa thực hiện", "Ước thực hiện tháng 12", "Số liệu theo xã cũ", "Lũy kế năm 2025": the rows
below are asked about once. "I. Các xã vùng cao" only groups them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.domain.intake.period_words.named import named_in
from lib.domain.periods import Period
from lib.domain.problems import Code, Option, Problem, Severity
from lib.text import fold

PART = "part:"
"""The question's key is this and the folded line."""
TAKE, LEAVE = "take_rows", "skip"
Lines = Sequence[tuple[int, str]]
"""Rows as Excel counts them, and their words."""
_PLANS = re.compile(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|mục tiêu|ước (?:thực hiện|th|tính|đạt|cả|kết quả|tháng|năm)"
    r"|dự kiến|dự toán|nhu cầu|định mức|phấn đấu|phương hướng|nhiệm vụ|còn lại|còn thiếu"
    r"|tồn đọng|(?:cần|phải) (?:thực hiện|hoàn thành|làm|hướng dẫn|hỗ trợ)|(?:xã|phường|thôn"
    r"|bản|đơn vị|huyện|địa giới|hành chính|số liệu) cũ|trước (?:khi |ngày )?(?:sáp nhập"
    r"|sắp xếp|hợp nhất|\d{1,4}))(?!\w)"
)
_PLANS_BARE = re.compile(
    r"(?<!\w)(?:ke hoach|chi tieu|muc tieu|uoc (?:thuc hien|th|tinh|dat|ca|ket qua|thang|nam)"
    r"|du kien|du toan|nhu cau|dinh muc|phan dau|phuong huong|nhiem vu|con lai|con thieu"
    r"|ton dong|(?:can|phai) (?:thuc hien|hoan thanh|lam|huong dan|ho tro)|(?:xa|phuong|thon"
    r"|ban|don vi|huyen|dia gioi|hanh chinh|so lieu) cu|truoc (?:khi |ngay )?(?:sap nhap"
    r"|sap xep|hop nhat|\d{1,4}))(?!\w)"
)
_OPEN = re.compile(r"(?<!\w)(?:chưa|không (?:đạt|thực hiện|hoàn thành|triển khai))(?!\w)")
_OPEN_BARE = re.compile(r"(?<!\w)(?:chua|khong (?:dat|thuc hien|hoan thanh|trien khai))(?!\w)")
_OTHERS = re.compile(
    r"(?<!\w)(?:(?:kỳ|tháng|quý|năm)(?: liền| báo cáo)? (?:trước|sau|tới|ngoái)|cùng kỳ"
    r"|đầu (?:kỳ|năm)|so với)(?!\w)"
)
_OTHERS_BARE = re.compile(
    r"(?<!\w)(?:(?:ky|thang|quy|nam)(?: lien| bao cao)? (?:truoc|sau|toi|ngoai)|cung ky"
    r"|dau (?:ky|nam)|so voi)(?!\w)"
)
_OF_WORK = re.compile(
    r"(?:kết quả|tình hình|tiến độ)(?: tổ chức| triển khai)?(?: thực hiện)?(?: các)?"
    r" (?:kế hoạch|nhiệm vụ|chỉ tiêu|mục tiêu)"
)
_DONE = re.compile(r"(?:đã|kết quả|thực hiện|hoàn thành)(?!\w)")
_MARK = re.compile(r"\(?(?:(?P<roman>[ivx]{1,5})|(?P<letter>[a-h])|(?P<number>\d{1,2}))[).:/-]\s*")
_ONE_UNIT = re.compile(
    r"(?:xã|phường|thôn|bản|tiểu khu|tổ|tdp)\s(?!chưa|còn|không|cũ|có|đã|trước|nghèo)"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_PLACES = re.compile(
    r"(?:các |những )?(?:xã|phường|thôn|bản|tiểu khu|tổ|khu vực|cụm|vùng|huyện|nhóm)(?!\w)"
)


@dataclass(frozen=True)
class Part:
    """Rows below a line that may be no result of the period."""

    text: str
    row: int
    last: int
    """The last row of the sheet that still stands below it."""
    doubtful: bool
    """Whether its words say so; else it only names years."""
    years: frozenset[int] = frozenset()
    aside: bool = False
    """Whether its rows wait for the answer: the month it names is no month of results."""

    @property
    def key(self) -> str:
        """The key of the question about it."""
        return PART + fold(self.text)

    def below(self, rows: pd.Index | np.ndarray) -> np.ndarray:
        """Which of these rows, as Excel counts them, stand below it."""
        below: np.ndarray = np.asarray((rows > self.row) & (rows <= self.last))
        return below


def is_plan(text: str) -> bool:
    """Whether a line speaks of a plan, an estimate, what is left to do, or former units."""
    plain = _plain(text)
    bare = plain.isascii()
    undone = (_OPEN_BARE if bare else _OPEN).search(plain) and not _ONE_UNIT.match(plain)
    return bool((_PLANS_BARE if bare else _PLANS).search(plain) or undone)


def is_group(text: str) -> bool:
    """Whether a line only groups the rows below: "I. Các xã vùng cao", "Khu vực 2"."""
    plain = fold(text)
    mark = _MARK.match(plain)
    return bool(_PLACES.match(_MARK.sub("", plain, count=1)) or (mark and not mark["number"]))


def parts_of(lines: Lines, titles: Collection[int], end: int) -> list[Part]:
    """The parts that lines of words begin; ``titles`` are those that name a period."""
    parts = []
    for at, (row, text) in enumerate(lines):
        plan = is_plan(text)
        if not plan and (row in titles or not _tells_time(text)):
            continue
        following = (r for r, other in lines[at + 1 :] if r in titles or _ends(text, other))
        parts.append(
            Part(
                text,
                row,
                next(following, end + 1) - 1,
                plan or _is_another(text),
                named_in(text).years,
                plan and row in titles,
            )
        )
    return parts


def left_out(parts: Sequence[Part], rows: np.ndarray, answers: Mapping[str, str]) -> np.ndarray:
    """The rows, as Excel counts them, without those that are left out or wait for an answer."""
    gone = np.zeros(len(rows), dtype=bool)
    for part in parts:
        answer = answers.get(part.key, "")
        if answer == LEAVE or (part.aside and answer != TAKE):
            gone |= part.below(rows)
    return ~gone


def asked_parts(
    parts: Sequence[Part], periods: pd.Series, answers: Mapping[str, str]
) -> Iterator[Problem]:
    """A question for each part; told on where it was answered."""
    for part in parts:
        below = periods[part.below(periods.index)]
        mine = {Period.parse(str(p)).year for p in below.unique() if p}
        answer = answers.get(part.key, "")
        if answer == LEAVE or not (part.doubtful or not mine <= part.years):
            continue
        taken = answer == TAKE
        yield Problem(
            code=Code.UNDER_OTHER_LINE,
            severity=Severity.WARN if taken else Severity.ASK,
            row=part.row,
            given=part.text,
            values={"last": int(below.index.max()) if len(below) else part.last},
            question="" if taken else part.key,
            options=() if taken else (Option(LEAVE, ""), Option(TAKE, "")),
        )


def _plain(text: str) -> str:
    plain = _MARK.sub("", fold(text), count=1)
    if _ONE_UNIT.match(plain):
        plain = _BRACKETS.sub(" ", plain)
    return _OF_WORK.sub(" ", plain)


def _is_another(text: str) -> bool:
    plain = _plain(text)
    return (_OTHERS_BARE if plain.isascii() else _OTHERS).search(plain) is not None


def _tells_time(text: str) -> bool:
    return bool(_is_another(text) or named_in(_plain(text)).years)


def _ends(text: str, other: str) -> bool:
    """Whether another line ends the rows of this one: of the same mark, or of its own meaning."""
    if is_plan(other) or _tells_time(other):
        return True
    mine, its = (_MARK.match(fold(line)) for line in (text, other))
    same = bool(mine and its and mine.lastgroup == its.lastgroup)
    return same or bool(_DONE.match(_plain(other)))
