"""Months and quarters among the words of a text, read word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lib.domain.periods import Cadence, Period

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_MONTH = frozenset({"tháng", "thang", "thg", "t"})
_QUARTER = frozenset({"quý", "quí", "quy", "q"})
_YEAR_WORD = frozenset({"năm", "nam"})
_JOINS = frozenset({",", ";", "và", "va", "&", "+", "/"})
_TO = frozenset({"-", "–", "—", "→", "~", "÷", "đến", "den", "tới", "toi"})
_BEFORE_YEAR = frozenset({"/", "-", "–", ".", "năm", "nam"})
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_APART = frozenset({"/", "-", ".", "،", "、", "|", "\\", "·", "•"})
_MARKS = frozenset({".", ":"})
_NO_MONTH = frozenset(
    {"quý", "quí", "quy", "q", "tuần", "tuan", "đợt", "dot", "lần", "lan", "số", "so", "ngày"}
)
"""What stands before a number that is no month: "Quý 3/2026", "Số 8/2026/QĐ-UBND"."""
_NO_QUARTER = frozenset({"mục", "muc", "phần", "phan", "chương", "chuong", "điều", "dieu"})
_NUMBERED = frozenset({"biểu", "bieu", "mẫu", "mau", "bảng", "bang", "lục", "luc", *_NO_QUARTER})
"""What is numbered itself: the 1 of "Biểu 1, 8/2026" is no month of a list."""
_PLANS = frozenset(
    {"nhiệm", "nhiem", "hướng", "huong", "hoạch", "hoach", "dự", "trình", "so", "cùng", "cung"}
)
"""Of "nhiệm vụ", "phương hướng", "kế hoạch", "dự kiến", "chương trình", "so với", "cùng kỳ"."""
_NUMERALS = frozenset({"hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười"})
_NO_WEEK = frozenset({"lễ", "tra", "hoàn", "giáo", "châu"})
_DAYS = re.compile(
    r"(?:từ|ngày|\()\s*+(?:ngày\s*+)?(\d{1,2})(?:\s*+(?:/|tháng)\s*+(\d{1,2})(?:\s*+/\s*+20\d\d)?+)?+"
    r"\s*+(?:-|–|đến)\s*+(?:hết\s*+)?(?:ngày\s*+)?(\d{1,2})\s*+(?:/|tháng)\s*+(\d{1,2})(?!\d)"
)
_LEAST_DAYS, _MOST_DAYS = 25, 45


_MOST_LISTED, _MOST_MENTIONS = 12, 40
"""Nobody lists more; a text that does is no slower to read for it."""


@dataclass(frozen=True)
class Mention:
    """A period that is named; its year is 0 where none is given."""

    period: Period
    beside: bool = False
    """Planned for, or compared with."""


@dataclass(frozen=True)
class _Listed:
    numbers: list[int]
    year: int
    end: int


def mentions(text: str) -> list[Mention]:
    """The months and quarters of a folded text in their order, each with the nearest year."""
    words = _TOKEN.findall(text)
    found: list[Mention] = []
    at, since = 0, 0
    while at < len(words) and len(found) < _MOST_MENTIONS:
        quarterly, start = _start(words, at)
        listed = (
            _listed(words, start, quarterly=quarterly, bare=start == at) if start >= 0 else None
        )
        if listed is None:
            at += 1
            continue
        beside = not _PLANS.isdisjoint(words[since:at])
        year = listed.year or _year_before(words, at)
        for number in listed.numbers:
            period = Period(year, **{"quarter" if quarterly else "month": number})
            found.append(Mention(period, beside))
        at = since = listed.end
    return list(_with_years(found))


def _start(words: Sequence[str], at: int) -> tuple[bool, int]:
    """Whether quarters are listed from here, and where their first number stands; -1: nothing."""
    word = words[at]
    if word in _MONTH or word in _QUARTER:
        start = at + 1 + (_word(words, at + 1) in _MARKS)
        quarterly = word in _QUARTER
        return quarterly, start if _number(_word(words, start), quarterly=quarterly) else -1
    if word in ROMAN:
        return True, at if _may_begin(words, at, _NO_QUARTER | _NO_MONTH) else -1
    return False, at if _number(word, quarterly=False) and _may_begin(words, at, _NO_MONTH) else -1


def _may_begin(words: Sequence[str], at: int, never: frozenset[str]) -> bool:
    """Whether a number without "tháng" before it may begin a list of months with their year."""
    before = _word(words, at - 1)
    further = _word(words, at - 2)
    if before in _APART and (_may_be_day(further) or further in ROMAN):
        return False
    last = further if before in _MARKS else before
    term = last in {"kỳ", "ky"} and _word(words, at - 2) in {"học", "hoc"}
    return not (_may_be_day(before) or last in never or term)


def _may_be_day(word: str) -> bool:
    return word.isdecimal() and len(word) <= 2


def _listed(words: Sequence[str], start: int, *, quarterly: bool, bare: bool) -> _Listed | None:
    """The numbers from here and their year; without "tháng" before them only with a year."""
    numbers, named = [_number(words[start], quarterly=quarterly)], [True]
    at, year = start + 1, 0
    if bare and _word(words, start - 1) in _NUMBERED and not _year_at(words, at, bare=True)[0]:
        return None
    while True:
        year, end = _year_at(words, at, bare=bare)
        if end:
            break
        link, until = _link(words, at)
        again = _word(words, until) in (_QUARTER if quarterly else _MONTH)
        number = _number(_word(words, until + again), quarterly=quarterly) if link else 0
        if not number or (again and bare) or len(numbers) > _MOST_LISTED:
            end = at
            break
        between = range(numbers[-1] + 1, number) if link == "to" else ()
        numbers += [*between, number]
        named += [True] * len(between) + [again]
        at = until + again + 1
    if not year:
        if bare:
            return None
        # "Tháng 8, 10 xã": what counts something else is no month.
        while _word(words, end).isalpha() and not named[-1]:
            numbers.pop()
            named.pop()
    return _Listed(numbers, year, max(end, start + 1))


def _link(words: Sequence[str], at: int) -> tuple[str, int]:
    """How the next number is joined ("and", "to", "" where it is not), and where it may stand."""
    kind, until = "", at + (_word(words, at) == "(")
    while (word := _word(words, until)) in _JOINS or word in _TO or (kind and word == "hết"):
        kind = "to" if word in _TO else kind or "and"
        until += 1
    return kind, until


def _year_at(words: Sequence[str], at: int, *, bare: bool) -> tuple[int, int]:
    """The year that belongs to the number before, and where it ends; 0, 0 where none follows."""
    until = at = at + (_word(words, at) == ")")
    while until - at < 3 and (
        (word := _word(words, until)) in _BEFORE_YEAR or (word == "," and not bare)
    ):
        until += 1
    year, joined = _word(words, until), until > at
    if not bare and joined and _word(words, at) in {"/", "."} and re.fullmatch(r"2[4-9]", year):
        return 2000 + int(year), until + 1
    if not re.fullmatch(r"20\d\d", year):
        return 0, 0
    after = _word(words, until + 2)
    if _word(words, until + 1) == "/" and (after.isalnum()):
        return 0, 0
    return int(year), until + 1


def _year_before(words: Sequence[str], at: int) -> int:
    """Of "2026-Q3" and "năm 2026, quý III" the year; 0 where none stands there."""
    before = at - 1 - (_word(words, at - 1) in {"-", "/", ".", ","})
    return int(words[before]) if re.fullmatch(r"20\d\d", _word(words, before)) else 0


def _number(word: str, *, quarterly: bool) -> int:
    """The number of a month or a quarter; 0 where the word is none."""
    if quarterly and word in ROMAN:
        return ROMAN[word]
    most = 4 if quarterly else 12
    return int(word) if word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= most else 0


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if 0 <= at < len(words) else ""


def _with_years(found: Sequence[Mention]) -> Iterator[Mention]:
    """ "Kết quả tháng 12, nhiệm vụ tháng 1/2027": a month without a year is the one nearest by."""
    for mention, dated in zip(found, _next_dated(found), strict=True):
        if mention.period.year or dated is None:
            yield mention
            continue
        turn = 4 if mention.period.quarter else 12
        ahead = _place(mention.period) - _place(dated)
        year = dated.year - (ahead > turn // 2) + (ahead < -(turn // 2))
        yield replace(mention, period=replace(mention.period, year=year))


def _next_dated(found: Sequence[Mention]) -> list[Period | None]:
    """For each the next period of its kind that has a year; the first of all where none follows."""
    near: dict[Cadence, Period] = {}
    for mention in reversed(found):  # what none follows goes on from the start
        if mention.period.year:
            near[mention.period.cadence] = mention.period
    nearest: list[Period | None] = []
    for mention in reversed(found):
        if mention.period.year:
            near[mention.period.cadence] = mention.period
        nearest.append(near.get(mention.period.cadence))
    return nearest[::-1]


def _place(period: Period) -> int:
    return period.month or period.quarter


def names_more(text: str) -> bool:
    """Whether a folded text is of several months together: "6 tháng đầu năm", "nửa đầu năm"."""
    words = _TOKEN.findall(text)
    for at, word in enumerate(words):
        before, after = _word(words, at - 1), _word(words, at + 1)
        many = (before.isdecimal() and 1 < int(before[:3]) <= 12) or before in _NUMERALS
        if word in {"tháng", "thang"} and many and not after.isdecimal():
            return True
        if word == "nửa" and _word(words, at + 2) == "năm":
            return True
    return any(_days(m) > _MOST_DAYS for m in _DAYS.finditer(text))


def names_part(text: str) -> bool:
    """Whether a folded text is of a part of a month: a week, "nửa đầu tháng", "2 đến 8/11"."""
    words = _TOKEN.findall(text)
    for at, word in enumerate(words):
        after, next_one = _word(words, at + 1), _word(words, at + 2)
        if word == "tuần" and after not in _NO_WEEK:
            return True
        if word == "tuan" and after.isdecimal():
            return True
        if word == "nửa" and (next_one == "tháng" or _may_be_day(next_one)):
            return True
        if word == "đợt" and after.isdecimal() and _month_follows(words, at + 2):
            return True
        if word == "ngày" and _word(words, at - 1).isdecimal() and after in {"đầu", "cuối"}:
            return True
    return any(_days(m) < _LEAST_DAYS for m in _DAYS.finditer(text))


def _month_follows(words: Sequence[str], at: int) -> bool:
    """Of "đợt 1 tháng 11" and "đợt 1 của tháng 11" the month."""
    start = at + (_word(words, at) in {"của", ",", "-", "–", "("})
    return _word(words, start) == "tháng" and _may_be_day(_word(words, start + 1))


def _days(span: re.Match[str]) -> int:
    last_month = int(span[4])
    months = (last_month - int(span[2] or last_month)) % 12
    return 30 * months + int(span[3]) - int(span[1]) + 1
