"""Our JavaScript: modules that say where each name comes from, and nothing that nobody uses.

What an own parser finds (see ``tests.support.javascript``) stands here in place of a linter of the
npm registry: nothing of it is needed to run the product or its tests.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from lib.maps.bundle import map_script
from lib.settings import HOME
from lib.ui.planning.board.bundle import board_script
from lib.web.first_screen.style import first_script
from lib.web.streamlit.widget_words import line_script, words_script
from tests.support.javascript import names_in
from tests.support.node import NODE, needs_node

SCRIPTS = sorted(p for p in (HOME / "lib").rglob("*.js") if "vendor" not in p.parts)
TESTS = sorted((HOME / "tests").glob("*/scripts/*.js"))
UNIT_TESTS = [path for path in TESTS if path.name.endswith(".test.js")]
FOUND = {path: names_in(path.read_bytes()) for path in (*SCRIPTS, *TESTS)}

LANGUAGE = {
    "Array", "Boolean", "Date", "Error", "Infinity", "Intl", "JSON", "Map", "Math", "Number",
    "Object", "Promise", "RegExp", "Set", "String", "WeakMap", "encodeURIComponent", "parseInt",
    "undefined",
}  # fmt: skip
BROWSER = {
    "MutationObserver", "Path2D", "ResizeObserver", "URL", "URLSearchParams",
    "cancelAnimationFrame", "clearInterval", "clearTimeout", "console", "document", "fetch",
    "getComputedStyle", "location", "navigator", "performance", "requestAnimationFrame",
    "sessionStorage", "setInterval", "setTimeout", "window",
}  # fmt: skip
BORROWED = {"L", "topojson"}
ENTRANCES = {
    "sheet.js": {"init", "load", "paint"}, "start.js": {"start"}, "words.js": {"cover"},
    "line.js": {"watchLine"}, "board.js": {"start"},
}  # fmt: skip
"""What is called from outside the modules; see ``joined``."""


def named(path: Path) -> str:
    return str(path.relative_to(HOME))


@pytest.mark.parametrize("path", [*SCRIPTS, *TESTS], ids=named)
def test_a_module_is_small_whole_and_uses_what_it_names(path):
    found = FOUND[path]

    assert not found.broken
    assert found.unused == set()
    assert path.read_text(encoding="utf-8").count("\n") <= 300


def test_a_script_knows_only_names_that_are_listed():
    known = LANGUAGE | BROWSER | BORROWED
    unknown = {path: FOUND[path].unknown - known for path in SCRIPTS}

    assert {named(path): names for path, names in unknown.items() if names} == {}
    assert known - set().union(*(FOUND[path].unknown for path in SCRIPTS)) <= LANGUAGE


def test_what_a_module_gives_away_another_one_takes():
    taken = {
        ((path.parent / source).resolve(), name)
        for path in FOUND
        for source, name in FOUND[path].imports
        if source.startswith(".")
    }
    given = {
        (path, name)
        for path in SCRIPTS
        for name in FOUND[path].exports - ENTRANCES.get(path.name, set())
    }

    assert {(named(path), name) for path, name in given - taken} == set()
    ours = {path for path in FOUND if path in SCRIPTS}
    assert {named(p) for p, name in taken if p in ours and name not in FOUND[p].exports} == set()


@pytest.mark.parametrize(
    ("way", "allowed"),
    [
        (r"\bvar ", set()),
        (r"[^=!]==[^=]|!=[^=]", set()),
        # By these names alone our scripts are known to others.
        (r"\bwindow\.\w+ = |globalThis", {"streamlit.js"}),
        (r"\bStreamlit\.\w+ = ", {"height.js"}),
    ],
)
def test_a_way_is_taken_in_the_named_places_only(way, allowed):
    assert {p.name for p in SCRIPTS if re.search(way, p.read_text(encoding="utf-8"))} == allowed


def test_names_are_found_block_by_block():
    source = b"""
    import { one, two as three } from "./a.js";
    export const four = ({ five, six: [seven] = [] }, ...eight) => {
      for (const nine of eight) { const ten = nine; }
      return five + nine + three;
    };
    const again = function thirteen() { return thirteen; };
    function eleven(_twelve) { try { return one; } catch (error) { return { seven }; } }
    """

    found = names_in(source)

    assert found.unused == {"seven", "ten", "eleven", "error", "again"}
    assert found.unknown == {"nine", "seven"}
    assert found.exports == {"four"}
    assert found.imports == {("./a.js", "one"), ("./a.js", "two")}


@needs_node
@pytest.mark.parametrize(
    "script", [map_script, first_script, words_script, line_script, board_script]
)
def test_what_a_browser_gets_is_whole(script, tmp_path):
    path = tmp_path / "script.cjs"
    path.write_bytes(script().body)

    subprocess.run([NODE, "--check", str(path)], check=True)


@needs_node
@pytest.mark.parametrize("path", UNIT_TESTS, ids=named)
def test_its_own_tests_hold(path):
    told = subprocess.run([NODE, str(path)], capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stdout + told.stderr
    assert re.search(r"^. pass [1-9]", told.stdout, re.MULTILINE)
