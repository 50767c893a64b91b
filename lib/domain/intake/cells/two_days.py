"""Two days in a cell that holds one: "15/6-30/6", "từ 15 đến 30/6/2026"."""

from __future__ import annotations

import re

from lib.domain.intake.cells.raw import Fault
from lib.domain.problems import Code
from lib.domain.templates import AtMost, Column, Template
from lib.domain.templates.kinds import Kind
from lib.text import fold

_LONGEST = 80
_MONTHS, _DAYS = range(1, 13), range(1, 32)
_WHOLE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(?:20)?\d\d)?")
_TO = ("-", "–", "—", "÷", "→", "~", "đến", "tới")


def two_days(raw: str, column: Column, template: Template) -> Fault | None:
    """Why a cell that is no day cannot be one; ``None`` where it does not name two.

    Which of them is meant is not guessed, not even where another column waits for the other one.
    """
    if len(raw) > _LONGEST or not _names_two(_plain(fold(raw))):
        return None
    pair = _pair(column, template)
    if pair is None:
        return Fault(Code.TWO_DAYS)
    first, last = pair
    return Fault(Code.SPAN_OF_DAYS, values={"first": first.header, "last": last.header})


def _plain(text: str) -> str:
    """ "Từ ngày 15 tháng 6 đến hết ngày 30 tháng 6" as "15/6đến30/6"."""
    for word, sign in (
        ("ngày", ""), ("từ", ""), ("hết", ""), ("tháng", "/"), ("năm", "/"),
    ):  # fmt: skip
        text = text.replace(word, sign)
    return "".join(text.split())


def _names_two(text: str) -> bool:
    for at in range(1, len(text)):
        sign = next((sign for sign in _TO if text.startswith(sign, at)), "")
        if not sign:
            continue
        first, last = text[:at], _WHOLE.fullmatch(text[at + len(sign) :])
        if last is None or int(last[3]) not in _MONTHS or int(last[1]) not in _DAYS:
            continue
        whole = _WHOLE.fullmatch(first)
        if whole and int(whole[1]) in _DAYS and int(whole[3]) in _MONTHS:
            return True
        # "15-30/6" is two days; "15-8-26" is one.
        if first.isdecimal() and len(first) <= 2 and sign != last[2]:
            return 1 <= int(first) < int(last[1])
    return False


def _pair(column: Column, template: Template) -> tuple[Column, Column] | None:
    """The columns of the first and the last day, where this is one of them."""
    days = {c.key: c for c in template.columns if c.kind is Kind.DATE}
    for rule in template.checks:
        if isinstance(rule, AtMost) and column.key in (rule.lower, rule.upper):
            first, last = days.get(rule.lower), days.get(rule.upper)
            if first and last:
                return first, last
    return None
