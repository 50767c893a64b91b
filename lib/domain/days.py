"""Which day is meant: as people write it, as programs write it, as spreadsheets count it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from lib.text.formats import HANOI

DAY_MONTH_YEAR = re.compile(
    r"(?:ngày\s*)?(\d{1,2})\s*(?:[/.\-]|tháng)\s*(\d{1,2})\s*(?:[/.\-]|năm)\s*(\d{4}|\d{2})"
    r"(?:\s+(\d{1,2}:\d{2}(?::\d{2})?)(?:\s*(am|pm|sa|ch))?)?"
)
_ISO_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ tT]([^\n]*))?")
_CLOCK = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?"
    r"(z|(?:utc|gmt)?(?:([+-])(\d{1,2})(?::?(\d{2}))?)?)"
)
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(36_000, 73_001)
"""The days from 1998 to 2099, as spreadsheets count them."""
YEARS = range(1990, 2101)
"""A date outside is a slip of the keyboard or a number that a spreadsheet shows as a date."""
FROM_1904 = 1462
"""Days by which spreadsheets that count from 1904 are behind the others."""
_MIDNIGHT_HERE = time(17)
_ALMOST = timedelta(minutes=2)
"""Programs that count in an old local time write midnight as 23:59:43 of the day before."""
_LAST_MINUTE, _LAST_SECOND = (23, 59, 0), (23, 59, 59)
"""Times that people and programs write for the end of a day: it is that day."""
_ROUNDING = timedelta(microseconds=500)
"""Half of what spreadsheets can tell apart: nearer to midnight than this is midnight."""


def day_of(moment: date) -> date:
    """The day in Vietnam. What is a few seconds before midnight is the midnight that was meant,
    unless it is the very end of a day.
    """
    if not isinstance(moment, datetime):
        return moment
    if moment.year not in YEARS:
        return moment.date()
    here = moment.astimezone(HANOI) if moment.tzinfo else moment
    here += _ROUNDING
    ends = (here.hour, here.minute, here.second) in (_LAST_MINUTE, _LAST_SECOND)
    return here.date() if ends else (here + _ALMOST).date()


def midnight_elsewhere(raw: object) -> date | None:
    """The day after, where a moment without a zone is five in the afternoon, or seconds before:
    then it is midnight in Vietnam by the world's clock, and programs that write that clock often
    leave out to say so.
    """
    try:
        moment = _moment(raw.lower().strip()) if isinstance(raw, str) else raw
    except ValueError:
        return None
    if not isinstance(moment, datetime) or moment.tzinfo or moment.year not in YEARS:
        return None
    five = datetime.combine(moment, _MIDNIGHT_HERE)
    return moment.date() + timedelta(days=1) if five - _ALMOST < moment <= five else None


def _moment(text: str) -> datetime | None:
    """The day and the time that a text tells without a zone."""
    if match := _ISO_DAY.fullmatch(text):
        day, clock = date(int(match[1]), int(match[2]), int(match[3])), match[4] or ""
    elif match := DAY_MONTH_YEAR.fullmatch(text):
        day, clock = _in_order(match), _full_clock(match)
    else:
        return None
    told = _CLOCK.fullmatch(clock.strip())
    if told is None or told[4]:
        return None
    return datetime.combine(day, time(int(told[1]), int(told[2]), int(told[3] or 0)))


def _in_order(match: re.Match[str]) -> date:
    century = 0 if len(match[3]) == 4 else 2000
    return date(century + int(match[3]), int(match[2]), int(match[1]))


def _full_clock(match: re.Match[str]) -> str:
    """The time of a day/month/year in 24 hours: "5:00 CH" is 17:00."""
    clock, half = match[4] or "", match[5] or ""
    hour, _, rest = clock.partition(":")
    if not half or not 1 <= int(hour) <= 12:
        return clock
    return f"{int(hour) % 12 + (12 if half in ('pm', 'ch') else 0)}:{rest}"


def day_counted(serial: float) -> date | None:
    """The day of an Excel serial number."""
    if not _SERIALS.start <= serial < _SERIALS.stop:
        return None
    return day_of(datetime.combine(_EXCEL_EPOCH, time.min) + timedelta(days=serial))


def day_written(text: str) -> date | None:
    """The day of a folded text: day/month/year, or ISO with or without a time and its zone.

    ``ValueError`` where there is no such day.
    """
    if match := _ISO_DAY.fullmatch(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        return _at(date(year, month, day), match[4] or "")
    if match := DAY_MONTH_YEAR.fullmatch(text):
        return _at(_in_order(match), _full_clock(match))
    return None


def _at(day: date, told: str) -> date | None:
    """The day in Vietnam at this time of day; words after a day change nothing."""
    told = told.strip().lower()
    if not any(map(str.isdigit, told)) or day.year not in YEARS:
        return day
    match = _CLOCK.fullmatch(told)
    if match is None:
        return None
    clock = time(int(match[1]), int(match[2]), int(match[3] or 0))
    moment = datetime.combine(day, clock)
    if not match[4]:
        return day_of(moment)
    away = timedelta(hours=int(match[6] or 0), minutes=int(match[7] or 0))
    return day_of((moment - (away if match[5] != "-" else -away)).replace(tzinfo=UTC))
