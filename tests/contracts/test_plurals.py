"""A sentence with a number says "1 commune" and "2 communes", in every language as it counts."""

from __future__ import annotations

import re
import tomllib

import pytest

from lib.domain.figures.indicators import CATALOGUE
from lib.text import LANGUAGES, Words, words
from lib.text.catalogue import FOLDER
from lib.text.languages import locale_of
from tests.support.counting import ill_counted, names_in, one_of_each, rendered, things

ENGLISH_VERBS = {
    "appears", "asks", "begins", "comes", "concerns", "differs", "does", "ends", "enters",
    "falls", "gets", "gives", "goes", "knows", "lacks", "lies", "needs", "reports",
    "returns", "rises", "says", "shows", "stands",
}  # fmt: skip
"""What may end in -s beside a name and is no plural; "1 teams" is."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_a_number_before_the_wrong_form(language):
    say = words(language)

    assert ill_counted(say, say) == []


@pytest.mark.parametrize(
    "line", ["{count} communes left.", "So far {n} village.", "{count:,} rows", "{a}, {b} teams"]
)
def test_a_wrong_form_is_found(line):
    assert ill_counted(Words("en", {"one": line}), words("en"))


def test_no_english_sentence_says_one_of_many():
    adjective = r"(?!(?:and|in|of|published|with)\b)[a-z]+(?<!s)"
    plural = re.compile(rf"(?<![\d.,/–−-])1 (?:{adjective} )?([a-z]{{3,}}s|people)\b")

    assert [
        f"{key}: {found[0]}"
        for key, text in rendered(words("en"), 1)
        for found in plural.finditer(text)
        if found[1] not in ENGLISH_VERBS
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_bends_has_every_form_that_its_language_tells_apart(language):
    say, wanted = words(language), {*locale_of(language).plural_form.tags, "other"}
    bending = [key for key in sorted(say.keys()) if len(say.forms(key)) > 1]

    assert [key for key in bending if set(say.forms(key)) != wanted] == []
    assert not bending or len(wanted) > 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_counted_is_counted_somewhere(language):
    """In the files as written: a sentence read carries the forms themselves."""
    files = "".join(
        path.read_text(encoding="utf-8") for path in (FOLDER / language).rglob("*.toml")
    )
    used = set(re.findall(r"\{\w+:,?(\w+)\}", files)) - {"name"}
    frame = tomllib.loads((FOLDER / language / "frame.toml").read_text(encoding="utf-8"))
    units = {indicator.unit[language] for indicator in CATALOGUE.values()}
    counted = frame.get("counted", {})

    assert {thing for thing, forms in counted.items() if forms["other"] not in units} <= used
    assert used <= set(counted)


def test_every_english_unit_that_is_counted_has_a_form_for_one():
    units = {indicator.unit["en"] for indicator in CATALOGUE.values()} - {"%", "yes/no"}
    say = words("en")

    assert {unit for unit in units if not say.unit_forms(unit)} == {"for 100 households"}
    assert say.unit("1", "people") == "person"
    assert say.unit("+1", "households") == "household"
    assert say.unit("1,250", "turns") == "turns"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_form_is_taken_for_its_numbers(language):
    say = words(language)

    for key in sorted(say.keys()):
        forms = say.forms(key)
        names = set().union(*map(names_in, forms.values()))
        if len(forms) > 1 and names:
            for category, number in one_of_each(language).items():
                values = dict.fromkeys(names, number)
                assert say(key, **values) == Words(language, {key: forms[category]})(key, **values)


def test_english_counts_things():
    assert things(words("en"))["commune"] == {"one": "commune", "other": "communes"}
