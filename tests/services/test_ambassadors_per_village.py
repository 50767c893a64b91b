"""From how many ambassadors on a village counts: a setting that figures and words follow."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.domain.figures.indicators import CATALOGUE
from lib.domain.periods import Period
from lib.services.figures.indicator_facts import facts_of
from lib.services.figures.snapshots import measured
from lib.services.settings.changing import change_setting
from lib.text import LANGUAGES, words
from tests.support.indicators import INDICATORS
from tests.support.installations import put
from tests.support.people import administrator
from tests.support.sheets import register, summary, summary_row, village_month

AUGUST, LONG_SAP, TO_HIEU = Period(2026, 8), "04045", "03646"


@pytest.fixture
def settled(installation):
    """Two villages of one commune, a summary of another, and a way to set the setting."""
    put(installation, register(("Xã Lóng Sập", "Bản A", 100), ("Xã Lóng Sập", "Bản B", 50)))
    put(
        installation,
        village_month(("Xã Lóng Sập", "Bản A", 1, 40), ("Xã Lóng Sập", "Bản B", 2, 10)),
    )
    put(installation, summary(summary_row("Phường Tô Hiệu", villages=14, covered=9)))

    def least(number):
        change_setting(
            installation,
            "ambassadors_per_village",
            number,
            who=administrator(),
            reason="họp giao ban",
        )
        return measured(installation, "DS01", AUGUST)

    return installation, least


def test_a_village_counts_from_one_ambassador_on_unless_set_otherwise(settled):
    installation, least = settled
    before = measured(installation, "DS01", AUGUST).communes["value"]

    after = least(2).communes["value"]

    assert (before[LONG_SAP], after[LONG_SAP]) == (100, 50)


def test_a_summary_tells_nothing_of_more_than_one_for_each_village(settled):
    installation, least = settled
    assert measured(installation, "DS01", AUGUST).communes.loc[TO_HIEU, "value"] == pytest.approx(
        900 / 14
    )

    found = least(2)

    assert pd.isna(found.communes.loc[TO_HIEU, "value"])
    assert found.reporting == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_name_formula_and_guide_say_the_number(settled, language):
    installation, least = settled
    assert "≥" not in CATALOGUE["DS01"].name[language]

    indicator = least(3).indicator

    facts = facts_of(installation.indicators["DS01"], None, words(language))
    assert "≥ 3" in indicator.name[language]
    assert all("≥ 3" in text for text in (facts.name, facts.gloss, facts.lines[0][1]))


def test_no_declaration_is_told_with_a_blank_in_it():
    for indicator in (*CATALOGUE.values(), *INDICATORS.values()):
        for wording in (indicator.name, indicator.gloss, indicator.formula):
            assert all("{" not in text for text in wording.values())
