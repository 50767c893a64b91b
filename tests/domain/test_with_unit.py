"""A figure with its unit beside it is read where the unit is the column's, and shown as read."""

from __future__ import annotations

import pytest

from lib.domain.intake.cells.with_unit import without_unit
from lib.domain.intake.rows.clean import clean
from lib.domain.problems import Code, Severity
from tests.support.pipeline import recognised
from tests.support.sheets import SUMMARY_HEAD, sheet, summary_row


@pytest.mark.parametrize(
    ("text", "unit", "figure"),
    [
        ("12 hộ", "hộ", "12"),
        ("02 đ/c", "người", "02"),
        ("17,2 km", "km", "17,2"),
        ("1.250 Hộ.", "hộ", "1.250"),
        ("3 bản", "thôn, bản", "3"),
        ("12 hộ", "người", None),
        ("12 hộ nghèo", "hộ", None),
        ("12", "hộ", None),
        ("hộ 12", "hộ", None),
        ("12 hộ (có 2 nữ)", "hộ", None),
        ("120/150 hộ", "hộ", None),
        ("12 nghìn", "hộ", None),
        ("12 hộ", "", None),
        ("5 công", "ngày công", "5"),
        ("5 ngày", "ngày công", None),  # of how many people?
    ],
)
def test_only_the_column_s_own_unit_may_stand_beside(text, unit, figure):
    assert without_unit(text, unit) == figure


def cleaned(households: str):
    row = summary_row("Xã Lóng Sập", households=households)
    return clean(recognised(sheet(SUMMARY_HEAD, row)))


def test_it_is_read_and_shown_as_read():
    found = cleaned("900 hộ")

    assert found.rows["households"].tolist() == [900]
    (told,) = (p for p in found.problems if p.code is Code.READ_AS)
    assert (told.severity, told.given, told.values["value"]) == (Severity.NOTE, "900 hộ", "900")


@pytest.mark.parametrize("written", ["900 nhà", "khoảng 900 nhà", "900 hộ, 30 bản"])
def test_another_word_beside_it_is_still_no_figure(written):
    found = cleaned(written)

    assert found.rows["households"].isna().all()
    assert Code.NOT_A_COUNT in [p.code for p in found.problems]


@pytest.mark.parametrize("written", ["900 người", "9 trăm", "9 trăm hộ"])
def test_another_unit_is_refused_with_the_one_that_is_wanted(written):
    found = cleaned(written)

    assert found.rows["households"].isna().all()
    (told,) = (p for p in found.problems if p.code is Code.OTHER_UNIT)
    assert (told.severity, told.given, told.values["unit"]) == (Severity.ERROR, written, "hộ")
