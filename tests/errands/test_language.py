"""A language is one folder of words and one line: done on a copy of the product."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from lib.domain.figures.indicators import CATALOGUE
from lib.text import words
from tests.support.product_copy import ProductCopy, copy_of_product

NEW = "de"
"""Made up: English with other vowels; counted, numbered and dated as German is."""
_VOWELS = str.maketrans("aeou", "åëøü")
_SAID = re.compile(r'(?<= = )"((?:[^"\\]|\\.)*)"')
_IN_BRACES = re.compile(r"(\{[^{}]*\})")


def other_letters(text: str) -> str:
    """The text as the made-up language writes it; ``{names}`` stay."""
    parts = _IN_BRACES.split(text)
    return "".join(p if p.startswith("{") else p.translate(_VOWELS) for p in parts)


def add_words(text_of_lib: Path) -> None:
    """The folder of words: that of English, sentence by sentence, and the indicators."""
    folder = text_of_lib / "words" / NEW
    shutil.copytree(text_of_lib / "words" / "en", folder)
    for path in folder.rglob("*.toml"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(map(translated, lines)), encoding="utf-8")
    with (folder / "figures.toml").open("a", encoding="utf-8") as figures:
        figures.write(indicators())


def translated(line: str) -> str:
    """A line of a catalogue; which number a sentence bends with is no word."""
    if ".by = " in line:
        return line
    return _SAID.sub(lambda found: f'"{other_letters(found[1])}"', line)


def indicators() -> str:
    lines = ['[indicator]\nany_ambassador = "x"\nseveral_ambassadors = "x"\ncriterion = "x"\n']
    for code, one in CATALOGUE.items():
        lines += [f"[indicator.{code}]\n"]
        for part in ("name", "gloss", "formula", "unit", "nothing"):
            if told := getattr(one, part):
                said = json.dumps(other_letters(told["en"]), ensure_ascii=False)
                lines += [f"{part} = {said}\n"]
    return "\n" + "".join(lines)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> ProductCopy:
    """A copy of the product with one folder and one line more."""
    copy = copy_of_product(tmp_path_factory.mktemp("product"))
    add_words(copy.path("lib/text"))
    copy.put_in("lib/text/languages.py", '    "en": "en_GB",\n', f'    "{NEW}": "de_DE",\n')
    return copy


def test_a_language_is_one_folder_of_words_and_one_line(product: ProductCopy):
    folder = f"lib/text/words/{NEW}/"

    beside = [name for name in product.touched() if not name.startswith(folder)]

    assert beside == ["lib/text/languages.py"]


def test_a_page_is_drawn_in_a_language_that_was_added(product: ProductCopy):
    drawn = product.run("-m", "tests.support.drawn_page", "guide", NEW)

    english = words("en")
    for key in ("guide.heading", "guide.leader_text", "guide.rule"):
        assert other_letters(english(key)) in drawn
        assert english(key) not in drawn
    assert other_letters(CATALOGUE["KH01"].gloss["en"]) in drawn


def test_the_contracts_on_words_hold_for_a_language_that_was_added(product: ProductCopy):
    tests = ("tests/contracts/test_words.py", "tests/contracts/test_plurals.py")

    told = product.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, "-k", NEW)

    assert " passed" in told
