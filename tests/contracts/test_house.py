"""Ways around the house rules that no linter looks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lib.settings import HOME, Settings

SOURCES = sorted([*(HOME / "lib").rglob("*.py"), *(HOME / "pages").glob("*.py"), HOME / "app.py"])


def sources(*folders: str) -> list[Path]:
    return [p for p in SOURCES if str(p.relative_to(HOME)).startswith(folders)]


@pytest.mark.parametrize(
    "way",
    [
        r"unsafe_allow_html\s*=\s*True",
        r"unsafe_allow_javascript",
        r"DivIcon\(",
        r"GeoJson(Tooltip|Popup)",
        r"\.Popup\(|\.Tooltip\(",
        r"\bpickle\b",
    ],
)
def test_no_text_reaches_a_page_unescaped(way):
    assert [str(p) for p in SOURCES if re.search(way, p.read_text(encoding="utf-8"))] == []


def test_html_is_drawn_in_one_place():
    drawing = [p for p in sources("lib/ui", "pages") if "st.html(" in p.read_text("utf-8")]

    assert drawing == [HOME / "lib/ui/frame/safe.py"]


def test_markdown_never_holds_a_value_from_a_file():
    """Markdown of ours comes from the catalogues alone; values go through ``safe.html``."""
    loose = re.compile(r"st\.(markdown|write)\(f[\"'](?!\*\*\{page\.say)")

    assert [p.name for p in sources("lib/ui", "pages") if loose.search(p.read_text("utf-8"))] == []


def test_pages_hold_no_class_and_no_sql():
    for page in sources("pages"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"^class |\bSELECT\b|sqlalchemy", text, re.M), page.name


def test_no_outside_host_is_named_in_what_we_serve():
    served = [*HOME.glob("lib/**/*.js"), *HOME.glob("lib/**/*.css"), *SOURCES]
    host = re.compile(r"https?://[^\s\"')]*(cdn|unpkg|jsdelivr|googleapis|cloudflare)")

    assert [str(p) for p in served if host.search(p.read_text(encoding="utf-8"))] == []


def test_a_setting_is_never_read_past_the_administrators_who_change_it():
    """``in_force`` knows their changes; the command line and a fault of the store do not."""
    way = re.compile(rf"settings(\(\))?\.({'|'.join(Settings.adjustable())})\b")
    reading = {str(p.relative_to(HOME)) for p in sources("lib") if way.search(p.read_text("utf-8"))}

    where_the_store_cannot_be_asked = {
        "lib/services/installation.py",
        "lib/ui/frame/installation.py",
        "lib/web/middleware/faults.py",
    }
    commands = {str(p.relative_to(HOME)) for p in sources("lib/cli")}
    assert reading - commands <= where_the_store_cannot_be_asked
