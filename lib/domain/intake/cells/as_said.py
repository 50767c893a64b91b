"""Figures as people write them in a cell: "15 (có 2 nữ)", "120/150", "~30", "mười hai", "10-12".

What can be read in one way only is read, and shown as read. What can be read in two is asked.
What does not tell its number ("hơn 30") is refused in words. Only cells that are no plain figure
are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lib.domain.intake.cells.cells import clean_decimal
from lib.domain.intake.cells.number_words import number_in_words
from lib.domain.intake.cells.raw import Fault
from lib.domain.intake.cells.with_unit import names_other_unit, without_unit, words_of
from lib.domain.problems import Code
from lib.domain.templates import Column
from lib.domain.templates.kinds import Kind
from lib.text import fold

FRACTION, FIRST, SECOND = "fraction:", "first_number", "second_number"
"""The question's key is this and the column: of the same two numbers each may need another."""
SPAN, LEAST, MOST = "span:", "least_number", "most_number"
APPROXIMATE, TAKE_NUMBER = "approximate", "take_number"
BESIDE, TAKE_BEFORE = "beside:", "take_before"
"""The question's key is this and the words in the brackets, each number of theirs a "#"."""

_LONGEST = 120
_FIGURE = re.compile(r"\d[\d.,]{0,15}")
_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_NUMBERS = re.compile(r"\d[\d.,]*+")
_NEARLY = (
    "~", "≈", "∼", "khoảng", "xấp xỉ", "chừng", "tầm", "ước khoảng", "ước chừng", "ước tính", "ước",
)  # fmt: skip
_BOUNDS = (
    ">=", "<=", ">", "<", "≥", "≤", "hơn", "trên", "dưới", "gần", "ngót", "ít nhất", "tối thiểu",
    "tối đa", "không quá", "không dưới",
)  # fmt: skip
_OPEN_ENDS = ("+", "trở lên", "trở xuống")
_TO = ("-", "–", "—", "÷", "→", "~", " đến ", " tới ")
_WITHIN = "trong đó"
_SAY_PART = frozenset((
    "có", "trong", "gồm", "nữ", "nam", "dtts", "dân", "đảng", "đoàn", "nghèo", "cao", "khuyết",
    "mông", "thái", "trẻ", "phụ",
))  # fmt: skip
_OF_PARTS = _SAY_PART | frozenset((
    "đó", "bao", "tộc", "thiểu", "số", "người", "hộ", "đ", "c", "đc", "đồng", "chí", "viên",
    "thanh", "niên", "tuổi", "tật", "cận", "học", "sinh", "cán", "bộ", "là", "cả", "kể", "/", ":",
    ".",
))  # fmt: skip
"""Words of a part of those counted. "Chưa", "dự kiến", "năm", "tăng" are none: they are asked."""


@dataclass(frozen=True)
class Read:
    """A figure that stands in a cell with more than itself."""

    figure: str
    """What is to be read in place of the cell."""
    way: str
    """How it was found; cells that were read in one way are told together."""


def as_said(raw: str, column: Column, answers: Mapping[str, str]) -> Read | Fault | None:
    """What a cell comes to that is no plain figure; ``None`` where nothing is understood."""
    if len(raw) > _LONGEST:
        return None
    figure = without_unit(raw, column.unit)
    if figure is not None:
        return Read(figure, "unit")
    text = " ".join(fold(raw).split())
    for look in (_in_brackets, _with_part, _inexact, _span, _fraction):
        if (found := look(text, column, answers)) is not None:
            return found
    if figure := _figure(text, column):
        return Read(figure, "words")
    return _other_unit(text, column)


def _other_unit(text: str, column: Column) -> Fault | None:
    """ "12.500.000 đồng" where millions are counted: nothing is reckoned over."""
    other = names_other_unit(text, column.unit)
    return Fault(Code.OTHER_UNIT, values={"unit": column.unit}) if other else None


def _figure(text: str, column: Column) -> str:
    """The figure that a text is, its own unit beside it or not; "" where it is more, or none."""
    text = text.strip(" .,;:")
    if _FIGURE.fullmatch(text):
        return text
    for word in words_of(column.unit):
        if text.endswith(word):
            before = text[: -len(word)].rstrip()
            if _FIGURE.fullmatch(before):
                return before
            if before != text[: -len(word)] and (number := _in_words(before, column)):
                return number
    return _in_words(text, column)


def _in_words(text: str, column: Column) -> str:
    number = number_in_words(text) if column.kind is Kind.COUNT else None
    return "" if number is None else str(number)


