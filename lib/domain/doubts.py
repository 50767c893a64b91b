"""What cells leave open: "1.250" may be 1250 or 1,25, and 7/8 a day of July or of August.

The column's kind and the rest of the file settle what they can; the rest is asked once a file:

- A count in the Vietnamese way, "1.250", is 1250: half a person cannot be counted.
- "1,250" in a count, and "1.250" in a decimal, are asked, unless other figures of the file show
  which sign it uses for decimals ("14,5" or "14.5", "1.250.000" or "1,250,000").
- Days are day/month/year. Where one cell can only be month/day ("8/25/2026") and none can only be
  day/month, all days of the file are in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeGuard

from lib.domain.cells import (
    CLEANERS,
    DAY_MONTH_YEAR,
    LONGEST_NAME,
    Fault,
    Kind,
    Raw,
    Value,
    clean_date,
)
from lib.domain.patience import each
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.templates import Column
from lib.text import fold

DAYS, DAY_FIRST, MONTH_FIRST = "dates", "dmy", "mdy"
THOUSANDS, DECIMAL = "thousands", "decimal"
NUMBER = "number:"
"""The question's key is this and the sign: ``number:,``."""

_LARGE = 10**6
_NEVER_IN_DOUBT = {Kind.TEXT, Kind.ORDINAL, Kind.CHOICE, Kind.YES_NO}
_COMMA_IS_DECIMAL = re.compile(
    r"[+-]?(?:\d+,\d{1,2}|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,})"
)
_DOT_IS_DECIMAL = re.compile(r"[+-]?(?:\d+\.\d{1,2}|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,})")


@dataclass
class _Asked:
    """A doubt: where it first came up, and how often."""

    column: Column
    row: int
    given: str
    count: int = 0


@dataclass
class Doubts:
    """Reads the cells of one file, knowing what the file shows and what a person answered."""

    answers: Mapping[str, str] = field(default_factory=dict)
    decimal: str = ""
    """The decimal sign that the file's figures show; "" where they show none, or both."""
    month_first: bool = False
    _asked: dict[str, _Asked] = field(default_factory=dict)

    def look_at(self, figures: Iterable[Raw], days: Iterable[Raw]) -> None:
        """Learns from all cells of the columns of figures and of days."""
        texts = [c.strip() for c in figures if _is_short(c)]
        comma = any(_COMMA_IS_DECIMAL.fullmatch(t) for t in each(texts))
        dot = any(_DOT_IS_DECIMAL.fullmatch(t) for t in each(texts))
        self.decimal = "" if comma == dot else "," if comma else "."
        parts = [m for c in each(days) if _is_short(c) and (m := DAY_MONTH_YEAR.fullmatch(fold(c)))]
        day_first = any(int(m[1]) > 12 for m in parts)
        self.month_first = any(int(m[2]) > 12 for m in parts) and not day_first

    def read(self, column: Column, raw: Raw) -> Value | Fault:
        """The cell's value, or why there is none; an open doubt is ``None`` and is asked."""
        if type(raw) is int and column.kind is Kind.COUNT and 0 <= raw < _LARGE:
            return raw
        if column.kind in _NEVER_IN_DOUBT:
            return CLEANERS[column.kind](raw)
        if column.kind is Kind.DATE and self.month_first and isinstance(raw, str):
            return self._day(raw)
        value = CLEANERS[column.kind](raw)
        if not isinstance(value, Fault) or not isinstance(raw, str):
            return value if self._plain_decimal(column, raw) else self._number(column, str(raw))
        return self._number(column, raw) if value.code is Code.AMBIGUOUS_NUMBER else value

    def _plain_decimal(self, column: Column, raw: Raw) -> bool:
        """ "1,250" kilometres are 1,25, but not in a file that writes 14.5."""
        english = self.decimal == "." and column.kind is Kind.DECIMAL and isinstance(raw, str)
        return not (english and re.fullmatch(r"\d{1,3},\d{3}", str(raw).strip()))

    def _number(self, column: Column, raw: str) -> Value | Fault:
        sign = "," if "," in raw else "."
        answer = self.answers.get(NUMBER + sign, "")
        if answer not in (THOUSANDS, DECIMAL):
            settled = self.decimal and (column.kind is Kind.DECIMAL or sign != self.decimal)
            if not settled:
                return Fault(Code.AMBIGUOUS_NUMBER)
            answer = DECIMAL if sign == self.decimal else THOUSANDS
        return CLEANERS[column.kind](raw.replace(sign, "" if answer == THOUSANDS else ","))

    def _day(self, raw: str) -> Value | Fault:
        match = DAY_MONTH_YEAR.fullmatch(fold(raw))
        answer = self.answers.get(DAYS, "")
        if match is None or answer == DAY_FIRST:
            return clean_date(raw)
        if answer == MONTH_FIRST:
            return clean_date(f"{match[2]}/{match[1]}/{match[3]}")
        return Fault(Code.AMBIGUOUS_DATES)

    def ask(self, column: Column, row: int, given: str, fault: Fault) -> bool:
        """Notes a cell in doubt; False where its fault is none of ours."""
        if fault.code is Code.AMBIGUOUS_NUMBER:
            key = NUMBER + ("," if "," in given else ".")
        elif fault.code is Code.AMBIGUOUS_DATES:
            key = DAYS
        else:
            return False
        self._asked.setdefault(key, _Asked(column, row, given)).count += 1
        return True

    def questions(self, letters: Mapping[str, str]) -> list[Problem]:
        """One question for each doubt; ``letters`` of the columns by key."""
        return [_question(key, asked, letters) for key, asked in self._asked.items()]


def _is_short(cell: Raw) -> TypeGuard[str]:
    """Whether a cell is a text that may be a figure or a day."""
    return isinstance(cell, str) and len(cell) <= LONGEST_NAME


def _question(key: str, asked: _Asked, letters: Mapping[str, str]) -> Problem:
    number = key.startswith(NUMBER)
    sign = key[-1]
    values: dict[str, object] = {"count": asked.count}
    if number:
        values |= {
            THOUSANDS: asked.given.replace(sign, ""),
            DECIMAL: asked.given.replace(sign, ",").rstrip("0").rstrip(","),
        }
    return Problem(
        code=Code.AMBIGUOUS_NUMBER if number else Code.AMBIGUOUS_DATES,
        severity=Severity.ASK,
        row=asked.row,
        column=letters.get(asked.column.key, ""),
        header=asked.column.header,
        given=asked.given,
        values=values,
        question=key,
        options=tuple(
            Option(v, "") for v in ((THOUSANDS, DECIMAL) if number else (DAY_FIRST, MONTH_FIRST))
        ),
    )
