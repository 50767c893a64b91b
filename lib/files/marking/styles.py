"""The looks of cells in an XLSX file: the same look with a fill, or with its text held as text."""

from __future__ import annotations

import copy
from xml.etree.ElementTree import Element, SubElement

from lib.domain.problems import Severity
from lib.files.marking.package import Package, Xml, main
from lib.files.marking.rebuilt import FILLS


class Styles:
    """Adds looks to the styles of a workbook; those in use never change.

    Raises ``KeyError`` when the workbook has no styles.
    """

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._part = package, part
        self._xml = Xml(package.parts[part])
        self._looks = self._section("cellXfs")
        self._fills = self._section("fills")
        self._known: dict[tuple[int, Severity | None, bool], int] = {}
        self._fill_of: dict[Severity, int] = {}

    def _section(self, name: str) -> Element:
        found = self._xml.root.find(main(name))
        if found is None:
            raise KeyError(name)
        return found

    def like(self, look: int, *, fill: Severity | None = None, as_text: bool = False) -> int:
        """The number of a look that is ``look`` with a fill, or with its text held as text."""
        key = look, fill, as_text
        if key not in self._known:
            fresh = copy.deepcopy(self._looks[look])
            if fill is not None:
                fresh.set("fillId", str(self._fill(fill)))
                fresh.set("applyFill", "1")
            if as_text:
                fresh.set("quotePrefix", "1")
            self._known[key] = self._added(fresh)
        return self._known[key]

    def wrapped(self) -> int:
        """A plain look whose text wraps and stays text."""
        fresh = Element(
            main("xf"),
            {"numFmtId": "49", "fontId": "0", "fillId": "0", "borderId": "0", "xfId": "0"},
        )
        fresh.set("applyNumberFormat", "1")
        fresh.set("quotePrefix", "1")
        fresh.set("applyAlignment", "1")
        SubElement(fresh, main("alignment"), {"vertical": "top", "wrapText": "1"})
        return self._added(fresh)

    def _added(self, look: Element) -> int:
        self._looks.append(look)
        self._looks.set("count", str(len(self._looks)))
        return len(self._looks) - 1

    def _fill(self, severity: Severity) -> int:
        if severity not in self._fill_of:
            pattern = SubElement(
                SubElement(self._fills, main("fill")),
                main("patternFill"),
                {"patternType": "solid"},
            )
            SubElement(pattern, main("fgColor"), {"rgb": FILLS[severity]})
            SubElement(pattern, main("bgColor"), {"indexed": "64"})
            self._fill_of[severity] = len(self._fills) - 1
            self._fills.set("count", str(len(self._fills)))
        return self._fill_of[severity]

    def save(self) -> None:
        """Puts the styles back."""
        self._package.parts[self._part] = self._xml.content()
