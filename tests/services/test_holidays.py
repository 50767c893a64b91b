"""Holidays entered by administrators: with a basis, on record, moving what may be moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.domain.reporting.calendar import Shift
from lib.domain.reporting.holidays import HOLIDAYS, Holiday
from lib.domain.templates import Reporters
from lib.services.audit.recording import read_trail
from lib.services.audit.words import changes_of
from lib.services.settings.changing import return_setting, setting_history
from lib.services.settings.due_days import NewDay, set_due_day
from lib.services.settings.holidays import add_holiday, holidays_standing, remove_holiday
from lib.services.settings.words import value_said
from lib.services.wording.settings import setting_name
from lib.store.audit.entries import Wanted
from lib.text import words
from tests.support.installations import open_test_installation
from tests.support.people import administrator

AN, WHY, SAY = administrator("An"), "theo thông báo", words()
BASIS = "Thông báo số … của Bộ Nội vụ"
SEPTEMBER = Period(2026, 9)
AUTUMN = Holiday(first=date(2026, 9, 17), last=date(2026, 9, 18), name="Ngày hội", basis=BASIS)


@pytest.fixture
def installation(tmp_path):
    opened = open_test_installation(tmp_path, clock=lambda: datetime(2026, 8, 10, 5, tzinfo=UTC))
    yield opened
    opened.engine.dispose()


def add(installation, holiday=AUTUMN, **more):
    return add_holiday(installation, holiday, who=AN, reason=WHY, **more)


def due(installation) -> date | None:
    return installation.calendar.due(SEPTEMBER, Reporters.COMMUNES)


def refused(act) -> str:
    with pytest.raises(NotAllowed) as why:
        act()
    return why.value.code


def test_a_due_day_moves_past_holidays_and_the_weekend_only_where_its_rule_says_so(installation):
    add(installation)
    assert due(installation) == date(2026, 9, 17)

    moved = NewDay(first=SEPTEMBER, day=17, basis=BASIS, shift=Shift.NEXT_WORKING_DAY)
    set_due_day(installation, "calendar.monthly.communes", moved, who=AN, reason=WHY)

    assert due(installation) == date(2026, 9, 21)  # Thursday and Friday off, then the weekend


def test_holidays_are_taken_out_returned_to_and_on_record(installation):
    add(installation)
    add(
        installation,
        replace(AUTUMN, first=date(2026, 9, 2), last=date(2026, 9, 2), name="Quốc khánh"),
    )
    remove_holiday(installation, AUTUMN, who=AN, reason=WHY)
    assert [h.name for h in holidays_standing(installation, who=AN).holidays] == ["Quốc khánh"]

    changes = setting_history(installation, HOLIDAYS, who=AN)
    return_setting(installation, HOLIDAYS, changes[1].id, who=AN, reason=WHY)

    names = [h.name for h in holidays_standing(installation, who=AN).holidays]
    assert names == ["Quốc khánh", "Ngày hội"]
    entries, _ = read_trail(installation, Wanted(), who=AN)
    told = " ".join(changes_of(entries[-1], SAY))
    assert "2026-09-17 – 2026-09-18: Ngày hội" in told


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "holiday_name"),
        ({"basis": ""}, "basis_needed"),
        ({"last": date(2026, 9, 16)}, "holiday_days"),
        ({"last": date(2026, 12, 1)}, "holiday_days"),
    ],
)
def test_what_is_no_holiday_is_refused(installation, wrong, code):
    assert refused(lambda: add(installation, replace(AUTUMN, **wrong))) == code


def test_one_that_has_begun_stays_and_the_same_twice_is_no_change(installation):
    begun = replace(AUTUMN, first=date(2026, 8, 10), last=date(2026, 8, 11))
    add(installation, begun)

    assert (
        refused(lambda: remove_holiday(installation, begun, who=AN, reason=WHY)) == "holiday_past"
    )
    assert refused(lambda: add(installation, begun)) == "setting_same"
    assert refused(lambda: add(installation, seen=99)) == "setting_overtaken"


def test_they_are_told_in_words(installation):
    made = add(installation)

    assert setting_name(HOLIDAYS, SAY) == "Ngày nghỉ lễ"
    assert value_said(HOLIDAYS, made.value, SAY) == "17/09/2026–18/09/2026, Ngày hội"
    assert value_said(HOLIDAYS, None, SAY) == SAY("settings.holidays_none")
