"""The look of the first screen, in the page itself: nothing has to be fetched before it shows."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from lib.assets import FAMILY, Asset, fingerprint, font_rules
from lib.assets.scripts import joined
from lib.maps.bundle import own_styles
from lib.settings import HOME

_FOLDER = Path(__file__).parents[1] / "assets"
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,>]) ?")
# What the map's frame says of its own document, which here is the page's.
_OF_THE_DOCUMENT = re.compile(r"(?:\A|(?<=[}\n]))[^\S\n]*+(?:html|body)\b[^{}\n]*+\{[^{}]*+\}")
_COLOURS = {
    "--primary-color": "primaryColor",
    "--background-color": "backgroundColor",
    "--secondary-background-color": "secondaryBackgroundColor",
    "--text-color": "textColor",
    "--border": "borderColor",
    "--link": "linkColor",
}


@cache
def first_script() -> Asset:
    """What tells Streamlit where the server is, and makes the first screen give way."""
    return fingerprint("first", "js", joined(_FOLDER / "start.js", "entry.start();").encode())


def first_style(page_styles: str) -> str:
    """Everything the first screen wears; ``page_styles`` are those of the pages' own elements."""
    own = (_FOLDER / "first.css").read_text(encoding="utf-8")
    text = f"{_colours()}{page_styles}{own}#first .f-sheet{{{_within_a_page(own_styles())}}}"
    return font_rules(FAMILY, folder="./tinh/") + _small(text)


def _within_a_page(styles: str) -> str:
    """The styles of the map's frame for a part of a page, whose width counts, not the window's."""
    inner = _OF_THE_DOCUMENT.sub("", _COMMENT.sub("", styles)).replace(":root", "&")
    measured = re.sub(r"(?<=\d)vw\b", "cqw", inner)
    return measured.replace("@media (max-width", "@container (max-width")


def _colours() -> str:
    """The theme's colours under the names that the map's frame gets them by."""
    config = tomllib.loads((HOME / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    light, dark = (config["theme"][mode] for mode in ("light", "dark"))
    rules = "".join(
        f"{name}:light-dark({light[key]},{dark[key]});" for name, key in _COLOURS.items()
    )
    return f"#first,#first-slow{{color-scheme:light dark;{rules}}}"


def _small(styles: str) -> str:
    return _AROUND.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", styles)))
