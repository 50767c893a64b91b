"""Ways around the one function through which text from files reaches a page.

What is allowed stands here by name, one place for each thing; anything else is a finding.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.settings import HOME

PYTHON = sorted([*(HOME / "lib").rglob("*.py"), *(HOME / "pages").glob("*.py"), HOME / "app.py"])
PAGES = [p for p in PYTHON if "lib/ui" in str(p) or p.parent.name == "pages"]
SCRIPTS = [p for p in (HOME / "lib").rglob("*.js") if "vendor" not in p.parts]
TEMPLATES = sorted((HOME / "lib").rglob("*.html"))
SAFE = "lib/ui/frame/safe.py"
CONTENTS = ("lib/web/light/content.py", "lib/web/first_screen/content.py")


def places(pattern: str, paths: list[Path]) -> set[str]:
    found = (p for p in paths if re.search(pattern, p.read_text(encoding="utf-8")))
    return {p.relative_to(HOME).as_posix() for p in found}


# --- HTML ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "allowed"),
    [
        (r"unsafe_allow_html|unsafe_allow_javascript", set()),
        (r"\bst\.html\(|\.html\(str", {SAFE}),
        # A frame of our own: it gets words and figures as data and writes them as text.
        (r"components\.(v1|html|iframe)|\bst\.iframe\(", {"lib/ui/planning/board/frame.py"}),
        (r"\bfolium\.(Popup|Tooltip|GeoJson|Marker|CircleMarker|Html|IFrame|DivIcon)", set()),
        (r"\bpopup\s*=|\btooltip\s*=", set()),
        # Markup made of something else than a constant: each has a reason beside it.
        (r"\bMarkup\((?!\)|\s*\"|\w+_STYLE)", {SAFE, *CONTENTS}),
        (r"\bliteral_eval\(|\beval\(|\bexec\(", set()),
    ],
)
def test_text_becomes_html_in_the_named_places_only(way, allowed):
    assert places(way, PYTHON) <= allowed


def test_every_template_escapes_what_it_is_given():
    assert places(r"\|\s*safe\b|autoescape\s+false|\{%-?\s*raw", TEMPLATES) == set()
    rendering = (HOME / "lib/web/answer/rendering.py").read_text(encoding="utf-8")
    assert "autoescape=True" in rendering


def test_the_map_s_own_templates_name_nothing_from_a_file():
    """They are run as code in the map's frame: only names that we make stand in them."""
    text = (HOME / "lib/maps/layer.py").read_text(encoding="utf-8")

    assert set(re.findall(r"\{\{\s*(.+?)\s*\}\}", text)) == {
        "this._parent.get_name()",
        "this.file",
    }
    assert places(r"folium\.template", PYTHON) == {"lib/maps/layer.py"}


# --- JavaScript ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "way",
    [
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser",
        r"\beval\(|new Function|set(Timeout|Interval)\(\s*[\"'`]",
        r"bindPopup|bindTooltip|L\.popup|L\.tooltip|setContent\(|L\.control\.layers",
        r"divIcon\(\{ html: (?!badge,)|const badge = (?!badgeOf\(|node\()",  # an element, no text
        r"\.srcdoc|javascript:",
        r"setAttribute\(\s*[\"'](on\w+|srcdoc)[\"']",
        r"https?://(?!www\.w3\.org/)",
    ],
)
def test_our_scripts_set_text_as_text(way):
    assert SCRIPTS
    assert places(way, SCRIPTS) == set()


# --- Streamlit's Markdown --------------------------------------------------------------------

MARKDOWN = {
    "markdown", "caption", "write", "info", "error", "success", "warning", "title", "header",
    "subheader", "toast", "expander", "metric", "badge", "button", "checkbox", "popover", "spinner",
    "download_button", "form_submit_button",
}  # fmt: skip
NUMBERS = {"active", "count", "id", "last", "least", "most", "total", "version"}
"""Names that sentences use for numbers of ours."""
OURS = {
    "quiet", "refusal", "len", "say_number", "say_date", "period_name", "_places", "_logged",
    "indicator.name",  # of the catalogue
}  # fmt: skip
CONSTANTS = {
    "f'{indicator.formula[language]}. {indicator.basis}'",
    "f'{template.code[:2]} · {template.title}'",
    "template.purpose",
    "f\"**{page.say(f'guide.{job}')}**\"",
    "f\"{say('closing.heading')} ({len(shut)})\"",
    "f\"{say('freeze.title')} ({len(found)})\"",
}
"""Texts of our own declarations."""


def drawn_as_markdown() -> Iterator[tuple[str, ast.expr]]:
    for path in PAGES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and node.func.attr in MARKDOWN and node.args:
                yield f"{path.name}:{node.lineno}", node.args[0]


def values_of(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    for keyword in call.keywords:
        yield keyword.arg or "**", keyword.value


def is_ours(name: str, value: ast.expr) -> bool:
    made_by = ast.unparse(value.func) if isinstance(value, ast.Call) else ""
    source = ast.unparse(value)
    return name in NUMBERS or made_by in OURS or any(source.startswith(o) for o in OURS)


def test_what_a_file_or_a_person_wrote_is_quiet_in_markdown():
    """A link or a picture in a name must stay a name."""
    loud = [
        f"{place} {name}={ast.unparse(value)}"
        for place, text in drawn_as_markdown()
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "say"
        for name, value in values_of(call)
        if not is_ours(name, value)
    ]

    assert loud == []


def test_markdown_is_never_put_together_on_the_spot():
    loose = [
        f"{place} {ast.unparse(text)}"
        for place, text in drawn_as_markdown()
        if isinstance(text, ast.JoinedStr | ast.BinOp | ast.Attribute)
        and ast.unparse(text) not in CONSTANTS
    ]

    assert loose == []
