"""Days, spans of days and years in the words around figures, and whether they are the period's."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from lib.domain.periods import Period

_LETTER = re.compile(
    r"(?:mẫu ban hành|ban hành|công văn|quyết định|nghị quyết|nghị định|thông tư|chỉ thị|công điện"
    r"|văn bản|tờ trình|đề án|phát động|thành lập|kế hoạch (?:số )?\d|báo cáo số|hướng dẫn số"
    r"|thông báo số|chương trình số|(?<!\w)số:? ?\d{1,6} ?[/-])"
    r"(?:(?!báo cáo|kết quả|số liệu|tháng \d{1,2}(?:/| năm)|kỳ )[^;)]){0,200}"
)
"""What a letter is called and when it was written says nothing of the figures."""
_LETTERHEAD = re.compile(r"[^\d;:]{2,50}, ?ngày[ \d.…_]{0,20}tháng[ \d.…_]{0,20}năm")
_SIGNED = re.compile(r"[^\d;:]{2,50}, ?(?:ngày )?\d{1,2}/\d{1,2}/20\d\d$")
_IN_WORDS = re.compile(r"(\d{1,2}) tháng (\d{1,2})(?: năm (20\d\d))?")
_SPAN = re.compile(
    r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})(?:[/.-](20\d\d))? ?(?:-|–|—|÷|đến|tới) ?"
    r"(?:hết )?(?:ngày )?(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)(?!\d)"
)
_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)(?!\d)")
_SHORT_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})(?:/(2\d))?(?![\d/])")
_ASIDE = re.compile(r"(?:ký|lập|gửi|nộp|hạn|họp|in|cấp|hiệu lực|từ)(?: ngày)?[ :]{0,3}$")
_STATE = re.compile(r"(?:đến|chốt|cập nhật|số liệu)(?: hết)?(?: ngày)?[ :]{0,3}$")
_EPOCHS = re.compile(
    r"(?:giai đoạn|năm học|niên khóa|nhiệm kỳ|từ năm|đến năm|tầm nhìn)[^;,.]{0,3}(?: năm)? ?20\d\d"
    r"(?: ?[-–—] ?20\d\d)?"
)
_YEARS = re.compile(r"(?<![\d/.-])(20\d\d)(?: ?[-–—] ?(20\d\d))?(?![\d/.])")
_MONTHS = re.compile(r"\d{1,2} ?(?:/|-|\.|năm) ?20\d\d")
_CUMULATIVE = re.compile(r"lũy kế|cộng dồn")


def without_letters(text: str) -> str:
    """A folded text without the letters it refers to, and without a letterhead's place and day."""
    plain = " ".join(text.split())
    if (_LETTERHEAD.match(plain) or _SIGNED.match(plain)) and not re.search(
        r"số liệu|tính|chốt|báo cáo", plain
    ):
        return ""
    return _LETTER.sub(" ; ", plain)


def is_of_other_time(text: str, periods: Sequence[Period]) -> bool:
    """Whether a text without letters gives days or years that are none of the periods'."""
    if not periods:
        return False
    plain = _IN_WORDS.sub(lambda m: f"{m[1]}/{m[2]}/{m[3]}" if m[3] else f"{m[1]}/{m[2]}", text)
    rest = _SPAN.sub(" ; ", plain)
    to_date = bool(_CUMULATIVE.search(plain))
    years = _years(_DAY.sub(" ; ", rest))
    return (
        any(all(_span_off(span, p, to_date) for p in periods) for span in _spans(plain))
        or any(all(_day_off(day, p, stated) for p in periods) for day, stated in _days(rest))
        or all(any(_day_off(d, p, stated=True) for d in _short_days(rest, p)) for p in periods)
        or (bool(years) and all(p.year not in years for p in periods))
    )


def _spans(text: str) -> Iterator[tuple[date, date]]:
    for m in _SPAN.finditer(text):
        last = _day(m[4], m[5], m[6])
        first = _day(m[1], m[2], m[3] or int(m[6]) - (int(m[2]) > int(m[5])))
        if first and last:
            yield first, last


def _span_off(span: tuple[date, date], period: Period, to_date: bool) -> bool:
    first, last = span
    return not ((to_date or period.start <= first) and period.start < last <= _last(period))


def _days(text: str) -> Iterator[tuple[date, bool]]:
    """Each day, and whether the figures are said to be as of it."""
    for m in _DAY.finditer(text):
        day, before = _day(m[1], m[2], m[3]), text[max(0, m.start() - 30) : m.start()]
        if day and not _ASIDE.search(before):
            yield day, bool(_STATE.search(before))


def _short_days(text: str, period: Period) -> Iterator[date]:
    """What figures are said to be as of, in "đến 30/9/26" and "đến 30/9"."""
    for m in _SHORT_DAY.finditer(text):
        if not _STATE.search(text[max(0, m.start() - 30) : m.start()]):
            continue
        years = [2000 + int(m[3])] if m[3] else [period.end.year, period.start.year]
        found = [day for year in years if (day := _day(m[1], m[2], year))]
        if found:
            yield min(found, key=lambda day: abs((day - period.end).days))


def _day_off(day: date, period: Period, stated: bool) -> bool:
    return day < period.start + timedelta(days=stated) or (stated and day > _last(period))


def _years(text: str) -> set[int]:
    """The years of the figures; none where months are named, which are asked about elsewhere."""
    plain = _EPOCHS.sub(" ; ", text)
    if _MONTHS.search(plain):
        return set()
    return {y for m in _YEARS.finditer(plain) for y in range(int(m[1]), int(m[2] or m[1]) + 1)}


def _last(period: Period) -> date:
    """The last day of the calendar's month, quarter or year; that of ours may come sooner."""
    month = period.month or 3 * period.quarter or 12
    whole = date(period.year, month, calendar.monthrange(period.year, month)[1])
    return max(period.end, whole)


def _day(day: str, month: str, year: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
