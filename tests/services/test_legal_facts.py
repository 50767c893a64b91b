"""Targets and flags with their basis and dates, and where they were entered."""

from __future__ import annotations

from datetime import date

import pytest

from lib.files.reference import official_flags, targets
from lib.services.figures.legal_facts import flags_set, flags_table, targets_set, targets_table
from lib.text import LANGUAGES, words
from tests.support.installations import put
from tests.support.people import administrator
from tests.support.sheets import csv_bytes

AN = administrator("An")
TODAY = date(2026, 9, 20)
HEAD = ("Tên xã/phường", "Xã biên giới", "Xã vùng sâu, vùng xa", "Căn cứ", "Hiệu lực từ")


def test_what_comes_with_the_product_says_so(installation):
    found = targets_set(installation, TODAY, who=AN)

    assert {one.indicator.code for one in found} == {
        c for c, t in targets().items() if t.holds_on(TODAY)
    }
    assert all(one.shipped and one.target.basis for one in found)
    flags = flags_set(installation, TODAY, who=AN)
    assert len(flags) == len([f for f in official_flags() if f.holds_on(TODAY)])
    assert all(one.shipped and one.flag.basis for one in flags)


def test_what_staff_entered_stands_beside_with_its_basis_and_dates(installation):
    put(installation, csv_bytes([HEAD, ("Xã Lóng Sập", "", "Có", "QĐ 60 <b>", "01/01/2026")]))

    entered = [one for one in flags_set(installation, TODAY, who=AN) if not one.shipped]
    earlier = [
        one for one in flags_set(installation, date(2025, 12, 31), who=AN) if not one.shipped
    ]

    assert [(one.flag.flag, one.flag.basis) for one in entered] == [("remote", "QĐ 60 <b>")]
    assert earlier == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_are_told_in_words(installation, language):
    say = words(language)

    shown = targets_table(targets_set(installation, TODAY, who=AN), say)
    flags = flags_table(installation, flags_set(installation, TODAY, who=AN), say)

    assert shown.rows[0][0].startswith("KH01")
    assert all(len(row) == len(shown.columns) for row in shown.rows)
    assert all(len(row) == len(flags.columns) for row in flags.rows)
