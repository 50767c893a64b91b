"""What cells leave open: "1.250" may be 1250 or 1,25, and 7/8 a day of July or of August.

The column's kind and the rest of the file settle what they can; the rest is asked once a file:

- A count in the Vietnamese way, "1.250", is 1250: half a person cannot be counted.
- "1,250" in a count, and "1.250" in a decimal, are asked, unless other figures of the file show
  which sign it uses for decimals ("14,5" or "14.5", "1.250.000" or "1,250,000").
- Days are day/month/year. Where one cell can only be month/day ("8/25/2026") and none can only be
  day/month, all days of the file are in doubt.
- Where a column's real days all lie before the 13th and its texts all after it, an Excel of another
  country has turned the days it could read around: they are asked.
- Where all moments of the file are 17:00, midnight in Vietnam may be meant: they are asked.
- A cell that holds 2 and shows "2.000" is asked: people copied down what they saw.
- An "x" in a column of yes and no is asked where nothing in the column says no: it may be a tick,
  a no, or the mark of what is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain
from typing import TypeGuard

from lib.domain.days import DAY_MONTH_YEAR, FROM_1904, day_of, midnight_elsewhere
from lib.domain.intake.cells.cells import CLEANERS, LONGEST_NAME, clean_date, clean_yes_no
from lib.domain.intake.cells.raw import Displayed, Fault, Raw, Value, shown
from lib.domain.patience import each
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.templates import Column
from lib.domain.templates.kinds import FIGURES, Kind
from lib.text import fold

DAYS, DAY_FIRST, MONTH_FIRST = "dates", "dmy", "mdy"
TURNED, AS_HELD, TURN_BACK = "dates:turned", "as_held", "turn_back"
UTC, NEXT_DAY = "dates:utc", "next_day"
SHOWN, AS_SHOWN = "shown", "as_shown"
CROSSES, YES, NO, UNKNOWN = "crosses", "cross_yes", "cross_no", "cross_unknown"
THOUSANDS, DECIMAL = "thousands", "decimal"
NUMBER = "number:"
"""The question's key is this and the sign: ``number:,``."""

_QUESTIONS = {
    Code.AMBIGUOUS_DATES: DAYS,
    Code.TURNED_DATES: TURNED,
    Code.UTC_DATES: UTC,
    Code.SHOWN_OTHERWISE: SHOWN,
    Code.CROSSES: CROSSES,
}
_LARGE = 10**6
_NEVER_IN_DOUBT = {Kind.TEXT, Kind.ORDINAL, Kind.CHOICE, Kind.YES_NO}
_SERIAL = re.compile(r"\s?\d{4,6}\s?")
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
    fault: Fault
    count: int = 0


@dataclass
class Doubts:
    """Reads the cells of one file, knowing what the file shows and what a person answered."""

    answers: Mapping[str, str] = field(default_factory=dict)
    decimal: str = ""
    """The decimal sign that the file's figures show; "" where they show none, or both."""
    month_first: bool = False
    since_1904: bool = False
    """Whether the file counts its days from 1904."""
    elsewhere: bool = False
    """Whether all moments of the file are midnight in Vietnam by the world's clock."""
    turned: frozenset[str] = frozenset()
    """The columns whose days may have been turned around, by key."""
    crossed: frozenset[str] = frozenset()
    """The columns of yes and no in which "x" stands and nothing says no, by key."""
    _asked: dict[str, _Asked] = field(default_factory=dict)

    def look_at(
        self,
        figures: Iterable[Raw],
        days: Mapping[str, Sequence[Raw]],
        ticks: Mapping[str, Sequence[Raw]],
    ) -> None:
        """Learns from all cells of the columns of figures, and by key from the other columns'."""
        texts = [c.strip() for c in figures if _is_short(c)]
        comma = any(_COMMA_IS_DECIMAL.fullmatch(t) for t in each(texts))
        dot = any(_DOT_IS_DECIMAL.fullmatch(t) for t in each(texts))
        self.decimal = "" if comma == dot else "," if comma else "."
        parts = {key: [*_written_days(cells)] for key, cells in days.items()}
        day_first = any(first > 12 for told in parts.values() for first, _ in told)
        later = any(second > 12 for told in parts.values() for _, second in told)
        self.month_first = later and not day_first
        moments = [c for cells in days.values() for c in each(cells) if _has_a_time(c)]
        self.elsewhere = bool(moments) and all(map(midnight_elsewhere, moments))
        self.crossed = frozenset(k for k, cells in ticks.items() if _only_crosses(cells))
        self.turned = frozenset(k for k, cells in days.items() if _turned(cells, parts[k]))
        if _turned([*chain(*days.values())], [*chain(*parts.values())]):
            self.turned = frozenset(days)

    def read(self, column: Column, raw: Raw) -> Value | Fault:
        """The cell's value, or why there is none; an open doubt is ``None`` and is asked."""
        if type(raw) is int and column.kind is Kind.COUNT and 0 <= raw < _LARGE:
            return raw
        if isinstance(raw, Displayed) and column.kind in FIGURES:
            return self._shown(column, raw)
        if column.key in self.crossed and _is_cross(raw):
            return self._cross()
        if column.kind in _NEVER_IN_DOUBT:
            return CLEANERS[column.kind](raw)
        if column.kind is Kind.DATE:
            return self._date(column, raw)
        value = CLEANERS[column.kind](raw)
        if not isinstance(value, Fault) or not isinstance(raw, str):
            return value if self._plain_decimal(column, raw) else self._number(column, str(raw))
        return self._number(column, raw) if value.code is Code.AMBIGUOUS_NUMBER else value

    def _shown(self, column: Column, raw: Displayed) -> Value | Fault:
        answer = self.answers.get(SHOWN, "")
        if answer == AS_HELD:
            return self.read(column, float(raw))
        if answer == AS_SHOWN:
            return self.read(column, raw.text)
        return Fault(Code.SHOWN_OTHERWISE, raw.text)

    def _cross(self) -> Value | Fault:
        answer = self.answers.get(CROSSES, "")
        if answer not in (YES, NO, UNKNOWN):
            return Fault(Code.CROSSES)
        return None if answer == UNKNOWN else int(answer == YES)

    def _date(self, column: Column, raw: Raw) -> Value | Fault:
        if self.elsewhere and (after := midnight_elsewhere(raw)):
            return self._day_elsewhere(raw, after)
        if isinstance(raw, str) and not (self.since_1904 and _SERIAL.fullmatch(raw)):
            return self._day(raw) if self.month_first else clean_date(raw)
        if self.since_1904 and not isinstance(raw, bool | date | None):
            raw = float(raw) + FROM_1904
        turned = column.key in self.turned and isinstance(raw, date)
        return self._turned_day(raw) if turned and isinstance(raw, date) else clean_date(raw)

    def _day_elsewhere(self, raw: Raw, after: date) -> Value | Fault:
        answer = self.answers.get(UTC, "")
        if answer not in (AS_HELD, NEXT_DAY):
            return Fault(Code.UTC_DATES, shown(after))
        return clean_date(after if answer == NEXT_DAY else raw)

    def _turned_day(self, raw: date) -> Value | Fault:
        day, answer = day_of(raw), self.answers.get(TURNED, "")
        if day.day == day.month or answer == AS_HELD:
            return clean_date(day)
        if answer == TURN_BACK:
            return clean_date(_turned_back(day))
        return Fault(Code.TURNED_DATES)

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

    def ask(self, column: Column, row: int, given: str, *, fault: Fault) -> bool:
        """Notes a cell in doubt; False where its fault is none of ours."""
        if fault.question:
            key = fault.question
        elif fault.code is Code.AMBIGUOUS_NUMBER:
            key = NUMBER + ("," if "," in given else ".")
        elif fault.code in _QUESTIONS:
            key = _QUESTIONS[fault.code]
        else:
            return False
        asked = _Asked(column, row, given, fault)
        self._asked.setdefault(key, asked).count += 1
        return True

    def questions(self, letters: Mapping[str, str]) -> list[Problem]:
        """One question for each doubt; ``letters`` of the columns by key."""
        return [_question(key, asked, letters) for key, asked in self._asked.items()]


