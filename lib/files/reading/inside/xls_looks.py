"""The looks of cells in the old Excel format: fonts, number formats, and what joins them."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from lib.files.reading.inside.looks import Look, look_of

FONT, FORMAT, XF = 0x31, 0x41E, 0xE0
_NO_FONT = 4
"""No font has this number: those that follow are counted one further."""
_STRUCK = 0x08
_HEIGHTS = {1: "superscript", 2: "subscript"}


@dataclass
class Looks:
    """What is remarkable about some looks and fonts; most are not named here."""

    numbers: dict[int, Look] = field(default_factory=dict)
    struck: set[int] = field(default_factory=set)
    """Looks by their number."""
    heights: dict[int, str] = field(default_factory=dict)
    """Fonts whose letters stand high or low, by their number."""
    struck_fonts: set[int] = field(default_factory=set)
    _formats: dict[int, str] = field(default_factory=lambda: {9: "0%", 10: "0.00%"})
    _fonts: int = 0
    _count: int = 0

    def learn(self, kind: int, body: bytes) -> None:
        """Takes in the next font, a number format, or the next look."""
        if kind == FONT:
            self._learn_font(body)
        elif kind == FORMAT:
            self._formats[struct.unpack_from("<H", body)[0]] = _text(body)
        else:
            font, number = struct.unpack_from("<HH", body)
            look = look_of(self._formats.get(number, ""))
            if look.percent or look.may_mislead:
                self.numbers[self._count] = look
            if font in self.struck_fonts:
                self.struck.add(self._count)
            self._count += 1

    def _learn_font(self, body: bytes) -> None:
        number = self._fonts + (self._fonts >= _NO_FONT)
        self._fonts += 1
        flags, height = struct.unpack_from("<H4xH", body, 2)
        if flags & _STRUCK:
            self.struck_fonts.add(number)
        if height in _HEIGHTS:
            self.heights[number] = _HEIGHTS[height]


def _text(body: bytes) -> str:
    """A format's text: of one or two bytes a letter, or as Excel 5 wrote it."""
    count, wide = struct.unpack_from("<HB", body, 2)
    if len(body) == 3 + body[2]:
        return body[3:].decode("latin-1")
    return (
        body[5 : 5 + 2 * count].decode("utf-16-le", "replace")
        if wide & 1
        else body[5 : 5 + count].decode("latin-1")
    )
