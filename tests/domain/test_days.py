"""Days as people write them, as programs write them, as spreadsheets count them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from lib.domain.intake.cells.cells import clean_date, clean_month, clean_text
from lib.domain.intake.cells.doubts import AS_HELD, DAYS, NEXT_DAY, TURN_BACK, TURNED, UTC, Doubts
from lib.domain.intake.cells.raw import Fault
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.problems import Code, Problem
from tests.support.pipeline import Understood, understand
from tests.support.sheets import REGISTER_HEAD, sheet

_UTC = timezone(timedelta())


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (_moment("2026-07-04T23:59:43"), "2026-07-05"),
        (_moment("2026-07-04T23:59:17"), "2026-07-05"),
        (_moment("2026-07-04T23:30:00"), "2026-07-04"),
        (_moment("2026-07-05T00:00:13"), "2026-07-05"),
        (_moment("2026-12-31T23:59:43"), "2027-01-01"),
        (_moment("2026-12-31T23:59:59.999700"), "2027-01-01"),
        (46207.9999999999, "2026-07-05"),
        (datetime(2026, 7, 4, 17, tzinfo=_UTC), "2026-07-05"),
        (46207.99980, "2026-07-05"),
        (46207.5, "2026-07-04"),
        ("2026-07-04T23:59:43", "2026-07-05"),
        ("04/07/2026 23:59:43", "2026-07-05"),
        ("04/07/2026 11:59:43 PM", "2026-07-05"),
        ("04/07/2026 11:59:43 SA", "2026-07-04"),
        ("2026/07/05", "2026-07-05"),
        ("04/07/2026 08:30", "2026-07-04"),
    ],
)
def test_a_few_seconds_before_midnight_are_the_midnight_that_was_meant(moment, day):
    assert clean_date(moment) == day


@pytest.mark.parametrize(
    "end",
    [
        _moment("2026-07-04T23:59:59"),
        _moment("2026-07-04T23:59:59.999"),
        _moment("2026-07-04T23:59:00"),
        46207 + 86399 / 86400,
        46207 + 1439 / 1440,
        "2026-07-04 23:59:59",
        "2026-07-04T23:59:59.999",
        "2026-07-04T16:59:59Z",
        "04/07/2026 23:59",
        "04/07/2026 11:59 PM",
    ],
)
def test_the_end_of_a_day_is_that_day(end):
    assert clean_date(end) == "2026-07-04"


def test_a_month_written_a_few_seconds_too_early_is_that_month():
    assert clean_month(_moment("2026-09-30T23:59:43")) == "2026-10"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-07-04 17:00:00 UTC", "2026-07-05"),
        ("2026-07-04T17:00:00Z", "2026-07-05"),
        ("2026-07-04T17:00:00.000Z", "2026-07-05"),
        ("2026-07-04T17:00Z", "2026-07-05"),
        ("2026-07-04 17:00:00+00", "2026-07-05"),
        ("2026-07-04 17:00:00 +00:00", "2026-07-05"),
        ("2026-07-04 17:00:00 GMT", "2026-07-05"),
        ("2026-07-04T16:30:00Z", "2026-07-04"),
        ("2026-07-04T23:30:00+07:00", "2026-07-04"),
        ("2026-07-04T12:00:00-0500", "2026-07-05"),
        ("2026-07-04 08:30", "2026-07-04"),
        ("2026-07-04 (dự kiến)", "2026-07-04"),
    ],
)
def test_a_time_of_another_zone_is_a_day_of_vietnam(text, day):
    assert clean_date(text) == day


@pytest.mark.parametrize(
    "text",
    ["2026-07-04 17:00:00 EST", "2026-07-04 25:00", "2026-07-04 lần 2", "0001-01-01 00:00:00+14"],
)
def test_a_time_that_cannot_be_placed_is_told(text):
    assert clean_date(text) == Fault(Code.NOT_A_DATE)


@pytest.mark.parametrize("mark", ["'", "\u2018", "\u2019"])
def test_the_mark_that_keeps_a_zero_is_no_part_of_a_code_or_a_day(mark):
    assert clean_text(f"{mark}04045") == "04045"
    assert clean_date(f"{mark}18/07/2026") == "2026-07-18"
    assert clean_month(f"{mark}10/2026") == "2026-10"
    assert clean_text("'tốt'") == "'tốt'"


def _register(*days: object, since_1904: bool = False) -> Sheet:
    rows = [("04045", "Xã Lóng Sập", "", f"Bản {n}", 40, day) for n, day in enumerate(days)]
    return sheet(REGISTER_HEAD, *rows, since_1904=since_1904)


def _days(understood: Understood) -> list[object]:
    return [day if isinstance(day, str) else None for day in understood.rows["counted_on"]]


def test_plain_numbers_of_a_file_that_counts_from_1904_are_its_days():
    assert _days(understand(_register(44746, since_1904=True))) == ["2026-07-05"]
    assert _days(understand(_register(46208))) == ["2026-07-05"]


def test_numbers_typed_as_text_are_counted_from_1904_too():
    assert _days(understand(_register("44746", since_1904=True))) == ["2026-07-05"]
    assert _days(understand(_register("05/07/2026", since_1904=True))) == ["2026-07-05"]


AT_FIVE = (_moment("2026-07-04T17:00:00"), "6/7/2026 5:00:00 CH", "2026-07-09T17:00:00.000")


def test_days_that_may_be_told_by_the_worlds_clock_are_asked():
    understood = understand(_register(*AT_FIVE))

    [told] = understood.found(Code.UTC_DATES)
    assert (told.row, told.given, told.values["shown"]) == (2, "04/07/2026", "05/07/2026")
    assert told.values["count"] == 3


@pytest.mark.parametrize(
    ("answer", "days"),
    [
        (NEXT_DAY, ["2026-07-05", "2026-07-07", "2026-07-10"]),
        (AS_HELD, ["2026-07-04", "2026-07-06", "2026-07-09"]),
    ],
)
def test_days_by_the_worlds_clock_follow_the_answer(answer, days):
    assert _days(understand(_register(*AT_FIVE), answers={UTC: answer})) == days


@pytest.mark.parametrize(
    "moment", ["2026-07-04 16:59:43", _moment("2026-07-04T16:59:59.971200"), "04/07/2026 16:59"]
)
def test_seconds_before_five_are_asked_like_five(moment):
    [told] = understand(_register(moment, AT_FIVE[0])).found(Code.UTC_DATES)

    assert told.values["shown"] == "05/07/2026"


@pytest.mark.parametrize("moment", ["2026-07-04 16:57:59", "2026-07-04 17:00:01"])
def test_other_times_of_the_afternoon_are_that_day(moment):
    assert understand(_register(moment)).found(Code.UTC_DATES) == []


def test_a_day_at_five_beside_other_times_is_that_day():
    understood = understand(_register(AT_FIVE[0], "2026-07-06 08:30:00"))

    assert understood.found(Code.UTC_DATES) == []
    assert _days(understood) == ["2026-07-04", "2026-07-06"]


MIXED = (date(2025, 8, 7), "18/07/2025", date(2025, 3, 3), "25/07/2025")
"""As an Excel of the United States leaves 8/7, 18/7, 3/3 and 25/7 of 2025."""


def _turned(understood: Understood) -> list[Problem]:
    return understood.found(Code.TURNED_DATES)


def test_days_that_an_american_excel_may_have_turned_are_asked():
    understood = understand(_register(*MIXED))

    [told] = _turned(understood)
    assert (told.row, told.given, told.values["turn_back"]) == (2, "07/08/2025", "08/07/2025")
    assert told.values["count"] == 1
    assert _days(understood) == [None, "2025-07-18", "2025-03-03", "2025-07-25"]


@pytest.mark.parametrize(("answer", "day"), [(AS_HELD, "2025-08-07"), (TURN_BACK, "2025-07-08")])
def test_turned_days_follow_the_answer(answer, day):
    understood = understand(_register(*MIXED), answers={TURNED: answer})

    assert _turned(understood) == []
    assert _days(understood)[0] == day


def test_days_turned_in_one_column_are_seen_by_the_texts_of_another():
    doubts = Doubts()

    doubts.look_at([], {"starts_on": [date(2025, 8, 7)], "ends_on": ["18/07/2025"]}, {})

    assert doubts.turned == {"starts_on", "ends_on"}


@pytest.mark.parametrize(
    "days",
    [
        (date(2025, 8, 7), date(2025, 8, 20), "18/07/2025"),
        (date(2025, 8, 7), "18/07/2025", "5/7/2025"),
        (date(2025, 8, 7), date(2025, 3, 5)),
        ("7/8/2025", "18/07/2025"),
    ],
)
def test_days_that_no_excel_turned_are_not_asked(days):
    assert _turned(understand(_register(*days))) == []


def test_real_days_beside_texts_that_have_the_month_first_are_asked_too():
    understood = understand(_register(date(2025, 8, 7), "7/18/2025"), answers={DAYS: "mdy"})

    assert len(_turned(understood)) == 1
