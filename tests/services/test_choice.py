"""What an address says wrongly is named, and never more of it than a sentence can bear."""

from __future__ import annotations

import pytest

from lib.domain.periods import Period
from lib.services.history.freeze_words import unread
from lib.services.view_address import Choice, misread
from lib.text import LANGUAGES, words
from tests.support.indicators import INDICATORS

PERIODS, COMMUNES = [Period(2026, 8)], ["04045"]
HOSTILE = "<script>alert(1)</script>${alert(2)}{{7*7}}\0\n" + "x" * 5000
GOOD = {
    "chi-tieu": "GD03",
    "ky": "2026-08",
    "so-voi": "2026-08",
    "kieu": "o-vuong",
    "co": "border,remote",
    "lop": "phan-vi",
    "nhom": "0,3,none",
    "xa": "04045",
    "ngon-ngu": "en",
}


def test_an_address_of_ours_is_understood_whole():
    assert misread(GOOD, indicators=INDICATORS, periods=PERIODS, communes=COMMUNES) == {}


def test_what_is_left_empty_or_belongs_to_others_is_no_mistake():
    query = dict.fromkeys(GOOD, "") | {"utm_source": "mail", "chot": "k7m2qx"}

    assert misread(query, indicators=INDICATORS, periods=PERIODS, communes=COMMUNES) == {}


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("given", ["9999-99", "GD99", "border,moon", "10", "' OR 1=1", HOSTILE])
def test_nonsense_in_one_choice_names_that_choice_alone(name, given):
    found = misread(GOOD | {name: given}, indicators=INDICATORS, periods=PERIODS, communes=COMMUNES)

    assert list(found) == [name]
    assert len(found[name]) <= 40
    assert found[name].isprintable()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_has_words_for_its_nonsense(language):
    parts = misread(
        dict.fromkeys(GOOD, HOSTILE), indicators=INDICATORS, periods=PERIODS, communes=COMMUNES
    )

    told = unread(parts, "zz", words(language))

    assert set(parts) == set(GOOD)
    assert len(told) == 2
    assert told[1].count("<script>") == len(GOOD)


def test_the_address_of_a_choice_names_its_freeze():
    choice = Choice(
        indicator="GD03",
        period=PERIODS[0],
        view="boundary",
        commune=None,
        language="vi",
        freeze="k7m2qx",
    )

    assert choice.query() == "chi-tieu=GD03&ky=2026-08&chot=k7m2qx"
    assert "chot" not in choice.changed(freeze="").query()
