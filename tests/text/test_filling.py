"""How sentences are filled in: numbers, months and what is counted, as each language has it."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from lib.text import LANGUAGES, filled, name_of_language, words
from lib.text.catalogue import Words, read_folder
from lib.text.filling import category_of, spelled_out


@pytest.fixture
def folder(tmp_path):
    def written(text: str):
        (tmp_path / "map.toml").write_text(text, encoding="utf-8")
        return Words("en", read_folder(tmp_path))

    return written


COUNTED = '[counted]\nday = { one = "day", other = "days" }\nis = { one = "is", other = "are" }\n'


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 day left"),
        (2, "2 days left"),
        (0, "0 days left"),
        ("1", "1 day left"),
        ("1,234", "1,234 days left"),
        ("–", "– days left"),
        (np.int64(1), "1 day left"),
        ("−1", "−1 day left"),
        (1.5, "1.5 days left"),
    ],
)
def test_a_number_takes_the_form_that_goes_with_it(folder, number, said):
    say = folder(COUNTED + '[a]\nb = "{days:day} left"\n')

    assert say("a.b", days=number) == said


def test_several_numbers_of_a_sentence_bend_each_for_itself(folder):
    say = folder(COUNTED + '[a]\nb = "{days:day}; {left:is} left of {all:,day}"\n')

    assert say("a.b", days=1, left=2, all=12_000) == "1 day; 2 are left of 12,000 days"


def test_a_whole_sentence_bends_with_its_first_number(folder):
    say = folder('[a.b]\none = "{count} is gone: {names}."\nother = "{count} are gone: {names}."\n')

    assert say("a.b", count=1, names="A") == "1 is gone: A."
    assert say("a.b", count=3, names="A, B") == "3 are gone: A, B."


def test_a_sentence_may_say_whose_number_it_bends_with(folder):
    say = folder('[a.b]\nby = "n"\none = "{who}: one was sent."\nother = "{who}: {n} were sent."\n')

    assert say("a.b", who="An", n=1) == "An: one was sent."
    assert say("a.b", who="An", n=2) == "An: 2 were sent."


def test_a_sentence_that_travels_open_carries_its_forms(folder):
    line = folder(COUNTED + '[a]\nb = "{n:day}"\n')("a.b")

    assert filled(line, "en", n=1) == "1 day"
    assert filled(line, "en", n=5) == "5 days"


def test_a_thing_nobody_counts_is_a_slip():
    with pytest.raises(KeyError):
        spelled_out("{n:dya}", {"day": {"other": "days"}})


@pytest.mark.parametrize(
    ("language", "number", "category"),
    [
        ("en", 1, "one"),
        ("en", 21, "other"),
        ("en", Decimal("1.0"), "other"),
        ("en", float("nan"), "other"),
        ("vi", 1, "other"),
    ],
)
def test_categories_are_those_of_the_language(language, number, category):
    assert category_of(number, language) == category


@pytest.mark.parametrize(("language", "said"), [("vi", "Tháng 8/2026"), ("en", "August 2026")])
def test_a_month_is_said_as_the_language_has_it(language, said):
    assert words(language)("period.short", month=8, year=2026) == said


def test_a_language_is_named_by_itself_and_by_others():
    assert [name_of_language(one) for one in ("vi", "en")] == ["Tiếng Việt", "English"]
    assert name_of_language("en", language="vi") == "Tiếng Anh"
    assert all(name_of_language(one, language="en") for one in LANGUAGES)
