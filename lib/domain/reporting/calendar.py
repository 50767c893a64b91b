"""When reports are due: dated rules with their source, and how punctual a report was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from lib.domain.periods import Cadence, Period
from lib.domain.templates import Reporters

CUT_OFF = "cut_off"
"""The day until which figures count for a period: the period's last one. A quarter ends with its
last month, so the rule is that of months."""
CONSOLIDATED = "province"
"""The day on which the province's summary is due at the provincial People's Committee."""


class Shift(StrEnum):
    """What becomes of a due day that nobody works on."""

    STAY = "stay"
    NEXT_WORKING_DAY = "next_working_day"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The day of a period's last month by which somebody does something."""

    cadence: Cadence
    what: str
    """``CUT_OFF``, ``CONSOLIDATED``, or who must have reported (``Reporters``)."""
    day: int
    shift: Shift
    valid_from: date
    basis: str
    month: int = 0
    """Of the year, for what is due once a year; 0 for the period's last month."""


@dataclass(frozen=True)
class ReportingCalendar:
    """The rules of all times. Holidays are days without work beside Saturdays and Sundays."""

    rules: tuple[Rule, ...]
    holidays: frozenset[date] = frozenset()

    def rule(self, period: Period, what: str) -> Rule | None:
        """The newest rule in force in the period's last month; ``None`` where none is set."""
        month = last_month(period)
        cadence = Cadence.MONTHLY if what == CUT_OFF else period.cadence
        known = [
            r
            for r in self.rules
            if r.what == what and r.cadence is cadence and r.valid_from <= month
        ]
        return max(known, key=lambda r: r.valid_from, default=None)

    def day(self, period: Period, what: str) -> date | None:
        """The day itself, moved off days without work only where the rule says so."""
        rule = self.rule(period, what)
        if rule is None:
            return None
        month = last_month(period)
        day = month.replace(day=rule.day, month=rule.month or month.month)
        return self._working(day) if rule.shift is Shift.NEXT_WORKING_DAY else day

    def due(self, period: Period, reporters: Reporters) -> date | None:
        """The last day on which a report of the period is on time; ``None`` without a rule."""
        return self.day(period, str(reporters))

    @property
    def cut_offs(self) -> list[tuple[date, int]]:
        """The cut-off days with the first day of the month each holds from, as ``set_cut_offs``
        takes them.
        """
        found = {r.valid_from: r.day for r in reversed(self.rules) if r.what == CUT_OFF}
        return sorted(found.items())

    def with_rules(self, rules: Iterable[Rule]) -> ReportingCalendar:
        """The same with more rules; of two from the same day on, the added one holds."""
        return replace(self, rules=(*rules, *self.rules))

    def with_holidays(self, days: Iterable[date]) -> ReportingCalendar:
        """The same with more days without work."""
        return replace(self, holidays=self.holidays | frozenset(days))

    def _working(self, day: date) -> date:
        while day.weekday() >= 5 or day in self.holidays:
            day += timedelta(days=1)
        return day


def last_month(period: Period) -> date:
    """The first day of the month that gives the period its name."""
    last = period.months[-1]
    return date(last.year, last.month, 1)


class State(StrEnum):
    """How a report stands on a day."""

    ON_TIME = "on_time"
    LATE = "late"
    SENT = "sent"
    """Where no due day is set, or another report has done the duty already."""
    WAITING = "waiting"
    OVERDUE = "overdue"
    NOT_OWED = "not_owed"


@dataclass(frozen=True)
class Standing:
    """A state, and how many days: late by, still to go, or overdue since."""

    state: State
    days: int | None = None
    sent_on: date | None = None

    @property
    def sent(self) -> bool:
        """Whether there is a report."""
        return self.sent_on is not None


def standing(sent_on: date | None, due: date | None, today: date) -> Standing:
    """How the first accepted report stands; before the due day has passed nobody is late."""
    if sent_on is not None:
        if due is None:
            return Standing(State.SENT, sent_on=sent_on)
        late = max(0, (sent_on - due).days)
        return Standing(State.LATE if late else State.ON_TIME, late or None, sent_on)
    if due is None:
        return Standing(State.WAITING)
    if today <= due:
        return Standing(State.WAITING, (due - today).days)
    return Standing(State.OVERDUE, (today - due).days)
