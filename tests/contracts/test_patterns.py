"""Every pattern of the code takes a time that grows with the text and no faster, whatever stands
in it; so does every step that a cell, a header or a name from outside goes through."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from lib.settings import HOME
from tests.support.patience import PATIENCE_S
from tests.support.patterns import nested, sources, walked

_PARTS = ("lib/domain", "lib/files", "lib/web", r"(?!lib/(domain|files|web)/)")


@pytest.mark.parametrize("part", _PARTS)
def test_no_pattern_is_slower_than_its_text_is_long(part):
    tried = subprocess.run(
        [sys.executable, "-m", "tests.support.patterns", part],
        cwd=HOME,
        capture_output=True,
        text=True,
        timeout=4 * PATIENCE_S,
        check=True,
    )
    lines = tried.stdout.splitlines()

    assert lines
    assert [line for line in lines if line != "."] == []


def test_no_pattern_depends_on_what_comes_from_elsewhere():
    walk = walked(sources())

    assert walk.made_at_run_time == []
    assert len(walk.patterns) > 90


_SLOW = (
    (r"(?:\s*(?:\*+|\d)|\s*[.,;:])+$", "sub"),
    (r"(a+)+b", "match"),
    (r"(?:[a-z]*,?)*!", "match"),
    (r"\s*\s*$", "match"),
    (r"\d+x", "search"),
    (r"\(.*\)", "sub"),
    (r"<!--.*?-->", "sub"),
    (r"ngày.*tháng.*năm", "match"),
    (r"(?:a|a)*b", "match"),
)
_TRYING = f"""
from tests.support.patterns import *
for text, way in {_SLOW!r}:
    found = Found(text, 0, "", ways={{way}})
    print(repr(nested(text) or slow(found, patience_s=1)), flush=True)
"""


@pytest.fixture(scope="module")
def tried() -> list[str]:
    """What is told of each: in one process of their own, where an alarm rings within a search."""
    done = subprocess.run(
        [sys.executable, "-c", _TRYING],
        cwd=HOME,
        capture_output=True,
        text=True,
        timeout=4 * PATIENCE_S,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("which", range(len(_SLOW)), ids=[text for text, _ in _SLOW])
def test_a_pattern_that_can_be_made_slow_is_found(tried, which):
    assert tried[which] not in ("''", "False")


@pytest.mark.parametrize(
    "text", [r"(?:,\d{3})+", r"(?:\.\d{3})+(?:,\d+)?", r"(?:\s++x)++", r"a+b+", r"(?:[-/][\d.]*)*"]
)
def test_a_repetition_whose_rounds_begin_by_themselves_is_no_fault(text):
    assert not nested(text)


def test_a_new_pattern_is_found_wherever_it_is_written(tmp_path, monkeypatch):
    place = tmp_path / "new.py"
    place.write_text(
        "import re\n_A = re.compile(r'a+' 'b', re.IGNORECASE)\n"
        "class B:\n    def f(self, x, names):\n        re.sub('c+', '', x)\n"
        "        names.str.contains('d+')\n        re.search(rf'e{re.escape(x)}', x)\n"
        "        names.str.contains(x, regex=False)\n        _A.fullmatch(x)\n"
        "        return re.search(x, 'f')\n"
    )
    monkeypatch.setattr("tests.support.patterns.HOME", tmp_path)
    monkeypatch.setattr("tests.support.patterns._space", lambda _: {"re": re})

    walk = walked([Path(place)])

    assert [(f.text, f.flags, f.ways) for f in walk.patterns] == [
        ("a+b", re.IGNORECASE, {"fullmatch"}),
        ("c+", 0, {"sub"}),
        ("d+", 0, {"contains"}),
        ("exã mường la", 0, {"search"}),
    ]
    assert walk.made_at_run_time == ["new.py:10 x"]
