"""Streamlit's own English words, covered by ours: it has no setting for them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from lib.assets import Asset, fingerprint
from lib.assets.scripts import joined
from lib.text import LANGUAGES, words

_FOLDER = Path(__file__).parents[1] / "assets"
_UPLOADER = '[data-testid="stFileUploader"]'
_CHIP = '[data-testid="stFileChip"]'
_SEVERAL = '[data-testid="stMultiSelect"]'
_SEVERAL_OPEN = '[data-testid="stMultiSelectDropdown"]'
_ALL = f'{_SEVERAL_OPEN} [data-key^="__select_"]'
_DIALOG = '[data-testid="stDialog"]'
_COLUMN_MENU = '[data-testid="stDataFrameColumnMenu"]'

_COVERED = (
    ("skip", '[data-testid="stSkipToContent"]', "", "Skip to main content"),
    ("pages", "nav", "aria-label", "App pages"),
    ("menu", '[data-testid="stSidebar"]', "aria-label", "Sidebar"),
    ("open_menu", '[data-testid="stExpandSidebarButton"]', "aria-label", "Expand sidebar"),
    ("close_menu", '[data-testid="stSidebar"] button', "aria-label", "Collapse sidebar"),
    ("map", 'iframe[title*="st_folium"]', "aria-label", ""),
    ("board", 'iframe[title*="plan_board"]', "aria-label", ""),
    ("open", '[data-testid="stSelectbox"] button', "aria-label", "Open"),
    ("clear", '[data-testid="stSelectbox"] button', "aria-label", "Clear value"),
    ("choose", '[data-testid="stSelectbox"] input', "placeholder", "Choose an option"),
    ("no_results", '[data-testid="stSelectboxVirtualDropdown"] *', "", "No results"),
    ("open", f"{_SEVERAL} button", "aria-label", "Open"),
    ("clear", f"{_SEVERAL} button", "aria-label", "Clear all"),
    ("unselect", f"{_SEVERAL} button", "aria-label", "Remove (.+)"),
    ("selected", f"{_SEVERAL} span", "aria-label", "Selected values"),
    ("select_all", f"{_ALL} *", "", "Select all"),
    ("select_found", f"{_ALL} *", "", r"Select (\d+) match(?:es)?"),
    ("no_results", f"{_SEVERAL_OPEN} *", "", "No results"),
    (
        "select_most",
        f"{_SEVERAL_OPEN} *",
        "",
        r"You can only select up to (\d+) options?[.] Remove an option first[.]",
    ),
    ("options", "[data-live-announcer] *", "", r"(\d+) options? available[.]"),
    ("heading_link", '[data-testid="stHeaderActionElements"] *', "aria-label", "Link to heading"),
    ("help", '[data-testid="stTooltipHoverTarget"] *', "aria-label", "Help for (.+)"),
    ("help", '[data-testid="stTooltipHoverTarget"]', "aria-label", "Help for (.+)"),
    ("choose_file", f"{_UPLOADER} section p", "", "Upload|Browse files"),
    ("choose_file", f"{_UPLOADER} input", "aria-label", "file upload"),
    ("drop_here", f"{_UPLOADER} section span", "", r"\d+\s*MB per file.*"),
    ("remove", f"{_UPLOADER} button", "aria-label", "Remove (.+)"),
    ("more_files", f"{_UPLOADER} button", "aria-label", "Add files?"),
    ("failed", f"{_CHIP} span", "", "Error:"),
    ("too_large", f"{_CHIP} span", "", r"File must be (\d+)(?:\.0)?\s*MB or smaller[.]"),
    ("not_allowed", f"{_CHIP} span", "", ".* files are not allowed[.]"),
    ("close", f"{_DIALOG} button", "aria-label", "Close"),
    ("no_page", f"{_DIALOG} h2", "", "Page not found"),
    ("no_page_more", f"{_DIALOG} *", "", "The page that you have requested does not seem.*"),
    ("no_line", f"{_DIALOG} h2", "", "Connection error"),
    ("no_line_more", f"{_DIALOG} *", "", "(?:Is Streamlit still|Streamlit server is not).*"),
    ("running", '[data-testid="stStatusWidget"] *', "aria-label", r"Running\.\.\."),
    ("sort_up", f"{_COLUMN_MENU} *", "", "Sort ascending"),
    ("sort_down", f"{_COLUMN_MENU} *", "", "Sort descending"),
    ("fit", f"{_COLUMN_MENU} *", "", "Autosize"),
    ("pin", f"{_COLUMN_MENU} *", "", "Pin column"),
    ("unpin", f"{_COLUMN_MENU} *", "", "Unpin column"),
    ("hide", f"{_COLUMN_MENU} *", "", "Hide column"),
)
"""Key below ``widget`` in the catalogues; where Streamlit writes words of its own; the attribute,
or "" for the text itself; and those words, as a pattern of the whole ("" where it says nothing)."""


@cache
def words_script() -> Asset:
    """What puts our words in the place of theirs, in the language of the page."""
    rules = [
        [place, attribute, pattern, {one: words(one)(f"widget.{key}") for one in LANGUAGES}]
        for key, place, attribute, pattern in _COVERED
    ]
    return _script("words", "cover", rules)


@cache
def line_script() -> Asset:
    """What tells a page whose line is refused that its session has ended, and leads to the login.

    Streamlit knows of no such end: it would say that the server is away.
    """
    keys = {"title": "ended", "more": "ended_more", "again": "again"}
    told = {
        tongue: {name: words(tongue)(f"access.{key}") for name, key in keys.items()}
        for tongue in LANGUAGES
    }
    return _script("line", "watchLine", told)


def _script(name: str, entrance: str, told: object) -> Asset:
    said = json.dumps(told, ensure_ascii=False)
    script = joined(_FOLDER / f"{name}.js", f"entry.{entrance}({said});")
    return fingerprint(name, "js", script.encode())
