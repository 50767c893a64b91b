"""The looks that an ODS file declares: what is struck through, set high, has no size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)(mm|cm|in|pt|pc|px)?")
_POINTS = {"mm": 2.835, "cm": 28.35, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75, None: 1.0}
_UNSEEN = 1.0
"""Nobody sees a row or column that is not so many points high or wide."""
_LOWEST_NOTE = 20
"""Per cent of the letters' height."""


@dataclass
class Looks:
    """The names of the remarkable styles."""

    struck: set[str] = field(default_factory=set)
    heights: dict[str, str] = field(default_factory=dict)
    unseen: set[str] = field(default_factory=set)
    """Of rows, columns and sheets."""
    _name: str = ""

    def learn(self, name: str, told: Mapping[str, str]) -> None:
        """Takes in the next element of the declarations, by its name without prefix."""
        if name in ("style", "default-style"):
            self._begin(told)
        elif name == "text-properties":
            self._learn_text(told)
        elif name in _SIZES:
            sizes = [told[key] for key in _SIZES[name] if key in told]
            if any(map(_is_nothing, sizes)) or told.get("table:display") == "false":
                self.unseen.add(self._name)

    def _begin(self, told: Mapping[str, str]) -> None:
        self._name = told.get("style:name", "")
        parent = told.get("style:parent-style-name", "")
        if parent in self.struck:
            self.struck.add(self._name)
        if parent in self.heights:
            self.heights[self._name] = self.heights[parent]

    def _learn_text(self, told: Mapping[str, str]) -> None:
        lines = [told[key] for key in _LINES if key in told]
        if lines:
            struck = self.struck.add if any(t != "none" for t in lines) else self.struck.discard
            struck(self._name)
        height = _height(told.get("style:text-position", ""))
        if height:
            self.heights[self._name] = height


_LINES = ("style:text-line-through-style", "style:text-line-through-type")
_SIZES = {
    "table-column-properties": ("style:column-width",),
    "table-row-properties": ("style:row-height",),
    "table-properties": (),
}


def _is_nothing(size: str) -> bool:
    match = _SIZE.fullmatch(size.strip())
    return match is not None and float(match[1]) * _POINTS[match[2]] < _UNSEEN


def _height(position: str) -> str:
    """Where letters stand: "super 58%", or so much of their height above the line, "33% 58%"."""
    word = position.partition(" ")[0]
    if word in ("super", "sub"):
        return f"{word}script"
    number = word.removesuffix("%").lstrip("+")
    digits = number.lstrip("-").partition(".")[0]
    if not digits.isdecimal() or len(digits) > 3 or int(digits) < _LOWEST_NOTE:
        return ""
    return "subscript" if number.startswith("-") else "superscript"
