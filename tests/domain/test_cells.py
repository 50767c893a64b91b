"""What single cells say, as people in the province write them."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.domain.intake.cells.cells import CLEANERS
from lib.domain.intake.cells.raw import Fault, Raw
from lib.domain.problems import Code, column_letters
from lib.domain.templates.kinds import Kind
from lib.text import fold

NBSP, NARROW = "\u00a0", "\u202f"


def read(kind: Kind, raw: Raw) -> object:
    """The value, or the code of the fault."""
    value = CLEANERS[kind](raw)
    return value.code if isinstance(value, Fault) else value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1250", 1250),
        ("1.250", 1250),
        ("1.250.000", 1_250_000),
        ("1 250", 1250),
        (f"1{NBSP}250", 1250),
        (f"1{NARROW}250", 1250),
        ("12 345 678", 12_345_678),
        (" 12 ", 12),
        ("12*", 12),
        ("12 (*)", 12),
        ("12²", 12),
        ("12 (1)", 12),
        ("12,0", 12),
        ("1.250,0", 1250),
        ("1,250,000", 1_250_000),
        ("007", 7),
        ("0", 0),
        (0, 0),
        (12, 12),
        (12.0, 12),
        (1236.9999999999998, 1237),
        (1237.0000000000002, 1237),
        ("-", None),
        ("–", None),
        ("x", None),
        ("X", None),
        ("không có", None),
        ("KHÔNG CÓ", None),
        (unicodedata.normalize("NFD", "không có"), None),
        ("Chưa có", None),
        ("n/a", None),
        ("...", None),
        ("", None),
        ("  ", None),
        ("\u200b", None),
        (None, None),
        (float("nan"), None),
    ],
)
def test_a_count_as_people_write_it(raw: Raw, value: object):
    assert read(Kind.COUNT, raw) == value


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1.25", Code.NOT_WHOLE),
        (1.25, Code.NOT_WHOLE),
        (1236.99999, Code.NOT_WHOLE),
        ("1,5", Code.NOT_WHOLE),
        ("0,5", Code.NOT_WHOLE),
        ("0.125", Code.NOT_WHOLE),
        ("00.125", Code.NOT_WHOLE),
        ("1.250,5", Code.NOT_WHOLE),
        ("1,250", Code.AMBIGUOUS_NUMBER),
        ("-3", Code.NEGATIVE),
        (-3, Code.NEGATIVE),
        ("1 25", Code.NOT_A_COUNT),
        ("12 3456", Code.NOT_A_COUNT),
        ("1.25.000", Code.NOT_A_COUNT),
        ("12 người", Code.NOT_A_COUNT),
        ("5%", Code.PERCENT),
        ("34,5 %", Code.PERCENT),
        ("(5)", Code.NOT_A_COUNT),
        ("²", Code.NOT_A_COUNT),
        ("1e3", Code.NOT_A_COUNT),
        ("=1+1", Code.NOT_A_COUNT),
        (True, Code.NOT_A_COUNT),
        (date(2026, 8, 1), Code.NOT_A_COUNT),
        (float("inf"), Code.NOT_A_COUNT),
        (1e20, Code.NOT_A_COUNT),
        (10**19, Code.NOT_A_COUNT),
        ("99999999999999999999", Code.NOT_A_COUNT),
        ("9" * 400, Code.NOT_A_COUNT),
        ("#REF!", Code.FORMULA_ERROR),
        ("#DIV/0!", Code.FORMULA_ERROR),
        ("#N/A", Code.FORMULA_ERROR),
        ("#VALUE!", Code.FORMULA_ERROR),
    ],
)
def test_what_is_no_count_is_told_never_changed(raw: Raw, code: Code):
    assert read(Kind.COUNT, raw) == code


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("14,5", 14.5),
        ("14.5", 14.5),
        ("1.250,5", 1250.5),
        ("1,250.5", 1250.5),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("1.250.000", 1_250_000),
        (14.5, 14.5),
        ("-", None),
        ("1.250", Code.AMBIGUOUS_NUMBER),
        ("14,5 km", Code.NOT_A_NUMBER),
        ("#N/A", Code.FORMULA_ERROR),
        (float("inf"), Code.NOT_A_NUMBER),
        (True, Code.NOT_A_NUMBER),
    ],
)
def test_a_decimal_as_people_write_it(raw: Raw, value: object):
    assert read(Kind.DECIMAL, raw) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("18/7/2025", "2025-07-18"),
        ("18-07-2025", "2025-07-18"),
        ("18.7.2025", "2025-07-18"),
        ("2025-07-18", "2025-07-18"),
        ("2025-07-18 00:00:00", "2025-07-18"),
        (date(2025, 7, 18), "2025-07-18"),
        (datetime.fromisoformat("2025-07-18T09:30"), "2025-07-18"),
        (45856, "2025-07-18"),
        (45856.0, "2025-07-18"),
        ("45856", "2025-07-18"),
        ("-", None),
        (None, None),
        ("31/2/2025", Code.NOT_A_DATE),
        ("7/18/2025", Code.NOT_A_DATE),
        ("18/7/25", "2025-07-18"),
        ("ngày 18 tháng 7 năm 2025", "2025-07-18"),
        ("18/07/2025 00:00", "2025-07-18"),
        ("18/7/0025", Code.NOT_A_DATE),
        (date(1899, 12, 31), Code.NOT_A_DATE),
        (date(25, 7, 18), Code.NOT_A_DATE),
        ("tháng 7", Code.NOT_A_DATE),
        (12, Code.NOT_A_DATE),
        (float("inf"), Code.NOT_A_DATE),
        (True, Code.NOT_A_DATE),
        ("9" * 30, Code.NOT_A_DATE),
    ],
)
def test_a_day_as_people_write_it(raw: Raw, value: object):
    assert read(Kind.DATE, raw) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("08/2026", "2026-08"),
        ("8/2026", "2026-08"),
        ("08-2026", "2026-08"),
        ("08.2026", "2026-08"),
        (8.2026, "2026-08"),
        ("tháng 8/2026", "2026-08"),
        ("Tháng 8 năm 2026", "2026-08"),
        ("Tháng 08 - 2026", "2026-08"),
        ("T8/2026", "2026-08"),
        ("2026-08", "2026-08"),
        (date(2026, 8, 1), "2026-08"),
        (datetime.fromisoformat("2026-08-01"), "2026-08"),
        ("2026-08-01 00:00:00", "2026-08"),
        ("", None),
        ("13/2026", Code.BAD_PERIOD),
        ("2026", Code.BAD_PERIOD),
        ("Quý 3/2026", Code.BAD_PERIOD),
        ("Tuần 3/2026", Code.BAD_PERIOD),
        ("Tuần 3 năm 2026", Code.BAD_PERIOD),
        # What leaves something open stays as it is: asked where the whole file is known.
        ("8", "8"),
        (8, "8"),
        ("T8", "T8"),
        ("08/2026 - 09/2026", "08/2026 - 09/2026"),
        ("Tuần 2 tháng 8/2026", "Tuần 2 tháng 8/2026"),
        ("6 tháng đầu năm 2026", Code.BAD_PERIOD),
        ("20/8/2026", Code.BAD_PERIOD),
        ("2026-08-20", Code.BAD_PERIOD),
        # The 20th of August belongs to the period of September: not ours to decide.
        (date(2026, 8, 20), Code.BAD_PERIOD),
        # "8" typed into a cell formatted as a date.
        (datetime.fromisoformat("1900-01-08"), Code.BAD_PERIOD),
        (True, Code.BAD_PERIOD),
    ],
)
def test_a_month_as_people_write_it(raw: Raw, value: object):
    assert read(Kind.MONTH, raw) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2026", "2026"),
        (2026, "2026"),
        (2026.0, "2026"),
        ("năm 2026", "2026"),
        ("31/12/2025", "2025"),
        (date(2026, 1, 1), "2026"),
        ("2025-2026", Code.BAD_PERIOD),
        ("26", Code.BAD_PERIOD),
        (datetime.fromisoformat("1905-07-18"), Code.BAD_PERIOD),
    ],
)
def test_a_year_as_people_write_it(raw: Raw, value: object):
    assert read(Kind.YEAR, raw) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Có", 1),
        (unicodedata.normalize("NFD", "Có"), 1),
        ("x", 1),
        (1, 1),
        (1.0, 1),
        (True, 1),
        ("Không", 0),
        ("không có", 0),
        (0, 0),
        (False, 0),
        ("", None),
        ("-", None),
        (2, Code.NOT_YES_NO),
        ("có lẽ", Code.NOT_YES_NO),
        (date(2026, 1, 1), Code.NOT_YES_NO),
        (float("nan"), None),
    ],
)
def test_yes_and_no_as_people_write_them(raw: Raw, value: object):
    assert read(Kind.YES_NO, raw) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("  Bản   Pha Đón ", "Bản Pha Đón"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("'; DROP TABLE figure; --", "'; DROP TABLE figure; --"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        (4045.0, "4045"),
        (4045, "4045"),
        ("-", None),
        # "Na" is a ricefield and half of all village names: never a missing mark in text.
        ("Na", "Na"),
        (True, "TRUE"),
        (float("nan"), None),
        ("a" * 2001, Code.TEXT_TOO_LONG),
    ],
)
def test_text_keeps_what_was_written(raw: Raw, value: object):
    assert read(Kind.TEXT, raw) == value


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=30),
    st.text(alphabet="0123456789., -+*x()/", max_size=12),
)


@given(st.sampled_from(Kind), cells)
def test_no_cell_makes_a_cleaner_crash(kind: Kind, raw: Raw):
    value = CLEANERS[kind](raw)

    assert value is None or isinstance(value, int | float | str | Fault)
    assert not isinstance(value, int) or abs(value) < 2**63


@example(Kind.MONTH, date(1999, 1, 1))
@given(st.sampled_from(Kind), cells)
def test_cleaning_what_was_cleaned_changes_nothing(kind: Kind, raw: Raw):
    once = CLEANERS[kind](raw)
    if isinstance(once, Fault):
        return

    assert CLEANERS[kind](once) == once


@given(st.sampled_from([k for k in Kind if k is not Kind.DECIMAL]), cells)
def test_cleaning_the_printed_value_changes_nothing(kind: Kind, raw: Raw):
    once = CLEANERS[kind](raw)
    if isinstance(once, Fault) or once is None:
        return

    assert CLEANERS[kind](str(once)) == once


@given(st.integers(0, 10**12))
def test_a_count_with_thousands_dots_is_the_same_count(count: int):
    dotted = f"{count:,}".replace(",", ".")

    assert read(Kind.COUNT, dotted) == count
    assert read(Kind.COUNT, dotted.replace(".", " ")) == count


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str):
    assert fold(fold(text)) == fold(text)


def test_column_letters_are_those_of_excel():
    expected = {0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", 16383: "XFD"}

    assert {i: column_letters(i) for i in expected} == expected


@given(st.integers(0, 16383))
def test_column_letters_count_in_base_26(index: int):
    value = 0
    for letter in column_letters(index):
        value = value * 26 + ord(letter) - 64

    assert value == index + 1
