"""A language is one folder of words and one line: done on a copy of the product."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lib.domain.figures.indicators import CATALOGUE
from lib.settings import HOME
from lib.text import words

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
def product(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the product with one folder and one line more."""
    copy = tmp_path_factory.mktemp("product")
    for part in ("lib", "pages", "tests"):
        shutil.copytree(HOME / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("app.py", "data", "geo", "pyproject.toml"):
        (copy / part).symlink_to(HOME / part)
    add_words(copy / "lib" / "text")
    declared = copy / "lib" / "text" / "languages.py"
    line = '    "en": "en_GB",\n'
    before = declared.read_text(encoding="utf-8")
    declared.write_text(before.replace(line, f'{line}    "{NEW}": "de_DE",\n'), encoding="utf-8")
    return copy


def run(product: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=product,
        env=os.environ | {"BDHVS_DATA_DIR": str(product / "var"), "PYTHONPATH": str(product)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_a_page_is_drawn_in_a_language_that_was_added(product: Path):
    drawn = run(product, "-m", "tests.support.drawn_page", "guide", NEW)

    english = words("en")
    for key in ("guide.heading", "guide.leader_text", "guide.rule"):
        assert other_letters(english(key)) in drawn
        assert english(key) not in drawn
    assert other_letters(CATALOGUE["KH01"].gloss["en"]) in drawn


def test_the_contracts_on_words_hold_for_a_language_that_was_added(product: Path):
    tests = ("tests/contracts/test_words.py", "tests/contracts/test_plurals.py")

    told = run(product, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, "-k", NEW)

    assert " passed" in told