def _is_short(cell: Raw) -> TypeGuard[str]:
    """Whether a cell is a text that may be a figure or a day."""
    return isinstance(cell, str) and len(cell) <= LONGEST_NAME


def _written_days(cells: Iterable[Raw]) -> Iterator[tuple[int, int]]:
    """The first two numbers of every text that is a day."""
    for cell in each(cells):
        if _is_short(cell) and (match := DAY_MONTH_YEAR.fullmatch(fold(cell))):
            yield int(match[1]), int(match[2])


def _turned(cells: Iterable[Raw], written: Sequence[tuple[int, int]]) -> bool:
    """Whether the real days are just those that any country's Excel can read."""
    days = [day_of(c) for c in each(cells) if isinstance(c, date)]
    late = bool(written) and all((first > 12) != (second > 12) for first, second in written)
    return late and bool(days) and all(day.day <= 12 for day in days)


def _is_cross(raw: Raw) -> bool:
    return isinstance(raw, str) and raw.strip() in ("x", "X")


def _only_crosses(cells: Iterable[Raw]) -> bool:
    """Whether "x" is written in a column of yes and no in which nothing says no."""
    written = [*each(cells)]
    return any(map(_is_cross, written)) and not any(clean_yes_no(c) == 0 for c in written)


def _has_a_time(raw: Raw) -> bool:
    """Whether a cell says more than a day: a moment that is not midnight."""
    if isinstance(raw, datetime):
        return raw.time() != time.min
    return _is_short(raw) and ":" in raw


def _turned_back(day: date) -> date:
    return day.replace(month=day.day, day=day.month)


def _question(key: str, asked: _Asked, letters: Mapping[str, str]) -> Problem:
    number = key.startswith(NUMBER)
    values: dict[str, object] = {"count": asked.count, **asked.fault.values}
    choices = asked.fault.options or ((THOUSANDS, DECIMAL) if number else _CHOICES[key])
    if number:
        sign = key[-1]
        values |= {
            THOUSANDS: asked.given.replace(sign, ""),
            DECIMAL: asked.given.replace(sign, ",").rstrip("0").rstrip(","),
        }
    if key == TURNED:
        day, month, year = asked.given.split("/")
        values |= {TURN_BACK: f"{month}/{day}/{year}"}
    if key in (SHOWN, UTC):
        values |= {"shown": asked.fault.suggestion}
    return Problem(
        code=asked.fault.code,
        severity=Severity.ASK,
        row=asked.row,
        column=letters.get(asked.column.key, ""),
        header=asked.column.header,
        given=asked.given,
        values=values,
        question=key,
        options=tuple(Option(choice, "") for choice in choices),
    )


_CHOICES = {
    DAYS: (DAY_FIRST, MONTH_FIRST),
    TURNED: (AS_HELD, TURN_BACK),
    UTC: (AS_HELD, NEXT_DAY),
    SHOWN: (AS_HELD, AS_SHOWN),
    CROSSES: (YES, NO, UNKNOWN),
}