def _in_brackets(text: str, column: Column, answers: Mapping[str, str]) -> Read | Fault | None:
    """ "15 (có 2 nữ)" and "12 (mười hai)" are read; "15 (dự kiến 20)" is asked."""
    head, opened, rest = text.partition("(")
    if not opened or not rest.endswith(")") or "(" in rest or ")" in rest[:-1]:
        return None
    figure, inner = _figure(head, column), rest[:-1].strip()
    if not figure or not inner:
        return None
    again = _figure(inner, column)
    if again and clean_decimal(again, whole=True) == clean_decimal(figure, whole=True):
        return Read(figure, "words")
    if _tells_part(inner, figure):
        return Read(figure, "part")
    key = BESIDE + _NUMBERS.sub("#", inner)
    if answers.get(key, "") == TAKE_BEFORE:
        return Read(figure, key)
    return Fault(Code.FIGURE_BESIDE_WORDS, question=key, options=(TAKE_BEFORE,))


def _with_part(text: str, column: Column, _: Mapping[str, str]) -> Read | None:
    """ "15, trong đó 2 nữ"."""
    head, told, rest = text.partition(_WITHIN)
    figure = _figure(head.rstrip(" -–"), column) if told else ""
    return Read(figure, "part") if figure and _tells_part(told + rest, figure) else None


def _tells_part(inner: str, figure: str) -> bool:
    """Whether words name parts of those counted, none of them more than all."""
    whole = clean_decimal(figure, whole=True)
    if not isinstance(whole, int | float):
        return False
    for clause in inner.replace(";", ",").replace(" và ", ",").split(","):
        tokens = _TOKEN.findall(clause)
        numbers = [token for token in tokens if token.isdecimal()]
        words = {token for token in tokens if not token.isdecimal()}
        if len(numbers) != 1 or int(numbers[0]) > whole:
            return False
        if not words <= _OF_PARTS or not words & _SAY_PART:
            return False
    return True


def _inexact(text: str, column: Column, answers: Mapping[str, str]) -> Read | Fault | None:
    """ "Khoảng 30" is asked; "hơn 30" and "30+" tell no number."""
    rest, nearly = _after(text, _NEARLY)
    rest, bounded = _after(rest, _BOUNDS)
    for end in _OPEN_ENDS:
        if rest.endswith(end):
            rest, bounded = rest.removesuffix(end).rstrip(), True
    figure = _figure(rest, column) if nearly or bounded else ""
    if not figure:
        return _span(rest, column, answers) if nearly else None
    if bounded:
        return Fault(Code.ONLY_A_BOUND)
    if answers.get(APPROXIMATE, "") == TAKE_NUMBER:
        return Read(figure, APPROXIMATE)
    told = {"figure": figure}
    return Fault(Code.APPROXIMATE, question=APPROXIMATE, options=(TAKE_NUMBER,), values=told)


def _after(text: str, beginnings: tuple[str, ...]) -> tuple[str, bool]:
    """What follows one of the beginnings, and whether there was one."""
    for beginning in beginnings:
        rest = text.removeprefix(beginning)
        if rest != text and (rest[:1] in (" ", "") or not beginning[-1].isalpha()):
            return rest.strip(), True
    return text, False


def _span(text: str, column: Column, answers: Mapping[str, str]) -> Read | Fault | None:
    """ "10-12" and "từ 10 đến 12" tell no number; of what is only foreseen, either end may do."""
    text = text.removeprefix("từ ")
    for sign in _TO:
        head, found, tail = text.partition(sign)
        first, last = (_figure(head, column), _figure(tail, column)) if found else ("", "")
        if first and last:
            return _end((first, last), column, answers)
    return None


def _end(ends: tuple[str, str], column: Column, answers: Mapping[str, str]) -> Read | Fault:
    first, last = ends
    least, most = (clean_decimal(figure, whole=True) for figure in (first, last))
    rising = isinstance(least, int | float) and isinstance(most, int | float) and least < most
    if not column.foreseen or not rising:
        return Fault(Code.SPAN_OF_NUMBERS)
    key = SPAN + column.key
    if (answer := answers.get(key, "")) in (LEAST, MOST):
        return Read(first if answer == LEAST else last, key)
    return Fault(
        Code.TWO_NUMBERS,
        question=key,
        options=(LEAST, MOST),
        values={"first": first, "second": last},
    )


def _fraction(text: str, column: Column, answers: Mapping[str, str]) -> Read | Fault | None:
    """ "120/150" is 120 of 150, or all the 150: asked once for the column."""
    above, found, below = text.partition("/")
    if not found or column.kind is not Kind.COUNT:
        return None
    first, second = _figure(above, column), _figure(below, column)
    if not first or not second:
        return None
    key = FRACTION + column.key
    answer = answers.get(key, "")
    if answer in (FIRST, SECOND):
        return Read(first if answer == FIRST else second, key)
    return Fault(
        Code.TWO_NUMBERS,
        question=key,
        options=(FIRST, SECOND),
        values={"first": first, "second": second},
    )
