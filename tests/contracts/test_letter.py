"""What is cited of the founding letter is a point of its outline that speaks of the duty."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lib.domain.figures.indicators import CATALOGUE
from lib.domain.letter import LETTER, OPENING, POINTS, cited
from lib.files.reference import rows, targets
from lib.settings import HOME
from lib.text import fold
from tests.support.duties import DUTIES

_POINT = re.compile(r"(?<![\w.])(I{1,3}V?(?:\.\d+(?:\.[a-zđ])?)?)(?![\w.]*\w)")


def points_in(text: str) -> list[str]:
    """The points of the letter that a printed basis names."""
    before, _, _ = text.partition(LETTER)
    if not before or LETTER not in text:
        return []
    return [OPENING] if OPENING in before else _POINT.findall(before)


def quoted(point: str) -> str:
    """The outline's words of a point."""
    return " · ".join(POINTS[point])


def test_every_indicator_has_its_duty_here():
    assert list(DUTIES) == list(CATALOGUE)


@pytest.mark.parametrize("code", DUTIES)
def test_an_indicator_cites_the_point_that_speaks_of_its_duty(code):
    points, word = DUTIES[code]

    assert points_in(CATALOGUE[code].basis) == points
    if points:
        assert fold(word) in fold(quoted(points[0]))


@pytest.mark.parametrize("code", targets())
def test_a_target_cites_the_same_points_as_its_indicator(code):
    said = targets()[code].basis

    assert points_in(said) == (DUTIES[code][0] if LETTER in said else [])
    assert LETTER in said or "sản phẩm" in said


def test_a_point_that_the_letter_has_not_is_refused():
    with pytest.raises(KeyError):
        cited("I.6")
    with pytest.raises(KeyError):
        cited("I.2.c")


def test_a_citation_names_the_smallest_part_first_and_makes_up_no_number():
    assert cited("I.2.a") == "Mục I.2.a Công văn của Sở KH&CN Sơn La, tháng 7/2025"
    assert cited("I.2.a", "I.2.b").startswith("Mục I.2.a và I.2.b Công văn")
    assert cited(OPENING).startswith("Phần mở đầu Công văn")
    assert not re.search(r"Công văn (số|\d)", cited("I.1"))


_OTHERWISE = re.compile(
    r"(?:[Cc]ông văn|[Vv]ăn bản|[Ll]etter)[^.\"\n]{0,30}Sở (?:KH&CN|Khoa học)"
    r"[^.\"\n]{0,40}(?:[Mm]ục|I{1,3}\.\d)"
)


def printed_files() -> list[Path]:
    """Everything of the product in which a person or programmer may read a citation."""
    ends = {".py", ".toml", ".csv", ".md", ".typ", ".html", ".js"}
    found = [p for top in ("lib", "pages", "data", "docs") for p in (HOME / top).rglob("*")]
    return [p for p in (*found, *HOME.glob("*.md")) if p.suffix in ends]


def test_no_other_place_words_a_citation_of_its_own():
    found = {
        str(path.relative_to(HOME)): _OTHERWISE.findall(path.read_text(encoding="utf-8"))
        for path in printed_files()
        if path != HOME / "lib/domain/letter.py"
    }

    assert {name: said for name, said in found.items() if said} == {}


def test_every_citation_in_a_reference_table_is_one_of_the_outline():
    said = [r["basis"] for name in ("targets", "priority_flags", "calendar") for r in rows(name)]
    citing = [basis for basis in said if LETTER in basis]

    assert len(citing) >= 9
    for basis in citing:
        assert points_in(basis)
        assert set(points_in(basis)) <= set(POINTS)
