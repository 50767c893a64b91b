"""What a single cell says: numbers, dates, yes and no, as people in the province write them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date

from lib.domain.days import YEARS, day_counted, day_of, day_written
from lib.domain.intake.cells.raw import Fault, Raw, Value
from lib.domain.intake.period_words.named import in_column, year_in
from lib.domain.periods import Cadence, Period
from lib.domain.problems import Code
from lib.domain.templates.kinds import Kind
from lib.text import ZERO_WIDTH, fold

MISSING = frozenset(
    {
        "",
        "-",
        "–",
        "—",
        "--",
        "---",
        "_",
        "/",
        "//",
        "x",
        "n/a",
        "na",
        ".",
        "..",
        "...",
        "....",
        "…",
    }
    | {"không có", "chưa có", "không có số liệu", "chưa có số liệu", "không có dữ liệu"}
    | {"chưa có dữ liệu", "chưa báo cáo", "chưa thống kê", "chưa rà soát", "không báo cáo"}
)
"""What people write for "we have no figure"; never read as zero."""
UNKNOWN = "?"
"""Stands where a period or a name is not known: it is asked."""
NOT_CALCULATED = "=?"
"""Stands for a formula that was written by a program and never calculated."""

_MISSING_TEXT = MISSING - {"na"}
"""A village may be called "Na", the ricefield; among figures "NA" is no figure."""

_LONGEST_MARK = 4 * max(map(len, MISSING))
"""Decomposed letters take several places."""
_MARKS_START = frozenset(mark[:1] for mark in MISSING) | set(ZERO_WIDTH)
_QUOTES = ("'", "\u2018", "\u2019")
_EXCEL_ERRORS = ("#ref!", "#value!", "#div/0!", "#name?", "#n/a", "#num!", "#null!")
_SPACES_IN_NUMBER = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(?:\D|$))")
_FOOTNOTE = re.compile(
    r"(?<=\S)\s*+(?:\(\*++\)|(?<!\*)\*++|(?<![¹²³⁴⁵⁶⁷⁸⁹⁰⁽⁾])[¹²³⁴⁵⁶⁷⁸⁹⁰⁽⁾]++|\(\d\))$"
)
# A group of thousands never starts with 0: "0.125" is an eighth, not 125.
_THOUSANDS_DOT = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_THOUSANDS_COMMA = re.compile(
    r"[+-]?[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?|[+-]?[1-9]\d{0,2}(?:,\d{3})+\.\d+"
)
_COMMA = re.compile(r"[+-]?\d+,\d+")
_DOT = re.compile(r"[+-]?\d+\.\d+")
_PERCENT = re.compile(r"[+-]?\d[\d.,]*\s*%")
_WHOLE = re.compile(r"[+-]?\d+")
_LONGEST_SERIAL = 6
_PERIOD_YEARS = range(2000, 2100)
LONGEST_TEXT = 2000
LONGEST_NAME = 300
"""No name, code, number or day of ours comes near; a longer cell is told before it is read."""
_MOST = 10**12
"""No figure of a province is larger; a longer run of digits is something else."""


def clean_count(raw: Raw) -> Value | Fault:
    """A whole number of at least 0. "1.250" is 1250: half a person cannot be counted."""
    number = clean_decimal(raw, whole=True)
    if isinstance(number, Fault) or number is None:
        return number
    if isinstance(number, str):
        return Fault(Code.NOT_WHOLE)
    # Sums of a spreadsheet end in 4792.9999999999991; it shows, and means, fifteen digits.
    number = float(f"{number:.15g}") if isinstance(number, float) else number
    if number != int(number):
        return Fault(Code.NOT_WHOLE)
    return Fault(Code.NEGATIVE) if number < 0 else int(number)


def clean_decimal(raw: Raw, *, whole: bool = False) -> Value | Fault:
    """A number with decimal comma or thousands dot; ``whole`` settles what "1.250" means."""
    wrong = Fault(Code.NOT_A_COUNT if whole else Code.NOT_A_NUMBER)
    if raw is None or isinstance(raw, bool):
        return None if raw is None else wrong
    if isinstance(raw, int | float):
        return None if math.isnan(raw) else raw if abs(raw) <= _MOST else wrong
    if isinstance(raw, date):
        return wrong
    text = _FOOTNOTE.sub("", _SPACES_IN_NUMBER.sub("", _unquoted(fold(raw))))
    if text in MISSING:
        return None
    if text in _EXCEL_ERRORS:
        return Fault(Code.FORMULA_ERROR)
    number = _number_in(text, whole=whole) if len(text) <= 20 else wrong
    return wrong if isinstance(number, int | float) and abs(number) > _MOST else number


def _unquoted(text: str) -> str:
    """ "'04045" is 04045: the mark that keeps its zero in Excel stays in some files."""
    kept = text[1:]
    return kept if text[:1] in _QUOTES and kept[:1].isdigit() else text


def _number_in(text: str, *, whole: bool) -> Value | Fault:
    if _WHOLE.fullmatch(text):
        return int(text)
    if _THOUSANDS_DOT.fullmatch(text):
        plain = text.replace(".", "").replace(",", ".")
        # Three digits after one dot: a thousand in a count, but a decimal could be meant elsewhere.
        single = text.count(".") == 1 and "," not in text
        return Fault(Code.AMBIGUOUS_NUMBER) if single and not whole else _whole_or_float(plain)
    if _THOUSANDS_COMMA.fullmatch(text):
        return _whole_or_float(text.replace(",", ""))
    if _COMMA.fullmatch(text):
        three = len(text.split(",")[1]) == 3
        # "1,250" in a count may be 1250 typed the English way; it is not ours to decide.
        return Fault(Code.AMBIGUOUS_NUMBER) if whole and three else float(text.replace(",", "."))
    if _DOT.fullmatch(text):
        return float(text)
    if _PERCENT.fullmatch(text):
        return Fault(Code.PERCENT)
    return Fault(Code.NOT_A_COUNT if whole else Code.NOT_A_NUMBER)


def _whole_or_float(plain: str) -> int | float:
    return float(plain) if "." in plain else int(plain)


def clean_amount(raw: Raw) -> Value | Fault:
    """A decimal of at least 0: kilometres and costs are never negative."""
    number = clean_decimal(raw)
    negative = isinstance(number, int | float) and number < 0
    return Fault(Code.NEGATIVE) if negative else number


def clean_text(raw: Raw) -> Value | Fault:
    """Text with single spaces; missing marks give None. Numbers keep no trailing ".0"."""
    if raw is None or isinstance(raw, bool):
        return None if raw is None else str(raw).upper()
    if isinstance(raw, float):
        return None if math.isnan(raw) else str(int(raw)) if raw.is_integer() else str(raw)
    if isinstance(raw, date):
        return raw.isoformat()[:10]
    text = _unquoted(" ".join(str(raw).split()))
    if len(text) > LONGEST_TEXT:
        return Fault(Code.TEXT_TOO_LONG, most=LONGEST_TEXT)
    short = len(text) <= _LONGEST_MARK and text[:1].casefold() in _MARKS_START
    return None if short and fold(text) in _MISSING_TEXT else text


def clean_date(raw: Raw) -> Value | Fault:
    """A day as ISO text, from dd/mm/yyyy, ISO or an Excel serial number."""
    if raw is None or isinstance(raw, bool):
        return None if raw is None else Fault(Code.NOT_A_DATE)
    if isinstance(raw, date):
        return _known_day(day_of(raw))
    if isinstance(raw, int | float):
        return _known_day(day_counted(raw))
    text = _unquoted(fold(raw))
    if text in MISSING:
        return None
    if len(text) <= _LONGEST_SERIAL and _WHOLE.fullmatch(text):
        return clean_date(int(text))
    try:
        return _known_day(day_written(text))
    except ValueError:
        return Fault(Code.NOT_A_DATE)


def _known_day(day: date | None) -> Value | Fault:
    known = day is not None and day.year in YEARS
    return day.isoformat() if day and known else Fault(Code.NOT_A_DATE)


def clean_yes_no(raw: Raw) -> Value | Fault:
    """1 for "Có", 0 for "Không"; a lone "x" is a tick here, not a missing mark."""
    if raw is None:
        return None
    if isinstance(raw, bool | int | float):
        if math.isnan(raw):
            return None
        return int(raw) if raw in (0, 1) else Fault(Code.NOT_YES_NO)
    text = fold(str(raw))
    if text in _YES:
        return 1
    if text in ("không", "khong", "0", "chưa", "không có", "chưa có"):
        return 0
    return None if text in MISSING else Fault(Code.NOT_YES_NO)


_YES = frozenset(
    {"có", "co", "x", "đã có", "có rồi", "đã có rồi", "rồi", "1", "đạt", "v", "✓", "✔", "√", "☑"}
)


def clean_month(raw: Raw) -> Value | Fault:
    """A monthly period as "2026-08".

    What names a month without its year, several, or a part of one stays as it is written: whose
    figures these are is settled, or asked, where the whole file is known.
    """
    return _clean_period(raw, Cadence.MONTHLY)


def clean_quarter(raw: Raw) -> Value | Fault:
    """A quarter as "2026-Q3"; what leaves something open stays as it is written.

    A date or a bare year names no quarter and is no guess of ours.
    """
    return (
        Fault(Code.BAD_PERIOD) if isinstance(raw, date) else _clean_period(raw, Cadence.QUARTERLY)
    )


def clean_year(raw: Raw) -> Value | Fault:
    """A yearly period as "2026"."""
    return _clean_period(raw, Cadence.YEARLY)


def _clean_period(raw: Raw, cadence: Cadence) -> Value | Fault:
    if raw is None:
        return None
    if isinstance(raw, date):
        monthly, raw = cadence is Cadence.MONTHLY, day_of(raw)
        # Excel turns a typed "08/2026" into the first of August, and a typed "8" into 1900.
        if raw.year not in _PERIOD_YEARS or (monthly and raw.day != 1):
            return Fault(Code.BAD_PERIOD)
        return str(Period(raw.year, raw.month if monthly else 0))
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = " ".join(_unquoted(str(raw)).split())
    if fold(text) in MISSING or text == "nan":
        return None
    if cadence is Cadence.YEARLY:
        year = year_in(text)
        return str(year) if year else Fault(Code.BAD_PERIOD)
    named = in_column(text, cadence)
    shown = _month_as_excel_shows_it(fold(text)) if cadence is Cadence.MONTHLY else None
    if found := named.sure or shown:
        return str(found)
    asked = named.periods or named.yearless or text == UNKNOWN
    return text if asked else Fault(Code.BAD_PERIOD)


_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")  # fmt: skip # noqa: E501
_SHOWN_MONTH = re.compile(
    rf"(?:({'|'.join(_ENGLISH_MONTHS)})[a-z]*|thg\s*(\d{{1,2}}))[-/\s.]+(20)?(\d\d)"
)
_SHORT_MONTH = re.compile(r"(?:t|tháng|thg|kỳ)?\s*(0?[1-9]|1[0-2])\s*[-/.]\s*(?:20)?([2-4]\d)")
_FIRST_DAY = re.compile(r"0?1\s*[-/.]\s*(0?[1-9]|1[0-2])\s*[-/.]\s*20([2-4]\d)")
_YEAR_FIRST = re.compile(r"20([2-4]\d)\s*[-/.]\s*([1-9])")


def _month_as_excel_shows_it(text: str) -> Period | None:
    """ "Aug-26", "thg 8-26", "8/26", "2026/8" and "01/08/2026", which Excel makes of a month."""
    if match := _SHOWN_MONTH.fullmatch(text):
        month = _ENGLISH_MONTHS.index(match[1]) + 1 if match[1] else int(match[2])
        return Period(2000 + int(match[4]), month) if 1 <= month <= 12 else None
    if match := _SHORT_MONTH.fullmatch(text) or _FIRST_DAY.fullmatch(text):
        return Period(2000 + int(match[2]), int(match[1]))
    match = _YEAR_FIRST.fullmatch(text)
    return Period(2000 + int(match[1]), int(match[2])) if match else None


CLEANERS: dict[Kind, Callable[[Raw], Value | Fault]] = {
    Kind.COUNT: clean_count,
    Kind.DECIMAL: clean_amount,
    Kind.TEXT: clean_text,
    Kind.DATE: clean_date,
    Kind.YES_NO: clean_yes_no,
    Kind.CHOICE: clean_text,
    Kind.MONTH: clean_month,
    Kind.QUARTER: clean_quarter,
    Kind.YEAR: clean_year,
    Kind.ORDINAL: clean_text,
}
