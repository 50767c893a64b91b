"""Due days, and how punctual a report was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.periods import Cadence, Period
from lib.domain.reporting.calendar import (
    CONSOLIDATED,
    CUT_OFF,
    ReportingCalendar,
    Rule,
    Shift,
    Standing,
    State,
    standing,
)
from lib.domain.templates import TEMPLATES, Reporters
from lib.files.reference import calendar

AUGUST = Period(2026, 8)
DUE = date(2026, 8, 17)
RULE = Rule(
    cadence=Cadence.MONTHLY,
    what="communes",
    day=15,
    shift=Shift.STAY,
    valid_from=date(2025, 7, 1),
    basis="một văn bản",
)


def test_a_month_has_the_days_of_the_decree():
    days = [calendar().day(AUGUST, what) for what in (CUT_OFF, "communes", "department")]

    assert days == [date(2026, 8, 14), DUE, date(2026, 8, 20)]
    assert calendar().day(AUGUST, CONSOLIDATED) == date(2026, 8, 22)


def test_the_cut_off_is_the_last_day_of_every_month_and_quarter():
    periods = [Period(2026, m) for m in range(1, 13)] + [Period(2026, quarter=q) for q in (1, 4)]

    assert [calendar().day(p, CUT_OFF) for p in periods] == [p.end for p in periods]


def test_every_rule_names_its_basis():
    assert all(rule.basis for rule in calendar().rules)


def test_a_year_has_no_due_day_and_before_the_first_rule_there_is_none():
    assert calendar().due(Period(2026), Reporters.COMMUNES) is None
    assert calendar().due(Period(2025, 6), Reporters.COMMUNES) is None


def test_a_later_regulation_holds_from_its_first_day():
    dates = ReportingCalendar((RULE, replace(RULE, day=10, valid_from=date(2026, 8, 1))))

    assert dates.due(Period(2026, 7), Reporters.COMMUNES) == date(2026, 7, 15)
    assert dates.due(AUGUST, Reporters.COMMUNES) == date(2026, 8, 10)


def test_a_due_day_without_work_stays_unless_the_rule_says_otherwise():
    moved = replace(RULE, shift=Shift.NEXT_WORKING_DAY)
    holiday = frozenset({date(2026, 8, 17)})

    assert ReportingCalendar((RULE,)).due(AUGUST, Reporters.COMMUNES) == date(2026, 8, 15)
    assert ReportingCalendar((moved,)).due(AUGUST, Reporters.COMMUNES) == date(2026, 8, 17)
    assert ReportingCalendar((moved,), holiday).due(AUGUST, Reporters.COMMUNES) == date(2026, 8, 18)


def test_every_template_says_who_owes_it():
    assert {t.code[:2]: str(t.reporters) for t in TEMPLATES.values()} == {
        "00": "communes",
        "01": "communes",
        "02": "communes",
        "03": "communes",
        "04": "youth_union",
        "05": "youth_union",
        "06": "department",
        "07": "department",
        "08": "state_bank",
        "09": "youth_union",
    }
    assert TEMPLATES["00_tong_hop_xa"].stands_in_for in TEMPLATES


@pytest.mark.parametrize(
    ("sent", "today", "told"),
    [
        (date(2026, 8, 17), date(2026, 9, 1), Standing(State.ON_TIME, None, date(2026, 8, 17))),
        (date(2026, 8, 1), date(2026, 9, 1), Standing(State.ON_TIME, None, date(2026, 8, 1))),
        (date(2026, 8, 20), date(2026, 9, 1), Standing(State.LATE, 3, date(2026, 8, 20))),
        (None, date(2026, 8, 10), Standing(State.WAITING, 7)),
        (None, date(2026, 8, 17), Standing(State.WAITING, 0)),
        (None, date(2026, 8, 18), Standing(State.OVERDUE, 1)),
    ],
)
def test_a_report_is_on_time_late_awaited_or_overdue(sent, today, told):
    assert standing(sent, DUE, today) == told


def test_without_a_due_day_nobody_is_late():
    assert standing(date(2026, 8, 20), None, DUE) == Standing(State.SENT, None, date(2026, 8, 20))
    assert standing(None, None, date(2030, 1, 1)) == Standing(State.WAITING)


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.dates(date(2026, 1, 1), date(2027, 1, 1)))
def test_who_has_not_sent_becomes_late_by_sending_exactly_when_overdue(day, due):
    before, after = standing(None, due, day), standing(day, due, day)

    assert (before.state is State.OVERDUE) is (after.state is State.LATE)
    assert before.days == (after.days if after.state is State.LATE else (due - day).days)
