"""Due days changed by administrators: for periods to come, with a basis, undoable."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lib.cli.freezes import at_moment
from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.domain.reporting.calendar import Shift
from lib.domain.reporting.due_days import DUTIES
from lib.domain.templates import TEMPLATES, Reporters
from lib.services.figures.snapshots import measured
from lib.services.history.freezes import freeze_figures
from lib.services.reporting.progress import progress_of
from lib.services.settings.changing import return_setting, setting_history
from lib.services.settings.due_days import (
    NewDay,
    due_days_standing,
    periods_to_come,
    product_rule,
    set_due_day,
)
from lib.services.settings.words import due_table, value_said
from lib.services.wording.settings import setting_name
from lib.text import LANGUAGES, words
from tests.support.installations import open_test_installation, put
from tests.support.people import administrator
from tests.support.sheets import summary, summary_row

AN = administrator("An")
WHY = "theo họp giao ban"
COMMUNES = "calendar.monthly.communes"
BASIS = "Công văn 12/SKHCN-CĐS ngày 01/8/2026"
AUGUST, SEPTEMBER = Period(2026, 8), Period(2026, 9)
EARLY = datetime(2026, 8, 10, 5, 0, tzinfo=UTC)


@pytest.fixture
def early(tmp_path):
    """On 10 August 2026 the period of August runs; its reports are due on the 17th."""
    opened = open_test_installation(tmp_path, clock=lambda: EARLY)
    yield opened
    opened.engine.dispose()


def set_day(installation, day=20, *, first=AUGUST, key=COMMUNES, **more):
    wanted = NewDay(first=first, day=day, basis=BASIS, **more)
    return set_due_day(installation, key, wanted, who=AN, reason=WHY)


def refused(act) -> str:
    with pytest.raises(NotAllowed) as why:
        act()
    return why.value.code


def test_a_new_due_day_holds_from_its_period_on_and_not_before(early):
    set_day(early, 20, first=SEPTEMBER)

    due = [early.calendar.due(p, Reporters.COMMUNES) for p in (AUGUST, SEPTEMBER, Period(2026, 12))]
    assert due == [date(2026, 8, 17), date(2026, 9, 20), date(2026, 12, 20)]
    rule = early.calendar.rule(SEPTEMBER, str(Reporters.COMMUNES))
    assert rule is not None
    assert rule.basis == BASIS


def test_progress_and_punctuality_follow_the_new_day(early):
    put(early, summary(summary_row("Phường Tô Hiệu")))
    before = progress_of(early, AUGUST, who=AN)

    set_day(early, 9 + 1)  # today

    after = progress_of(early, AUGUST, who=AN)
    assert [p.duties[0].due for p in (before, after)] == [date(2026, 8, 17), date(2026, 8, 10)]
    assert measured(early, "BC01", AUGUST).value is not None


def test_nobody_becomes_late_by_a_change(early):
    assert refused(lambda: set_day(early, 9)) == "due_day_past"
    assert refused(lambda: set_day(early, 20, first=Period(2026, 7))) == "due_day_past"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (NewDay(first=SEPTEMBER, day=29, basis=BASIS), "setting_beyond"),
        (NewDay(first=SEPTEMBER, day=0, basis=BASIS), "setting_beyond"),
        (NewDay(first=SEPTEMBER, day=20, basis="  "), "basis_needed"),
        (NewDay(first=Period(2027), day=20, basis=BASIS), "setting_unknown"),
    ],
)
def test_what_is_no_due_day_is_refused(early, wanted, code):
    assert refused(lambda: set_due_day(early, COMMUNES, wanted, who=AN, reason=WHY)) == code


def test_a_day_once_a_year_has_its_month(early):
    key = "calendar.yearly.communes"
    assert early.calendar.due(Period(2027), Reporters.COMMUNES) is None

    set_day(early, 15, first=Period(2027), key=key, month=3)

    assert early.calendar.due(Period(2027), Reporters.COMMUNES) == date(2027, 3, 15)
    assert early.calendar.due(Period(2026), Reporters.COMMUNES) is None
    without_month = NewDay(first=Period(2027), day=15, basis=BASIS)
    assert refused(lambda: set_due_day(early, key, without_month, who=AN, reason=WHY))


def test_a_day_without_work_moves_where_that_is_wanted(early):
    set_day(early, 20, first=SEPTEMBER, shift=Shift.NEXT_WORKING_DAY)

    assert early.calendar.due(SEPTEMBER, Reporters.COMMUNES) == date(2026, 9, 21)


def test_due_days_go_back_to_an_earlier_state_and_to_the_product_s_own(early):
    first = set_day(early, 20, first=SEPTEMBER)
    set_day(early, 25, first=Period(2026, 11))

    return_setting(early, COMMUNES, first.id, who=AN, reason=WHY)
    november = early.calendar.due(Period(2026, 11), Reporters.COMMUNES)
    return_setting(early, COMMUNES, None, who=AN, reason=WHY)

    assert november == date(2026, 11, 20)
    assert early.calendar.due(Period(2026, 11), Reporters.COMMUNES) == date(2026, 11, 17)
    assert len(setting_history(early, COMMUNES, who=AN)) == 4


def test_a_later_change_of_the_same_period_takes_its_place(early):
    set_day(early, 20, first=SEPTEMBER)
    last = set_day(early, 22, first=SEPTEMBER)

    assert [r["day"] for r in last.value] == [22]


def test_a_frozen_moment_keeps_the_due_days_of_then(early):
    put(early, summary(summary_row("Phường Tô Hiệu")))
    made = freeze_figures(early, "Giao ban", who=AN)

    set_day(early, 20)

    then = at_moment(early, code=made.code)
    assert then.calendar.due(AUGUST, Reporters.COMMUNES) == date(2026, 8, 17)


def test_every_template_has_a_place_in_the_calendar(early):
    found = due_days_standing(early, who=AN)

    assert {c for one in found for c in one.duty.templates} == set(TEMPLATES)
    for one in found:
        begun = one.period.next if one.duty.is_cut_off else one.period
        assert periods_to_come(early, one.duty)[0] == begun
    assert product_rule(DUTIES[COMMUNES], AUGUST) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calendar_is_told_in_words(early, language):
    set_day(early, 20, first=SEPTEMBER)
    last = set_day(early, 15, first=Period(2027), key="calendar.yearly.communes", month=3)
    say = words(language)

    table = due_table(due_days_standing(early, who=AN), say)

    assert len(table.rows) == len(DUTIES)
    assert "14/08/2026" in table.rows[0][2]
    assert "17/08/2026" in table.rows[1][2]
    assert BASIS in table.rows[1][4]
    assert all(setting_name(key, say) != key for key in DUTIES)
    assert BASIS in value_said("calendar.yearly.communes", last.value, say)
