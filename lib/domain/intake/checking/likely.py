"""What nearly always holds within a row: broken, it is told beside the row and never refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.domain.intake.checking.check import parts
from lib.domain.intake.resolving import Resolved
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.patience import go_on
from lib.domain.periods import Cadence, Period, written
from lib.domain.problems import Code, Problem, Severity, first_of
from lib.domain.templates import (
    AtMost,
    Lasting,
    NearPeriod,
    NotAhead,
    OwnUnit,
    PartsOf,
    PerDay,
    Role,
    SinceBegun,
    Usual,
    WorkDays,
)
from lib.text import fold, say_date, say_number

BEGUN_ON = date(2025, 1, 1)
"""The movement began in 2025 (Kế hoạch 01-KH/BCĐTW of 21/3/2025)."""


def unlikely(cleaned: Cleaned, resolved: Resolved, today: date) -> list[Problem]:
    """All rows that break one of the template's ``likely`` rules, with both values."""
    problems: list[Problem] = []
    if cleaned.faulty_all_over:
        return problems
    look = _Look(cleaned, resolved, today)
    for rule in resolved.template.likely:
        match rule:
            case AtMost():
                problems += first_of(look.out_of_order(rule))
            case NearPeriod():
                problems += first_of(look.far_from_period(rule))
            case SinceBegun():
                problems += first_of(look.before_the_movement(rule))
            case NotAhead():
                problems += first_of(look.ahead(rule))
            case WorkDays():
                problems += first_of(look.more_work_than_days(rule))
            case Lasting():
                problems += first_of(look.too_long(rule))
            case Usual():
                problems += first_of(look.unusual(rule))
            case PartsOf():
                problems += first_of(parts(cleaned, resolved.rows, rule, severity=Severity.WARN))
            case PerDay():
                problems += first_of(look.too_many_a_day(rule))
            case OwnUnit():
                problems += first_of(look.in_another_unit(rule))
    return [*problems, *look.periods_before_the_movement()]


