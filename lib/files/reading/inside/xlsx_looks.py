"""The looks of an XLSX file's cells, by the number that cells know them under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lib.files.reading.inside.looks import Look, look_of
from lib.files.reading.pull import elements

_PERCENT_BUILT_IN = {"9": "0%", "10": "0.00%"}
_NO = ("0", "false")


@dataclass
class Looks:
    """What is remarkable about some looks; most are not named here."""

    numbers: dict[str, Look] = field(default_factory=dict)
    """Those that show numbers in a way of their own."""
    struck: set[str] = field(default_factory=set)
    any: bool = False


def looks_in(pieces: Iterable[bytes]) -> Looks:
    """The looks that a part of styles declares."""
    styles = _Styles()
    for tag, told in elements(pieces):
        styles.learn(tag, told)
    looks = Looks()
    for at, (number, font) in enumerate(styles.cells):
        look = look_of(styles.formats.get(number, ""))
        if look.percent or look.may_mislead:
            looks.numbers[str(at)] = look
        if font in styles.struck_fonts:
            looks.struck.add(str(at))
    looks.any = bool(looks.numbers or looks.struck)
    return looks


class _Styles:
    """The declarations as they go by."""

    def __init__(self) -> None:
        self.formats = dict(_PERCENT_BUILT_IN)
        self.cells: list[tuple[str, str]] = []
        self.struck_fonts: set[str] = set()
        self._parents: list[tuple[str, str]] = []
        self._fonts, self._inside = -1, ""

    def learn(self, tag: str, told: Mapping[str, str]) -> None:
        """Takes in the next element."""
        if tag in ("fonts", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs", "fills", "borders"):
            self._inside = tag
        elif tag == "numFmt" and self._inside != "dxfs":
            self.formats[told.get("numFmtId", "")] = told.get("formatCode", "")
        elif tag == "font" and self._inside == "fonts":
            self._fonts += 1
        elif tag == "strike" and self._inside == "fonts" and told.get("val") not in _NO:
            self.struck_fonts.add(str(self._fonts))
        elif tag == "xf" and self._inside == "cellStyleXfs":
            self._parents.append((told.get("numFmtId", ""), told.get("fontId", "")))
        elif tag == "xf" and self._inside == "cellXfs":
            self.cells.append(self._look(told))

    def _look(self, told: Mapping[str, str]) -> tuple[str, str]:
        """Number format and font of a look: its own, or those of the style that it goes by."""
        name = told.get("xfId", "")
        place = int(name) if name.isdecimal() and len(name) < 6 else 0
        number, font = self._parents[place] if place < len(self._parents) else ("", "")
        return told.get("numFmtId", number), told.get("fontId", font)