class _Look:
    """One file's rows; a rule whose columns the file lacks tells nothing."""

    def __init__(self, cleaned: Cleaned, resolved: Resolved, today: date) -> None:
        self._cleaned = cleaned
        self._rows = resolved.rows
        self._today = today

    def out_of_order(self, rule: AtMost) -> Iterator[Problem]:
        """Days of which the later one comes first; numbers of which the smaller one is larger."""
        if not {rule.lower, rule.upper} <= set(self._rows):
            return
        header = self._cleaned.reading.template.by_key[rule.upper].header
        lower, upper = self._rows[rule.lower], self._rows[rule.upper]
        known = lower.notna() & upper.notna()
        for number in self._rows.index[known]:
            one, other = lower[number], upper[number]
            if one <= other:
                continue
            days = isinstance(one, str)
            yield self._told(
                Code.LATER if days else Code.ABOVE,
                int(number),
                rule.lower,
                given=_said(one),
                limit=_said(other),
                limit_header=header,
            )

    def far_from_period(self, rule: NearPeriod) -> Iterator[Problem]:
        """Days long before the row's period or long after it, as a wrong year makes them."""
        for number, day in self._days(rule.key):
            text = str(self._rows.at[number, "period"])
            if not text:
                continue
            period = Period.parse(text)
            first = period.start - timedelta(days=rule.before)
            if not first <= day <= period.end + timedelta(days=rule.after):
                given = say_date(day)
                told = written(period)
                yield self._told(Code.FAR_FROM_PERIOD, number, rule.key, given=given, period=told)

    def before_the_movement(self, rule: SinceBegun) -> Iterator[Problem]:
        """Days from before there was anything to tell of."""
        for number, day in self._days(rule.key):
            if day < BEGUN_ON:
                yield self._told(Code.BEFORE_MOVEMENT, number, rule.key, given=say_date(day))

    def periods_before_the_movement(self) -> Iterator[Problem]:
        """Months and quarters from before there was anything to tell of, each told once."""
        template = self._cleaned.reading.template
        column = template.role(Role.PERIOD)
        if template.cadence is Cadence.YEARLY or column is None:
            return
        for text in sorted(set(self._rows["period"]) - {""}):
            period = Period.parse(text)
            if period.end < BEGUN_ON:
                row = int(self._rows.index[self._rows["period"] == text][0])
                yield self._told(Code.BEFORE_MOVEMENT, row, column.key, given=written(period))

    def ahead(self, rule: NotAhead) -> Iterator[Problem]:
        """Days that have not come yet."""
        key, choice = rule.where
        for number, day in self._days(rule.key):
            if day > self._today and (not key or self._rows.at[number, key] == choice):
                today = say_date(self._today)
                yield self._told(Code.DAY_AHEAD, number, rule.key, given=say_date(day), today=today)

    def more_work_than_days(self, rule: WorkDays) -> Iterator[Problem]:
        """More days of work than these people had days."""
        if not {rule.total, rule.people} <= set(self._rows):
            return
        for number, days in self._lengths(rule.first, rule.last):
            total, people = self._rows.at[number, rule.total], self._rows.at[number, rule.people]
            if pd.isna(total) or pd.isna(people) or total <= people * days:
                continue
            most = say_number(float(people * days))
            given = say_number(float(total))
            told = {"people": say_number(float(people)), "days": days, "most": most}
            yield self._told(Code.MORE_WORK_THAN_DAYS, number, rule.total, given=given, **told)

    def too_long(self, rule: Lasting) -> Iterator[Problem]:
        """First and last days too far apart."""
        for number, days in self._lengths(rule.first, rule.last):
            if days > rule.most:
                first, last = (
                    say_date(_day(self._rows.at[number, k])) for k in (rule.first, rule.last)
                )
                yield self._told(
                    Code.LASTS_LONG, number, rule.last, given=last, first=first, days=days
                )

    def too_many_a_day(self, rule: PerDay) -> Iterator[Problem]:
        """More of these than so many days can hold."""
        if rule.key not in self._rows:
            return
        for number, days in self._lengths(rule.first, rule.last):
            told = self._rows.at[number, rule.key]
            if not pd.isna(told) and told > days * rule.most:
                given = say_number(float(told))
                yield self._told(Code.MANY_FOR_DAYS, number, rule.key, given=given, days=days)

    def in_another_unit(self, rule: OwnUnit) -> Iterator[Problem]:
        """Values whose unit is not the one they are read in, and shares of more than the whole."""
        if not {rule.key, rule.unit} <= set(self._rows):
            return
        units = dict(rule.units)
        for number, code in self._rows["unit_key"].items():
            row, right = int(str(number)), units.get(str(code), "")
            given, value = self._rows.at[row, rule.unit], self._rows.at[row, rule.key]
            if right and isinstance(given, str) and _unit(given) != _unit(right):
                yield self._told(
                    Code.UNIT_DIFFERS, row, rule.unit, given=given, unit=right, of=code
                )
            elif right == "%" and not pd.isna(value) and value > _WHOLE:
                said = say_number(float(value))
                yield self._told(Code.UNUSUALLY_LARGE, row, rule.key, given=said, unit=right)

    def unusual(self, rule: Usual) -> Iterator[Problem]:
        """Numbers so large that another unit was meant."""
        if rule.key not in self._rows:
            return
        column = self._cleaned.reading.template.by_key[rule.key]
        told = self._rows[rule.key].to_numpy(dtype=float, na_value=np.nan)
        for place in np.flatnonzero(told > rule.most):
            given = say_number(float(told[place]))
            number = int(self._rows.index[place])
            yield self._told(Code.UNUSUALLY_LARGE, number, rule.key, given=given, unit=column.unit)

    def _days(self, key: str) -> Iterator[tuple[int, date]]:
        if key not in self._rows:
            return
        for number, text in self._rows[key].dropna().items():
            go_on()
            yield int(str(number)), _day(text)

    def _lengths(self, first: str, last: str) -> Iterator[tuple[int, int]]:
        """By row the days from the first to the last, both counted."""
        if not {first, last} <= set(self._rows):
            return
        known = self._rows[first].notna() & self._rows[last].notna()
        for number in self._rows.index[known]:
            days = (_day(self._rows.at[number, last]) - _day(self._rows.at[number, first])).days + 1
            if days > 0:
                yield int(number), days

    def _told(self, code: Code, row: int, key: str, *, given: str, **values: object) -> Problem:
        reading = self._cleaned.reading
        return Problem(
            code=code,
            severity=Severity.WARN,
            row=row,
            column=reading.letters(key),
            header=reading.template.by_key[key].header,
            given=given,
            values={"name": self._rows.at[row, "unit_name"], **values},
        )


_WHOLE = 100
"""Per cent."""
_PERCENT = {"phầntrăm", "phantram"}


def _unit(text: str) -> str:
    """A unit for comparing."""
    plain = "".join(fold(text).split())
    return "%" if plain in _PERCENT else plain


def _day(text: object) -> date:
    return date.fromisoformat(str(text))


def _said(value: object) -> str:
    if isinstance(value, str):
        return say_date(_day(value))
    return say_number(float(str(value)))
